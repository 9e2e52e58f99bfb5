"""The audit chain in SQL: appended in one line by all processes, and checked from its first row."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import AuditEvent, Keys
from store.chain import START, link
from store.sql.engine import transaction
from store.sql.group_commit import GroupCommit
from store.sql.tables import audit

__all__ = ["SqlAudit"]

ONE_WRITER = 7072  # the advisory lock that keeps two processes from appending to the same last row


class SqlAudit:
    """The `Audit` port; each row's keyed hash covers the row before. Rows cut off at the end leave no gap to find."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._appends: GroupCommit[AuditEvent, None] = GroupCommit(self._write)

    async def append(self, event: AuditEvent) -> None:
        await self._appends.add(event)

    async def verify(self) -> int | None:
        """The number of the first row that does not follow from the one before, or None when the chain holds."""
        expected, previous = 1, START
        async with transaction(self._engine) as connection:
            async for row in await connection.stream(select(audit).order_by(audit.c.seq).execution_options(yield_per=1000)):
                if row.seq != expected or row.hash != link(self._keys, row.seq, previous, _event(row)):
                    return int(row.seq)
                expected, previous = row.seq + 1, row.hash
        return None

    async def _write(self, events: list[AuditEvent]) -> list[None]:
        async with transaction(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(select(func.pg_advisory_xact_lock(ONE_WRITER)))
            if new := await _unknown(connection, events):
                last = (await connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1))).first()
                await connection.execute(insert(audit), self._rows(new, *(last or (0, START))))
        return [None] * len(events)

    def _rows(self, events: Sequence[AuditEvent], seq: int, previous: bytes) -> list[dict[str, Any]]:
        rows = []
        for number, event in enumerate(events, seq + 1):
            previous = link(self._keys, number, previous, event)
            rows.append(
                {
                    "seq": number,
                    "at": event.at,
                    "action": event.action,
                    "actor": event.actor,
                    "subject": event.subject,
                    "outcome": event.outcome,
                    "key": event.key or None,
                    "hash": previous,
                }
            )
        return rows


async def _unknown(connection: AsyncConnection, events: list[AuditEvent]) -> list[AuditEvent]:
    """The events whose key is new, each key once."""
    asked = {event.key for event in events if event.key}
    known = set((await connection.scalars(select(audit.c.key).where(audit.c.key.in_(asked)))).all()) if asked else set()
    new = []
    for event in events:
        if event.key not in known:
            new.append(event)
        if event.key:
            known.add(event.key)
    return new


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(row.at, row.action, row.actor, row.subject, row.outcome, row.key or b"")
