"""The text of an announcement: its placeholders, its opt-out words, its links, its size, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from store.ledger import Person, Written

__all__ = ["CODE", "MOST_PARTS", "Fault", "Measure", "Size", "Wording", "places", "render"]

MOST_PARTS = 6
TYPICAL = 8
"""Characters of an ordinary value."""
VALUE = 40
"""Characters of a value from a file at most."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,24})(?:/\S*)?", re.IGNORECASE)
CODE = "code"


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs on the air: `gsm7` or `auto`, billed parts, and the letters that make it UCS-2 (none when it is not).

    It takes `units` (septets or UTF-16 units) of the `room` that so many parts have.
    """

    encoding: str
    parts: int
    forced: tuple[str, ...] = ()
    units: int = 0
    room: int = 0


class Measure(Protocol):
    """How a text is cut for the air (3GPP TS 23.038, 23.040)."""

    def __call__(self, text: str) -> Size: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: its language, a static word, and what it is about (a placeholder, letters, a host).

    `wave` counts the reminders from 1; 0 is the campaign itself.
    """

    lang: str
    code: str
    about: str = ""
    warning: bool = False
    wave: int = 0


@dataclass(frozen=True)
class Wording:
    """The texts by language, and the rules that every text keeps.

    `optout` are the words by language that each message ends with; `links` the hosts that may be named; `code` is the word by
    which a citizen can check that the message is ours (`{code}` in the text).
    """

    texts: Mapping[str, str]
    default: str
    measure: Measure
    optout: Mapping[str, str]
    links: Sequence[str] = ()
    code: str = ""

    def lang_of(self, person: Person) -> str:
        """The language that she gets: her own, else the default one."""
        return person.lang if person.lang in self.texts else self.default

    def write(self, person: Person) -> Written | str:
        """The message for one person; `no-text` or `no-value` when there is none for her."""
        lang = self.lang_of(person)
        if lang not in self.texts:
            return "no-text"
        text = render(self.texts[lang], {**person.values, CODE: self.code})
        if text is None or self._linked(text):
            return "no-value" if text is None else "link"
        whole = self._closed(text, lang)
        size = self.measure(whole)
        return Written(whole, size.encoding, size.parts) if size.parts <= MOST_PARTS else "too-long"

    def typical(self, lang: str) -> str:
        """The text with values of an ordinary length: what an estimate reckons with."""
        return self._closed(_PLACE.sub("x" * TYPICAL, self.texts[lang]), lang)

    def faults(self, columns: Sequence[str]) -> list[Fault]:
        """All that is wrong with the texts, for an audience that has these columns."""
        found = [] if self.texts else [Fault("", "no-text")]
        if self.texts and self.default not in self.texts:
            found.append(Fault(self.default, "no-default-text"))
        for lang, text in self.texts.items():
            found += self._faults(lang, text, {*columns, CODE})
        return found

    def _faults(self, lang: str, text: str, columns: set[str]) -> list[Fault]:
        names = _PLACE.findall(text)
        found = [Fault(lang, "unknown-placeholder", name) for name in dict.fromkeys(names) if name not in columns]
        if not text.strip() or text.count("{") != text.count("}") or "{" in _PLACE.sub("", text):
            found.append(Fault(lang, "malformed"))
        if CODE not in names and self.code:
            found.append(Fault(lang, "no-code"))
        if lang not in self.optout:
            found.append(Fault(lang, "no-optout-words"))
        found += [Fault(lang, "link", host) for host in self._linked(text)]
        size = self.measure(self._closed(_PLACE.sub("", text), lang))
        if size.parts > MOST_PARTS:
            found.append(Fault(lang, "too-long", str(size.parts)))
        if size.forced:
            found.append(Fault(lang, "ucs2", "".join(size.forced), warning=True))
        return found

    def _closed(self, text: str, lang: str) -> str:
        """The text with the words on how to be left in peace, unless its author wrote them."""
        words = self.optout.get(lang, "")
        return text if not words or words in text else f"{text.rstrip()} {words}"

    def _linked(self, text: str) -> list[str]:
        """Hosts that are named and may not be."""
        hosts = (re.sub(r"^https?://", "", found, flags=re.IGNORECASE).split("/")[0].lower() for found in _LINK.findall(text))
        return [host for host in hosts if host not in self.links]


def places(text: str) -> set[str]:
    """The placeholders of a text."""
    return set(_PLACE.findall(text))


def render(text: str, values: Mapping[str, str]) -> str | None:
    """The text with its values; None when one is missing or empty. A value is text, never a placeholder of its own."""
    names = places(text)
    told = {name: _plain(values.get(name, "")) for name in names}
    return _PLACE.sub(lambda found: told[found[1]], text) if all(told.values()) else None


def is_name(column: str) -> bool:
    """Whether a column may be a placeholder."""
    return bool(_NAME.fullmatch(column))


def _plain(value: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())[:VALUE]
