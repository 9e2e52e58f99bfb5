"""Forgets what was settled longer ago than the law lets us keep it: in small batches, so that nothing else waits."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import State
from store.sql.arrivals import arrivals
from store.sql.engine import transaction
from store.sql.tables import deliveries, errands, outbox

__all__ = ["SqlRetention"]

BATCH = 2000
_MOVING = (State.QUEUED, State.SENDING)


class SqlRetention:
    """Walks the outbox by row number, for an index on the time of every message would weigh more than it helps."""

    def __init__(self, engine: AsyncEngine, batch: int = BATCH) -> None:
        self._engine = engine
        self._batch = batch
        self._at = 0

    async def sweep(self, before: float) -> bool:
        """Delete a batch of what ended before that Unix time; False when all has been looked at once. Raises `StoreDown`.

        A message ends with its validity at the latest, a report, an errand and a chat message when they come: what waits in the
        outbox is never deleted.
        """
        if await self._outbox(before):
            return True
        self._at = 0
        reports = await self._delete(deliveries, (deliveries.c.provider, deliveries.c.provider_id), deliveries.c.at < before)
        late = await self._delete(errands, (errands.c.key,), errands.c.made_at < before)
        chats = await self._delete(arrivals, (arrivals.c.row,), arrivals.c.at < before)
        return reports or late or chats

    async def _outbox(self, before: float) -> bool:
        """The next rows by number; False when there are none."""
        async with transaction(self._engine) as connection:
            first = await connection.scalar(select(func.min(outbox.c.id)).where(outbox.c.id > self._at))
            if first is None:
                return False
            self._at = first + self._batch - 1
            old = (outbox.c.valid_until < before, outbox.c.state.not_in(_MOVING))
            await connection.execute(delete(outbox).where(outbox.c.id.between(first, self._at), *old))
        return True

    async def _delete(self, table: Table, key: tuple[ColumnElement[Any], ...], old: ColumnElement[bool]) -> bool:
        """A batch of old rows of a small table; whether it was a full one."""
        some = select(*key).where(old).limit(self._batch)
        async with transaction(self._engine) as connection:
            gone = await connection.execute(delete(table).where((tuple_(*key) if key[1:] else key[0]).in_(some)))
        return gone.rowcount == self._batch
