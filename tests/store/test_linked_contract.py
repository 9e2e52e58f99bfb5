"""The port of linked phones on the twin, SQLite and PostgreSQL."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from store.keyring import Keyring
from store.memory_linked import MemoryLinkedPhones
from store.sql.linked import SqlLinkedPhones, linked_phones

HERS, NEW = Phone("+212612345678"), Phone("+212612345679")
AMINA = ("telegram", "700100200")


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def linked(request: pytest.FixtureRequest, keys: Keyring) -> MemoryLinkedPhones | SqlLinkedPhones:
    if request.param == "twin":
        return MemoryLinkedPhones()
    return SqlLinkedPhones(request.getfixturevalue(f"{request.param}_engine"), keys)


async def test_a_person_has_one_phone_and_the_latest(linked: MemoryLinkedPhones | SqlLinkedPhones) -> None:
    assert await linked.of(*AMINA, since=0.0) is None
    await linked.link(*AMINA, HERS, at=10.0)
    await linked.link(*AMINA, NEW, at=20.0)
    assert await linked.of(*AMINA, since=0.0) == NEW
    assert await linked.of("whatsapp", AMINA[1], since=0.0) is None, "an id says nothing on another channel"


async def test_a_link_ends_by_age_and_by_her_word(linked: MemoryLinkedPhones | SqlLinkedPhones) -> None:
    await linked.link(*AMINA, HERS, at=10.0)
    assert await linked.of(*AMINA, since=10.0) is None
    assert await linked.of(*AMINA, since=9.0) == HERS
    await linked.unlink(*AMINA)
    await linked.unlink(*AMINA)
    assert await linked.of(*AMINA, since=0.0) is None


async def test_old_links_are_forgotten(linked: MemoryLinkedPhones | SqlLinkedPhones) -> None:
    await linked.link(*AMINA, HERS, at=10.0)
    await linked.link("whatsapp", "MA.1", NEW, at=20.0)
    await linked.forget(20.0)
    assert await linked.of(*AMINA, since=0.0) is None
    assert await linked.of("whatsapp", "MA.1", since=0.0) == NEW


async def test_nothing_of_a_link_is_in_clear_and_what_no_key_opens_links_nothing(
    sqlite_engine: AsyncEngine, keys: Keyring
) -> None:
    linked = SqlLinkedPhones(sqlite_engine, keys)
    await linked.link(*AMINA, HERS, at=10.0)
    async with sqlite_engine.begin() as connection:
        row = (await connection.execute(select(linked_phones))).one()
        assert HERS.e164.encode() not in row.sealed + row.who
        assert AMINA[1].encode() not in row.sealed + row.who
        await connection.execute(linked_phones.update().values(sealed=b"\0" * 40))
    assert await linked.of(*AMINA, since=0.0) is None


async def test_a_phone_finds_all_its_accounts_and_no_others(linked: MemoryLinkedPhones | SqlLinkedPhones) -> None:
    await linked.link("whatsapp", "MA.1", HERS, at=20.0)
    await linked.link(*AMINA, HERS, at=10.0)
    await linked.link("telegram", "700100201", NEW, at=10.0)
    assert await linked.accounts(HERS) == [AMINA, ("whatsapp", "MA.1")]
    await linked.link(*AMINA, NEW, at=30.0)
    assert await linked.accounts(HERS) == [("whatsapp", "MA.1")]
