"""What we know of our cases in another case system, kept so that a crash anywhere neither loses nor doubles anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

import msgspec
from sqlalchemy import Row, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import CaseFilter, Keys, Unreadable
from dialogs.ports.mirrors import OfficerEvent
from store.cases.casebook import Casebook, Page
from store.cases.duties import Scope
from store.sql.engine import transaction, upsert
from store.sql.tables_cases import cases
from store.sql.tables_mirror import mirror_cursors, mirror_events, mirrored_cases

__all__ = ["STUCK", "MemoryMirrorBook", "MirrorBook", "MirrorCounts", "Mirrored", "Outcome", "SqlMirrorBook"]

STUCK = 8
"""Failures after which a case counts as stuck; it is tried on all the same."""


class Outcome(StrEnum):
    """What became of an officer's event: written into the case, true of it already, or kept because its rules forbid it."""

    APPLIED = "applied"
    AGREED = "agreed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A case over there: `pushed` lines of its history are, and it is itself when it has an `upstream_id`.

    `sent_at` is when the next thing was sent whose fate we do not know (None: nothing is on its way), `tries` how often that
    failed. Nobody works on it before `due` (Unix time): the lease of who does now, and the wait after a failure.
    """

    case: bytes
    upstream_id: str = ""
    pushed: int = 0
    tries: int = 0
    sent_at: float | None = None
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class MirrorCounts:
    """Events that were kept because the rules forbid them, and cases whose next thing failed `STUCK` times or more."""

    conflicts: int
    stuck: int


class MirrorBook(Protocol):
    """The memory of one mirror. All methods raise `StoreDown`."""

    async def claim(self, most: int, *, since: float, lease: float, now: float) -> Sequence[Mirrored]:
        """Cases opened from `since` of which something is not over there yet, leased to the caller, the longest due first."""
        ...

    async def save(self, was: Mirrored, now: Mirrored) -> bool:
        """Keep `now` if nobody claimed the case since `was`; else False: another works on it, leave it alone."""
        ...

    async def of(self, case: bytes) -> Mirrored | None: ...

    async def cursor(self) -> str:
        """From where to pull; empty at first."""
        ...

    async def move(self, cursor: str) -> None: ...

    async def settled(self, key: bytes) -> bool:
        """Whether an event with this key has its outcome."""
        ...

    async def settle(self, key: bytes, event: OfficerEvent, outcome: Outcome, *, now: float) -> None:
        """Keep the outcome, once for ever; of a conflict also what was told."""
        ...

    async def conflicts(self, most: int) -> Sequence[OfficerEvent]:
        """What was kept because the rules forbid it, the newest first."""
        ...

    async def counts(self) -> MirrorCounts: ...


class MemoryMirrorBook:
    """The in-memory twin, beside a casebook."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._cases: dict[bytes, Mirrored] = {}
        self._events: dict[bytes, tuple[OfficerEvent, Outcome]] = {}
        self._cursor = ""

    async def claim(self, most: int, *, since: float, lease: float, now: float) -> Sequence[Mirrored]:
        everything = await self._book.page(Page(Scope(), CaseFilter(), date.min, limit=2**31))
        ours = [(record, self._cases.get(record.id, Mirrored(record.id))) for record in everything if record.opened_at >= since]
        waiting = [kept for record, kept in ours if kept.pushed < record.rev and kept.due <= now]
        claimed = [replace(kept, due=now + lease) for kept in sorted(waiting, key=lambda kept: kept.due)[:most]]
        self._cases.update({kept.case: kept for kept in claimed})
        return claimed

    async def save(self, was: Mirrored, now: Mirrored) -> bool:
        if self._cases[was.case].due != was.due:
            return False
        self._cases[was.case] = now
        return True

    async def of(self, case: bytes) -> Mirrored | None:
        return self._cases.get(case)

    async def cursor(self) -> str:
        return self._cursor

    async def move(self, cursor: str) -> None:
        self._cursor = cursor

    async def settled(self, key: bytes) -> bool:
        return key in self._events

    async def settle(self, key: bytes, event: OfficerEvent, outcome: Outcome, *, now: float) -> None:
        self._events.setdefault(key, (event, outcome))

    async def conflicts(self, most: int) -> Sequence[OfficerEvent]:
        return [event for event, outcome in reversed(self._events.values()) if outcome is Outcome.CONFLICT][:most]

    async def counts(self) -> MirrorCounts:
        stuck = sum(kept.tries >= STUCK for kept in self._cases.values())
        return MirrorCounts(len(await self.conflicts(len(self._events))), stuck)


class SqlMirrorBook:
    """The memory of the mirror called `upstream`, in the database of the cases."""

    def __init__(self, engine: AsyncEngine, keys: Keys, upstream: str) -> None:
        self._engine = engine
        self._keys = keys
        self._upstream = upstream
        self._mine = mirrored_cases.c.upstream == upstream

    async def claim(self, most: int, *, since: float, lease: float, now: float) -> Sequence[Mirrored]:
        async with transaction(self._engine) as connection:
            await self._meet(connection, most, since)
            behind = select(mirrored_cases).join_from(mirrored_cases, cases, mirrored_cases.c.case_id == cases.c.id)
            behind = behind.where(self._mine, mirrored_cases.c.due <= now, mirrored_cases.c.pushed < cases.c.rev)
            oldest = behind.order_by(mirrored_cases.c.due, mirrored_cases.c.case_id).limit(most)
            rows = (await connection.execute(oldest.with_for_update(of=mirrored_cases, skip_locked=True))).all()
            claimed = [replace(_mirrored(row), due=now + lease) for row in rows]
            these = mirrored_cases.c.case_id.in_([kept.case for kept in claimed])
            await connection.execute(update(mirrored_cases).where(self._mine, these).values(due=now + lease))
        return claimed

    async def _meet(self, connection: AsyncConnection, most: int, since: float) -> None:
        """Cases that we never saw get their rows."""
        known = select(mirrored_cases.c.case_id).where(self._mine, mirrored_cases.c.case_id == cases.c.id).exists()
        new = select(literal(self._upstream), cases.c.id, literal(""), literal(0), literal(0), literal(0.0))
        new = new.where(cases.c.opened_at >= since, ~known).order_by(cases.c.opened_at).limit(most)
        columns = ["upstream", "case_id", "upstream_id", "pushed", "tries", "due"]
        await connection.execute(upsert(connection, mirrored_cases).from_select(columns, new).on_conflict_do_nothing())

    async def save(self, was: Mirrored, now: Mirrored) -> bool:
        values = {
            "upstream_id": now.upstream_id, "pushed": now.pushed, "tries": now.tries, "sent_at": now.sent_at, "due": now.due,
        }  # fmt: skip
        same = self._mine, mirrored_cases.c.case_id == was.case, mirrored_cases.c.due == was.due
        async with transaction(self._engine) as connection:
            return (await connection.execute(update(mirrored_cases).where(*same).values(values))).rowcount == 1

    async def of(self, case: bytes) -> Mirrored | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(mirrored_cases).where(self._mine, mirrored_cases.c.case_id == case))).first()
        return None if row is None else _mirrored(row)

    async def cursor(self) -> str:
        async with transaction(self._engine) as connection:
            mine = select(mirror_cursors.c.cursor).where(mirror_cursors.c.upstream == self._upstream)
            return await connection.scalar(mine) or ""

    async def move(self, cursor: str) -> None:
        row = {"upstream": self._upstream, "cursor": cursor}
        async with transaction(self._engine) as connection:
            kept = upsert(connection, mirror_cursors).values(row)
            await connection.execute(kept.on_conflict_do_update(index_elements=["upstream"], set_={"cursor": cursor}))

    async def settled(self, key: bytes) -> bool:
        async with transaction(self._engine) as connection:
            return await connection.scalar(select(mirror_events.c.key).where(mirror_events.c.key == key)) is not None

    async def settle(self, key: bytes, event: OfficerEvent, outcome: Outcome, *, now: float) -> None:
        kept = self._keys.seal("mirror-event", _encode(event), key) if outcome is Outcome.CONFLICT else b""
        row = {"key": key, "upstream": self._upstream, "at": now, "outcome": outcome.value, "sealed": kept}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, mirror_events).values(row).on_conflict_do_nothing())

    async def conflicts(self, most: int) -> Sequence[OfficerEvent]:
        mine = mirror_events.c.upstream == self._upstream, mirror_events.c.outcome == Outcome.CONFLICT.value
        newest = select(mirror_events).where(*mine).order_by(mirror_events.c.at.desc(), mirror_events.c.key).limit(most)
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(newest)).all()
        return [event for row in rows if (event := self._read(row))]

    async def counts(self) -> MirrorCounts:
        kept = mirror_events.c.upstream == self._upstream, mirror_events.c.outcome == Outcome.CONFLICT.value
        async with transaction(self._engine) as connection:
            conflicts = await connection.scalar(select(func.count()).select_from(mirror_events).where(*kept))
            stuck = await connection.scalar(
                select(func.count()).select_from(mirrored_cases).where(self._mine, mirrored_cases.c.tries >= STUCK)
            )
        return MirrorCounts(conflicts or 0, stuck or 0)

    def _read(self, row: Row[Any]) -> OfficerEvent | None:
        """None for one whose key is gone: it hides no other."""
        try:
            return _decode(self._keys.open("mirror-event", row.sealed, row.key))
        except Unreadable:
            return None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(OfficerEvent).decode


def _mirrored(row: Row[Any]) -> Mirrored:
    return Mirrored(row.case_id, row.upstream_id, row.pushed, row.tries, row.sent_at, row.due)
