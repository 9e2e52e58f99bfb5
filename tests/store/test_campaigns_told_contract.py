"""What a campaign was to one phone, on the twin, SQLite and PostgreSQL: her answer, and the last message that she was sent."""

import asyncio

import pytest

from dialogs.ports import State
from store.ledger import Stage
from tests.store.boxes import NOW
from tests.store.campaign_boxes import Ledger, person, phone

DAY = 86400.0


# --- answers -----------------------------------------------------------------------------------


async def test_an_answer_counts_once_for_the_latest_campaign(ledger: Ledger) -> None:
    first = await ledger.running(2, "first")
    await ledger.feed(first)
    second = await ledger.running(1, "second")
    await ledger.feed(second, now=NOW + 60)
    for _ in range(2):
        assert await ledger.results.heard(phone(0), "1", since=NOW - DAY, now=NOW + 70) == second.id
    assert await ledger.results.heard(phone(1), "stop", since=NOW - DAY, now=NOW + 70) == first.id
    assert await ledger.results.answers(second.id) == {("casa", "1"): 1}
    assert [await ledger.results.said(second.id, word) for word in ("1", "stop")] == [1, 0]
    assert await ledger.results.answers(first.id) == {("casa", "stop"): 1}


async def test_an_answer_of_somebody_else_or_much_later_is_nobodys(ledger: Ledger) -> None:
    record = await ledger.running(1)
    await ledger.feed(record)
    assert await ledger.results.heard(phone(9), "1", since=NOW, now=NOW) is None
    assert await ledger.results.heard(phone(0), "1", since=NOW + 1, now=NOW + DAY) is None


async def test_of_many_who_answer_at_once_each_answer_counts_for_her_own_campaign(ledger: Ledger) -> None:
    first = await ledger.running(9, "first")
    await ledger.feed(first)
    second = await ledger.running(4, "second")
    await ledger.feed(second, now=NOW + 60)
    answers = (ledger.results.heard(phone(n), "1", since=NOW - DAY, now=NOW + 70) for n in range(12))
    assert await asyncio.gather(*answers) == [second.id] * 4 + [first.id] * 5 + [None] * 3
    assert [await ledger.results.said(one.id, "1") for one in (first, second)] == [5, 4]
    said = (ledger.results.said_by(phone(n), "1", since=NOW - DAY) for n in range(12))
    assert await asyncio.gather(*said) == [True] * 9 + [False] * 3


# --- what one phone was sent -------------------------------------------------------------------


async def test_the_last_message_to_a_phone_is_told_with_her_own_row_and_its_time(ledger: Ledger) -> None:
    for hours, name in enumerate(("first", "second")):
        record = await ledger.book.create(name, name.encode(), now=NOW)
        await ledger.audience.add(record.id, [person(n, name=name) for n in range(25)])
        await ledger.moved(await ledger.freeze(record), Stage.RUNNING)
        for _ in range(3):
            await ledger.feed(record, now=NOW + 3600 * hours)
        await ledger.carry(now=NOW + 3600 * hours)
    await ledger.flow.look(now=NOW + 3600)
    for n in range(25):
        sent = await ledger.results.sent_to(phone(n))
        assert sent is not None
        assert (sent.record.name, sent.record.plan, sent.at) == ("second", b"second", NOW + 3600)
        assert (sent.person.phone, sent.person.lang, sent.person.values) == (phone(n), person(n).lang, {"name": "second"})
    assert await ledger.results.sent_to(phone(25)) is None


@pytest.mark.parametrize("state", [State.FAILED, State.EXPIRED, State.UNKNOWN])
async def test_what_did_not_reach_her_is_told_all_the_same(ledger: Ledger, state: State) -> None:
    await ledger.feed(await ledger.running(1))
    await ledger.carry(state=state)
    await ledger.flow.look(now=NOW)
    assert await ledger.results.sent_to(phone(0)) is not None


async def test_what_waits_is_queued_or_passed_her_over_was_not_sent_to_her(ledger: Ledger) -> None:
    record = await ledger.running(3)
    assert await ledger.results.sent_to(phone(0)) is None
    assert await ledger.results.sent_at(record.id) == 0.0
    await ledger.contacts.set_consent(phone(0), "campaign", False, how="sms:stop", at=NOW)
    await ledger.feed(record)
    assert [await ledger.results.sent_to(phone(n)) for n in range(3)] == [None] * 3
    assert await ledger.results.sent_at(record.id) == NOW
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    assert [await ledger.results.sent_to(phone(n)) is None for n in range(3)] == [True, False, False]


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.STOPPING, Stage.STOPPED])
async def test_what_was_paused_or_stopped_is_told_to_nobody(ledger: Ledger, stage: Stage) -> None:
    record = await ledger.running(1)
    await ledger.feed(record)
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    await ledger.moved(record, stage)
    assert await ledger.results.sent_to(phone(0)) is None


async def test_a_wave_is_told_with_the_row_of_its_first(ledger: Ledger) -> None:
    first = await ledger.running(12)
    wave = await ledger.book.create("wave", b"wave", now=NOW)
    assert await ledger.audience.again(wave, first)
    await ledger.moved(wave, Stage.RUNNING)
    for _ in range(2):
        await ledger.feed(wave, now=NOW + 60)
    await ledger.carry(now=NOW + 60)
    await ledger.flow.look(now=NOW + 60)
    for n in range(12):
        sent = await ledger.results.sent_to(phone(n))
        assert sent is not None
        assert (sent.record.name, sent.person.phone) == ("wave", phone(n))
