"""What leaves: the outbox, its lanes and states, and the worker's side of it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol

from dialogs.model import Phone


class Lane(IntEnum):
    """Who goes first when messages wait: a campaign never delays a code."""

    CODE = 0
    REPLY = 1
    CASE = 2
    CAMPAIGN = 3


class State(StrEnum):
    """States of an outgoing message; they only move forward. `UNKNOWN`: the operator may have taken it."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One SMS to one phone. `key` is unique for ever; `note` is a masked word on it (`26****5169`), safe to show.

    `valid_until` is Unix time: a message that has not left by then expires and is never sent late.
    `encoding` is `gsm7` (transliterate into GSM-7) or `auto` (as written; UCS-2 when it must).
    """

    key: bytes
    to: Phone
    text: str
    lane: Lane
    valid_until: float
    note: str = ""
    encoding: str = "auto"

    def __repr__(self) -> str:
        return f"Message({self.lane.name}, {self.to!r})"


class Outbox(Protocol):
    """Messages that wait for the sender."""

    async def put(self, message: Message) -> bool:
        """Queue it durably; False when this key is already known (nothing changes)."""
        ...

    async def note(self, key: bytes) -> str | None:
        """The masked note of a message by its key; None when there is none."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A message leased to one worker. `attempt` counts from 1."""

    id: int
    message: Message
    attempt: int


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A delivery report of an operator: forward only. `state` is SENT, DELIVERED, FAILED or EXPIRED; `phone` when told."""

    provider: str
    provider_id: str
    state: State
    reason: str = ""
    phone: Phone | None = None


class Dispatch(Protocol):
    """The worker's side of the outbox."""

    async def claim(self, most: int, *, lease: float, now: float, upto: Lane = Lane.CAMPAIGN) -> list[Claimed]:
        """Lease up to `most` due messages, lane by lane up to the lane `upto`, oldest first; no message to two workers.

        None past its validity, and none whose lease ran out: the operator may have that one.
        """
        ...

    async def sweep(self, *, now: float) -> None:
        """What time does: queued past its validity is EXPIRED, SENDING past its lease UNKNOWN, kept reports find theirs."""
        ...

    async def release(self, id: int, *, due: float) -> None:
        """The operator certainly did not take it: queue it again for `due` (Unix time)."""
        ...

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        """The outcome of a sending: SENT, FAILED, UNKNOWN or EXPIRED; a report that came first is applied after."""
        ...

    async def report(self, report: Report, *, now: float) -> bool:
        """Apply a delivery report; kept for later when it came before the response. False when it changed nothing."""
        ...

    async def waiting(self) -> dict[Lane, int]:
        """How many are queued per lane (for metrics)."""
        ...
