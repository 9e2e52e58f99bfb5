"""The errand port on the twin, SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Names, Option, Phone, Prompt
from dialogs.ports import Errand, Errands
from store.keyring import Keyring
from store.memory import MemoryErrands
from store.prompts import dump_prompt, load_prompt
from store.sql.errands import SqlErrands

AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")
ANSWER = Prompt(
    "status",
    (("name", "26****5169"), ("day", date(2026, 3, 1)), ("left", 2), ("office", Names((("fr", "Salé"), ("ar", "سلا"))))),
    (Option("1", "office", (("n", 1),)), Option("2", "back")),
)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def errands(request: pytest.FixtureRequest, keys: Keyring) -> Errands:
    return MemoryErrands() if request.param == "twin" else SqlErrands(request.getfixturevalue(f"{request.param}_engine"), keys)


def errand(n: int, phone: Phone = AMINA) -> Errand:
    return Errand(b"errand %d" % n, f"{n:04}", "status", {"aid": "10001100010000"}, phone, "ar", 100.0 + n)


async def test_a_key_is_kept_once(errands: Errands) -> None:
    assert await errands.put(errand(1)) == errand(1)
    assert await errands.put(replace(errand(1), ref="9999", made_at=500.0)) == errand(1)


async def test_the_oldest_is_worked_on_first_and_by_one_worker(errands: Errands) -> None:
    for n in (2, 1, 3):
        await errands.put(errand(n))
    taken = await asyncio.gather(*(errands.claim(lease=30, now=200) for _ in range(5)))
    found = sorted(e.ref for e in taken if e)
    assert found == ["0001", "0002", "0003"]


async def test_the_oldest_comes_first(errands: Errands) -> None:
    for n in (2, 1):
        await errands.put(errand(n))
    first = await errands.claim(lease=30, now=200)
    assert first == errand(1)


async def test_a_lease_that_ran_out_is_taken_by_another(errands: Errands) -> None:
    await errands.put(errand(1))
    assert await errands.claim(lease=30, now=200)
    assert await errands.claim(lease=30, now=229.9) is None
    assert await errands.claim(lease=30, now=230) == errand(1)


async def test_a_finished_errand_is_not_worked_on_again_and_keeps_its_first_answer(errands: Errands) -> None:
    await errands.put(errand(1))
    await errands.finish(b"errand 1", ANSWER)
    await errands.finish(b"errand 1", Prompt("other"))
    assert await errands.claim(lease=30, now=200) is None
    news = await errands.news(AMINA, since=0)
    assert news == replace(errand(1), answer=ANSWER)


async def test_news_are_the_latest_of_this_phone_until_shown(errands: Errands) -> None:
    for n in (1, 2):
        await errands.put(errand(n))
    await errands.put(errand(3, BADR))
    assert await errands.news(AMINA, since=0) == errand(2)
    assert await errands.news(AMINA, since=102) is None
    await errands.shown(b"errand 2")
    assert await errands.news(AMINA, since=0) == errand(1)
    await errands.shown(b"errand 1")
    assert await errands.news(AMINA, since=0) is None


async def test_an_errand_that_cannot_be_read_does_not_stop_the_others(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlErrands(sql_engine, Keyring({9: b"x" * 32}, b"y" * 32)).put(errand(1))
    errands = SqlErrands(sql_engine, keys)
    await errands.put(errand(2))
    assert await errands.claim(lease=30, now=200) == errand(2)
    assert await errands.claim(lease=30, now=200) is None


async def test_the_database_holds_nothing_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    errands = SqlErrands(sql_engine, keys)
    await errands.put(errand(1))
    await errands.finish(b"errand 1", ANSWER)
    async with sql_engine.connect() as connection:
        row = str((await connection.execute(text("SELECT * FROM errands"))).one())
    for secret in ("612345678", "10001100010000", "26****5169"):
        assert secret not in row


def test_a_prompt_is_the_same_after_its_journey() -> None:
    assert load_prompt(dump_prompt(ANSWER)) == ANSWER
    assert load_prompt(dump_prompt(Prompt("bare"))) == Prompt("bare")


async def test_a_phone_that_is_forgotten_has_no_errands_finished_or_not(errands: Errands) -> None:
    for n in (1, 2):
        await errands.put(errand(n))
    await errands.put(errand(3, BADR))
    await errands.finish(errand(1).key, ANSWER)
    for _ in range(2):
        await errands.forget(AMINA)
    assert await errands.news(AMINA, since=0.0) is None
    assert [await errands.claim(lease=30, now=200), await errands.claim(lease=30, now=200)] == [errand(3, BADR), None]
