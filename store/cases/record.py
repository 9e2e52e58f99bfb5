"""A case as it is kept, what changes it, and what its holder is told of the change."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogs.model import Phone
from dialogs.ports import CaseEvent, CaseKind, CaseState, Keys, NewCase

__all__ = ["ACTIVE", "CITIZEN", "DECIDED", "SYSTEM", "Change", "Entry", "Notice", "NoticeKind", "Record", "notice_key"]

CITIZEN, SYSTEM = "citizen", "system"

DECIDED = frozenset({CaseState.RESOLVED, CaseState.CLOSED})
ACTIVE = frozenset(CaseState) - DECIDED


class NoticeKind(StrEnum):
    """What a holder may be told by SMS; the words of each are in the catalogues and name no subject."""

    QUESTION = "question"
    REMINDER = "reminder"
    NOTE = "note"
    ANSWER = "answer"
    REFERRED = "referred"
    LATE = "late"
    ESCALATED = "escalated"
    CLOSED = "closed"
    HELPED = "helped"


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """One SMS that is owed to a holder for line `seq` of a case; `key` is unique for ever: the outbox takes it once."""

    key: bytes
    case: bytes
    seq: int
    phone: Phone
    kind: NoticeKind
    lang: str
    ref: str


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """A case. `brought` is what came in, without its key and PIN; `pin` is the PIN's hash.

    `rev` counts changes and is the number of the last one in the history. `level` counts deciders from 1; `deciders` are the
    operators who decided it so far, and `barred` those who did at a lower level and may not again. `escalated`: it is with
    the competent authority; `body`: whom it was referred to.
    `paused_on` is the day since which it waits for its holder. `told` are the alarms of the clock that went off under the
    present promise, `check_at` (Unix time) is when the next one may.
    `followed_at` is when she was asked whether the referral helped, `helped` her answer.
    """

    id: bytes
    ref: str
    brought: NewCase
    pin: str
    opened_at: float
    ack_by: date
    resolve_by: date
    rev: int = 0
    state: CaseState = CaseState.RECEIVED
    level: int = 1
    escalated: bool = False
    body: str = ""
    assignee: str = ""
    deciders: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    upheld: bool | None = None
    score: int | None = None
    question: str = ""
    note: str = ""
    paused_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    told: frozenset[str] = frozenset()
    check_at: float | None = None
    followed_at: float | None = None
    helped: bool | None = None

    def overdue(self, today: date) -> bool:
        """Past its promised day; a case that waits for its holder is as late as it was when it began to."""
        return self.state in ACTIVE and (self.paused_on or today) > self.resolve_by

    def like(self, case: NewCase) -> bool:
        """Whether `case` asks again for what is open here already."""
        mine = self.brought
        same = (mine.phone, mine.kind, mine.category, mine.programme, mine.about) == (
            case.phone, case.kind, case.category, case.programme, case.about,
        )  # fmt: skip
        return same and case.phone is not None and self.state in ACTIVE

    def wants(self, case: NewCase) -> bool:
        """Whether `case`, which is like this one, also wants the same: a new phone may be another one."""
        return case.kind is not CaseKind.UPDATE or _value(case) == _value(self.brought)


def _value(case: NewCase) -> tuple[str, dict[str, str]]:
    """What an update is to change something into; by which number she was recognised does not matter."""
    return case.place, {name: told for name, told in case.details.items() if name != "number"}


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A line of the history as it is written: `key` makes a citizen's change happen once, `notice` is owed to her for it."""

    event: CaseEvent
    key: bytes = b""
    notice: NoticeKind | None = None


def notice_key(keys: Keys, case: bytes, seq: int) -> bytes:
    return keys.mac("case-notice", case, str(seq))


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """A case after a change, and the line that tells of it: both are kept or neither."""

    record: Record
    entry: Entry
