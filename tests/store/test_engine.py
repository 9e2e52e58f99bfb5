"""Transactions when something goes wrong: nothing half written, nothing left locked, one word for every fault."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import StoreDown
from store.keyring import Keyring
from store.sql.contacts import SqlContacts
from store.sql.engine import make_engine, transaction
from tests.servers import sqlite_threads_end

AMINA = Phone("+212612345678")


async def test_a_transaction_that_fails_leaves_nothing(sql_engine: AsyncEngine) -> None:
    async def broken() -> None:
        async with transaction(sql_engine) as connection:
            await connection.execute(text("INSERT INTO contacts (who) VALUES (:who)"), {"who": b"1"})
            await connection.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(StoreDown):
        await broken()
    async with transaction(sql_engine) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM contacts")) == 0


async def test_a_database_that_is_not_there_is_down(tmp_path: Path) -> None:
    for url in ("postgresql://127.0.0.1:1/none", f"sqlite:///{tmp_path}/no/such/folder/file.db"):
        engine = make_engine(url)
        with pytest.raises(StoreDown):
            async with transaction(engine):
                pass
        await engine.dispose()
    await sqlite_threads_end()


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        make_engine("mysql://localhost/x")


async def test_callers_that_give_up_leave_nothing_locked(sql_engine: AsyncEngine, keys: Keyring) -> None:
    contacts = SqlContacts(sql_engine, keys)

    async def hasty(n: int) -> None:
        work = asyncio.ensure_future(contacts.set_language(AMINA, "ar", at=n))
        for _ in range(n % 23):
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait([work])

    await asyncio.gather(*(hasty(n) for n in range(100)))
    await contacts.set_language(AMINA, "fr", at=1000)
    assert await contacts.language(AMINA) == "fr"


async def test_no_update_is_lost_between_two_processes(sql_engine: AsyncEngine) -> None:
    other = make_engine(sql_engine.url.render_as_string(hide_password=False))
    async with transaction(sql_engine) as connection:
        await connection.execute(text("INSERT INTO contacts (who, lang_at) VALUES (:who, 0)"), {"who": b"1"})

    async def count_up(engine: AsyncEngine) -> None:
        async with transaction(engine) as connection:
            read = text("SELECT lang_at FROM contacts" + (" FOR UPDATE" if engine.dialect.name == "postgresql" else ""))
            now = await connection.scalar(read)
            await connection.execute(text("UPDATE contacts SET lang_at = :now"), {"now": now + 1})

    await asyncio.gather(*(count_up(engine) for engine in (sql_engine, other) for _ in range(20)))
    await other.dispose()
    async with transaction(sql_engine) as connection:
        assert await connection.scalar(text("SELECT lang_at FROM contacts")) == 40


async def test_a_lock_that_is_held_too_long_is_down(sql_engine: AsyncEngine, keys: Keyring) -> None:
    hasty = make_engine(sql_engine.url.render_as_string(hide_password=False), patience=0.1)
    contacts = SqlContacts(hasty, keys)
    await contacts.set_language(AMINA, "ar", at=1)
    async with transaction(sql_engine) as connection:
        await connection.execute(text("UPDATE contacts SET lang = 'fr'"))
        with pytest.raises(StoreDown):
            await contacts.set_language(AMINA, "ar", at=2)
    await contacts.set_language(AMINA, "en", at=3)
    assert await contacts.language(AMINA) == "en"
    await hasty.dispose()


async def test_a_connection_that_the_server_closed_is_replaced(
    postgresql_engine: AsyncEngine, keys: Keyring, pg_url: str
) -> None:
    contacts = SqlContacts(postgresql_engine, keys)
    await contacts.set_language(AMINA, "ar", at=1)
    other = make_engine(pg_url)
    async with transaction(other) as connection:
        others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        await connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))
    await other.dispose()
    assert await contacts.language(AMINA) == "ar"


async def test_a_fault_does_not_quote_what_was_written(sql_engine: AsyncEngine, keys: Keyring) -> None:
    nobody: str = None  # type: ignore[assignment]
    with pytest.raises(StoreDown) as fault:
        await SqlContacts(sql_engine, keys).set_consent(AMINA, "secret word", True, how=nobody, at=1)
    assert "secret word" not in str(fault.value) + str(fault.value.__context__)
    assert fault.value.__suppress_context__
