"""A conversation with people: one set of rules, pure, for the twin and the database alike."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.ports import Asked, Conversation

__all__ = [
    "OPEN",
    "By",
    "Carried",
    "Denied",
    "Draft",
    "InboxDenied",
    "Line",
    "Move",
    "Note",
    "QueueFull",
    "Rules",
    "State",
    "Step",
    "Thread",
    "masked",
]


class State(StrEnum):
    """Of a conversation with people. Only the first two are open: nobody but people answers then."""

    WAITING = "waiting"
    HELD = "held"
    RETURNED = "returned"
    """Handed back to the counter, by the agent or by the citizen."""
    CLOSED = "closed"
    EXPIRED = "expired"
    """Nobody came, or nobody wrote, for too long."""


OPEN = frozenset({State.WAITING, State.HELD})


class By(StrEnum):
    """Whose words. NOTE: the counter's, which she reads. MARK: what happened, for agents alone."""

    CITIZEN = "citizen"
    AGENT = "agent"
    NOTE = "note"
    MARK = "mark"


class Note(StrEnum):
    """What the counter says of the conversation: a text of the catalogues, `human-` and this word."""

    WAITING = "waiting"
    KEPT = "kept"
    CLAIMED = "claimed"
    MOVED = "moved"
    RETURNED = "returned"
    CLOSED = "closed"
    NOBODY = "nobody-came"
    SILENT = "silent"


class Carried(StrEnum):
    """How far a line for her is: it waits, it left, it can never reach her. SEEN: hers, or for agents alone."""

    DUE = "due"
    LEFT = "left"
    LOST = "lost"
    SEEN = ""


class Denied(StrEnum):
    """Why an agent is refused."""

    UNKNOWN = "unknown"
    TAKEN = "taken"
    NOT_YOURS = "not-yours"
    CLOSED = "closed"


class InboxDenied(Exception):
    def __init__(self, why: Denied) -> None:
        super().__init__(why)
        self.why = why


class QueueFull(Exception):
    """There is no room for one more who waits."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds that she waits for somebody, that both may be silent, between two words about her place; the longest queue.

    An operator counts as at work for `present` seconds after he looked at the queue. Of its places strangers take no more than
    their share, for they cost nothing to invent.
    """

    wait: float = 1800.0
    silence: float = 1200.0
    note_every: float = 60.0
    present: float = 180.0
    queue: int = 30
    strangers: int = 20

    def room(self, waiting: int, strangers: int, *, stranger: bool) -> bool:
        """Whether one more may wait beside `waiting`, of whom so many are strangers.

        Strangers who come at the same moment may be more than their share: those who are too many take nobody's place.
        """
        taken = waiting - max(0, strangers - self.strangers)
        return taken < self.queue and not (stranger and strangers >= self.strangers)


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One line of a conversation, numbered from 1. `operator` wrote it, or did what a mark tells. Times are Unix seconds."""

    seq: int
    at: float
    by: By
    text: str
    operator: str = ""
    carried: Carried = Carried.SEEN


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A line before it is numbered; the same `key` in one conversation is one line."""

    by: By
    text: str
    key: bytes = b""
    operator: str = ""

    @property
    def carried(self) -> Carried:
        return Carried.DUE if self.by in (By.AGENT, By.NOTE) else Carried.SEEN


@dataclass(frozen=True, slots=True, repr=False)
class Thread:
    """A conversation with people. `service` and `phone` are what she agreed to show. `until`: open no longer than that.

    `ended` says who or what ended it: `citizen`, `agent`, `nobody-came`, `silent`, or nothing while it is open.
    """

    id: str
    key: bytes
    conversation: Conversation
    lang: str
    service: str
    phone: str
    stranger: bool
    asked_at: float
    until: float
    state: State = State.WAITING
    operator: str = ""
    claimed_at: float = 0.0
    ended_at: float = 0.0
    ended: str = ""
    seq: int = 0
    noted_at: float = 0.0

    @classmethod
    def asking(cls, id: str, asked: Asked, now: float, rules: Rules) -> "Move":
        """A new one, with its first words: said in the order of all others, they never come after a person's."""
        where, until = asked.conversation, now + rules.wait
        made = cls(id, asked.key, where, asked.lang, asked.service, asked.phone, asked.stranger, now, until, noted_at=now)
        return Move(made, (Draft(By.NOTE, Note.WAITING),))

    def late(self, now: float) -> bool:
        return self.state in OPEN and now >= self.until

    def advanced(self, step: "Step", now: float) -> "Move":
        """What `step` makes of the conversation as it stands at that time: what is late ends first."""
        if not self.late(now):
            return step(self)
        ended = self.expired(now)
        move = step(ended.thread)
        return Move(move.thread, ended.lines + move.lines)

    def expired(self, now: float) -> "Move":
        """Nobody came in time, or both were silent: the counter has it again, and says so."""
        why = Note.NOBODY if self.state is State.WAITING else Note.SILENT
        return self._over(State.EXPIRED, why.value, now, why)

    def heard(self, key: bytes, text: str, now: float, rules: Rules) -> "Move":
        """Her words. While she waits she is told now and then that they are kept; what is over takes none."""
        if self.state not in OPEN:
            return Move(self)
        said = Draft(By.CITIZEN, masked(text), key)
        if self.state is State.HELD:
            return Move(replace(self, until=now + rules.silence), (said,))
        if now - self.noted_at < rules.note_every:
            return Move(self, (said,))
        return Move(replace(self, noted_at=now), (said, Draft(By.NOTE, Note.KEPT)))

    def left(self, now: float) -> "Move":
        """She went back to the counter, which answers her itself."""
        if self.state not in OPEN:
            return Move(self)
        over = replace(self, state=State.RETURNED, ended_at=now, ended="citizen")
        return Move(over, (Draft(By.MARK, "left"),))

    def claimed(self, operator: str, now: float, rules: Rules) -> "Move":
        """For this operator alone; he himself again changes nothing."""
        if self.state is State.HELD and self.operator == operator:
            return Move(self)
        if self.state is State.HELD:
            raise InboxDenied(Denied.TAKEN)
        self._needs_open()
        held = replace(self, state=State.HELD, operator=operator, claimed_at=now, until=now + rules.silence)
        return Move(held, (Draft(By.MARK, "claimed", operator=operator), Draft(By.NOTE, Note.CLAIMED)))

    def said(self, operator: str, key: bytes, text: str, now: float, rules: Rules) -> "Move":
        self._belongs_to(operator)
        said = Draft(By.AGENT, text, key, operator)
        return Move(replace(self, until=now + rules.silence), (said,))

    def transferred(self, operator: str, to: str, now: float, rules: Rules) -> "Move":
        """To another operator, or (`to` empty) back into the queue, where she keeps her place."""
        self._belongs_to(operator)
        mark, note = Draft(By.MARK, "transferred", operator=operator), Draft(By.NOTE, Note.MOVED)
        if to:
            return Move(replace(self, operator=to, until=now + rules.silence), (mark, note))
        waits = replace(self, state=State.WAITING, operator="", until=now + rules.wait, noted_at=now)
        return Move(waits, (mark, note))

    def returned(self, operator: str, now: float) -> "Move":
        """Handed back to the counter."""
        if self.state is State.RETURNED and self.operator == operator:
            return Move(self)
        self._belongs_to(operator)
        return self._over(State.RETURNED, "agent", now, Note.RETURNED)

    def closed(self, operator: str, now: float) -> "Move":
        """All is said."""
        if self.state is State.CLOSED and self.operator == operator:
            return Move(self)
        self._belongs_to(operator)
        return self._over(State.CLOSED, "agent", now, Note.CLOSED)

    def _over(self, state: State, why: str, now: float, note: Note) -> "Move":
        over = replace(self, state=state, ended_at=now, ended=why)
        return Move(over, (Draft(By.MARK, state.value, operator=self.operator), Draft(By.NOTE, note)))

    def _needs_open(self) -> None:
        if self.state not in OPEN:
            raise InboxDenied(Denied.CLOSED)

    def _belongs_to(self, operator: str) -> None:
        self._needs_open()
        if self.state is not State.HELD or self.operator != operator:
            raise InboxDenied(Denied.NOT_YOURS)


@dataclass(frozen=True, slots=True, repr=False)
class Move:
    """What a step makes of a conversation: as it stands then, and the lines that are added to it."""

    thread: Thread
    lines: tuple[Draft, ...] = ()


Step = Callable[[Thread], Move]


_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){7,}")


def masked(text: str) -> str:
    """A citizen's words with every number of eight digits or more as we show identifiers: `26****5169`."""
    plain = "".join(c if c.isascii() or unicodedata.decimal(c, None) is None else str(unicodedata.decimal(c)) for c in text)

    def short(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return f"{digits[:2]}****{digits[-4:]}"

    return _NUMBER.sub(short, plain)
