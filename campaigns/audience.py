"""People from a file, in constant memory: CSV in whatever charset and delimiter, or XLSX; what is wrong is told by line."""

import asyncio
import csv
import zipfile
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from campaigns.wording import VALUE, is_name
from dialogs.model import Phone
from dialogs.numbers import mobile
from dialogs.texts.words import fold
from registry_client.lists.reading import Unusable, charset_of
from store.ledger import Added, Fate, Person
from store.ledger import Audience as People

__all__ = ["BATCH", "CHOICES", "Bad", "Sheet", "Tally", "Unusable", "batches", "exclude", "gather", "remind"]

BATCH = 1000
"""Lines of a file that are added at once."""
LINE = 64 * 1024
"""Characters of a line at most: what is longer is cut, and then has another number of cells."""
COLUMNS = 40
UNPACKED = 512 * 1024 * 1024
"""Bytes that an XLSX may hold: a small file can say a great deal."""
DELIMITERS = ";,\t|"
_KNOWN: Mapping[str, str] = {
    name: column
    for column, names in {
        "phone": "phone telephone tel mobile msisdn gsm numero الهاتف هاتف",
        "lang": "lang language langue اللغه لغه",
        "region": "region الجهه جهه",
        "household": "household menage foyer family الاسره اسره",
    }.items()
    for name in names.split()
}
_OURS = frozenset(_KNOWN.values())
_folded = lru_cache(256)(fold)  # few languages, told millions of times


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a line gave no recipient (the first line is 1): a column and a static word, never the cell."""

    line: int
    column: str
    code: str


@dataclass(slots=True)
class Tally:
    """What a file gave: lines with something in them, new recipients, the others by reason."""

    read: int = 0
    new: int = 0
    bad: Counter[str] = field(default_factory=Counter)


Rows = Generator[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Sheet:
    """A file of people. `region` is ISO 3166 for numbers without a country code, `operator_of` tells whose number it is.

    A language that is none of `languages` is left out: hers, where we know it, counts more than the file's anyway.
    """

    path: Path
    region: str
    languages: Sequence[str]
    operator_of: Callable[[Phone], str] = lambda _: ""

    def people(self) -> Iterator[tuple[int, Person | Bad]]:
        """The people with their lines, or what is wrong with a line. Raises `Unusable` for the file as a whole."""
        with closing(self._rows()) as rows:
            columns = self._heading(next(rows, (1, []))[1])
            for line, cells in rows:
                if any(cells):
                    yield line, self._person(line, dict(zip(columns, cells, strict=False)), len(cells) - len(columns))

    @cached_property
    def _langs(self) -> Mapping[str, str]:
        return {fold(lang): lang for lang in self.languages}

    def columns(self) -> tuple[str, ...]:
        """The columns that a text may name."""
        with closing(self._rows()) as rows:
            return tuple(name for name in self._heading(next(rows, (1, []))[1]) if name and name not in _OURS)

    def _heading(self, cells: Sequence[str]) -> list[str]:
        """What each column means; empty where it means nothing to us."""
        folded = [fold(cell).replace(" ", "_") for cell in cells]
        columns = [_KNOWN.get(name, name if is_name(name) else "") for name in folded]
        named = [name for name in columns if name]
        if "phone" not in named:
            raise Unusable("no-phone-column")
        if len(named) != len(set(named)):
            raise Unusable("column-twice")
        return columns

    def _person(self, line: int, cells: Mapping[str, str], more: int) -> Person | Bad:
        if more > 0:
            return Bad(line, "", "cells")
        phone = mobile(cells.get("phone", ""), self.region)
        if isinstance(phone, str):
            return Bad(line, "phone", phone)
        lang = self._langs.get(_folded(cells.get("lang", "")), "")
        values = {name: _clean(cell, VALUE) for name, cell in cells.items() if name and name not in _OURS}
        region, household = _clean(cells.get("region", ""), 32), _clean(cells.get("household", ""), 64)
        return Person(phone, lang, region, self.operator_of(phone)[:24], household, values)

    def _rows(self) -> "Rows":
        return _xlsx(self.path) if self.path.suffix.lower() == ".xlsx" else _csv(self.path)


async def gather(people: People, id: int, sheet: Sheet, bad: Callable[[Bad], None]) -> Tally:
    """Add a file's people to a draft, batch by batch. Raises `Unusable`, `Conflict` once frozen, `StoreDown`.

    The same file again adds nobody twice, so that an import which died is simply done again.
    """
    tally = Tally()

    def told(one: Bad) -> None:
        tally.read += 1
        tally.bad[one.code] += 1
        bad(one)

    async with aclosing(batches(sheet, told)) as found:
        async for batch in found:
            added = await people.add(id, [person for _, person in batch])
            tally.read += added.new
            tally.new += added.new
            for place, why in added.dropped:
                told(Bad(batch[place][0], "household" if why == "same-household" else "phone", why))
    return tally


async def exclude(people: People, id: int, sheet: Sheet, bad: Callable[[Bad], None]) -> int:
    """Take a file's people out of a draft, now and whenever they come; how many the file names."""
    count = 0
    async with aclosing(batches(sheet, bad)) as found:
        async for batch in found:
            await people.exclude(id, [person.phone for _, person in batch])
            count += len(batch)
    return count


async def batches(sheet: Sheet, bad: Callable[[Bad], None]) -> AsyncGenerator[list[tuple[int, Person]]]:
    """The people with their lines, batch by batch; what is no recipient is told to `bad`. Raises `Unusable`.

    A thread reads the next batch while this one is used: a process that serves has phones to answer.
    """
    lines = sheet.people()

    def read() -> asyncio.Task[list[tuple[int, Person | Bad]]]:
        return asyncio.create_task(asyncio.to_thread(list, islice(lines, BATCH)))

    reading = read()
    try:
        while batch := await reading:
            reading = read()
            for _, one in batch:
                if isinstance(one, Bad):
                    bad(one)
            yield [(line, one) for line, one in batch if isinstance(one, Person)]
    finally:
        await asyncio.gather(reading, return_exceptions=True)  # no thread goes on with a file that nobody wants any more


CHOICES: Mapping[str, Callable[[Fate, bool], bool]] = {
    "unanswered": lambda fate, answered: fate in (Fate.SENT, Fate.DELIVERED) and not answered,
    "unreached": lambda fate, _: fate in (Fate.FAILED, Fate.EXPIRED),
    "reached": lambda fate, _: fate in (Fate.SENT, Fate.DELIVERED),
    "all": lambda *_: True,
}
"""Whom a reminder goes to. Who may have got the first message without our knowing is in no choice but `all`."""


async def remind(people: People, source: int, target: int, choice: str) -> Tally:
    """Add those of an earlier campaign to a draft: a wave is a campaign of its own, with approvals of its own."""
    tally, batch = Tally(), list[Person]()

    async def flush() -> None:
        added: Added = await people.add(target, batch)
        tally.new += added.new
        tally.bad.update(why for _, why in added.dropped)
        batch.clear()

    async for person, fate, answered in people.people(source):
        if CHOICES[choice](fate, answered):
            tally.read += 1
            batch.append(person)
            if len(batch) == BATCH:
                await flush()
    await flush()
    return tally


def _clean(cell: str, most: int) -> str:
    """What every database keeps and no terminal obeys."""
    return (cell if cell.isprintable() else "".join(filter(str.isprintable, cell)))[:most]


def _csv(path: Path) -> Rows:
    if path.stat().st_size == 0:
        raise Unusable("empty")
    with path.open(encoding=charset_of(path), newline="") as file:
        heading = file.readline(LINE).strip("\r\n")
        delimiter = max(DELIMITERS, key=lambda one: _named(heading, one))
        yield 1, next(csv.reader([heading], delimiter=delimiter), [])
        yield from _lines(file, delimiter)


def _lines(file: IO[str], delimiter: str) -> Rows:
    reader = csv.reader(iter(lambda: file.readline(LINE), ""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 2  # the heading is line 1
        try:
            yield line, [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise Unusable(f"csv-line-{line}") from None


def _named(heading: str, delimiter: str) -> tuple[int, int]:
    """How many columns we know when it is cut so, and how many there are."""
    cells = next(csv.reader([heading], delimiter=delimiter), [])
    return sum(fold(cell) in _KNOWN for cell in cells), len(cells)


def _xlsx(path: Path) -> Rows:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unusable("too-large")
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Unusable("xlsx") from None
    try:
        sheet = book.worksheets[0]
        for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS), start=1):
            yield line, _trimmed(map(_cell, row))
    finally:
        book.close()


def _trimmed(cells: Iterable[str]) -> list[str]:
    """Without the empty cells at the end, which a spreadsheet has as many as it likes."""
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    return row


def _cell(value: object) -> str:
    """A number without the `.0` that a spreadsheet gives it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
