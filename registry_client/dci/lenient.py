"""Reads JSON the way registries really write it, and counts each slip instead of refusing the answer."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

__all__ = ["Member"]

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,9})?")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y")
_TRUE, _FALSE = {"true", "1", "yes", "y"}, {"false", "0", "no", "n"}


class Member:
    """A value inside a document, or the lack of it; names are tried in order, the first is the published one.

    `slips` counts what was not as published: `number-as-text`, `boolean-as-text`, `misnamed`, `object-for-array`,
    `array-for-object`, `text-as-number`, `unreadable-number`, `unreadable-date`, `prefixed`. It never holds a value.
    """

    __slots__ = ("raw", "slips")

    def __init__(self, raw: object, slips: Counter[str]) -> None:
        self.raw = raw
        self.slips = slips

    def __bool__(self) -> bool:
        return self.raw not in (None, "", [], {})

    def at(self, *names: str) -> "Member":
        """The member under the first of `names` that is there; JSON-LD prefixes (`spdci:identifier`) are seen through."""
        if not isinstance(self.raw, Mapping):
            return Member(None, self.slips)
        for place, name in enumerate(names):
            if name in self.raw:
                self._slip("misnamed", place > 0)
                return Member(self.raw[name], self.slips)
        for key, value in self.raw.items():
            if ":" in key and key.rpartition(":")[2] in names:
                self._slip("prefixed", True)
                return Member(value, self.slips)
        return Member(None, self.slips)

    def down(self, *path: str) -> "Member":
        """The member at the end of a path of names."""
        found = self
        for name in path:
            found = found.at(name)
        return found

    def each(self) -> Iterator["Member"]:
        """The entries of an array; an object where an array belongs is its only entry."""
        if isinstance(self.raw, list):
            yield from (Member(entry, self.slips) for entry in self.raw)
        elif isinstance(self.raw, Mapping) and self.raw:
            self._slip("object-for-array", True)
            yield self

    @property
    def only(self) -> "Member":
        """This value; the first entry where an array stands for one thing."""
        if not isinstance(self.raw, list):
            return self
        self._slip("array-for-object", True)
        return Member(self.raw[0] if self.raw else None, self.slips)

    @property
    def text(self) -> str:
        """A text without blanks around it; numbers count as text, everything else is empty."""
        if isinstance(self.raw, str):
            return self.raw.strip()
        if isinstance(self.raw, int | float) and not isinstance(self.raw, bool):
            self._slip("text-as-number", True)
            return str(self.raw)
        return ""

    @property
    def number(self) -> float | None:
        if isinstance(self.raw, bool) or not self:
            return None
        if isinstance(self.raw, int | float):
            return float(self.raw) if math.isfinite(self.raw) else None
        written = self.text
        if not written:
            return None
        readable = _NUMBER.fullmatch(written)
        self._slip("number-as-text" if readable else "unreadable-number", True)
        return float(written.replace(",", ".")) if readable else None

    @property
    def truth(self) -> bool | None:
        """True, False, or None where neither is said."""
        if isinstance(self.raw, bool):
            return self.raw
        word = self.text.lower()
        self._slip("boolean-as-text", word in _TRUE | _FALSE)
        return True if word in _TRUE else False if word in _FALSE else None

    @property
    def day(self) -> date | None:
        """The day of a date or date-time (ISO 8601, or as people write dates)."""
        written = self.text
        if not written:
            return None
        for form in _DATES:
            try:
                return datetime.strptime(written[:10], form).date()
            except ValueError:
                continue
        self._slip("unreadable-date", True)
        return None

    @property
    def moment(self) -> float | None:
        """The Unix time of a date-time with an offset; None for anything else."""
        try:
            told = datetime.fromisoformat(self.text)
        except ValueError:
            return None
        return told.timestamp() if told.tzinfo else None

    def _slip(self, kind: str, happened: bool) -> None:
        if happened:
            self.slips[kind] += 1
