"""What was settled long ago goes, in batches; what waits, is being sent or is young stays."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Prompt
from dialogs.ports import Errand, State
from store.keyring import Keyring
from store.sql.errands import SqlErrands
from store.sql.retention import SqlRetention
from store.sql.tables import deliveries, errands, outbox
from tests.store.boxes import AMINA, NOW, message, real, report

DAY = 86400.0


async def swept(engine: AsyncEngine, before: float, batch: int = 3) -> int:
    """A whole round; in how many steps."""
    retention, steps = SqlRetention(engine, batch), 1
    while await retention.sweep(before):
        steps += 1
    return steps


async def count(engine: AsyncEngine, table: object) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]


async def test_what_ended_before_the_limit_goes_and_the_rest_stays(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box = real(sql_engine, keys)
    for n, outcome in enumerate((State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED, State.SENT)):
        await box.dispatch.settle(await box.sending(n), outcome, provider="at", provider_id=f"id {n}")
    await box.dispatch.settle(
        (await box.dispatch.claim(1, lease=9, now=NOW) if await box.outbox.put(message(5, valid=30 * DAY)) else [])[0].id,
        State.SENT,
    )
    await box.sending(6)
    await box.outbox.put(message(7))
    await swept(sql_engine, NOW + DAY)
    assert sorted(await box.states()) == [b"key 5", b"key 6", b"key 7"]
    await swept(sql_engine, NOW + 60 * DAY)
    assert sorted(await box.states()) == [b"key 6", b"key 7"]


async def test_a_long_history_goes_in_batches_and_gaps_cost_nothing(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box = real(sql_engine, keys)
    for n in range(20):
        await box.dispatch.settle(await box.sending(n), State.SENT, provider="at", provider_id=f"id {n}")
    assert await swept(sql_engine, NOW + DAY, batch=5) == 5
    await box.outbox.put(message(99))
    assert await swept(sql_engine, NOW + DAY, batch=5) == 2
    assert list(await box.states()) == [b"key 99"]


async def test_a_round_begins_again_at_the_first_row(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box, retention = real(sql_engine, keys), SqlRetention(sql_engine, 5)
    await box.dispatch.settle(await box.sending(1), State.SENT)
    for before in (NOW, NOW + DAY):
        while await retention.sweep(before):
            pass
    assert await box.states() == {}


async def test_reports_and_errands_of_long_ago_go_too(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box, kept = real(sql_engine, keys), SqlErrands(sql_engine, keys)
    for n in range(7):
        await box.dispatch.report(report(f"old {n}"), now=NOW)
        await kept.put(Errand(b"old %d" % n, "4821", "status", {"value": "1"}, AMINA, "fr", NOW))
    await box.dispatch.report(report("new"), now=NOW + 5 * DAY)
    young = Errand(b"new", "4822", "status", {"value": "1"}, AMINA, "fr", NOW + 5 * DAY)
    await kept.put(young)
    await kept.finish(young.key, Prompt("status-received"))
    await swept(sql_engine, NOW + DAY)
    assert (await count(sql_engine, deliveries), await count(sql_engine, errands), await count(sql_engine, outbox)) == (1, 1, 0)
    assert await kept.news(AMINA, since=0) == replace(young, answer=Prompt("status-received"))


@pytest.mark.parametrize("rows", [0, 1])
async def test_an_empty_table_is_looked_at_once(sql_engine: AsyncEngine, keys: Keyring, rows: int) -> None:
    for n in range(rows):
        await real(sql_engine, keys).outbox.put(message(n))
    assert await swept(sql_engine, NOW + DAY) == 1 + rows
