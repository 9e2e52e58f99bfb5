"""Forgets the people of campaigns that are long over, and the messages to them; the counts stay, for they are nobody's."""

from sqlalchemy import ColumnElement, Select, Table, delete, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from store.ledger import Stage
from store.sql.engine import transaction
from store.sql.partitions import drop, parts
from store.sql.tables import outbox
from store.sql.tables_campaigns import campaigns, chunks, people, replies, touches

__all__ = ["SqlCampaignRetention"]

BATCH = 2000
wave = campaigns.alias("wave")
_OVER = (Stage.FINISHED.value, Stage.STOPPED.value)


class SqlCampaignRetention:
    """Touches go once no cap and no answer looks at them, and messages once no report does; people after the legal time.

    On PostgreSQL a campaign's people and messages go with their tables, everything else goes in small batches by key.
    """

    def __init__(self, engine: AsyncEngine, batch: int = BATCH) -> None:
        self._engine, self._batch = engine, batch

    async def sweep(self, touched: float, over: float) -> bool:
        """Forget touches before `touched`, messages of campaigns that were last fed before it, people of those before `over`.

        Both are Unix times. A batch of each, or what one campaign has; whether there may be more. Raises `StoreDown`.
        """
        old = _ended(over)
        moving = exists().where(chunks.c.campaign == campaigns.c.id, chunks.c.moving > 0)
        more = [
            await self._delete(touches, touches.c.at < touched),
            await self._delete(replies, replies.c.campaign.in_(old)),
            await self._part(people, old),
            await self._part(outbox, _fed(touched).where(~moving)),
        ]
        return any(more)

    async def _part(self, table: Table, over: Select[int]) -> bool:
        """What one campaign of those has of a table."""
        if self._engine.dialect.name != "postgresql":
            return await self._delete(table, table.c.campaign.in_(over))
        async with transaction(self._engine) as connection:
            mine = over.where(campaigns.c.id.in_(await parts(connection, table)))
            campaign = await connection.scalar(mine.limit(1))
            if campaign is not None:
                await drop(connection, table, campaign)
        return campaign is not None

    async def _delete(self, table: Table, old: ColumnElement[bool]) -> bool:
        key = tuple(table.primary_key)
        some = select(*key).where(old).limit(self._batch)
        async with transaction(self._engine) as connection:
            gone = await connection.execute(delete(table).where(tuple_(*key).in_(some)))
        return gone.rowcount == self._batch


def _fed(before: float) -> Select[int]:
    """Campaigns that are over and were last fed before that time."""
    since = exists().where(chunks.c.campaign == campaigns.c.id, chunks.c.fed_at >= before)
    return select(campaigns.c.id).where(campaigns.c.stage.in_(_OVER), campaigns.c.made_at < before, ~since)


def _ended(before: float) -> Select[int]:
    """Those of them to whose people no wave writes any more, or did since."""
    going = exists().where(wave.c.source == campaigns.c.id, wave.c.stage.not_in(_OVER))
    late = exists().where(wave.c.source == campaigns.c.id, chunks.c.campaign == wave.c.id, chunks.c.fed_at >= before)
    return _fed(before).where(~going, ~late)
