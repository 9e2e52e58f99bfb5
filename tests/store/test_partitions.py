"""What belongs to a campaign lies by itself where the database can do that, goes when its time is over, and holds nobody up."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Connection, MetaData, Table, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import Lane, State
from store.chunks import key_of
from store.keyring import Keyring
from store.ledger import Fate, Stage
from store.sql import schema
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.campaign_rows import person_row
from store.sql.engine import make_engine, transaction
from store.sql.outbox import _row
from store.sql.partitions import PARTED, parts
from store.sql.schema import upgrade
from store.sql.tables import outbox
from store.sql.tables_campaigns import campaigns, people
from tests.servers import sqlite_threads_end
from tests.store.boxes import NOW, message, real, report
from tests.store.campaign_boxes import person, real_ledger

LATER = NOW + 30 * 86400


async def kept(engine: AsyncEngine) -> dict[int, tuple[int, int]]:
    """How many people and messages there are, by campaign."""
    counted = []
    async with transaction(engine) as connection:
        for table in PARTED:
            by_campaign = select(table.c.campaign, func.count()).group_by(table.c.campaign)
            counted.append({campaign: count for campaign, count in await connection.execute(by_campaign)})  # noqa: C416
    return {campaign: (counted[0].get(campaign, 0), counted[1].get(campaign, 0)) for campaign in counted[0] | counted[1]}


async def test_messages_go_when_nothing_moves_them_any_more_and_people_after_the_legal_time(
    sql_engine: AsyncEngine, keys: Keyring
) -> None:
    ledger, retention = real_ledger(sql_engine, keys), SqlCampaignRetention(sql_engine, batch=2)
    done, moving, running = [await ledger.running(4, name, start) for name, start in (("a", 0), ("b", 100), ("c", 200))]
    await real(sql_engine, keys).outbox.put(message(1))
    for record, state in ((done, State.DELIVERED), (moving, State.SENT), (running, State.DELIVERED)):
        await ledger.feed_all(record)
        before = len(ledger.carried)
        for n in range(await ledger.carry()):
            if state is State.DELIVERED:
                await ledger.dispatch.report(report(f"{before + n + 1}-{n}"), now=NOW)
    await ledger.flow.look(now=NOW)
    await ledger.moved(done, Stage.FINISHED)
    await ledger.moved(moving, Stage.FINISHED)
    while await retention.sweep(LATER, NOW):
        pass
    found = await kept(sql_engine)
    assert found.pop(0) == (0, 1)
    assert {campaign: held[0] for campaign, held in found.items()} == {done.id: 4, moving.id: 4, running.id: 4}
    assert found[done.id] == (4, 0)
    assert found[running.id] == (4, 4)
    while await retention.sweep(LATER, LATER):
        pass
    assert set(await kept(sql_engine)) >= {0, running.id}
    assert done.id not in await kept(sql_engine)
    assert sum((await ledger.fates(done)).values()) == 4


async def test_a_report_for_a_message_that_went_disturbs_nobody(sql_engine: AsyncEngine, keys: Keyring) -> None:
    ledger = real_ledger(sql_engine, keys)
    record = await ledger.running(1)
    await ledger.feed_all(record)
    await ledger.carry(state=State.FAILED)
    await ledger.flow.look(now=NOW)
    await ledger.moved(record, Stage.FINISHED)
    while await SqlCampaignRetention(sql_engine).sweep(LATER, NOW):
        pass
    assert await ledger.left() == 0
    assert await ledger.dispatch.report(report("1-0"), now=LATER)
    assert await ledger.fates(record) == {Fate.FAILED: 1}


async def test_campaigns_begin_while_codes_are_put_and_claimed(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box, ledger = real(sql_engine, keys), real_ledger(sql_engine, keys)
    claimed = list[bytes]()

    async def codes() -> None:
        for n in range(60):
            await box.outbox.put(message(n, Lane.CODE))
            claimed.extend(one.message.key for one in await box.dispatch.claim(2, lease=60, now=NOW))

    async def begin() -> None:
        for name in "abcdefgh":
            await ledger.book.create(name, b"{}", now=NOW)

    await asyncio.gather(codes(), begin(), begin())
    assert sorted(claimed) == sorted(b"key %d" % n for n in range(60))


@pytest.mark.parametrize("same", [True, False])
async def test_a_campaign_that_two_begin_has_its_tables_once(postgresql_engine: AsyncEngine, keys: Keyring, same: bool) -> None:
    other = make_engine(postgresql_engine.url.render_as_string(hide_password=False))
    books = [real_ledger(engine, keys).book for engine in (postgresql_engine, other)]
    records = await asyncio.gather(*(book.create("a" if same else f"a{n}", b"{}", now=NOW) for n, book in enumerate(books)))
    await other.dispose()
    async with transaction(postgresql_engine) as connection:
        for table in PARTED:
            assert {record.id for record in records} <= await parts(connection, table)


# --- the migration -----------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    return asyncio.run(_database(request.getfixturevalue("postgres_server")))


@pytest.fixture
async def old_engine(old_url: str) -> AsyncIterator[AsyncEngine]:
    """A database as it was before."""
    engine = make_engine(old_url)
    async with engine.begin() as connection:
        await connection.run_sync(_to, "helped")
    yield engine
    await engine.dispose()
    await sqlite_threads_end()


async def _database(server: str) -> str:
    address = make_url(server)
    connection = await asyncpg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False))
    await connection.execute("DROP DATABASE IF EXISTS guichet_before")
    await connection.execute("CREATE DATABASE guichet_before")
    await connection.close()
    return address.set(database="guichet_before").render_as_string(hide_password=False)


def _to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def test_what_was_there_is_found_again(old_engine: AsyncEngine, keys: Keyring) -> None:
    record = {"name": "a", "revision": 1, "stage": "running", "plan": b"", "made_at": NOW, "count": 3, "digest": b"", "fed": 3}
    letters = [message(1), message(2, Lane.CODE), *(message(3 + n, Lane.CAMPAIGN) for n in range(3))]
    rows = [_row(letter, keys) for letter in letters]
    for place, row in enumerate(rows[2:]):
        row["key"] = key_of(7, 1, place)
        row["sealed"] = keys.seal("outbox", keys.open("outbox", row["sealed"], letters[2 + place].key), row["key"])
    async with transaction(old_engine) as connection:
        await connection.execute(insert(campaigns).values(record | {"id": 7, "slot": 0.0, "reason": ""}))
        await connection.execute(insert(people), [person_row(7, person(n), keys) for n in range(3)])
        for row in rows:
            await connection.execute(insert(_old_outbox()).values({name: row[name] for name in row if name != "campaign"}))
    await upgrade(old_engine)
    assert await kept(old_engine) == {0: (0, 2), 7: (3, 3)}
    box = real(old_engine, keys)
    assert not await box.outbox.put(message(1))
    assert await box.outbox.put(message(9))
    told = await box.dispatch.claim(10, lease=60, now=NOW)
    assert [one.message.text for one in told] == [one.text for one in (message(2), message(1), message(9), *letters[2:])]


def _old_outbox() -> Table:
    columns = (column for column in outbox.columns if column.name != "campaign")
    return Table("outbox", MetaData(), *(Column(column.name, column.type, primary_key=column.primary_key) for column in columns))
