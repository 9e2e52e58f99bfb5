"""What a text holds beside its intent: phones, identifiers, dates, places and programmes, found by rule and never by a model."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number
from rapidfuzz import fuzz, process

from dialogs.country import Country
from dialogs.parts.offices import fold as fold_name
from nlu import names
from nlu.dates import search
from nlu.reader import Entity
from nlu.words import clean

IDENTIFIER_LENGTHS = (29, 16, 10)
"""Digits of an enrolment receipt, a virtual and a permanent number (MOSIP); the check digit is the registry's business."""
REFERENCE_LENGTH = 8
"""Digits of a case's reference; eight that are a day are taken for one."""
_DIGITS = re.compile(r"\d(?:[ \-]?\d)+")
_ARABIZI = re.compile(r"(?<!\d)\d(?=[^\W\d_])")  # a letter that is written as a digit: no part of the number before it
_WORD = re.compile(r"\w+")
_MOST_WORDS = 40
_LONGEST_NAME = 4
_LIKE = 86
_FUZZY = 5  # letters from which a name may be misspelt; shorter ones would be found everywhere
_ONE_LETTER = "بلوفك"  # Arabic writes "in", "to" and "and" as a letter of the next word

Names = Mapping[str, Sequence[str]]
"""Id → names in all languages and spellings; compared across scripts, in Latin letters, and never shown."""

PROGRAMMES: Names = {
    "rsu": ("RSU", "registre social unifié", "السجل الاجتماعي الموحد", "السجل الاجتماعي"),
    "rnp": ("RNP", "registre national de la population", "السجل الوطني للسكان"),
    "amo": ("AMO", "AMO Tadamon", "أمو", "أمو تضامن", "تضامن"),
    "asd": ("ASD", "aide sociale directe", "aide directe", "الدعم الاجتماعي المباشر", "الدعم المباشر", "d3am lmobachir"),
    "tayssir": ("Tayssir", "تيسير"),
    "pnsf": ("PNSF", "solidarité famille"),
    "pass": ("PASS", "assurance sociale santé"),
    "aseri": ("ASERI",),
}
"""Registers and programmes as people name them in Morocco and Djibouti, beside the names of the country profile."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the entities of a country: `region` reads national phone numbers, `today` bounds dates of birth.

    Positions count in `nlu.words.clean(text)`; no two entities overlap, and what is sure (numbers) goes before what is like.
    """

    region: str
    communes: Names
    programmes: Names
    today: Callable[[], date]
    _folded: dict[str, tuple[str, str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = (("programme", self.programmes), ("commune", self.communes))
        folded = {fold_name(n): (kind, id_) for kind, ids in named for id_, spelt in ids.items() for n in spelt}
        object.__setattr__(self, "_folded", folded)

    def __call__(self, text: str) -> tuple[Entity, ...]:
        seen = clean(text)
        long, short = _identifiers(seen, IDENTIFIER_LENGTHS[:2]), _identifiers(seen, IDENTIFIER_LENGTHS[2:])
        found: list[Entity] = []
        sure = (*long, *_phones(seen, self.region), *short, *self._dates(seen), *_references(seen))
        for one in (*sure, *_introduced(seen), *self._named(seen)):
            if all(one.end <= other.start or other.end <= one.start for other in found):
                found.append(one)
        return tuple(sorted(found, key=lambda one: one.start))

    def _dates(self, text: str) -> Iterator[Entity]:
        for found in search(text, self.today()):
            if isinstance(found.value, date):
                yield Entity("date", found.value.isoformat(), found.start, found.end)

    def _named(self, text: str) -> Iterator[Entity]:
        """Places and programmes by name, the longer name first, then the one that is more alike."""
        hits = []
        for start, end in _spans(text):
            for spelling in _spellings(text[start:end]):
                like = self._like(spelling)
                if like:
                    hits.append((len(like[0]), like[1], start, end, *self._folded[like[0]]))
        for _, _, start, end, kind, id_ in sorted(hits, reverse=True):
            yield Entity(kind, id_, start, end)

    def _like(self, spelling: str) -> tuple[str, float] | None:
        """The folded name that is written so, or nearly so, with its likeness (0..100)."""
        if spelling in self._folded:
            return spelling, 100.0
        if len(spelling) < _FUZZY or spelling.isdigit():
            return None
        best = process.extractOne(spelling, self._folded.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
        return (best[0], best[1]) if best and len(best[0]) >= _FUZZY else None


def finder(country: Country, now: Callable[[], float]) -> Finder:
    """The finder for a country profile; `now` is Unix time in seconds, its day is the country's."""
    communes = {commune.id: commune.folded for commune in country.communes}
    listed = {one.id: [*PROGRAMMES.get(one.id, ()), *dict(one.names.by_lang).values()] for one in country.programmes}
    zone = ZoneInfo(country.timezone)
    return Finder(country.region, communes, {**PROGRAMMES, **listed}, lambda: datetime.fromtimestamp(now(), zone).date())


def _phones(text: str, region: str) -> Iterator[Entity]:
    for match in PhoneNumberMatcher(_ARABIZI.sub("x", text), region):
        yield Entity("phone", format_number(match.number, PhoneNumberFormat.E164), match.start, match.end)


def _identifiers(text: str, lengths: Iterable[int]) -> Iterator[Entity]:
    """Runs of so many digits, spaced as on paper or not; a candidate only, for nothing is checked here."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in lengths:
            yield Entity("identifier", digits, match.start(), match.end())
            continue
        for piece in re.finditer(r"\d+", match.group()):
            if len(piece.group()) in lengths:
                yield Entity("identifier", piece.group(), match.start() + piece.start(), match.start() + piece.end())


def _references(text: str) -> Iterator[Entity]:
    for match in _DIGITS.finditer(text):
        if len(match.group()) == REFERENCE_LENGTH and match.group().isdigit():
            yield Entity("reference", match.group(), match.start(), match.end())


def _introduced(text: str) -> Iterator[Entity]:
    for name, start, end in names.search(text):
        yield Entity("name", name, start, end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where one to four words in a row begin and end, in the first forty."""
    words = [match.span() for match in _WORD.finditer(text)][:_MOST_WORDS]
    for first in range(len(words)):
        for last in range(first, min(first + _LONGEST_NAME, len(words))):
            yield words[first][0], words[last][1]


def _spellings(words: str) -> Iterator[str]:
    yield fold_name(words)
    if words[0] in _ONE_LETTER and len(words) > _FUZZY:
        yield fold_name(words[1:])
