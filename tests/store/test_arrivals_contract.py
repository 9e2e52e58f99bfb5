"""The arrivals port on the twin, SQLite and PostgreSQL."""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import Arrivals, Arrived
from store.keyring import Keyring
from store.memory_arrivals import MemoryArrivals
from store.sql.arrivals import SqlArrivals
from store.sql.arrivals import arrivals as table
from store.sql.retention import SqlRetention

AMINA, BADR = "700100200", "700100201"


def sent(id: str, who: str = AMINA, line: str = "telegram", body: bytes = b"") -> Arrived:
    return Arrived(line, id, who, body or id.encode(), 100.0)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def arrivals(request: pytest.FixtureRequest, keys: Keyring) -> Arrivals:
    if request.param == "twin":
        return MemoryArrivals()
    return SqlArrivals(request.getfixturevalue(f"{request.param}_engine"), keys)


async def claimed(arrivals: Arrivals, now: float = 100.0, most: int = 9, line: str = "telegram") -> list[bytes]:
    return [one.body for one in await arrivals.claim(line, most, lease=60.0, now=now)]


async def test_a_copy_is_kept_once_whatever_became_of_the_first(arrivals: Arrivals) -> None:
    assert await arrivals.put([sent("1"), sent("2"), sent("1")]) == 2
    [first] = await arrivals.claim("telegram", 9, lease=60.0, now=100.0)
    await arrivals.settle(first.row)
    assert await arrivals.put([sent("1"), sent("2")]) == 0
    assert await arrivals.put([sent("1", line="whatsapp")]) == 1, "another line has its own ids"


async def test_nobodys_second_message_is_taken_before_the_first_is_done(arrivals: Arrivals) -> None:
    await arrivals.put([sent("1"), sent("2"), sent("3", BADR), sent("4", line="whatsapp")])
    first, other = await arrivals.claim("telegram", 9, lease=60.0, now=100.0)
    assert (first.body, other.body) == (b"1", b"3")
    assert await claimed(arrivals) == []
    await arrivals.settle(first.row)
    assert await claimed(arrivals) == [b"2"]
    assert await claimed(arrivals, line="whatsapp") == [b"4"]


async def test_no_more_is_taken_than_there_is_room_for(arrivals: Arrivals) -> None:
    await arrivals.put([sent(str(n), f"7001002{n:02d}") for n in range(5)])
    assert await claimed(arrivals, most=2) == [b"0", b"1"]
    assert await claimed(arrivals, most=2) == [b"2", b"3"]


async def test_what_is_released_holds_up_its_writer_until_it_is_due(arrivals: Arrivals) -> None:
    await arrivals.put([sent("1"), sent("2")])
    [first] = await arrivals.claim("telegram", 9, lease=60.0, now=100.0)
    await arrivals.release(first.row, due=107.0)
    assert await claimed(arrivals, now=106.0) == []
    [again] = await arrivals.claim("telegram", 9, lease=60.0, now=107.0)
    assert (again.row, again.body, again.attempt, again.at) == (first.row, b"1", 2, 100.0)


async def test_what_a_dead_worker_held_is_taken_again(arrivals: Arrivals) -> None:
    await arrivals.put([sent("1")])
    assert await claimed(arrivals) == [b"1"]
    assert await claimed(arrivals, now=159.0) == []
    assert await claimed(arrivals, now=160.0) == [b"1"]


async def test_two_workers_never_hold_the_same_message_or_the_same_writer(arrivals: Arrivals) -> None:
    await arrivals.put([sent(f"{who}-{n}", f"70010{who:04d}") for who in range(20) for n in range(3)])
    batches = await asyncio.gather(*(claimed(arrivals, most=10) for _ in range(4)))
    taken = [body for batch in batches for body in batch]
    assert sorted(taken) == sorted(f"{who}-0".encode() for who in range(20))


async def test_nothing_of_a_message_is_in_clear_and_nothing_is_left_of_it_when_done(
    sqlite_engine: AsyncEngine, keys: Keyring
) -> None:
    arrivals = SqlArrivals(sqlite_engine, keys)
    await arrivals.put([sent("1", body=b"c4n4ry")])
    async with sqlite_engine.connect() as connection:
        row = (await connection.execute(select(table))).one()
    assert not any(word in bytes(cell) for cell in row if isinstance(cell, bytes) for word in (b"c4n4ry", AMINA.encode()))
    await arrivals.settle(row.row)
    async with sqlite_engine.connect() as connection:
        assert await connection.scalar(select(table.c.sealed)) == b""


async def test_what_no_key_opens_holds_up_nobody(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlArrivals(sqlite_engine, keys).put([sent("1"), sent("2")])
    async with sqlite_engine.begin() as connection:
        await connection.execute(table.update().where(table.c.row == 1).values(sealed=b"\0" * 40))
    arrivals = SqlArrivals(sqlite_engine, keys)
    assert await claimed(arrivals) == []
    assert await claimed(arrivals) == [b"2"]


async def test_what_is_old_is_forgotten(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    arrivals = SqlArrivals(sqlite_engine, keys)
    await arrivals.put([sent("1")])
    while await SqlRetention(sqlite_engine).sweep(before=101.0):
        pass
    assert await arrivals.put([sent("1")]) == 1
