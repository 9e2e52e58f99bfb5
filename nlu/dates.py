"""Dates as people write them: in figures, in words, in six ways of speech; what cannot be taken says why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from dialogs.texts.words import fold
from nlu.words import clean

_MONTHS = (
    "janvier janv jan january يناير جانفي كانون_الثاني janaayo yanayer yanayir ynayr",
    "fevrier fevr fev february feb فبراير فيفري شباط febraayo fibrayer febrayer fbrayr",
    "mars march mar مارس اذار maarso mares",
    "avril avr april apr ابريل افريل نيسان abriil abril ibril",
    "mai may ماي مايو ايار maajo mayo",
    "juin june jun يونيو جوان حزيران juun juunyo younyou yonyo yunyu",
    "juillet juil july jul يوليوز يوليو جويليه تموز luulyo julaay youlyouz yolyoz yulyuz",
    "aout august aug غشت اغسطس اوت اب agoosto ogoosto ghocht ghucht",
    "septembre sept sep september شتنبر سبتمبر ايلول sebtembar sebteember chotanbir chtanbir",
    "octobre oct october اكتوبر تشرين_الاول oktoobar oktobr oktober",
    "novembre nov november نونبر نوفمبر تشرين_الثاني nofembar noofember nowanbir nuwanbir nwanbir",
    "decembre dec december دجنبر ديسمبر كانون_الاول disembar diseembar doujanbir dojanbir djanbir",
)
_MONTH_OF = {name.replace("_", " "): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_BETWEEN = "le de du of the st nd rd th er شهر ديال سنه عام dyal chher 3am bisha sannadka ee"
_FILLERS = frozenset(_BETWEEN.split())
_TOKEN = re.compile(r"3am\b|\d+|[^\W\d_]+")  # `3am` is "year" in Arabizi
_APART = re.compile(r"[\s/.,\-–]*")  # nothing else may stand between the parts of a date
_LIKE = 84
_HIJRI = range(1300, 1501)
_LIVING = 1900


class Fault(StrEnum):
    """Why there is no date."""

    NONE = "none"
    TWO_DIGIT_YEAR = "two-digit-year"
    HIJRI = "hijri"
    IMPOSSIBLE = "impossible"
    FUTURE = "future"


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A date, or what looks like one and is none, at `start` to `end` of the cleaned text."""

    value: date | Fault
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def parse(text: str, today: date) -> date | Fault:
    """The first date of a text, day before month; `Fault` when there is none or it cannot be a day of somebody's life so far."""
    return next((found.value for found in search(text, today)), Fault.NONE)


def search(text: str, today: date) -> Iterator[Found]:
    """Dates of a text in order: `12031980`, `12/3/1980`, `1980-03-12`, `12 mars 1980`, `March 12, 1980`, `١٢ نونبر ١٩٨٠`."""
    tokens = list(_tokens(clean(text)))
    place = 0
    while place < len(tokens):
        value, used = _at(tokens, place)
        if value is not None:
            yield Found(_checked(value, today), tokens[place].start, tokens[place + used - 1].end)
        place += used


def _tokens(text: str) -> Iterator[_Token]:
    """Figures and words, joined where only blanks and the signs of dates stand between them; a lone `|` parts the rest."""
    last = 0
    for match in _TOKEN.finditer(text):
        if not _APART.fullmatch(text, last, match.start()):
            yield _Token("|", match.start(), match.start())
        word = fold(match.group())
        if word not in _FILLERS:
            yield _Token(word, match.start(), match.end())
        last = match.end()


def _at(tokens: list[_Token], place: int) -> tuple[tuple[int, int, int] | Fault | None, int]:
    """(year, month, day) or a fault that begins at `place`, else None; and how many tokens that takes."""
    one = tokens[place].text
    if one.isdigit() and len(one) in (6, 8):
        return _run(one), 1
    two = _month(" ".join(token.text for token in tokens[place + 1 : place + 3]))
    if one.isdigit() and two and place + 3 < len(tokens):  # `12 كانون الثاني 1980`
        return _parts(one, str(two), tokens[place + 3].text), 4
    three = [token.text for token in tokens[place : place + 3]]
    value = _three(*three) if len(three) == 3 else None
    return value, 1 if value is None else 3


def _run(digits: str) -> tuple[int, int, int] | Fault | None:
    """`DDMMYYYY`; else `YYYYMMDD`; six figures are a date only in so far as its year is short."""
    if len(digits) == 6:
        return Fault.TWO_DIGIT_YEAR if _real(2000, int(digits[2:4]), int(digits[:2])) else None
    if digits[:2] in ("19", "20") and not _real(int(digits[4:]), int(digits[2:4]), int(digits[:2])):
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return int(digits[4:]), int(digits[2:4]), int(digits[:2])


def _three(first: str, second: str, third: str) -> tuple[int, int, int] | Fault | None:
    if first.isdigit() and len(first) == 4 and second.isdigit() and third.isdigit():
        return _parts(third, second, first)
    if first.isdigit():
        return _parts(first, second if second.isdigit() else str(_month(second) or ""), third)
    return _parts(second, str(_month(first) or ""), third)


def _parts(day: str, month: str, year: str) -> tuple[int, int, int] | Fault | None:
    """Whether three parts make a date at all: figures of the right length."""
    if not (day.isdigit() and month.isdigit() and year.isdigit()) or len(day) > 2 or len(month) > 2:
        return None
    if len(year) == 2:
        return Fault.TWO_DIGIT_YEAR
    return (int(year), int(month), int(day)) if len(year) == 4 else None


def _month(word: str) -> int | None:
    """The number of a month by its name, a slip of the finger allowed in longer ones."""
    if word in _MONTH_OF or len(word) < 5:
        return _MONTH_OF.get(word)
    like = process.extractOne(word, _MONTH_OF.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return _MONTH_OF[like[0]] if like else None


def _checked(value: tuple[int, int, int] | Fault, today: date) -> date | Fault:
    if isinstance(value, Fault):
        return value
    year, month, day = value
    if year in _HIJRI:
        return Fault.HIJRI
    if year < _LIVING or not _real(year, month, day):
        return Fault.IMPOSSIBLE
    found = date(year, month, day)
    return Fault.FUTURE if found > today else found


def _real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
