"""Cases: grievances, requests and referrals, from the citizen's side and from the officer's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from dialogs.model import IdRef, Phone


class CaseKind(StrEnum):
    GRIEVANCE = "grievance"
    UPDATE = "update"
    REFERRAL = "referral"
    CALLBACK = "callback"


class CaseState(StrEnum):
    """Where a case stands. `APPEALED`, `ESCALATED` and `REFERRED` wait for another decider than before."""

    RECEIVED = "received"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING_CITIZEN = "waiting_citizen"
    RESOLVED = "resolved"
    CLOSED = "closed"
    APPEALED = "appealed"
    ESCALATED = "escalated"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True, repr=False)
class NewCase:
    """What somebody brings. Codes come from the country profile; `text` is hers and is sealed.

    `key` makes opening idempotent. `phone` may follow the case and gets its notices (None: anonymous or by PIN only);
    `pin` is hashed and never kept. `about` is the number of the person concerned when she gave it, and for an update
    a keyed hash of what it concerns besides its category (which child, a second birth); `details` are further answers by
    step name.
    """

    key: bytes
    kind: CaseKind
    category: str
    lang: str
    channel: str
    phone: Phone | None = None
    pin: str = ""
    text: str = ""
    place: str = ""
    programme: str = ""
    desired: str = ""
    for_other: bool = False
    about: IdRef | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseTicket:
    """What she is given: a reference for the keypad (digits with a check digit) and the days promised by the profile."""

    ref: str
    ack_by: date
    resolve_by: date


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """The right to a case: the phone that opened it, or its PIN. A reference alone opens nothing."""

    phone: Phone | None = None
    pin: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class CaseView:
    """What its holder may see. `note` is the last public note, `question` the officer's open question; `may` of
    `message`, `answer`, `appeal`, `escalate`, `withdraw`, `rate`, `reopen`, `helped`; `level` counts deciders
    from 1; `asked_at` (Unix time, 0: never) is when she was asked whether a referral helped, `lang` the
    language in which word of it is sent."""

    ref: str
    kind: CaseKind
    category: str
    state: CaseState
    level: int
    opened_on: date
    resolve_by: date
    note: str = ""
    question: str = ""
    owner: str = ""
    may: frozenset[str] = frozenset()
    asked_at: float = 0.0
    lang: str = ""


class CaseSystem(Protocol):
    """The citizen's side. `NotFound` when the reference does not exist or the holder has no right to it: no difference.

    Every change takes a `key` and happens once per key. A change that the case's state does not allow raises `Conflict`.
    """

    async def open(self, case: NewCase, *, now: float) -> CaseTicket:
        """Keep it durably. The same key again returns the first ticket; an equal open request of the same holder raises
        `Conflict` with its reference as `code`, or `Clash` where that one is an update to another value."""
        ...

    async def view(self, ref: str, holder: Holder) -> CaseView: ...

    async def mine(self, phone: Phone, *, limit: int) -> Sequence[CaseView]:
        """The cases that this phone opened, newest first; protected ones are never among them."""
        ...

    async def add_message(self, ref: str, holder: Holder, text: str, *, key: bytes, now: float) -> None:
        """Also the answer to an officer's question."""
        ...

    async def appeal(self, ref: str, holder: Holder, reason: str, *, key: bytes, now: float) -> CaseView:
        """A different decider looks again."""
        ...

    async def escalate(self, ref: str, holder: Holder, *, key: bytes, now: float) -> CaseView:
        """To the competent authority of the profile, after an appeal or past the promised day."""
        ...

    async def withdraw(self, ref: str, holder: Holder, *, key: bytes, now: float) -> None: ...

    async def rate(self, ref: str, holder: Holder, score: int, *, key: bytes, now: float) -> None:
        """1 to 5, once it is resolved or closed."""
        ...

    async def helped(self, ref: str, holder: Holder, yes: bool, *, key: bytes, now: float) -> None:
        """Her answer whether a referral helped, once she was asked: `yes` closes what is open, no reopens what was decided."""
        ...

    async def reopen(self, ref: str, holder: Holder, reason: str, *, key: bytes, now: float) -> CaseView: ...


class Role(StrEnum):
    """What somebody at the registry may do with cases. `PROTECTION` alone sees protected cases, and no others."""

    OFFICER = "officer"
    LEAD = "lead"
    AUTHORITY = "authority"
    PROTECTION = "protection"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works cases. `id` is the operator's id, `areas` the regions or communes seen (empty: all)."""

    id: str
    roles: frozenset[Role]
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class CaseFile:
    """A case as its officer sees it; `text` and messages unsealed, the phone masked.

    `may` is what the one who asked may do with it at this moment, of `MOVES`.
    """

    view: CaseView
    place: str
    programme: str
    channel: str
    lang: str
    text: str
    desired: str
    assignee: str
    overdue: bool
    phone: str
    history: Sequence["CaseEvent"] = ()
    may: frozenset[str] = frozenset()
    for_other: bool = False


MOVES = ("take", "assign", "ask", "note", "tell", "resolve", "refer", "hand-up", "close")
"""What those who work a case do with it: `take` is to assign it to oneself, `tell` a note to its holder."""


@dataclass(frozen=True, slots=True, repr=False)
class CaseEvent:
    """One line of a case's history. `by` is `citizen`, `system`, or an operator's id; `public`: its holder may read it."""

    at: float
    kind: str
    by: str
    text: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases to list; None: any. `overdue` compares the promised day with now; `decided`: it is resolved or closed."""

    state: CaseState | None = None
    category: str | None = None
    place: str | None = None
    assignee: str | None = None
    overdue: bool | None = None
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a report; groups below `k` are merged into `other` or left out, never shown."""

    group: str
    count: int


class Caseload(Protocol):
    """The officer's side. `NotPermitted` when the role or area does not allow it; every change is in the history.

    A change happens once per `key` (an empty one is never a repetition). What the case's state does not allow raises
    `Conflict`, with the code `decided-before` where another decider is needed.
    """

    async def list(self, staff: Staff, where: CaseFilter, *, after: str = "", limit: int = 50, now: float) -> Sequence[CaseFile]:
        """Oldest promise first, `after` a reference (cursor); without texts and history."""
        ...

    async def file(self, staff: Staff, ref: str, *, now: float) -> CaseFile: ...

    async def assign(self, staff: Staff, ref: str, to: str, *, key: bytes = b"", now: float) -> None:
        """To an operator's id. An appeal never goes to who decided before: `Conflict`."""
        ...

    async def ask(self, staff: Staff, ref: str, question: str, *, key: bytes = b"", now: float) -> None:
        """A question to the citizen: the case waits for her, its clock stands still."""
        ...

    async def note(self, staff: Staff, ref: str, text: str, *, public: bool, key: bytes = b"", now: float) -> None: ...

    async def resolve(self, staff: Staff, ref: str, answer: str, *, upheld: bool, key: bytes = b"", now: float) -> None: ...

    async def refer(self, staff: Staff, ref: str, body: str, *, key: bytes = b"", now: float) -> None:
        """To the body of the profile that verified the data; it stays followed here."""
        ...

    async def hand_up(self, staff: Staff, ref: str, reason: str, *, key: bytes = b"", now: float) -> None:
        """A lead gives an open case to the competent authority, which promises anew; its holder is told."""
        ...

    async def close(self, staff: Staff, ref: str, *, key: bytes = b"", now: float) -> None: ...

    async def report(self, staff: Staff, group_by: str, *, since: float, until: float) -> Sequence[Count]:
        """Counts by `category`, `state`, `place`, `programme`, `channel`, `satisfaction`, `helped`; k-anonymous (k ≥ 5)."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class SafeWay:
    """How she may be reached without danger: a number she gave for it and hours in which somebody may call."""

    phone: Phone | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ProtectedCase:
    """A protected case as its role sees it: own table, own key. `nature` is a code, `wants` of `call` and `referral`."""

    id: str
    at: float
    nature: str
    wants: str
    place: str
    lang: str
    safe: SafeWay | None
    state: str = "new"
    notes: Sequence["ProtectedNote"] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ProtectedNote:
    """What somebody of the role did or noted: `kind` is `note` or the state that he put it in."""

    at: float
    kind: str
    by: str
    text: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ProtectedLine:
    """A protected case in a list: that there is one, since when, and how far it is."""

    id: str
    at: float
    state: str


class ProtectedCases(Protocol):
    """Violence and children: nothing is echoed, listed, exported or logged elsewhere, and no reference is given unasked.

    What staff do is for `Role.PROTECTION` alone, else `NotPermitted`; each look and change is in the audit chain. `NotFound`
    also for a case of another area.
    """

    async def open(
        self, *, key: bytes, nature: str, wants: str, place: str, lang: str, safe: SafeWay | None, now: float
    ) -> None: ...

    async def list(self, staff: Staff, *, state: str = "new", after: str = "", limit: int = 50) -> Sequence[ProtectedLine]:
        """Without what was said; the oldest first, `after` an id (cursor)."""
        ...

    async def file(self, staff: Staff, id: str) -> ProtectedCase: ...

    async def note(self, staff: Staff, id: str, text: str, *, key: bytes = b"", now: float) -> None: ...

    async def settle(self, staff: Staff, id: str, state: str, *, key: bytes = b"", now: float) -> None:
        """`called`, `referred`, `unreachable` or `closed`."""
        ...

    async def counts(self, *, since: float, until: float) -> Sequence[Count]:
        """By nature, only above 5."""
        ...
