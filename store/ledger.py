"""A campaign as it is remembered: its record, its frozen audience, what became of each recipient. The ports and their nouns."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol

from dialogs.model import Phone

__all__ = [
    "LIVE", "READABLE", "STEP", "UNDER_WAY", "Added", "Audience", "Book", "Fate", "Fed", "Feed", "Flow", "Frozen", "Group",
    "Line", "Person", "Reached", "Record", "Results", "Sent", "Stage", "Write", "Written",
]  # fmt: skip


class Stage(StrEnum):
    """Where a campaign stands. `SCHEDULED` is a wave that waits for its time; what is `STOPPED` or `FINISHED` stays so."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    TESTING = "testing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"


LIVE = frozenset({Stage.TESTING, Stage.RUNNING})
"""Stages in which messages leave."""

UNDER_WAY = LIVE | {Stage.SCHEDULED, Stage.PAUSED, Stage.STOPPING}
"""Stages that a scheduler has to do with."""


class Fate(IntEnum):
    """What became of one recipient. `WAITING` and `QUEUED` are not final; `SENT` and `UNKNOWN` may still be reported on."""

    WAITING = 0
    QUEUED = 1
    UNKNOWN = 2
    SENT = 3
    DELIVERED = 4
    FAILED = 5
    EXPIRED = 6
    SKIPPED = 7


@dataclass(frozen=True, slots=True)
class Record:
    """A campaign. `plan` is opaque here; `count` and `digest` are those of the frozen audience; `reason`: why it paused.

    `source` is the campaign whose frozen audience this wave writes to once more; 0 when the audience is its own.
    """

    id: int
    name: str
    revision: int
    stage: Stage
    plan: bytes
    count: int = 0
    digest: bytes = b""
    fed: int = 0
    reason: str = ""
    source: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A recipient before the freeze. `household` is as the file names it; `values` fill the text's placeholders."""

    phone: Phone
    lang: str = ""
    region: str = ""
    operator: str = ""
    household: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch of people: how many are new, and the places in the batch of those that are not, with why.

    Reasons are `same-number`, `same-household` and `excluded`.
    """

    new: int
    dropped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Frozen:
    """One step of a freeze: recipients kept, and those taken out by reason (`excluded`, `opted-out`, `no-consent`)."""

    kept: int
    out: Mapping[str, int]


Group = tuple[str, str, str]
"""Language, region and operator."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """What became of so many recipients of one group."""

    group: Group
    fate: Fate
    reason: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """The text for one person, with its encoding (`gsm7` or `auto`) and the parts that are billed."""

    text: str
    encoding: str
    parts: int


STEP = 900
"""Seconds of one step of a campaign's course."""


@dataclass(frozen=True, slots=True)
class Reached:
    """So many persons of a group answered (`replied`), began the service (`began`), or came to its end (`done`)."""

    group: Group
    stage: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """A message of a campaign that left for one person, or was to: a phone that was off may not have it. `at`: Unix time."""

    record: Record
    person: Person
    at: float


READABLE = frozenset({Stage.TESTING, Stage.RUNNING, Stage.FINISHED})
"""Stages in which a message that somebody got is told her again: nothing that was paused or stopped."""

Write = Callable[[Person], Written | str]
"""Words a message; a string is the reason why this person gets none."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How much may leave for the outbox, and to whom.

    At most `ahead` campaign messages wait there; `rate` is in parts a second over all workers (0: no limit); no more than
    `upto` recipients are taken altogether. Who refused `purpose` is skipped (with `consented`, who did not agree), and
    who got `daily` or `weekly` announcements already (0: no cap), unless she may be written to again before the campaign's
    end, `ends_at`: until then she waits. `to` narrows a wave: `unanswered` to those who did not
    answer the campaign or another wave of it, `unregistered` to those whom no list calls registered by now, `unreached` to
    those to whom it wrote, or another wave of it did, and whom all of that certainly did not reach (`chunks.reached_before`).
    """

    ahead: int
    valid_until: float
    purpose: str
    rate: float = 0.0
    upto: int = 1 << 62
    consented: bool = False
    daily: int = 0
    weekly: int = 0
    ends_at: float = 0.0
    to: str = ""


@dataclass(frozen=True, slots=True)
class Fed:
    """What one step took from the waiting."""

    queued: int = 0
    skipped: int = 0


class Book(Protocol):
    """The records. All methods of these ports raise `StoreDown`."""

    async def create(self, name: str, plan: bytes, *, now: float) -> Record:
        """A draft; the record that is there when the name is known (and nothing changes)."""
        ...

    async def find(self, name: str) -> Record | None: ...

    async def all(self) -> list[Record]:
        """Newest first."""
        ...

    async def page(self, most: int, *, before: int | None = None) -> list[Record]:
        """At most so many, newest first: those with an id below `before`."""
        ...

    async def under_way(self) -> list[Record]:
        """Those that a scheduler has to do with (`UNDER_WAY`), oldest first."""
        ...

    async def save(self, was: Record, stage: Stage, plan: bytes, reason: str = "") -> Record | None:
        """Compare-and-set on the revision; None when somebody else was first. Once it returns no older stage is acted on."""
        ...


class Audience(Protocol):
    """Who is written to: gathered in a draft, then frozen in the order of the people's keyed hashes, chunk by chunk.

    That order is as good as chance, so the first recipients are a fair sample of all.
    """

    async def add(self, id: int, people: Sequence[Person]) -> Added:
        """One row per person and campaign, one per household; the first one stays. Raises `Conflict` once frozen."""
        ...

    async def exclude(self, id: int, phones: Sequence[Phone]) -> None:
        """Whoever they are and whenever they are added, these are not written to. Raises `Conflict` once frozen."""
        ...

    async def freeze(self, id: int, purpose: str, *, consented: bool) -> Frozen | None:
        """Freeze the next chunk, durably; None when all is frozen. Goes on where it was when a process died."""
        ...

    async def seal(self, was: Record, plan: bytes) -> Record | None:
        """End the freeze: count and SHA-256 of the chunks go into the record, by compare-and-set."""
        ...

    async def again(self, was: Record, source: Record) -> Record | None:
        """Schedule a draft for the frozen audience of `source`, everybody waiting anew; None when somebody else was first."""
        ...

    async def digest(self, id: int) -> bytes | None:
        """The SHA-256 over the people as they stand now; None where a chunk does not match its checkpoint."""
        ...

    def people(self, id: int) -> AsyncIterator[tuple[Person, Fate, bool]]:
        """The audience in order: who, what became of her, whether she answered. Before the freeze all are `WAITING`."""
        ...


class Flow(Protocol):
    """From the frozen audience to the outbox and back; safe with any number of workers that die at any moment."""

    async def feed(self, id: int, feed: Feed, write: Write, *, now: float) -> Fed:
        """Queue the next messages of a live campaign, with their marks in one commit."""
        ...

    async def look(self, *, now: float) -> int:
        """Take over what the outbox knows by now; how many recipients moved."""
        ...

    async def withdraw(self, id: int) -> int:
        """Take back what is queued and was not taken by anybody: those recipients wait again."""
        ...

    async def close(self, id: int, fate: Fate, reason: str, most: int = 20) -> int:
        """Give those who still wait (of `most` chunks) their end; how many they were."""
        ...


class Results(Protocol):
    """What came of it."""

    async def progress(self, id: int) -> dict[Fate, int]:
        """How many recipients by fate: the sum is the audience."""
        ...

    async def lately(self, id: int, *, since: float) -> tuple[int, float]:
        """How many were written to since then, and when the first of them (`since` when there was none)."""
        ...

    def lines(self, id: int) -> AsyncIterator[Line]:
        """By group, fate and reason; a group may come several times."""
        ...

    async def heard(self, phone: Phone, word: str, *, since: float, now: float) -> int | None:
        """Count an answer for the latest campaign that wrote to this phone since then; None when none did. Twice is once."""
        ...

    async def latest(self, phone: Phone, *, since: float) -> int | None:
        """The latest campaign that wrote to this phone since then."""
        ...

    async def sent_to(self, phone: Phone) -> Sent | None:
        """The latest message that came to its time for this phone, of a campaign that runs or is over; None without."""
        ...

    async def sent_at(self, id: int) -> float:
        """When a campaign last wrote to somebody (Unix time); 0 when it never did."""
        ...

    async def said_by(self, phone: Phone, word: str, *, since: float) -> bool:
        """Whether this word was counted of this phone for the latest campaign that wrote to it since then."""
        ...

    async def said(self, id: int, word: str) -> int:
        """Persons who answered with this word."""
        ...

    async def moves(self, id: int) -> list[tuple[int, Fate, int]]:
        """By step of time (Unix time // `STEP`) and fate: how many more, or fewer, had it afterwards."""
        ...

    async def first_answers(self, id: int) -> list[tuple[int, int]]:
        """By step of time: persons whose first answer came then. STOP is none, nor are the marks of `reached`."""
        ...

    async def reached(self, id: int) -> list[Reached]: ...

    async def answers(self, id: int) -> dict[tuple[str, str], int]:
        """Persons by region and word."""
        ...
