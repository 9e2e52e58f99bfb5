"""What a list that is brought by hand must look like: its columns, declared before any file is read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from dialogs.model import IdRef
from dialogs.ports.social import EnrolmentState
from dialogs.refusals import InvalidIdentifier
from registry_client import identifiers

__all__ = ["KNOWN", "BadCell", "Column", "ListSchema", "canonical", "fold"]

Type = Literal["identifier", "text", "date", "whole"]
Meaning = Literal["", "number", "programme", "state", "since", "until", "reason"]

KNOWN = frozenset({"UIN", "VID", "AID", "HANDLE", "HOUSEHOLD", "PNSF", "PASS", "ASERI", "CARD"})
"""Schemes whose form we know; any other needs a pattern."""
LONGEST = {"programme": 48, "reason": 40}
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")


class BadCell(Exception):
    """A cell that does not fit its column; the argument is a static word on why."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `means` says what the list says by it; several may be a `number` by which people are found.

    `pattern` must match the whole cell; `values` turn the words of the list into ours; `scheme` is of identifiers.
    """

    name: str
    type: Type = "text"
    means: Meaning = ""
    scheme: str = ""
    pattern: str = ""
    required: bool = True
    unique: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> list[str]:
        found = []
        if not self.name:
            found.append("a column needs a name")
        try:
            re.compile(self.pattern)
        except re.error:
            found.append(f"{self.name}: pattern is no regular expression")
        if (self.type == "identifier") != bool(self.scheme):
            found.append(f"{self.name}: identifiers have a scheme, and nothing else has one")
        if self.scheme and self.scheme not in KNOWN and not self.pattern:
            found.append(f"{self.name}: the scheme {self.scheme} needs a pattern")
        if self.means == "number" and self.type != "identifier":
            found.append(f"{self.name}: a number is an identifier")
        if self.means in ("since", "until") and self.type != "date":
            found.append(f"{self.name}: {self.means} is a date")
        if self.means == "state" and not self.values:
            found.append(f"{self.name}: a state needs values")
        if self.means == "state" and any(value not in set(EnrolmentState) for value in self.values.values()):
            found.append(f"{self.name}: values stand for {', '.join(EnrolmentState)}")
        return found

    def read(self, cell: str) -> str | IdRef | date | None:
        """What a cell says, None when it is empty. Raises `BadCell`."""
        text = unicodedata.normalize("NFC", cell).strip()
        if not text:
            if self.required:
                raise BadCell("empty")
            return None
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            raise BadCell("control-character")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise BadCell("pattern")
        match self.type:
            case "identifier":
                return self._identifier(text)
            case "date":
                return _day(text)
            case "whole" if not re.fullmatch("[0-9]{1,18}", text):
                raise BadCell("not-a-number")
        return self._word(text)

    def _word(self, text: str) -> str:
        if self.values:
            words = {fold(word): value for word, value in self.values.items()}
            if fold(text) not in words:
                raise BadCell("unknown-value")
            text = words[fold(text)]
        if len(text) > LONGEST.get(self.means, len(text)):
            raise BadCell("too-long")
        return text

    def _identifier(self, text: str) -> IdRef:
        if self.scheme not in KNOWN:
            return IdRef(self.scheme, canonical(text))
        try:
            return identifiers.parse(text, self.scheme)
        except InvalidIdentifier:
            pass
        raise BadCell("identifier")


@dataclass(frozen=True, slots=True)
class ListSchema:
    """A list: its columns, and what holds for all lines where no column says so.

    `coverage` is the health scheme that being on the list means (`PASS`); empty for other lists. Raises `ValueError`
    with every fault.
    """

    name: str
    columns: tuple[Column, ...]
    programme: str = ""
    state: EnrolmentState = EnrolmentState.ENROLLED
    coverage: str = ""

    def __post_init__(self) -> None:
        if faults := [*self._own_faults(), *(fault for column in self.columns for fault in column.faults())]:
            raise ValueError("; ".join(faults))

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the numbers by which people are found."""
        return frozenset(column.scheme for column in self.columns if column.means == "number")

    @property
    def programmes(self) -> frozenset[str]:
        """The programmes that the list speaks for, in small letters, as far as its columns tell beforehand."""
        columns = [column for column in self.columns if column.means == "programme"]
        named = {self.programme, *(value for column in columns for value in column.values.values())}
        return frozenset(name.lower() for name in named if name)

    def _own_faults(self) -> list[str]:
        found = []
        if not re.fullmatch(r"[a-z0-9-]{1,32}", self.name):
            found.append("a list's name has 1 to 32 small letters, digits and dashes")
        names = [fold(column.name) for column in self.columns]
        if len(set(names)) < len(names):
            found.append("two columns have the same name")
        if not self.schemes:
            found.append("a list needs a number by which people are found")
        means = [column.means for column in self.columns if column.means not in ("", "number")]
        if len(set(means)) < len(means):
            found.append("two columns mean the same")
        if not self.programme and "programme" not in means:
            found.append("a list needs a programme, or a column that names it")
        if len(self.programme) > LONGEST["programme"]:
            found.append("a programme has 48 characters at most")
        return found


def canonical(number: str) -> str:
    """A number of a scheme that we do not know, however it is spaced and whatever its capitals."""
    return re.sub(r"[\s./-]", "", number).upper()


def fold(name: str) -> str:
    """A heading or a word of a list, whatever its capitals, accents and spaces."""
    letters = unicodedata.normalize("NFKD", name.strip().casefold())
    return re.sub(r"[\s_-]+", " ", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _day(text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise BadCell("date")
