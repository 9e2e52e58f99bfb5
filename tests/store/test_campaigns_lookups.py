"""Words, caps, languages and households are asked for by key: a batch costs as much in a country as in a village."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.plan import TO
from dialogs.ports import Unreadable
from store.chunks import SIZE
from store.keyring import Keyring
from store.ledger import Record, Stage
from tests.store.boxes import NOW
from tests.store.campaign_boxes import Ledger, person, phone, real_ledger

LARGE = {
    "contacts": "who",
    "consents": "who",
    "roll": "who",
    "campaign_people": "who",
    "campaign_touches": "who",
    "campaign_replies": "who",
    "campaign_chunks": "campaign",
}
"""Tables that grow with the country, and what an index must be asked for to find some rows of each."""
FEW, MANY, OTHERS = 40, 12_000, 20
_COLUMN = re.compile(r"(\w+)\)?(?:::\w+)? (?:=|<|>|<=|>=) ")


@pytest.fixture
def ledger(postgresql_engine: AsyncEngine, keys: Keyring) -> Ledger:
    return real_ledger(postgresql_engine, keys, SIZE)


@pytest.fixture(params=["as it is", "as it was when hardly anybody was there"])
async def record(request: pytest.FixtureRequest, postgresql_engine: AsyncEngine, ledger: Ledger) -> Record:
    """A draft with its people, in a country of many, as PostgreSQL believes that it is."""
    others = [(await ledger.book.create(f"other-{n}", b"", now=NOW)).id for n in range(OTHERS)]
    await execute(postgresql_engine, f"INSERT INTO roll_lists (id, name, at, rows) VALUES (1, 'rsu', {NOW}, 0)")
    await people(postgresql_engine, others, 0, FEW)
    await execute(postgresql_engine, "ANALYZE")
    made = await ledger.book.create("days", b"{}", now=NOW)
    await people(postgresql_engine, others[:2], FEW, MANY)
    who, home = "decode(md5(n::text), 'hex')", "decode(md5('home' || n), 'hex')"
    columns = "campaign, who, household, lang, region, operator, excluded, sealed"
    told = f"{made.id}, {who}, {home}, 'fr', '', '', false, '' FROM generate_series(1, {MANY}) AS n"
    await execute(postgresql_engine, f"INSERT INTO campaign_people ({columns}) SELECT {told}")
    if request.param == "as it is":
        await execute(postgresql_engine, "ANALYZE")
    return made


async def people(engine: AsyncEngine, others: list[int], start: int, end: int) -> None:
    """So many whom we know, each with a word, a line on a list, and a message and an answer of each other campaign."""
    whos = f"FROM (SELECT n, decode(md5(n::text), 'hex') AS who FROM generate_series({start}, {end - 1}) AS n) AS them"
    each = f"{whos}, unnest(ARRAY{others}) AS other"
    await execute(
        engine,
        f"INSERT INTO contacts (who, lang) SELECT who, 'fr' {whos}",
        f"INSERT INTO consents (who, purpose, given, how, at) SELECT who, 'campaign', n % 9 > 0, 'sms', {NOW} {whos}",
        f"INSERT INTO roll (list, who, lang, region, commune, programme, registered, sealed) "
        f"SELECT 1, who, 'fr', '', '', '', n % 2 > 0, '' {whos}",
        f"INSERT INTO campaign_touches (campaign, who, at) SELECT other, who, {NOW} {each}",
        f"INSERT INTO campaign_replies (campaign, who, word, at) SELECT other, who, '1', {NOW} {each}",
    )


async def execute(engine: AsyncEngine, *statements: str) -> None:
    async with engine.begin() as connection:
        for one in statements:
            await connection.execute(text(one))


@contextmanager
def heard(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile."""
    asked: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine.sync_engine, "before_cursor_execute", hear)


async def reads(engine: AsyncEngine, asked: list[tuple[str, Any]]) -> set[tuple[str, bool]]:
    """The large tables that these statements read, and whether by key. What a transaction is told first is told here too."""
    found = set[tuple[str, bool]]()
    async with engine.connect() as connection:
        for statement, parameters in asked:
            if "set_config" in statement:
                await connection.exec_driver_sql(statement, parameters)
                continue
            told = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            for node in nodes(told.scalar_one()[0]["Plan"]):
                name = re.sub(r"_\d+$", "", node.get("Relation Name", ""))  # of a campaign's own part: as of the whole
                if name in LARGE and node["Node Type"] != "ModifyTable":
                    by = _COLUMN.findall(node.get("Index Cond") or node.get("Recheck Cond") or "")
                    found.add((name, LARGE[name] in by))
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def by_key(*tables: str) -> set[tuple[str, bool]]:
    return {(table, True) for table in tables}


async def test_who_is_there_and_whose_household_is_asked_by_key(
    postgresql_engine: AsyncEngine, ledger: Ledger, record: Record
) -> None:
    with heard(postgresql_engine) as asked:
        added = await ledger.audience.add(record.id, [person(n, f"h{n // 2}") for n in range(SIZE)])
    assert added.new == SIZE // 2
    assert await reads(postgresql_engine, asked) == by_key("contacts", "campaign_people", "campaign_chunks")
    with heard(postgresql_engine) as asked:
        await ledger.audience.exclude(record.id, [phone(n) for n in range(0, 2 * SIZE, 2)])
    assert await reads(postgresql_engine, asked) == by_key("campaign_people", "campaign_chunks")


@pytest.mark.parametrize("consented", [False, True])
async def test_a_freeze_asks_for_the_word_of_each_by_key(
    postgresql_engine: AsyncEngine, ledger: Ledger, record: Record, consented: bool
) -> None:
    for _ in range(2):
        with heard(postgresql_engine) as asked:
            frozen = await ledger.audience.freeze(record.id, "campaign", consented=consented)
        assert frozen
        assert frozen.out
        assert await reads(postgresql_engine, asked) == by_key("consents", "campaign_people", "campaign_chunks")


async def test_a_feeding_asks_for_words_touches_and_whom_it_is_for_by_key(
    postgresql_engine: AsyncEngine, ledger: Ledger, record: Record
) -> None:
    frozen = await ledger.freeze(record)
    more = {"all": (), "unanswered": ("campaign_replies",), "unregistered": ("roll",), "unreached": ("campaign_replies",)}
    for consented in (False, True):
        for to in TO:
            wave = await ledger.book.create(f"{to}-{consented}", b"", now=NOW)
            await ledger.audience.again(wave, frozen)
            await ledger.moved(wave, Stage.RUNNING)
            with heard(postgresql_engine) as asked:
                fed = await ledger.feed(wave, to=to, daily=1, consented=consented)
            assert sum(fed)
            expected = by_key("consents", "campaign_people", "campaign_chunks", "campaign_touches", *more[to])
            assert await reads(postgresql_engine, asked) == expected, to


async def test_who_answered_is_asked_by_key_when_an_audience_is_read_again(
    postgresql_engine: AsyncEngine, ledger: Ledger, record: Record
) -> None:
    frozen = await ledger.freeze(record)
    with heard(postgresql_engine) as asked, pytest.raises(Unreadable):  # the people of this country have no numbers
        await anext(ledger.audience.people(frozen.id))
    assert await reads(postgresql_engine, asked) == by_key("campaign_people", "campaign_chunks", "campaign_replies")
