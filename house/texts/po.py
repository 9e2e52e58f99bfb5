"""The texts of a language as a PO file that any translator's tool opens, and back again: all of it or nothing."""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from config.profile import available, load
from dialogs.country import Country
from dialogs.texts.speech import Speech
from house.texts.catalogues import SOURCE, Text, fault_of, read, rewritten, variables_of
from house.texts.checking import names_a_language, strange_arguments, text_faults
from house.texts.screens import SETTINGS
from house.texts.tongue import Tongue

__all__ = ["TextsRefused", "export", "take"]

_HEAD = """# Texts of Guichet: {country}, {lang}. Write for somebody who reads slowly, on a small screen.
# What stands in braces is filled in by the service: keep it. What stands in braces with an arrow chooses by a number, in the
# plural forms of your language. Above each text is the room that is left, in units of the phone: a letter is one.
# A text that you empty stays as it is. The file is taken whole or not at all."""


_Fault = tuple[int, str]


class TextsRefused(Exception):
    """A file that cannot be taken; `faults` holds one line per fault, each with the line of the file."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Change:
    """New words for a text, and the line of the file that brings them."""

    text: Text
    words: str
    line: int


def export(tongue: Tongue, folder: Path) -> str:
    """The texts of one language as one country says them, in PO: the source, what there is, the context and the room left."""
    origins = read(folder, SOURCE, tongue.country.code)
    catalog = Catalog(
        locale=tongue.lang.replace("-", "_"),
        project="guichet",
        version=tongue.country.code,
        header_comment=_HEAD.format(country=tongue.country.code, lang=tongue.lang),
        fuzzy=False,
    )
    for key, text in _translatable(folder, tongue.lang, tongue.country.code).items():
        origin = origins.get(key, text)
        entry = catalog.add(origin.words, text.words, context=key, auto_comments=list(_notes(tongue, origin)))
        entry.flags.clear()  # Babel takes Fluent's braces for Python's
    written = io.BytesIO()
    write_po(written, catalog, width=0)
    return written.getvalue().decode()


def take(po: str, tongue: Tongue, folder: Path) -> tuple[str, ...]:
    """Write what a PO file says into the catalogues of `folder` and return the keys that changed; raises `TextsRefused`.

    Refused whole: texts too long for their room in any country that says them, arguments missing or unknown, keys that
    there are not, and what Fluent cannot read. Comments and the order of the catalogues stay.
    """
    changes, faults = _changes(po, tongue, folder)
    wrong = {one: list(_faults(one, tongue)) for one in changes}
    faults += [(one.line, f"{one.text.key}: {fault}") for one, told in wrong.items() for fault in told]
    sound = [one for one in changes if not wrong[one]]
    with tempfile.TemporaryDirectory() as trial:
        copy = Path(shutil.copytree(folder, trial, dirs_exist_ok=True))
        _write(sound, lambda path: copy / path.relative_to(folder))
        faults += _measured(sound, tongue, folder, copy)
    if faults:
        raise TextsRefused([f"line {line}: {fault}" for line, fault in sorted(faults)])
    _write(changes, lambda path: path)
    return tuple(one.text.key for one in changes)


def _notes(tongue: Tongue, origin: Text) -> Iterator[str]:
    """What a translator should know of a text: where it stands, what its writer noted, and the room that is left."""
    yield from filter(None, (origin.under, origin.comment))
    yield from (f"{fit.room}: {fit.left} units left" for fit in tongue.fits(origin.key))


def _changes(po: str, tongue: Tongue, folder: Path) -> tuple[list[_Change], list[_Fault]]:
    """What differs from the catalogues, and what names no text; empty and fuzzy entries leave a text as it is."""
    try:
        catalog = read_po(io.StringIO(po), abort_invalid=True)
    except PoFileError as fault:
        raise TextsRefused([f"line {fault.lineno + 1}: this is no PO file"]) from None
    if (lang := str(catalog.locale_identifier or "").replace("_", "-")) != tongue.lang:
        raise TextsRefused([f"line 1: this is a file of the language {lang!r}, not {tongue.lang!r}"])
    texts, seen = _translatable(folder, tongue.lang, tongue.country.code), set[str | None]()
    changes, faults = list[_Change](), list[_Fault]()
    for message in catalog:
        key, words, line = message.context, message.string, message.lineno or 1
        if not message.id or not words or message.fuzzy:
            continue
        if key not in texts:
            faults.append((line, f"there is no text {key!r}"))
        elif not isinstance(words, str) or key in seen:
            faults.append((line, f"{key}: is there twice, or has plural forms of its own"))
        elif words.strip() != texts[key].words:
            changes.append(_Change(texts[key], words.strip(), line))
        seen.add(key)
    return changes, faults


def _faults(change: _Change, tongue: Tongue) -> Iterator[str]:
    """What is wrong with new words before they are measured."""
    if fault := fault_of(change.words):
        yield fault
        return
    used = variables_of(change.words)
    yield from (f"lacks {{ ${name} }}" for name in sorted(change.text.variables - used - tongue.country.terms.keys()))
    yield from strange_arguments(tongue, change.text.key, used)


def _translatable(folder: Path, lang: str, country: str) -> dict[str, Text]:
    """What people read; how a catalogue works, and the names of the languages, are no translator's."""
    texts = read(folder, lang, country)
    return {key: text for key, text in texts.items() if key not in SETTINGS and not names_a_language(key)}


def _write(changes: Sequence[_Change], where: Callable[[Path], Path]) -> None:
    """Each catalogue is replaced in one step: a reader sees the old one or the new one."""
    for path in {one.text.path for one in changes}:
        source = path.read_text("utf-8")
        beside = where(path).with_suffix(".new")
        beside.write_text(rewritten(source, [(one.text, one.words) for one in changes if one.text.path == path]), "utf-8")
        os.replace(beside, where(path))


def _measured(changes: Sequence[_Change], tongue: Tongue, folder: Path, copy: Path) -> Iterator[_Fault]:
    """What is wrong in a country that says these texts, by the line that brought it."""
    lines = {(copy / one.text.path.relative_to(folder), one.text.key): one.line for one in changes}
    for country in _speakers(tongue):
        trial = Tongue(country, tongue.lang, Speech(country.terms, (tongue.lang,), copy))
        for key, text in read(copy, tongue.lang, country.code).items():
            if line := lines.get((text.path, key)):
                yield from ((line, f"{country.code}: {fault}") for fault in text_faults(trial, text))


def _speakers(tongue: Tongue) -> list[Country]:
    """The country of the file, and all others that say texts of its language."""
    others = [load(code) for code in available() if code != tongue.country.code]
    return [tongue.country, *(country for country in others if tongue.lang in country.languages)]
