"""The watches port on the twin, SQLite and PostgreSQL."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef, Phone
from dialogs.ports import Subscription, Watch, Watches
from store.keyring import Keyring
from store.memory_watches import MemoryWatches
from store.sql.watches import SqlWatches
from store.sql.watches import watches as table

AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")
HOME, OTHER = IdRef("UIN", "2639425169"), IdRef("UIN", "6981458359")


def watch(phone: Phone = AMINA, ref: IdRef = HOME, lang: str = "fr", id: str = "sub-1") -> Watch:
    return Watch(Subscription(id, ref), phone, lang)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def watches(request: pytest.FixtureRequest, keys: Keyring) -> Watches:
    if request.param == "twin":
        return MemoryWatches()
    return SqlWatches(request.getfixturevalue(f"{request.param}_engine"), keys)


async def test_those_who_watch_a_household_are_found_in_order(watches: Watches) -> None:
    await watches.add(watch(BADR), at=1.0)
    await watches.add(watch(AMINA), at=2.0)
    await watches.add(watch(AMINA, OTHER), at=3.0)
    assert await watches.of(HOME) == [watch(BADR), watch(AMINA)]


async def test_a_phone_watches_once_and_in_its_latest_language(watches: Watches) -> None:
    await watches.add(watch(lang="fr"), at=1.0)
    await watches.add(watch(lang="ar", id="sub-2"), at=2.0)
    assert await watches.of(HOME) == [watch(lang="ar", id="sub-2")]


async def test_who_wants_no_more_word_gets_none(watches: Watches) -> None:
    await watches.add(watch(), at=1.0)
    assert await watches.drop(HOME, AMINA) == watch()
    assert await watches.drop(HOME, AMINA) is None
    assert await watches.of(HOME) == []


async def test_nothing_of_a_watch_is_in_clear(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlWatches(sqlite_engine, keys).add(watch(), at=1.0)
    async with sqlite_engine.connect() as connection:
        row = (await connection.execute(select(table))).one()
    kept = b"".join(bytes(cell) for cell in row if isinstance(cell, bytes))
    assert AMINA.e164.encode() not in kept
    assert HOME.value.encode() not in kept


async def test_what_no_key_opens_is_left_out(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlWatches(sqlite_engine, keys).add(watch(), at=1.0)
    async with sqlite_engine.begin() as connection:
        await connection.execute(table.update().values(sealed=b"damaged"))
    assert await SqlWatches(sqlite_engine, keys).of(HOME) == []


async def test_a_phone_that_is_forgotten_is_told_of_nothing_and_leaves_what_the_registry_still_tells(watches: Watches) -> None:
    await watches.add(watch(), at=1.0)
    await watches.add(watch(ref=OTHER, id=""), at=2.0)
    for _ in range(2):
        await watches.forget(AMINA)
    assert [await watches.of(HOME), await watches.of(OTHER)] == [[], []]
    assert await watches.unwanted(9) == [Subscription("sub-1", HOME)]
    await watches.ended(Subscription("sub-1", HOME))
    assert await watches.unwanted(9) == []


async def test_what_somebody_else_waits_for_is_not_unwanted(watches: Watches) -> None:
    await watches.add(watch(), at=1.0)
    await watches.add(watch(BADR, id=""), at=2.0)
    await watches.forget(AMINA)
    assert await watches.of(HOME) == [watch(BADR, id="")]
    assert await watches.unwanted(9) == []
    await watches.forget(BADR)
    assert await watches.unwanted(9) == [Subscription("sub-1", HOME)]
