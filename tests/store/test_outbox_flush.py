"""What many tell the outbox at the same time ends as if they had come one by one, in a handful of statements."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import State
from store.keyring import Keyring
from store.sql.engine import make_engine
from store.sql.tables import metadata
from tests.store.boxes import NOW, Box, message, real, report, twin

TOLD = st.lists(
    st.one_of(
        st.tuples(st.just("release"), st.integers(0, 3), st.just(State.QUEUED)),
        st.tuples(st.just("settle"), st.integers(0, 3), st.sampled_from([State.SENT, State.FAILED, State.UNKNOWN])),
        st.tuples(st.just("report"), st.integers(0, 3), st.sampled_from([State.SENT, State.DELIVERED, State.FAILED])),
    ),
    max_size=12,
)
Told = list[tuple[str, int, State]]


async def told(box: Box, ids: list[int], what: Told, *, together: bool) -> dict[bytes, State]:
    async def tell(do: str, n: int, state: Any) -> None:
        if do == "release":
            await box.dispatch.release(ids[n], due=NOW)
        elif do == "settle":
            await box.dispatch.settle(ids[n], state, provider="at", provider_id=f"id {n % 3}", reason="x")
        else:
            await box.dispatch.report(report(f"id {n}", state), now=NOW + 1)

    if together:
        await asyncio.gather(*(tell(*one) for one in what))
    else:
        for one in what:
            await tell(*one)
    return await box.states()


async def sending(box: Box) -> list[int]:
    return [await box.sending(n, Phone(f"+21261234567{n}")) for n in range(4)]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(early=TOLD, late=TOLD)
def test_a_flush_ends_as_if_it_had_come_one_by_one(
    database: str, sqlite_url: str, postgres_server: str, keys: Keyring, early: Told, late: Told
) -> None:
    async def flushed() -> list[dict[bytes, State]]:
        engine = make_engine(sqlite_url if database == "sqlite" else postgres_server)
        async with engine.begin() as connection:
            for name in ("outbox", "deliveries"):
                await connection.execute(metadata.tables[name].delete())
        try:
            box = real(engine, keys)
            ids = await sending(box)
            return [await told(box, ids, what, together=True) for what in (early, late)]
        finally:
            await engine.dispose()

    async def alone() -> list[dict[bytes, State]]:
        box = twin()
        ids = await sending(box)
        return [await told(box, ids, what, together=False) for what in (early, late)]

    assert asyncio.run(flushed()) == asyncio.run(alone())


async def test_a_hundred_outcomes_cost_a_handful_of_statements(sql_engine: AsyncEngine, keys: Keyring) -> None:
    box = real(sql_engine, keys)
    await asyncio.gather(*(box.outbox.put(message(n)) for n in range(100)))
    claimed = await box.dispatch.claim(100, lease=60, now=NOW)
    statements: list[str] = []

    def hear(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    event.listen(sql_engine.sync_engine, "before_cursor_execute", hear)
    sends = (box.dispatch.settle(one.id, State.SENT, provider="at", provider_id=f"{one.id}") for one in claimed)
    await asyncio.gather(*sends)
    await asyncio.gather(*(box.dispatch.report(report(f"{one.id}"), now=NOW) for one in claimed))
    await asyncio.gather(*(box.dispatch.report(report(f"early {n}"), now=NOW) for n in range(100)))
    event.remove(sql_engine.sync_engine, "before_cursor_execute", hear)
    assert len(statements) <= 18
    assert set((await box.states()).values()) == {State.DELIVERED}
