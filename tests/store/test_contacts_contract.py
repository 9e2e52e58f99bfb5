"""The contacts port on the twin, SQLite, PostgreSQL, and with its languages read through Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Contacts
from store.keyring import Keyring
from store.memory import MemoryContacts
from store.redis_contacts import RedisContacts
from store.redis_mux import Multiplexer
from store.sql.contacts import SqlContacts

AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")


@pytest.fixture
async def through_redis(redis_url: str, keys: Keyring) -> AsyncIterator[Contacts]:
    mux = Multiplexer(redis_url)
    yield RedisContacts(MemoryContacts(), mux, keys)
    await mux.close()


@pytest.fixture(params=["twin", "sqlite", "postgresql", "redis"])
def contacts(request: pytest.FixtureRequest, keys: Keyring) -> Contacts:
    if request.param == "twin":
        return MemoryContacts()
    if request.param == "redis":
        through: Contacts = request.getfixturevalue("through_redis")
        return through
    return SqlContacts(request.getfixturevalue(f"{request.param}_engine"), keys)


async def test_a_stranger_has_said_nothing(contacts: Contacts) -> None:
    assert await contacts.language(AMINA) is None
    assert await contacts.consent(AMINA, "campaign") is None


async def test_the_latest_language_is_kept_per_phone(contacts: Contacts) -> None:
    await contacts.set_language(AMINA, "ar", at=10)
    await contacts.set_language(AMINA, "fr", at=20)
    assert await contacts.language(AMINA) == "fr"
    assert await contacts.language(BADR) is None


async def test_the_latest_network_is_kept_per_phone_beside_its_language(contacts: Contacts) -> None:
    assert await contacts.network(AMINA) is None
    await contacts.set_language(AMINA, "ar", at=30)
    await contacts.set_network(AMINA, "60401", at=10)
    await contacts.set_network(AMINA, "60400", at=20)
    await contacts.set_network(AMINA, "60402", at=15)
    for _ in range(2):
        assert (await contacts.network(AMINA), await contacts.language(AMINA)) == ("60400", "ar")
    assert (await contacts.network(BADR), await contacts.consent(AMINA, "campaign")) == (None, None)


async def test_the_words_of_many_phones_at_once_are_each_their_own(contacts: Contacts) -> None:
    phones = [Phone(f"+2126{n:08d}") for n in range(700)]
    langs = [("ar", "fr", "en")[n % 3] for n in range(700)]
    late = (contacts.set_language(phone, "so", at=1) for phone in phones[::7])
    told = (contacts.set_language(phone, lang, at=10) for phone, lang in zip(phones, langs, strict=True))
    heard = (contacts.set_network(phone, f"6040{n % 2}", at=10) for n, phone in enumerate(phones[:600]))
    await asyncio.gather(*told, *late, *heard)
    assert await asyncio.gather(*(contacts.language(phone) for phone in phones)) == langs
    networks = await asyncio.gather(*(contacts.network(phone) for phone in phones))
    assert networks == [f"6040{n % 2}" for n in range(600)] + [None] * 100


async def test_two_processes_that_hear_the_same_phones_never_wait_for_each_other(
    postgresql_engine: AsyncEngine, keys: Keyring
) -> None:
    phones = [Phone(f"+2126{n:08d}") for n in range(400)]
    one, other = SqlContacts(postgresql_engine, keys), SqlContacts(postgresql_engine, keys)
    for at in range(5):
        words = [one.set_language(phone, "ar", at=at) for phone in phones]
        backwards = [other.set_language(phone, "fr", at=at + 0.5) for phone in reversed(phones)]
        networks = [other.set_network(phone, "60401", at=at) for phone in reversed(phones)]
        await asyncio.gather(*words, *backwards, *networks)
    assert {await one.language(phone) for phone in phones} == {"fr"}


async def test_consents_are_kept_by_purpose(contacts: Contacts) -> None:
    await contacts.set_consent(AMINA, "service", True, how="ussd menu", at=10)
    await contacts.set_consent(AMINA, "campaign", False, how="STOP", at=10)
    assert [await contacts.consent(AMINA, purpose) for purpose in ("service", "campaign", "security")] == [True, False, None]
    assert await contacts.consent(BADR, "service") is None
    assert await contacts.language(AMINA) is None


async def test_an_old_word_that_comes_late_changes_nothing(contacts: Contacts) -> None:
    await contacts.set_consent(AMINA, "campaign", False, how="STOP", at=20)
    await contacts.set_consent(AMINA, "campaign", True, how="import", at=10)
    await contacts.set_language(AMINA, "fr", at=20)
    await contacts.set_language(AMINA, "ar", at=10)
    assert await contacts.consent(AMINA, "campaign") is False
    assert await contacts.language(AMINA) == "fr"


async def test_a_language_can_follow_a_consent(contacts: Contacts) -> None:
    await contacts.set_consent(AMINA, "service", True, how="web", at=10)
    await contacts.set_language(AMINA, "ar", at=11)
    await contacts.set_consent(AMINA, "service", False, how="STOP", at=12)
    assert (await contacts.language(AMINA), await contacts.consent(AMINA, "service")) == ("ar", False)


async def test_the_database_does_not_know_the_number(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlContacts(sql_engine, keys).set_consent(AMINA, "service", True, how="web", at=10)
    async with sql_engine.connect() as connection:
        for table in ("contacts", "consents"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert len(rows) == 1
            assert "612345678" not in str(rows)


class Counted(MemoryContacts):
    """A record that counts how often it is asked for a language."""

    asked = 0

    async def language(self, phone: Phone) -> str | None:
        self.asked += 1
        return await super().language(phone)


async def test_a_language_is_read_from_the_record_once_for_all_workers(redis_url: str, keys: Keyring) -> None:
    record, muxes = Counted(), [Multiplexer(redis_url), Multiplexer(redis_url)]
    here, there = (RedisContacts(record, mux, keys) for mux in muxes)
    await here.set_language(AMINA, "ar", at=10)
    assert [await one.language(AMINA) for one in (here, there, here, there)] == ["ar"] * 4
    assert record.asked == 1
    await there.set_language(AMINA, "fr", at=20)
    assert [await one.language(AMINA) for one in (here, there)] == ["fr", "fr"]
    assert record.asked == 2
    for mux in muxes:
        await mux.close()


async def test_languages_in_redis_are_forgotten_and_do_not_know_the_number(redis_url: str, keys: Keyring) -> None:
    mux = Multiplexer(redis_url)
    contacts = RedisContacts(MemoryContacts(), mux, keys)
    await contacts.set_language(AMINA, "ar", at=10)
    await contacts.language(AMINA)
    with redis.Redis.from_url(redis_url) as client:
        (bucket,) = client.keys()
        assert 0 < client.ttl(bucket) <= 30 * 24 * 3600
        assert b"612345678" not in repr((bucket, client.hgetall(bucket))).encode()
    await mux.close()


async def test_a_phone_that_is_forgotten_leaves_its_refusals_alone(contacts: Contacts) -> None:
    for phone in (AMINA, BADR):
        await contacts.set_language(phone, "ar", at=10)
        await contacts.set_network(phone, "60401", at=10)
        await contacts.set_consent(phone, "service", True, how="ussd", at=10)
        await contacts.set_consent(phone, "campaign", False, how="STOP", at=10)
        assert await contacts.language(phone) == "ar"
    for _ in range(2):
        await contacts.forget(AMINA)
    assert [await contacts.language(AMINA), await contacts.network(AMINA)] == [None, None]
    assert [await contacts.consent(AMINA, purpose) for purpose in ("service", "campaign")] == [None, False]
    assert [await contacts.language(BADR), await contacts.consent(BADR, "service")] == ["ar", True]


async def test_who_refused_nothing_leaves_no_row_and_no_number(sql_engine: AsyncEngine, keys: Keyring) -> None:
    contacts = SqlContacts(sql_engine, keys)
    await contacts.set_language(AMINA, "ar", at=10)
    await contacts.set_consent(AMINA, "campaign", True, how="START", at=10)
    await contacts.forget(AMINA)
    async with sql_engine.connect() as connection:
        for table in ("contacts", "consents", "roll"):
            assert (await connection.execute(text(f"SELECT * FROM {table}"))).all() == []
