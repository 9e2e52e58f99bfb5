"""The records and the audience of campaigns on the twin, SQLite and PostgreSQL: each person once, and frozen for good."""

from dataclasses import replace

import pytest

from dialogs.refusals import Conflict
from store.ledger import Fate, Person, Stage
from tests.store.boxes import NOW
from tests.store.campaign_boxes import CHUNK, Ledger, person, phone

DAY = 86400.0


# --- records -----------------------------------------------------------------------------------


async def test_a_name_is_one_campaign_however_often_the_button_is_pressed(ledger: Ledger) -> None:
    first = await ledger.book.create("days", b"1", now=NOW)
    assert await ledger.book.create("days", b"2", now=NOW) == first
    assert await ledger.book.all() == [first]


async def test_of_two_who_change_a_campaign_at_once_one_is_told(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"1", now=NOW)
    assert await ledger.book.save(record, Stage.DRAFT, b"2") is not None
    assert await ledger.book.save(record, Stage.STOPPED, b"3") is None
    found = await ledger.book.find("days")
    assert found is not None
    assert (found.plan, found.stage) == (b"2", Stage.DRAFT)


async def test_campaigns_are_told_page_by_page_newest_first(ledger: Ledger) -> None:
    made = [await ledger.book.create(f"days-{n}", b"", now=NOW) for n in range(5)]
    first = await ledger.book.page(2)
    assert first == [made[4], made[3]]
    assert await ledger.book.page(9, before=first[-1].id) == [made[2], made[1], made[0]]
    assert await ledger.book.page(2, before=made[0].id) == []


async def test_how_many_were_written_to_lately_and_since_when(ledger: Ledger) -> None:
    record = await ledger.running(12)
    assert await ledger.results.lately(record.id, since=NOW - 60) == (0, NOW - 60)
    await ledger.feed(record)
    assert await ledger.results.lately(record.id, since=NOW - 60) == (10, NOW)
    await ledger.feed(record, now=NOW + 50)
    assert await ledger.results.lately(record.id, since=NOW + 10) == (2, NOW + 50)


# --- the audience ------------------------------------------------------------------------------


async def test_a_person_and_a_household_are_there_once(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    batch = [person(1, "h1"), person(1, "h2"), person(2, "h1"), person(3)]
    assert (await ledger.audience.add(record.id, batch)).dropped == ((1, "same-number"), (2, "same-household"))
    assert (await ledger.audience.add(record.id, [person(3), person(4, "h1"), person(5), person(6)])) == replace(
        await ledger.audience.add(record.id, []), new=2, dropped=((0, "same-number"), (1, "same-household"))
    )


async def test_whoever_comes_first_stays_and_each_place_is_told_why_it_was_dropped(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(1, "h1")])
    await ledger.audience.exclude(record.id, [phone(9)])
    batch = [person(2, "h1"), person(2, "h2"), person(2, "h2"), person(9, "h9"), person(3, "h9"), person(3), person(1, "h7")]
    added = await ledger.audience.add(record.id, batch)
    assert (added.new, added.dropped) == (
        2, ((0, "same-household"), (2, "same-number"), (3, "excluded"), (5, "same-number"), (6, "same-number")),
    )  # fmt: skip
    assert (await ledger.audience.add(record.id, batch)).new == 0
    assert sorted([who.phone.e164 async for who, _, _ in ledger.audience.people(record.id)]) == [phone(n).e164 for n in (1, 2, 3)]


async def test_many_are_added_and_taken_out_at_once(ledger: Ledger) -> None:
    record, everybody = await ledger.book.create("days", b"", now=NOW), [person(n, f"h{n // 2}") for n in range(700)]
    added = await ledger.audience.add(record.id, everybody)
    assert (added.new, len(added.dropped)) == (350, 350)
    assert await ledger.audience.add(record.id, []) == replace(added, new=0, dropped=())
    await ledger.audience.exclude(record.id, [phone(n) for n in range(0, 600, 4)])
    await ledger.audience.exclude(record.id, [])
    assert (await ledger.freeze(record)).count == 200


async def test_the_language_that_we_know_of_a_person_counts_more_than_the_file(ledger: Ledger) -> None:
    await ledger.contacts.set_language(phone(1), "ar", at=NOW)
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [Person(phone(1), "fr"), Person(phone(2), "fr")])
    assert {who.phone: who.lang async for who, _, _ in ledger.audience.people(record.id)} == {phone(1): "ar", phone(2): "fr"}


async def test_who_is_excluded_is_out_before_and_after_she_is_added(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(1), person(2)])
    await ledger.audience.exclude(record.id, [phone(1), phone(3)])
    assert (await ledger.audience.add(record.id, [person(3), person(1)])).dropped == ((0, "excluded"), (1, "excluded"))
    assert (await ledger.freeze(record)).count == 1


async def test_who_said_no_before_the_freeze_is_taken_out(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(n) for n in range(4)])
    await ledger.contacts.set_consent(phone(1), "campaign", False, how="sms", at=NOW)
    await ledger.contacts.set_consent(phone(2), "service", False, how="sms", at=NOW)
    frozen = await ledger.audience.freeze(record.id, "campaign", consented=False)
    assert frozen is not None
    assert (frozen.kept, dict(frozen.out)) == (3, {"opted-out": 1})


async def test_where_the_law_asks_for_consent_only_who_gave_it_is_written_to(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(n) for n in range(4)])
    for n, word in ((1, True), (2, False), (3, True)):
        await ledger.contacts.set_consent(phone(n), "campaign", word, how="ussd", at=NOW)
    record = await ledger.moved(await ledger.freeze(record, consented=True), Stage.RUNNING)
    assert record.count == 2
    await ledger.contacts.set_consent(phone(3), "campaign", False, how="sms", at=NOW + 1)
    assert await ledger.feed(record, consented=True) == (1, 1)
    assert await ledger.reasons(record) == {"": 1, "no-consent": 1}


async def test_a_frozen_audience_cannot_change_even_while_it_freezes(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(n) for n in range(2 * CHUNK)])
    await ledger.audience.freeze(record.id, "campaign", consented=False)
    with pytest.raises(Conflict):
        await ledger.audience.add(record.id, [person(99)])
    with pytest.raises(Conflict):
        await ledger.audience.exclude(record.id, [phone(1)])
    record = await ledger.freeze(record)
    with pytest.raises(Conflict):
        await ledger.audience.freeze(record.id, "campaign", consented=False)


async def test_the_digest_tells_the_audience_and_does_not_depend_on_the_order_of_the_file(ledger: Ledger) -> None:
    everybody = [person(n) for n in range(3 * CHUNK + 1)]
    digests = []
    for name, people in (("a", everybody), ("b", everybody[::-1]), ("c", everybody[1:])):
        record = await ledger.book.create(name, b"", now=NOW)
        await ledger.audience.add(record.id, people)
        record = await ledger.freeze(record)
        assert await ledger.audience.digest(record.id) == record.digest
        digests.append(record.digest)
    assert digests[0] == digests[1] != digests[2]


async def test_an_audience_of_nobody_freezes(ledger: Ledger) -> None:
    record = await ledger.freeze(await ledger.book.create("none", b"", now=NOW))
    assert (record.count, record.stage, await ledger.fates(record)) == (0, Stage.FROZEN, {})


async def test_people_are_read_again_with_what_became_of_them(ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await ledger.audience.add(record.id, [person(n, name=f"A{n}") for n in range(CHUNK + 3)])
    assert len([who async for who, _, _ in ledger.audience.people(record.id)]) == CHUNK + 3
    record = await ledger.moved(await ledger.freeze(record), Stage.RUNNING)
    await ledger.feed(record, ahead=1)
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    await ledger.results.heard(ledger.carried[0], "1", since=NOW - 1, now=NOW)
    found = [one async for one in ledger.audience.people(record.id)]
    assert [(who.phone, fate) for who, fate, answered in found if answered] == [(ledger.carried[0], Fate.SENT)]
    assert {who.values["name"] for who, _, _ in found} == {f"A{n}" for n in range(CHUNK + 3)}
