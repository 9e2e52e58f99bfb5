"""Forgets the people of campaigns that are long over, in small batches; the counts stay, for they are nobody's."""

from sqlalchemy import ColumnElement, Table, delete, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from store.ledger import Stage
from store.sql.engine import transaction
from store.sql.tables_campaigns import campaigns, chunks, people, replies, touches

__all__ = ["SqlCampaignRetention"]

BATCH = 2000
wave = campaigns.alias("wave")
_OVER = (Stage.FINISHED.value, Stage.STOPPED.value)


class SqlCampaignRetention:
    """Deletes by key: touches once no cap and no answer looks at them, people and replies after the legal time."""

    def __init__(self, engine: AsyncEngine, batch: int = BATCH) -> None:
        self._engine, self._batch = engine, batch

    async def sweep(self, touched: float, over: float) -> bool:
        """Forget touches before `touched`, people of campaigns that were last fed before `over` (Unix times).

        A batch of each; whether there may be more. Raises `StoreDown`.
        """
        fed = exists().where(chunks.c.campaign == campaigns.c.id, chunks.c.fed_at >= over)
        going = exists().where(wave.c.source == campaigns.c.id, wave.c.stage.not_in(_OVER))
        late = exists().where(wave.c.source == campaigns.c.id, chunks.c.campaign == wave.c.id, chunks.c.fed_at >= over)
        gone = campaigns.c.stage.in_(_OVER), campaigns.c.made_at < over
        old = select(campaigns.c.id).where(*gone, ~fed, ~going, ~late)
        more = [await self._delete(touches, touches.c.at < touched)]
        more += [await self._delete(table, table.c.campaign.in_(old)) for table in (people, replies)]
        return any(more)

    async def _delete(self, table: Table, old: ColumnElement[bool]) -> bool:
        key = tuple(table.primary_key)
        some = select(*key).where(old).limit(self._batch)
        async with transaction(self._engine) as connection:
            gone = await connection.execute(delete(table).where(tuple_(*key).in_(some)))
        return gone.rowcount == self._batch
