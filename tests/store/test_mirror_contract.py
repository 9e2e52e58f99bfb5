"""The memory of a mirror on the twin, SQLite and PostgreSQL: nothing waits unseen, and two workers never hold one case."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports.mirrors import OfficerEvent, Told
from store.cases.mirror import STUCK, MemoryMirrorBook, MirrorBook, MirrorCounts, Mirrored, Outcome, SqlMirrorBook
from store.keyring import Keyring
from tests.store.cases_world import DAY, HERS, MONDAY, Town, real, twin

EVENT = OfficerEvent("comment 1", "12345675", Told.NOTE, "hind", "Réponse privée", True)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, keys: Keyring) -> tuple[Town, MirrorBook]:
    if request.param == "twin":
        town = twin(keys)
        return town, MemoryMirrorBook(town.book)
    engine = request.getfixturevalue(f"{request.param}_engine")
    return real(engine, keys), SqlMirrorBook(engine, keys, "openimis")


async def claim(memory: MirrorBook, now: float = MONDAY, *, most: int = 10, since: float = 0.0) -> list[Mirrored]:
    return list(await memory.claim(most, since=since, lease=60.0, now=now))


async def test_every_case_is_claimed_once_until_its_lease_is_over(world: tuple[Town, MirrorBook]) -> None:
    town, memory = world
    for n in range(3):
        await town.opened(n)
    first = await claim(memory, most=2)
    assert len({kept.case for kept in first + await claim(memory)}) == 3
    assert await claim(memory, MONDAY + 59) == []
    assert len(await claim(memory, MONDAY + 60)) == 3


async def test_a_case_that_is_over_there_is_claimed_again_when_something_new_happened(world: tuple[Town, MirrorBook]) -> None:
    town, memory = world
    ref = await town.opened()
    (kept,) = await claim(memory)
    done = replace(kept, upstream_id="t1", pushed=1, due=MONDAY)
    assert await memory.save(kept, done)
    assert (await claim(memory), await memory.of(kept.case)) == ([], done)
    await town.cases.add_message(ref, HERS, "encore", key=b"m", now=town.now)
    (again,) = await claim(memory)
    assert (again.upstream_id, again.pushed) == ("t1", 1)


async def test_who_lost_the_lease_writes_nothing(world: tuple[Town, MirrorBook]) -> None:
    town, memory = world
    await town.opened()
    (late,) = await claim(memory)
    (kept,) = await claim(memory, MONDAY + 61)
    assert not await memory.save(late, replace(late, upstream_id="twice"))
    assert await memory.save(kept, replace(kept, upstream_id="once", sent_at=MONDAY))
    assert await memory.of(kept.case) == replace(kept, upstream_id="once", sent_at=MONDAY)


async def test_cases_from_before_stay_here(world: tuple[Town, MirrorBook]) -> None:
    town, memory = world
    await town.opened(1)
    town.later(2)
    await town.opened(2)
    (new,) = await claim(memory, MONDAY + 2 * DAY, since=MONDAY + DAY)
    assert await memory.of(new.case) == new


async def test_a_cursor_is_kept(world: tuple[Town, MirrorBook]) -> None:
    _, memory = world
    assert await memory.cursor() == ""
    for cursor in ("one", "two"):
        await memory.move(cursor)
    assert await memory.cursor() == "two"


async def test_an_outcome_is_for_ever_and_a_conflict_can_be_read(world: tuple[Town, MirrorBook]) -> None:
    _, memory = world
    assert not await memory.settled(b"k1")
    await memory.settle(b"k1", EVENT, Outcome.CONFLICT, now=MONDAY)
    await memory.settle(b"k1", EVENT, Outcome.APPLIED, now=MONDAY + 1)
    await memory.settle(b"k2", replace(EVENT, id="comment 2"), Outcome.APPLIED, now=MONDAY)
    assert await memory.settled(b"k1")
    assert await memory.conflicts(10) == [EVENT]
    assert await memory.counts() == MirrorCounts(conflicts=1, stuck=0)


async def test_a_case_that_fails_again_and_again_counts_as_stuck(world: tuple[Town, MirrorBook]) -> None:
    town, memory = world
    await town.opened()
    (kept,) = await claim(memory)
    await memory.save(kept, replace(kept, tries=STUCK))
    assert await memory.counts() == MirrorCounts(conflicts=0, stuck=1)


async def test_two_mirrors_know_nothing_of_each_other(sql_engine: AsyncEngine, keys: Keyring) -> None:
    town = real(sql_engine, keys)
    await town.opened()
    one, other = (SqlMirrorBook(sql_engine, keys, name) for name in ("openimis", "openspp"))
    await one.move("here")
    await one.settle(b"k", EVENT, Outcome.CONFLICT, now=MONDAY)
    assert (len(await claim(one)), len(await claim(other)), await other.cursor()) == (1, 1, "")
    assert await other.counts() == MirrorCounts(0, 0)


async def test_the_database_holds_no_word_of_an_officer_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    memory = SqlMirrorBook(sql_engine, keys, "openimis")
    await memory.settle(b"k1", EVENT, Outcome.CONFLICT, now=MONDAY)
    await memory.settle(b"k2", EVENT, Outcome.APPLIED, now=MONDAY)
    async with sql_engine.connect() as connection:
        rows = (await connection.execute(text("SELECT key, sealed FROM mirror_events ORDER BY key"))).all()
    assert EVENT.text.encode() not in bytes(rows[0].sealed)
    assert bytes(rows[1].sealed) == b""


async def test_a_conflict_whose_key_is_gone_hides_no_other(sql_engine: AsyncEngine, keys: Keyring) -> None:
    theirs = Keyring({9: b"x" * 32}, b"y" * 32)
    await SqlMirrorBook(sql_engine, theirs, "openimis").settle(b"k1", EVENT, Outcome.CONFLICT, now=MONDAY)
    memory = SqlMirrorBook(sql_engine, keys, "openimis")
    await memory.settle(b"k2", EVENT, Outcome.CONFLICT, now=MONDAY)
    assert await memory.conflicts(10) == [EVENT]
    assert (await memory.counts()).conflicts == 2
