"""A code under a campaign is claimed first however many rows wait, and the database looks at no others (T26, T33)."""

from typing import Any

import pytest
from sqlalchemy import LargeBinary, Text, cast, event, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import Dispatch, Lane
from store.keyring import Keyring
from store.sql.outbox import _row
from store.sql.partitions import drop, parts
from store.sql.tables import outbox
from tests.store.boxes import NOW, message, real

QUEUED = {"postgresql": "outbox_0_lane_id_idx", "sqlite": "ix_outbox_queued"}
"""The index of what waits, on PostgreSQL of the part that holds no campaign."""


async def fill(engine: AsyncEngine, keys: Keyring, rows: int) -> None:
    """So many campaign rows, all with the sealed bytes of one message; the database makes them, batch by batch."""
    one = _row(message(0, Lane.CAMPAIGN), keys)
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # empty tables of other tests' campaigns are scanned, and the plan says so
            for campaign in await parts(connection, outbox) - {0}:
                await drop(connection, outbox, campaign)
        for start in range(0, rows, 10_000):
            n = select(literal(start).label("n")).cte(recursive=True)
            n = n.union_all(select(n.c.n + 1).where(n.c.n + 1 < min(rows, start + 10_000)))
            key = cast(cast(n.c.n, Text), LargeBinary).label("key")
            values = {name: literal(value, outbox.c[name].type) for name, value in one.items() if name != "key"}
            await connection.execute(insert(outbox).from_select(["key", *values], select(key, *values.values()).select_from(n)))
        await connection.execute(text("ANALYZE outbox"))


@pytest.mark.parametrize("rows", [100_000])
async def test_a_code_is_claimed_before_the_campaign_that_waits(sql_engine: AsyncEngine, keys: Keyring, rows: int) -> None:
    await fill(sql_engine, keys, rows)
    box = real(sql_engine, keys)
    for n, lane in enumerate((Lane.CASE, Lane.REPLY, Lane.CODE), start=1):
        await box.outbox.put(message(n, lane))
    claimed = await box.dispatch.claim(3, lease=60, now=NOW)
    assert [one.message.lane for one in claimed] == [Lane.CODE, Lane.REPLY, Lane.CASE]
    told = await plan(sql_engine, box.dispatch)
    assert QUEUED[sql_engine.dialect.name] in told
    assert not [slow for slow in ("Seq Scan", "Sort", "TEMP B-TREE") if slow in told]


async def test_a_claim_goes_by_the_index_whatever_the_planner_believes(postgresql_engine: AsyncEngine, keys: Keyring) -> None:
    """It believes that hardly anything waits, as after a campaign, while a new one has just been fed."""
    await fill(postgresql_engine, keys, 20_000)
    async with postgresql_engine.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox_0 SET (autovacuum_enabled = false)"))
        await connection.execute(text("UPDATE outbox SET state = 'sent' WHERE id > (SELECT min(id) FROM outbox)"))
        await connection.execute(text("ANALYZE outbox"))
        await connection.execute(text("UPDATE outbox SET state = 'queued'"))
    try:
        told = await plan(postgresql_engine, real(postgresql_engine, keys).dispatch)
    finally:
        async with postgresql_engine.begin() as connection:
            await connection.execute(text("ALTER TABLE outbox_0 RESET (autovacuum_enabled)"))
    assert QUEUED["postgresql"] in told
    assert not [slow for slow in ("Seq Scan", "Sort") if slow in told]


async def plan(engine: AsyncEngine, dispatch: Dispatch) -> str:
    """How the database finds what a claim leases, by the very statements that the claim sends."""
    seen: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        if "set_config" in statement or (statement.startswith("UPDATE") and "ORDER BY outbox.lane" in statement):
            seen.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    await dispatch.claim(3, lease=60, now=NOW)
    event.remove(engine.sync_engine, "before_cursor_execute", hear)
    *before, (statement, parameters) = seen
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    async with engine.connect() as connection:
        for one in before:
            await connection.exec_driver_sql(*one)
        return " ".join(map(str, await connection.exec_driver_sql(explain + statement, parameters)))
