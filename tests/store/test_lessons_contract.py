"""The lessons port on the twin, SQLite and PostgreSQL: once each, gone with consent or age, nothing to read in the table."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Lesson, Lessons
from store.keyring import Keyring
from store.memory_lessons import MemoryLessons
from store.sql.lessons import SqlLessons
from store.sql.lessons import lessons as table

AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")
FIRST, SECOND = Lesson("_name_ mon dossier", "fr", 10.0), Lesson("fin dossier dyali", "", 20.0)
KEY, OTHER = b"k" * 16, b"o" * 16


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def lessons(request: pytest.FixtureRequest, keys: Keyring) -> Lessons:
    if request.param == "twin":
        return MemoryLessons()
    return SqlLessons(request.getfixturevalue(f"{request.param}_engine"), keys)


async def test_sentences_come_back_oldest_first(lessons: Lessons) -> None:
    await lessons.keep(OTHER, BADR, SECOND)
    await lessons.keep(KEY, AMINA, FIRST)
    assert list(await lessons.kept()) == [FIRST, SECOND]


async def test_a_delivery_that_comes_twice_teaches_once(lessons: Lessons) -> None:
    for _ in range(2):
        await lessons.keep(KEY, AMINA, FIRST)
    assert list(await lessons.kept()) == [FIRST]


async def test_what_came_from_a_phone_goes_with_its_consent(lessons: Lessons) -> None:
    await lessons.keep(KEY, AMINA, FIRST)
    await lessons.keep(OTHER, BADR, SECOND)
    await lessons.forget(AMINA)
    assert list(await lessons.kept()) == [SECOND]


async def test_what_is_old_is_forgotten(lessons: Lessons) -> None:
    await lessons.keep(KEY, AMINA, FIRST)
    await lessons.keep(OTHER, AMINA, SECOND)
    await lessons.sweep(20.0)
    assert list(await lessons.kept()) == [SECOND]


async def test_the_table_holds_neither_words_nor_number(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlLessons(sql_engine, keys).keep(KEY, AMINA, FIRST)
    async with sql_engine.connect() as connection:
        row = str((await connection.execute(select(table))).one())
    assert "dossier" not in row
    assert "612345678" not in row


async def test_a_row_that_no_key_opens_is_left_out(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlLessons(sql_engine, Keyring({9: b"9" * 32}, b"l" * 32)).keep(KEY, AMINA, FIRST)
    await SqlLessons(sql_engine, keys).keep(OTHER, AMINA, SECOND)
    assert list(await SqlLessons(sql_engine, keys).kept()) == [SECOND]
