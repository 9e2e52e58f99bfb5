"""The store of lists on the twin, SQLite and PostgreSQL."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import EnrolmentState
from dialogs.ports.lists import Entry, Import, ListStore
from store.memory_lists import MemoryLists
from store.sql import lists
from store.sql.lists import SqlLists
from store.sql.tables_lists import list_entries, list_imports

AMINA, BADR = b"a" * 16, b"b" * 16


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest) -> ListStore:
    return MemoryLists() if request.param == "twin" else SqlLists(request.getfixturevalue(f"{request.param}_engine"))


def entry(line: int, *macs: bytes, programme: str = "PASS") -> Entry:
    return Entry(line, macs or (AMINA,), programme, EnrolmentState.ENROLLED, date(2026, 1, line), None, "paid")


def imported(n: int, rows: int = 1) -> Import:
    return Import(f"operator-{n}", 100.0 + n, bytes([n]) * 32, rows)


async def published(kept: ListStore, n: int, *entries: Entry, name: str = "pass") -> int:
    draft = await kept.begin(name)
    await kept.add(draft, entries)
    assert await kept.publish(draft, imported(n))
    return draft


async def test_nobody_is_on_a_list_that_never_came(kept: ListStore) -> None:
    assert await kept.find("pass", AMINA) == []
    assert await kept.history("pass", 5) == []


async def test_an_entry_is_found_by_each_of_its_numbers(kept: ListStore) -> None:
    await published(kept, 1, entry(2, AMINA, BADR), entry(3, BADR))
    assert await kept.find("pass", AMINA) == [entry(2, AMINA)]
    assert await kept.find("pass", BADR) == [entry(2, BADR), entry(3, BADR)]
    assert await kept.find("pass", b"c" * 16) == []


async def test_a_draft_is_not_the_list(kept: ListStore) -> None:
    await published(kept, 1, entry(2))
    draft = await kept.begin("pass")
    await kept.add(draft, [entry(9)])
    assert await kept.find("pass", AMINA) == [entry(2)]
    await kept.discard(draft)
    await kept.discard(draft)
    assert await kept.find("pass", AMINA) == [entry(2)]
    assert len(await kept.history("pass", 5)) == 1


async def test_a_new_list_replaces_the_old_one_whole(kept: ListStore) -> None:
    await published(kept, 1, entry(2), entry(3, BADR))
    await published(kept, 2, entry(4))
    assert await kept.find("pass", AMINA) == [entry(4)]
    assert await kept.find("pass", BADR) == []
    assert await kept.history("pass", 5) == [imported(2), imported(1)]
    assert await kept.history("pass", 1) == [imported(2)]


async def test_lists_do_not_know_each_other(kept: ListStore) -> None:
    await published(kept, 1, entry(2))
    await published(kept, 2, entry(3), name="cnss")
    assert await kept.find("pass", AMINA) == [entry(2)]
    assert await kept.find("cnss", AMINA) == [entry(3)]


async def test_of_two_drafts_the_later_stays(kept: ListStore) -> None:
    first, second = await kept.begin("pass"), await kept.begin("pass")
    await kept.add(first, [entry(1)])
    await kept.add(second, [entry(2)])
    assert await kept.publish(second, imported(2))
    assert not await _published_late(kept, first)
    assert await kept.find("pass", AMINA) == [entry(2)]


async def _published_late(kept: ListStore, draft: int) -> bool:
    return await kept.publish(draft, imported(1))


async def test_a_published_list_is_not_discarded(kept: ListStore) -> None:
    draft = await published(kept, 1, entry(2))
    await kept.discard(draft)
    assert await kept.find("pass", AMINA) == [entry(2)]


async def test_an_empty_list_is_a_list(kept: ListStore) -> None:
    await published(kept, 1, entry(2))
    await published(kept, 2)
    assert await kept.find("pass", AMINA) == []


async def test_what_was_replaced_or_left_behind_is_swept(sql_engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SWEPT", 3)
    kept = SqlLists(sql_engine)
    many = [entry(1, bytes([n]) * 16) for n in range(10)]
    await published(kept, 1, *many)
    left = await kept.begin("pass")
    await kept.add(left, many)
    await published(kept, 2, entry(2))
    async with sql_engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(list_entries)) == 1
        assert await connection.scalar(select(func.count()).select_from(list_imports)) == 2
