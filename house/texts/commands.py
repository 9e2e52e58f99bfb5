"""`guichet texts check|export|import|preview`: what each does with the catalogues that are shipped."""

from collections.abc import Iterator
from pathlib import Path

from channels.sms.segments import as_sent, segments, units
from channels.ussd.pages import ROOM
from config.profile import available, load
from dialogs.texts.speech import Speech, TextError
from house.texts.catalogues import FOLDER, read
from house.texts.checking import faults
from house.texts.po import TextsRefused, export, take
from house.texts.tongue import Tongue, offered

__all__ = ["TextsRefused", "checked", "exported", "imported", "previewed"]


def checked(country: str = "", folder: Path = FOLDER) -> list[str]:
    """One line for every text of a country, or of all, that is missing, wrong or too long; raises `ProfileError`."""
    found = list[str]()
    for code in [country] if country else available():
        for lang in load(code).languages:
            try:
                tongue = _tongue(code, lang, folder)
                found += [f"{tongue}: {fault}" for fault in faults(tongue, folder)]
            except TextsRefused as refused:
                found += [f"{code}.{lang}: {fault}" for fault in refused.faults]
    return found


def exported(lang: str, country: str, folder: Path = FOLDER) -> str:
    """A PO file for a translator; raises `TextsRefused`."""
    return export(_tongue(country, lang, folder), folder)


def imported(lang: str, country: str, file: Path, folder: Path = FOLDER) -> tuple[str, ...]:
    """The keys that a translator's PO file changed; raises `TextsRefused`, and then nothing is written."""
    try:
        po = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise TextsRefused([f"{file} is not in UTF-8"]) from None
    return take(po, _tongue(country, lang, folder), folder)


def previewed(key: str, lang: str, country: str, folder: Path = FOLDER) -> Iterator[str]:
    """The lines of a text as pages of a phone and as an SMS, with its arguments at their longest; raises `TextsRefused`."""
    tongue = _tongue(country, lang, folder)
    if key not in read(folder, lang, country):
        raise TextsRefused([f"there is no text {key!r}"])
    options = offered(*tongue.screens.get(key, ()))
    made = tongue.cut(key, options)
    for number, page in enumerate(made, start=1):
        encoding, size = units(page)
        yield f"--- page {number} of {len(made)}: {size} of {ROOM.gsm7 if encoding == 'gsm7' else ROOM.ucs2} ({encoding})"
        yield from page.split("\n")
    parts = segments(as_sent(tongue.say(key), tongue.speech.encoding(key, lang)))
    yield f"--- by SMS: {parts.units} ({parts.encoding}), parts: {len(parts.parts)}"
    yield from tongue.say(key).split("\n")


def _tongue(country: str, lang: str, folder: Path) -> Tongue:
    profile = load(country)
    if lang not in profile.languages:
        raise TextsRefused([f"{country} does not speak {lang!r}; it speaks: {', '.join(profile.languages)}"])
    try:
        return Tongue(profile, lang, Speech(profile.terms, (lang,), folder))
    except TextError as damaged:
        raise TextsRefused(str(damaged).split("; ")) from None
