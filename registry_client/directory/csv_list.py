"""Reads a country's list of services from CSV: all of it, or every fault with its line."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dialogs.model import Names
from dialogs.ports import Service

__all__ = ["DirectoryError", "read"]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = ("name", "address", "hours")
_OPTIONAL = ("bring",)
_FIXED = ("id", "needs", "commune", "phone", "langs", "national")
_NOTHING: Mapping[str, str] = {}
_YES = {"yes": True, "no": False, "": False}


class DirectoryError(Exception):
    """The list cannot be used; `faults` holds one line per fault: the line of the file (the heading is 1) and what is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read(
    text: str,
    *,
    languages: Sequence[str],
    communes: Collection[str],
    needs: Collection[str],
    borrow: Mapping[str, str] = _NOTHING,
) -> tuple[Service, ...]:
    """The services of a list, in its order; raises `DirectoryError`.

    Columns, in any order, with `,` or `;` between: `id`, `needs` (codes of the profile, blanks between), `commune` (its id; empty
    for a service of the whole country), `phone`, `langs` (codes, blanks between), `national` (`yes`, `no`, empty), and
    `name_fr`, `address_fr`, `hours_fr`, `bring_fr` for each language of the profile; only `bring_…` may be left out,
    and what a language of `borrow` would say: there the language that it names is said instead.
    """
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    heading = lines.readline()
    delimiter = max(",;", key=heading.count)
    columns = [name.strip() for name in next(csv.reader([heading], delimiter=delimiter), [])]
    if faults := list(_heading_faults(columns, languages, borrow)):
        raise DirectoryError(faults)
    services: dict[str, Service] = {}
    written = [lang for lang in languages if lang not in borrow]
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            line = reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False)}
            wrong = list(_row_faults(row, columns, cells, written, communes, needs, services))
            faults += [f"line {line}: {fault}" for fault in wrong]
            if not wrong:
                services[cells["id"]] = _service(cells, languages, borrow)
    except csv.Error:
        faults.append(f"line {reader.line_num + 1}: is no CSV")
    if faults:
        raise DirectoryError(faults)
    return tuple(services.values())


def _heading_faults(columns: Sequence[str], languages: Sequence[str], borrow: Collection[str]) -> Iterator[str]:
    needed = {*_FIXED, *(f"{text}_{lang}" for text in _TEXTS for lang in languages if lang not in borrow)}
    known = needed | {f"{text}_{lang}" for text in (*_TEXTS, *_OPTIONAL) for lang in languages}
    yield from (f"line 1: lacks the column {name}" for name in sorted(needed.difference(columns)))
    yield from (f"line 1: the column {name!r} is not known" for name in columns if name not in known)
    yield from (f"line 1: the column {name} is there twice" for name in sorted(known) if columns.count(name) > 1)


def _row_faults(
    row: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[str, str],
    languages: Sequence[str],
    communes: Collection[str],
    needs: Collection[str],
    before: Collection[str],
) -> Iterator[str]:
    if len(row) != len(columns):
        yield f"has {len(row)} cells, the heading has {len(columns)}"
        return
    if not _ID.fullmatch(cells["id"]):
        yield "id: small letters, digits and - only"
    elif cells["id"] in before:
        yield "id: is in the list already"
    yield from (f"needs: {need!r} is not a need of the profile" for need in cells["needs"].split() if need not in needs)
    if not cells["needs"]:
        yield "needs: is empty"
    if cells["national"] not in _YES:
        yield "national: is yes, no or empty"
    if cells["commune"] and cells["commune"] not in communes:
        yield f"commune: {cells['commune']!r} is not a commune of the profile"
    if not cells["commune"] and not _YES.get(cells["national"]):
        yield "commune: is empty, and the service is not national"
    if cells["phone"] and not re.fullmatch(r"\d{3,15}", cells["phone"]):
        yield "phone: digits only"
    yield from (f"{text}_{lang}: is empty" for text in _TEXTS for lang in languages if not cells[f"{text}_{lang}"])


def _service(cells: Mapping[str, str], languages: Sequence[str], borrow: Mapping[str, str]) -> Service:
    def said(text: str) -> dict[str, str]:
        found = {lang: cells.get(f"{text}_{lang}") or cells.get(f"{text}_{borrow.get(lang, lang)}") for lang in languages}
        return {lang: words for lang, words in found.items() if words}

    texts, bring = {text: Names.of(said(text)) for text in _TEXTS}, said("bring")
    return Service(
        cells["id"],
        frozenset(cells["needs"].split()),
        cells["commune"],
        texts["name"],
        texts["address"],
        texts["hours"],
        Names.of(bring) if bring else None,
        cells["phone"],
        tuple(cells["langs"].split()),
        _YES[cells["national"]],
    )
