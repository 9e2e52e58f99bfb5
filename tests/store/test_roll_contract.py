"""Who can be written to without a file: only while she wants it, sealed, and found by what the lists say."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.refusals import Conflict
from store.keyring import Keyring
from store.ledger import Person
from store.roll import SELF, Enrolled, Listed, Where
from store.sql.engine import transaction
from store.sql.tables_roll import roll
from tests.store.boxes import NOW
from tests.store.campaign_boxes import Ledger, phone, real_ledger

ALL = Where()


def line(n: int, *, household: str = "", **told: object) -> Listed:
    region = str(told.pop("region", "casa"))
    return Listed(Person(phone(n), "fr" if n % 2 else "ar", region, household=household), **told)  # type: ignore[arg-type]


async def enlisted(ledger: Ledger, name: str, lines: Sequence[Listed]) -> bool:
    draft = await ledger.roll.begin(name)
    added = await ledger.roll.add(draft, lines)
    return await ledger.roll.publish(draft, Enrolled(name, b"b" * 16, NOW, added.new, b"d" * 32))


async def found(ledger: Ledger, where: Where) -> list[Person]:
    return [person async for batch in ledger.roll.matching(where) for person in batch]


async def phones(ledger: Ledger, where: Where) -> set[Phone]:
    return {person.phone for person in await found(ledger, where)}


async def consent(ledger: Ledger, n: int, given: bool, at: float = NOW) -> None:
    await ledger.contacts.set_consent(phone(n), "campaign", given, how="sms:stop", at=at)


# --- those who asked themselves ----------------------------------------------------------------


async def test_who_asks_for_announcements_can_be_written_to_and_nobody_else(ledger: Ledger) -> None:
    await consent(ledger, 1, True)
    await ledger.contacts.set_language(phone(1), "ar", at=NOW)
    await ledger.contacts.set_consent(phone(2), "service", True, how="ussd", at=NOW)
    await ledger.contacts.set_language(phone(3), "ar", at=NOW)
    assert await found(ledger, ALL) == [Person(phone(1), "ar")]
    assert await found(ledger, Where(lists=(SELF,))) == [Person(phone(1), "ar")]


async def test_asking_twice_is_asking_once(ledger: Ledger) -> None:
    await consent(ledger, 1, True)
    await consent(ledger, 1, True, NOW + 1)
    assert len(await found(ledger, ALL)) == 1


async def test_a_number_is_forgotten_when_she_refuses(ledger: Ledger) -> None:
    await consent(ledger, 1, True)
    await enlisted(ledger, "pnss", [line(1), line(2)])
    await consent(ledger, 1, False, NOW + 1)
    assert await phones(ledger, ALL) == {phone(2)}


async def test_an_old_refusal_that_comes_late_forgets_nobody(ledger: Ledger) -> None:
    await consent(ledger, 1, True, NOW)
    await consent(ledger, 1, False, NOW - 5)
    assert await phones(ledger, ALL) == {phone(1)}


async def test_who_comes_back_is_found_again(ledger: Ledger) -> None:
    for n, given in enumerate((True, False, True)):
        await consent(ledger, 1, given, NOW + n)
    assert await phones(ledger, ALL) == {phone(1)}


async def test_the_database_holds_no_number_in_clear_and_none_of_who_refused(sql_engine: AsyncEngine, keys: Keyring) -> None:
    ledger = real_ledger(sql_engine, keys)
    await consent(ledger, 1, True)
    await enlisted(ledger, "pnss", [line(1), line(2, household="h")])
    await consent(ledger, 1, False, NOW + 1)
    async with transaction(sql_engine) as connection:
        (row,) = (await connection.execute(select(roll))).all()
    assert all(phone(2).e164[1:].encode() not in bytes(cell) for cell in row if isinstance(cell, bytes | memoryview))
    assert row.household != b"h"


# --- lists -------------------------------------------------------------------------------------


async def test_a_list_replaces_the_one_of_its_name_as_a_whole(ledger: Ledger) -> None:
    await enlisted(ledger, "pnss", [line(n) for n in range(8)])
    draft = await ledger.roll.begin("pnss")
    await ledger.roll.add(draft, [line(9)])
    assert await phones(ledger, ALL) == {phone(n) for n in range(8)}
    assert await ledger.roll.publish(draft, Enrolled("pnss", b"b" * 16, NOW, 1, b"e" * 32))
    assert await phones(ledger, ALL) == {phone(9)}
    assert [(one.name, one.rows, one.digest) for one in await ledger.roll.lists()] == [("pnss", 1, b"e" * 32)]


async def test_an_older_draft_does_not_replace_a_newer_list(ledger: Ledger) -> None:
    draft = await ledger.roll.begin("pnss")
    await enlisted(ledger, "pnss", [line(1)])
    with pytest.raises(Conflict, match="overtaken"):
        await ledger.roll.add(draft, [line(2)])
    assert not await ledger.roll.publish(draft, Enrolled("pnss", b"b" * 16, NOW, 1, b"e" * 32))
    assert await phones(ledger, ALL) == {phone(1)}


async def test_a_list_that_is_struck_leaves_nobody_behind(ledger: Ledger) -> None:
    await enlisted(ledger, "pnss", [line(1)])
    assert [await ledger.roll.strike("pnss") for _ in range(2)] == [True, False]
    assert await found(ledger, ALL) == []
    assert await ledger.roll.lists() == []


async def test_who_refused_is_not_brought_back_by_a_list(ledger: Ledger) -> None:
    await consent(ledger, 1, False)
    draft = await ledger.roll.begin("pnss")
    added = await ledger.roll.add(draft, [line(1), line(2), line(2)])
    assert (added.new, added.dropped) == (1, ((0, "opted-out"), (2, "same-number")))


async def test_who_refuses_while_a_list_is_read_is_not_on_it(ledger: Ledger) -> None:
    draft = await ledger.roll.begin("pnss")
    await ledger.roll.add(draft, [line(1), line(2)])
    await consent(ledger, 1, False)
    await ledger.roll.publish(draft, Enrolled("pnss", b"b" * 16, NOW, 2, b"d" * 32))
    assert await phones(ledger, ALL) == {phone(2)}


# --- questions ---------------------------------------------------------------------------------

LINES = [
    line(1, commune="anfa", programme="amo", registered=True),
    line(2, commune="anfa", programme="asd", registered=False),
    line(3, region="fes", commune="fes", programme="amo"),
    line(4, region="fes", programme="asd", registered=True),
]


@pytest.mark.parametrize(
    ("where", "who"),
    [
        (ALL, {1, 2, 3, 4, 9}),
        (Where(region=("casa",)), {1, 2}),
        (Where(region=("casa", "fes"), programme=("amo",)), {1, 3}),
        (Where(commune=("anfa",), lang=("ar",)), {2}),
        (Where(lang=("ar",)), {2, 3, 4}),
        (Where(registered=True), {1, 4}),
        (Where(registered=False), {2}),
        (Where(lists=("pnss",)), {1, 2, 3, 4}),
        (Where(lists=("other",)), set()),
        (Where(region=("rabat",)), set()),
    ],
)
async def test_a_person_matches_when_a_line_says_all_that_is_asked(ledger: Ledger, where: Where, who: set[int]) -> None:
    await enlisted(ledger, "pnss", LINES)
    await ledger.contacts.set_language(phone(3), "ar", at=NOW)  # she told us; the list says French
    await consent(ledger, 9, True)
    assert await phones(ledger, where) == {phone(n) for n in who}
    assert await ledger.roll.count(where, "campaign", consented=False) == len(who)


async def test_people_come_in_the_order_of_their_hashes_over_all_pages(ledger: Ledger, keys: Keyring) -> None:
    await enlisted(ledger, "pnss", [line(n) for n in range(20)])
    told = [keys.mac("contact", person.phone.e164) for person in await found(ledger, ALL)]
    assert told == sorted(told)
    assert len(told) == 20


async def test_who_is_on_two_lists_is_counted_once(ledger: Ledger) -> None:
    await enlisted(ledger, "amo", [line(1), line(2)])
    await enlisted(ledger, "asd", [line(2, region="fes"), line(3, region="fes")])
    assert await ledger.roll.count(ALL, "campaign", consented=False) == 3
    assert await ledger.roll.groups(ALL, "region", "campaign", consented=False) == {"casa": 2, "fes": 2}


async def test_where_the_law_wants_a_yes_only_those_who_said_it_count(ledger: Ledger) -> None:
    await enlisted(ledger, "amo", [line(1), line(2)])
    await consent(ledger, 1, True)
    assert await ledger.roll.count(ALL, "campaign", consented=True) == 1


async def test_a_household_is_one_household_in_the_audience(ledger: Ledger) -> None:
    await enlisted(ledger, "amo", [line(1, household="h"), line(2, household="h"), line(3)])
    record = await ledger.book.create("days", b"", now=NOW)
    new = [(await ledger.audience.add(record.id, batch)).new async for batch in ledger.roll.matching(ALL)]
    assert sum(new) == 2
