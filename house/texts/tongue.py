"""One language of one country as its phones show it, and how much room each text has: for writers, commands and tests."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from channels.sms.segments import PART, as_sent, segments, septets, transliterate, units
from channels.ussd.pages import BACK, MORE, ROOM, Footer, pages
from dialogs.country import Country, Office
from dialogs.model import Names, Option, Param, Prompt
from dialogs.texts.speech import Speech
from house.texts.screens import MOST_PAGES, ROOTS, SETTINGS, STANDINGS, arguments, screens

__all__ = ["Fit", "Tongue", "odd_letters", "offered", "sms_fit"]

MOST_PARTS = 2
_DAYS = tuple(date(2026, month, 28) for month in range(1, 13))
_ONE_LINE = re.compile("slip-|menu|word-|errand-ready|language-done|sms-errand")
_NOTHING: Mapping[str, Param] = {}
_TYPOGRAPHY = frozenset("’‘“”«»–—…\t\r")


@dataclass(frozen=True, slots=True)
class Fit:
    """A text against its room. `left` is in septets or UTF-16 units; below 0 it is over, by so many."""

    room: str
    left: int


@dataclass(frozen=True)
class Tongue:
    """One language of one country. Texts are measured with their arguments at their longest."""

    country: Country
    lang: str
    speech: Speech

    def __str__(self) -> str:
        return f"{self.country.code}.{self.lang}"

    @cached_property
    def plain(self) -> bool:
        """Whether its texts leave in GSM-7."""
        return self.speech.encoding("menu", self.lang) == "gsm7"

    @property
    def label(self) -> int:
        """The room of an option."""
        return 30 if self.plain else 22

    @property
    def line(self) -> int:
        """The room of a slip."""
        return 80 if self.plain else 48

    @cached_property
    def footer(self) -> Footer:
        return Footer(self.speech.word("word-more", self.lang), self.speech.word("word-back", self.lang))

    @cached_property
    def arguments(self) -> Mapping[str, Mapping[str, Param]]:
        late = max(_DAYS, key=lambda day: len(self._said("programme-next-until", {"name": "", "day": day})))
        return arguments(self.country, self.lang, late)

    @cached_property
    def screens(self) -> Mapping[str, tuple[str, ...]]:
        return screens(self.country)

    @cached_property
    def options(self) -> Sequence[str]:
        """The keys of all options that stand under a screen."""
        return sorted({option for options in self.screens.values() for option in options})

    def say(self, key: str, **params: Param) -> str:
        """The text as it leaves."""
        return self._said(key, {**self.arguments.get(key, {}), **params})

    def cut(
        self, key: str, options: Sequence[Option] = (), *, slip: str = "", told: Mapping[str, Param] = _NOTHING
    ) -> tuple[str, ...]:
        """The pages that a phone shows."""
        arguments = {**self.arguments.get(key, {}), **told}
        spoken = self.speech.say(Prompt(key, tuple(arguments.items()), tuple(options)), self.lang)
        body = f"{self.say(slip)}\n{spoken.body}" if slip else spoken.body
        return self.paged(body, spoken.options, rooted=key in ROOTS, plain=self.speech.encoding(key, self.lang) == "gsm7")

    def paged(self, body: str, options: Sequence[str] = (), *, rooted: bool = True, plain: bool | None = None) -> tuple[str, ...]:
        return pages(body, options, self.footer, room=ROOM, rooted=rooted, plain=self.plain if plain is None else plain)

    def fits(self, key: str) -> Iterator[Fit]:
        """Every room that the text must keep to; none for a key that is only a part of others."""
        if key in SETTINGS:
            return
        if key in self.options:
            yield self.label_fit(self.say(key))
        if _ONE_LINE.match(key):
            yield _line("a line", self.say(key), self.line)
        if key.startswith("sms-") and key != "sms-errand":
            yield sms_fit(self.say(key))
        if key in self.screens:
            yield self.screen_fit(key, MOST_PAGES.get(key, 2), offered(*self.screens[key]))
            yield from self._cut_lines(key)
        if key.startswith("status-") and self.screens.get(key) == ():
            yield sms_fit(f"{self.say('sms-errand')} {self.say(key)}")

    def screen_fit(self, key: str, most: int, options: Sequence[Option] = (), told: Mapping[str, Param] = _NOTHING) -> Fit:
        """A screen against the pages that it may take."""
        made = self.cut(key, options, told=told)
        beyond = sum(max(units(page)[1] - self._feet, 1) for page in made[most:])
        free = (most - len(made)) * (_room(made[-1]) - self._feet) + _room(made[-1]) - units(made[-1])[1]
        return Fit("a page" if most == 1 else f"{most} pages", -beyond if beyond else free)

    def label_fit(self, text: str) -> Fit:
        """A text against the room of an option."""
        return _line("a label", text, self.label)

    def named(self) -> Iterator[tuple[str, Fit]]:
        """What the country profile says itself, each under its place there: offices, lists, guide, programmes."""
        for commune in self.country.communes:
            yield commune.id, self.label_fit(self.say("office-commune-option", name=commune.names, region=commune.region))
            for office in commune.offices:
                yield (
                    f"{commune.id}: {office.names.in_lang(self.lang)}",
                    self.label_fit(self.say("office-option", name=office.names)),
                )
                yield f"{commune.id}: {office.names.in_lang(self.lang)}", self._office(office)
        for place, key, things in self._lists():
            yield from ((f"{place}.{id}", self.label_fit(self.say("listed", name=names))) for id, names in things)
            yield place, self.screen_fit(key, 4, [Option(id, "listed", (("name", names),)) for id, names in things])
        for topic in self.country.guide:
            yield f"guide.{topic.id}", self.screen_fit("guide-page", 3, told={"words": topic.words})
        standing = zip(STANDINGS, self.country.programmes, strict=False)
        programmes = [Option(one.id, f"programme-{state}", (("name", one.names),)) for state, one in standing]
        yield "programmes", self.screen_fit("programmes", 2 if len(programmes) <= 3 else 3, programmes)

    def _office(self, office: Office) -> Fit:
        told: dict[str, Param] = {"name": office.names, "address": office.address, "hours": office.hours}
        if office.phone:
            return self.screen_fit("office-show-phone", 2, told={**told, "phone": office.phone})
        return self.screen_fit("office-show", 2, told=told)

    def _lists(self) -> Iterator[tuple[str, str, list[tuple[str, Names]]]]:
        """Every list of the profile: its place there, the question that it answers, and what is in it."""
        country = self.country
        yield "complaints", "case-group", [(one.id, one.names) for one in country.complaints]
        for group in country.complaints:
            yield f"complaints.{group.id}", "case-category", [(one.id, one.names) for one in group.categories]
        yield "changes", "update-what", [(one.id, one.names) for one in country.changes]
        yield "guide", "guide", [(one.id, one.names) for one in country.guide]
        yield "needs", "refer-need", [(one.id, one.names) for one in country.needs]

    def _cut_lines(self, key: str) -> Iterator[Fit]:
        """Lines of a text so long that the pager must cut them."""
        shown = "\n".join(self.cut(key)).split("\n")
        for line in self.say(key).split("\n"):
            if line not in shown:
                yield _line("a line of a page", line, _room(line) - self._feet)

    @cached_property
    def _feet(self) -> int:
        """What `99 more` and `0 back` take of a page."""
        return units(f"\n{MORE} {self.footer.more}\n{BACK} {self.footer.back}")[1]

    def _said(self, key: str, params: Mapping[str, Param]) -> str:
        body = self.speech.say(Prompt(key, tuple(params.items())), self.lang).body
        return as_sent(body, self.speech.encoding(key, self.lang))


def offered(*keys: str) -> tuple[Option, ...]:
    """Options that are texts without arguments."""
    return tuple(Option(key, key) for key in keys)


def sms_fit(text: str) -> Fit:
    """A text against the parts that an SMS may take."""
    made = segments(text)
    left = MOST_PARTS * PART[made.encoding] - made.units
    return Fit(f"{MOST_PARTS} parts of an SMS", left if len(made.parts) <= MOST_PARTS else min(left, -1))


def odd_letters(text: str, encoding: str) -> str:
    """Letters that cost more than they show: invisible and typographic ones, and what takes a Latin text out of GSM-7."""
    odd = {char for char in text if unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"} and char != " "}
    odd |= _TYPOGRAPHY.intersection(text)
    if encoding == "gsm7":
        odd |= {char for char in transliterate(text) if septets(char) is None}
    return "".join(sorted(odd))


def _line(room: str, text: str, most: int) -> Fit:
    """A text against a single line: what stands on more lines does not fit at all."""
    first, _, more = text.partition("\n")
    return Fit(room, -units(more)[1] - 1 if more else most - units(first)[1])


def _room(page: str) -> int:
    return ROOM.gsm7 if units(page)[0] == "gsm7" else ROOM.ucs2
