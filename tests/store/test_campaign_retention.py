"""The people of a campaign that is long over are forgotten; its counts, and campaigns that still go, stay."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from store.keyring import Keyring
from store.ledger import Fate, Stage
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.engine import transaction
from store.sql.tables_campaigns import people, replies, touches
from tests.store.boxes import NOW
from tests.store.campaign_boxes import phone, real_ledger

LATER = NOW + 10


async def rows(engine: AsyncEngine) -> list[int]:
    async with transaction(engine) as connection:
        return [await connection.scalar(select(func.count()).select_from(table)) or 0 for table in (people, touches, replies)]


async def test_only_what_is_long_over_is_forgotten(sql_engine: AsyncEngine, keys: Keyring) -> None:
    ledger = real_ledger(sql_engine, keys)
    old = await ledger.running(7, "old")
    await ledger.feed_all(old)
    await ledger.results.heard(phone(1), "1", since=NOW, now=NOW)
    await ledger.moved(old, Stage.FINISHED)
    going = await ledger.running(5, "going", start=100)
    await ledger.feed_all(going)
    retention = SqlCampaignRetention(sql_engine, batch=3)
    assert not await retention.sweep(NOW, NOW)
    assert await rows(sql_engine) == [12, 12, 1]
    while await retention.sweep(NOW, LATER):
        pass
    assert await rows(sql_engine) == [5, 12, 0]
    while await retention.sweep(LATER, LATER):
        pass
    assert await rows(sql_engine) == [5, 0, 0]
    assert await ledger.fates(old) == {Fate.QUEUED: 7}
