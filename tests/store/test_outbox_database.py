"""The outbox under random walks, two processes, races, keys that are gone, and a curious reader of its tables."""

import asyncio
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Lane, Report, State
from store.keyring import Keyring
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.outbox import SqlOutbox
from store.sql.tables import metadata
from store.states import before
from tests.store.boxes import AMINA, NOW, Box, message, real, report, twin

OUTCOMES = st.sampled_from([State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED])
REPORTED = st.sampled_from([State.SENT, State.DELIVERED, State.FAILED, State.EXPIRED])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 5), st.sampled_from(list(Lane))),
        st.tuples(st.just("claim"), st.integers(1, 3), st.just(None)),
        st.tuples(st.just("sweep"), st.just(0), st.just(None)),
        st.tuples(st.just("release"), st.integers(0, 5), st.just(None)),
        st.tuples(st.just("settle"), st.integers(0, 5), OUTCOMES),
        st.tuples(st.just("report"), st.integers(0, 5), REPORTED),
        st.tuples(st.just("wait"), st.integers(1, 90), st.just(None)),
    ),
    max_size=40,
)
Steps = list[tuple[str, int, Lane | State | None]]


async def play(box: Box, steps: Steps) -> list[dict[bytes, State]]:
    """The states after each step; messages, leases and provider ids are numbered alike in every world."""
    seen: list[dict[bytes, State]] = []
    ids: dict[int, int] = {}
    now = NOW
    for kind, n, what in steps:
        if kind == "put" and isinstance(what, Lane):
            await box.outbox.put(message(n, what, Phone(f"+21260000000{n % 3}"), valid=100))
        elif kind == "claim":
            ids |= {int(c.message.key[4:]): c.id for c in await box.dispatch.claim(n, lease=60, now=now)}
        elif kind == "sweep":
            await box.dispatch.sweep(now=now)
        elif kind == "wait":
            now += n
        elif kind == "report" and isinstance(what, State):
            phone = Phone(f"+21260000000{n % 3}")
            await box.dispatch.report(Report("at", f"id {n}", what, "", phone), now=now)
        elif kind == "release" and n in ids:
            await box.dispatch.release(ids[n], due=now + 5)
        elif kind == "settle" and n in ids and isinstance(what, State):
            told = f"id {n}" if what is State.SENT else ""
            await box.dispatch.settle(ids[n], what, provider="at", provider_id=told)
        seen.append(dict(await box.states()))
    return seen


@given(steps=STEPS)
def test_a_state_only_moves_forward(steps: Steps) -> None:
    seen = asyncio.run(play(twin(), steps))
    for (kind, *_), old, new in zip(steps[1:], seen, seen[1:], strict=False):
        for key, was in old.items():
            now = new[key]
            legal = (
                was is now or was in before(now) or (was, now) in {(State.QUEUED, State.SENDING), (State.QUEUED, State.EXPIRED)}
            )
            assert legal or (kind == "release" and (was, now) == (State.SENDING, State.QUEUED)) or kind == "claim"
            assert was is not State.UNKNOWN or now not in (State.QUEUED, State.SENDING)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_twin_and_database_play_alike(database: str, sqlite_url: str, postgres_server: str, keys: Keyring, steps: Steps) -> None:
    async def in_database() -> list[dict[bytes, State]]:
        engine = make_engine(sqlite_url if database == "sqlite" else postgres_server)
        async with engine.begin() as connection:
            for name in ("outbox", "deliveries"):
                await connection.execute(metadata.tables[name].delete())
        try:
            return await play(real(engine, keys), steps)
        finally:
            await engine.dispose()

    assert asyncio.run(in_database()) == asyncio.run(play(twin(), steps))


# --- the database ------------------------------------------------------------------------------


async def test_two_processes_share_one_outbox(sql_engine: AsyncEngine, keys: Keyring) -> None:
    other = make_engine(sql_engine.url.render_as_string(hide_password=False))
    here, there = real(sql_engine, keys), real(other, keys)
    puts = await asyncio.gather(*(box.outbox.put(message(n)) for n in range(40) for box in (here, there)))
    assert puts.count(True) == 40
    claims = await asyncio.gather(*(box.dispatch.claim(5, lease=60, now=NOW) for _ in range(5) for box in (here, there)))
    ids = [claimed.id for claim in claims for claimed in claim]
    assert len(ids) == len(set(ids))
    await other.dispose()


async def test_a_response_and_its_report_at_the_same_time_are_both_kept(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box = real(sql_engine, keys)
    for n in range(20):
        id = await box.sending(n)
        sent = box.dispatch.settle(id, State.SENT, provider="at", provider_id=f"id {n}")
        await asyncio.gather(sent, box.dispatch.report(report(f"id {n}", phone=AMINA), now=NOW))
    assert set((await box.states()).values()) == {State.DELIVERED}


async def test_a_message_that_cannot_be_read_is_set_aside_with_its_cause(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await real(sql_engine, Keyring({9: b"x" * 32}, b"y" * 32)).outbox.put(message(1))
    box = real(sql_engine, keys)
    await box.outbox.put(message(2))
    assert [claimed.message for claimed in await box.dispatch.claim(10, lease=60, now=NOW)] == [message(2)]
    async with sql_engine.connect() as connection:
        assert await connection.scalar(text("SELECT reason FROM outbox WHERE state = 'failed'")) == "unreadable"
    assert await box.outbox.note(b"key 1") is None


async def test_the_outbox_holds_nothing_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box = real(sql_engine, keys)
    await box.outbox.put(message(1))
    await box.dispatch.report(report("a", phone=AMINA), now=NOW)
    async with sql_engine.connect() as connection:
        rows = str([(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in ("outbox", "deliveries")])
    for secret in ("612345678", "26****5169", "سلام", repr("سلام".encode())[2:-1]):
        assert secret not in rows


async def test_a_failed_commit_is_told_to_every_caller(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    async with sqlite_engine.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO gone"))
    outbox = SqlOutbox(sqlite_engine, keys)
    answers = await asyncio.gather(*(outbox.put(message(n)) for n in range(5)), return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["StoreDown"] * 5
    async with sqlite_engine.begin() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO outbox"))
    assert await outbox.put(message(1))


async def test_a_claim_uses_the_small_indexes(postgresql_engine: AsyncEngine, keys: Keyring) -> None:
    """With parameters instead of literals a prepared statement could not use the partial indexes."""
    picks: list[str] = []

    def listen(_c: object, _u: object, statement: str, *_: object) -> None:
        if "SKIP LOCKED" in statement:
            picks.append(statement)

    event.listen(postgresql_engine.sync_engine, "before_cursor_execute", listen)
    dispatch = SqlDispatch(postgresql_engine, keys)
    await dispatch.sweep(now=NOW)
    await dispatch.claim(5, lease=60, now=NOW)
    event.remove(postgresql_engine.sync_engine, "before_cursor_execute", listen)
    async with postgresql_engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("TRUNCATE outbox")  # nothing is known of it again: statistics of an empty table favour any index
        await driver.execute("DELETE FROM pg_statistic WHERE starelid IN ('outbox'::regclass, 'outbox_0'::regclass)")
        await driver.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        for index, pick in zip(
            ("outbox_0_lease_until_idx", "outbox_0_valid_until_idx", "outbox_0_lane_id_idx"), picks, strict=True
        ):
            values = ", ".join("5" for _ in set(re.findall(r"\$\d+", pick)))
            await driver.execute(f"PREPARE {index} AS {pick}")
            plan = "\n".join(row[0] for row in await driver.fetch(f"EXPLAIN EXECUTE {index}({values})"))
            assert index in plan, plan
