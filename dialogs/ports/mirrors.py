"""Mirrors: a ministry's own case system, which gets our cases and whose officers answer them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Act(StrEnum):
    """What a line of our history does to the case over there, besides being readable."""

    SAY = "say"
    REOPEN = "reopen"
    ESCALATE = "escalate"
    UPHOLD = "uphold"
    REJECT = "reject"
    CLOSE = "close"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, repr=False)
class MirroredCase:
    """A case as it leaves us: what it is about, in her words, and neither her phone nor any number of a person."""

    ref: str
    kind: str
    category: str
    channel: str
    place: str
    programme: str
    opened_on: date
    text: str = ""
    desired: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class MirroredEvent:
    """Line `number` (from 1) of the history of case `ref`; `kind` is the line's own word."""

    ref: str
    number: int
    act: Act
    kind: str
    text: str = ""


class Told(StrEnum):
    """What an officer did over there."""

    NOTE = "note"
    TAKEN = "taken"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, repr=False)
class OfficerEvent:
    """Something that happened to case `ref` over there. `id` is the same whenever it is told, and never another's.

    `by` is the officer's id over there. `ended`: a decision after which the case counts as closed there. `overtaken`: our
    own side has moved the case on since. `covers` is the id of the note that said the same, if there is one.
    """

    id: str
    ref: str
    what: Told
    by: str
    text: str = ""
    public: bool = False
    ended: bool = False
    overtaken: bool = False
    covers: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Pulled:
    """What officers did, each case's events in their order, and from where to go on."""

    events: Sequence[OfficerEvent]
    cursor: str


class CaseMirror(Protocol):
    """A case system beside ours. Pushing looks first: what is there already is not done again.

    `fresh` says that no earlier call for the same thing can still be on its way; without it, what is not found there is not
    sent either. `deadline` is in seconds. All methods raise `dialogs.refusals`: `Pending` (not there, or not yet: come back
    for the same thing), `Unavailable` and `ProtocolViolation` (it may have happened or not), any other (it did not happen).
    """

    @property
    def name(self) -> str:
        """Also the beginning of the ids of its officers with us."""
        ...

    async def push_case(self, case: MirroredCase, *, fresh: bool, deadline: float) -> str:
        """Its id over there, once it is there with all of its text."""
        ...

    async def push_event(self, id: str, event: MirroredEvent, *, fresh: bool, deadline: float) -> None:
        """Of the case that has `id` over there."""
        ...

    async def pull(self, cursor: str, *, deadline: float) -> Pulled:
        """What officers did since (empty: ever); what was told before may be told again."""
        ...
