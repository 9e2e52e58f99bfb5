"""The ledger of campaigns on the twin, SQLite and PostgreSQL: every recipient has one end, nobody is written to twice."""

import asyncio
from dataclasses import replace

import pytest

from dialogs.ports import Report, State
from dialogs.refusals import Conflict
from store.chunks import OPEN_FOR
from store.keyring import Keyring
from store.ledger import Fate, Person, Stage, Written
from tests.store.boxes import NOW
from tests.store.campaign_boxes import CHUNK, FEED, Ledger, person, phone, real_ledger, twin_ledger, write

DAY = 86400.0


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, keys: Keyring) -> Ledger:
    if request.param == "twin":
        return twin_ledger(keys)
    return real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys)


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


# --- feeding -----------------------------------------------------------------------------------


async def test_everybody_is_written_to_once(ledger: Ledger) -> None:
    record = await ledger.running(3 * CHUNK + 4)
    await ledger.feed_all(record)
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    assert sorted(ledger.carried, key=lambda one: one.e164) == [phone(n) for n in range(3 * CHUNK + 4)]
    assert await ledger.fates(record) == {Fate.SENT: 3 * CHUNK + 4}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.TESTING, Stage.RUNNING)])
async def test_only_a_live_campaign_feeds(ledger: Ledger, stage: Stage) -> None:
    record = await ledger.moved(await ledger.running(3), stage)
    assert await ledger.feed(record) == (0, 0)


async def test_two_schedulers_never_double(ledger: Ledger) -> None:
    record = await ledger.running(2 * CHUNK)
    for _ in range(8):
        await asyncio.gather(*(ledger.feed(record) for _ in range(4)))
    await ledger.carry()
    assert len(ledger.carried) == len(set(ledger.carried)) == 2 * CHUNK


async def test_no_more_wait_in_the_outbox_than_allowed(ledger: Ledger) -> None:
    record = await ledger.running(2 * CHUNK)
    assert await ledger.feed(record, ahead=7) == (7, 0)
    assert await ledger.feed(record, ahead=7) == (0, 0)
    await ledger.carry(2)
    assert await ledger.feed(record, ahead=7) == (2, 0)


async def test_schedulers_at_the_same_time_keep_one_bound_and_one_rate(ledger: Ledger) -> None:
    record = await ledger.running(5 * CHUNK)
    for limit in ({"ahead": 7}, {"ahead": 100, "rate": 3}):
        before = await ledger.left()
        await asyncio.gather(*(ledger.feed(record, **limit) for _ in range(4)))
        assert await ledger.left() - before == min(limit.values())


async def test_the_rate_is_kept_by_all_workers_together(ledger: Ledger) -> None:
    record = await ledger.running(5 * CHUNK)
    fed = [(await ledger.feed(record, now=NOW + n / 4, rate=4))[0] for n in range(17)]
    assert sum(fed) == 4 * (1 + 4)
    assert max(fed) == 4


async def test_a_test_cell_ends_where_it_should(ledger: Ledger) -> None:
    record = await ledger.moved(await ledger.running(2 * CHUNK), Stage.TESTING)
    assert await ledger.feed(record, upto=3) == (3, 0)
    assert await ledger.feed(record, upto=3) == (0, 0)


async def test_a_no_after_the_freeze_wins(ledger: Ledger) -> None:
    record = await ledger.running(5)
    await ledger.contacts.set_consent(phone(3), "campaign", False, how="sms:stop", at=NOW)
    assert await ledger.feed(record) == (4, 1)
    assert await ledger.reasons(record) == {"": 4, "opted-out": 1}


async def test_a_no_after_the_queue_counts_as_skipped(ledger: Ledger) -> None:
    record = await ledger.running(1)
    await ledger.feed(record)
    (one,) = await ledger.dispatch.claim(1, lease=60, now=NOW)
    await ledger.dispatch.settle(one.id, State.FAILED, reason="opted-out")
    await ledger.flow.look(now=NOW)
    assert await ledger.fates(record) == {Fate.SKIPPED: 1}


async def test_whom_the_text_has_no_words_for_is_skipped_with_why(ledger: Ledger) -> None:
    record = await ledger.running(4)

    def only_french(to: Person) -> Written | str:
        return write(to) if to.lang == "fr" else "no-text"

    fed = await ledger.flow.feed(record.id, FEED, only_french, now=NOW)
    assert (fed.queued, fed.skipped) == (2, 2)
    assert await ledger.reasons(record) == {"": 2, "no-text": 2}


@pytest.mark.parametrize(("caps", "after", "reason"), [({"daily": 1}, DAY, "cap-daily"), ({"weekly": 1}, 7 * DAY, "cap-weekly")])
async def test_caps_count_over_all_campaigns(ledger: Ledger, caps: dict[str, int], after: float, reason: str) -> None:
    first = await ledger.running(2, "first")
    await ledger.feed(first, **caps)
    second = await ledger.running(3, "second")
    assert await ledger.feed(second, now=NOW + after - 1, **caps) == (1, 2)
    assert await ledger.reasons(second) == {"": 1, reason: 2}
    third = await ledger.running(2, "third")
    assert await ledger.feed(third, now=NOW + after, **caps) == (2, 0)


@pytest.mark.parametrize(("caps", "span"), [({"daily": 1}, DAY), ({"weekly": 1}, 7 * DAY), ({"daily": 1, "weekly": 1}, 7 * DAY)])
async def test_who_is_over_a_cap_waits_while_the_campaign_still_runs_when_she_is_free(
    ledger: Ledger, caps: dict[str, int], span: float
) -> None:
    await ledger.feed(await ledger.running(2, "first"))
    second = await ledger.running(3, "second")
    limits: dict[str, object] = {**caps, "ends_at": NOW + span + 60}
    assert await ledger.feed(second, now=NOW + 60, **limits) == (1, 0)
    assert await ledger.fates(second) == {Fate.QUEUED: 1, Fate.WAITING: 2}
    assert await ledger.feed(second, now=NOW + span - 1, **limits) == (0, 0)
    assert await ledger.feed(second, now=NOW + span, **limits) == (2, 0)
    assert await ledger.fates(second) == {Fate.QUEUED: 3}


async def test_who_is_free_too_late_is_skipped(ledger: Ledger) -> None:
    await ledger.feed(await ledger.running(2, "first"))
    second = await ledger.running(2, "second")
    assert await ledger.feed(second, daily=1, ends_at=NOW + DAY) == (0, 2)
    assert await ledger.reasons(second) == {"cap-daily": 2}


async def test_the_second_message_of_a_day_counts_from_the_first_one_that_a_cap_of_two_counts(ledger: Ledger) -> None:
    for hours, name in enumerate(("first", "second")):
        await ledger.feed(await ledger.running(1, name), now=NOW + hours * 3600)
    third = await ledger.running(1, "third")
    limits: dict[str, object] = {"daily": 2, "ends_at": NOW + 2 * DAY, "valid_until": NOW + 2 * DAY}
    assert await ledger.feed(third, now=NOW + 7200, **limits) == (0, 0)
    assert await ledger.feed(third, now=NOW + DAY, **limits) == (1, 0)


async def test_who_waits_for_tomorrow_holds_nobody_else(ledger: Ledger) -> None:
    """The first chunk is over its cap as a whole: the others have their turn today."""
    await ledger.feed_all(await ledger.running(12, "first"))
    second = await ledger.running(40, "second")
    for _ in range(9):
        await ledger.feed(second, now=NOW + 60, daily=1, ends_at=NOW + 3 * DAY)
    assert await ledger.fates(second) == {Fate.QUEUED: 28, Fate.WAITING: 12}


async def test_who_says_stop_while_she_waits_gets_nothing_tomorrow(ledger: Ledger) -> None:
    await ledger.feed(await ledger.running(1, "first"))
    second = await ledger.running(1, "second")
    await ledger.feed(second, daily=1, ends_at=NOW + 2 * DAY)
    await ledger.contacts.set_consent(phone(0), "campaign", False, how="sms:stop", at=NOW)
    assert await ledger.feed(second, now=NOW + DAY, daily=1, ends_at=NOW + 2 * DAY) == (0, 1)
    assert await ledger.reasons(second) == {"opted-out": 1}


async def test_what_is_taken_back_costs_nobody_her_turn(ledger: Ledger) -> None:
    first, second = await ledger.running(2, "first"), await ledger.running(2, "second")
    await ledger.feed(first)
    await ledger.feed(second, daily=1, ends_at=NOW + 2 * DAY)
    await ledger.flow.withdraw(first.id)
    assert await ledger.feed(first, daily=1, ends_at=NOW + 2 * DAY) == (2, 0)
    assert await ledger.feed(second, now=NOW + DAY, daily=1, ends_at=NOW + 2 * DAY) == (2, 0)
    assert await ledger.fates(first) == await ledger.fates(second) == {Fate.QUEUED: 2}


async def test_who_waits_for_a_cap_when_the_campaign_ends_has_her_end(ledger: Ledger) -> None:
    await ledger.feed(await ledger.running(2, "first"))
    second = await ledger.running(3, "second")
    await ledger.feed(second, daily=1, ends_at=NOW + 2 * DAY)
    assert await ledger.flow.close(second.id, Fate.EXPIRED, "deadline") == 2
    assert await ledger.fates(second) == {Fate.QUEUED: 1, Fate.EXPIRED: 2}


# --- back from the outbox ----------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED])
async def test_an_outcome_comes_back_with_its_reason(ledger: Ledger, state: State) -> None:
    record = await ledger.running(3)
    await ledger.feed(record)
    await ledger.carry(2, state)
    await ledger.flow.look(now=NOW)
    assert await ledger.fates(record) == {Fate[state.name]: 2, Fate.QUEUED: 1}
    told = state in (State.FAILED, State.EXPIRED)
    assert await ledger.reasons(record) == ({"why": 2, "": 1} if told else {"": 3})


async def test_a_late_report_still_moves_what_was_sent(ledger: Ledger) -> None:
    record = await ledger.running(1)
    await ledger.feed(record)
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    await ledger.dispatch.report(Report("at", "1-0", State.DELIVERED), now=NOW + DAY)
    await ledger.flow.look(now=NOW + DAY)
    assert await ledger.fates(record) == {Fate.DELIVERED: 1}


async def test_a_recipient_whose_row_is_gone_is_unknown_in_the_end(ledger: Ledger) -> None:
    record = await ledger.running(2)
    await ledger.feed(record)
    await ledger.carry(1)
    for now in (NOW, NOW + OPEN_FOR - 1, NOW + OPEN_FOR + DAY):
        await ledger.flow.look(now=now)
    assert await ledger.fates(record) == {Fate.SENT: 1, Fate.UNKNOWN: 1}
    assert await ledger.flow.look(now=NOW + 30 * DAY) == 0


async def test_what_nobody_took_is_taken_back_and_leaves_later_once(ledger: Ledger) -> None:
    record = await ledger.running(CHUNK + 5)
    await ledger.feed_all(record)
    await ledger.carry(4)
    record = await ledger.moved(record, Stage.PAUSED)
    assert await ledger.flow.withdraw(record.id) == CHUNK + 1
    assert await ledger.left() == 4
    assert await ledger.carry() == 0
    record = await ledger.moved(record, Stage.RUNNING)
    await ledger.feed_all(record)
    await ledger.carry()
    await ledger.flow.look(now=NOW)
    assert len(ledger.carried) == len(set(ledger.carried)) == CHUNK + 5
    assert await ledger.fates(record) == {Fate.SENT: CHUNK + 5}


async def test_what_is_being_sent_is_not_taken_back(ledger: Ledger) -> None:
    record = await ledger.running(3)
    await ledger.feed(record)
    (one,) = await ledger.dispatch.claim(1, lease=60, now=NOW)
    assert await ledger.flow.withdraw(record.id) == 2
    await ledger.dispatch.settle(one.id, State.SENT, provider="at", provider_id="a")
    await ledger.flow.look(now=NOW)
    assert await ledger.fates(record) == {Fate.WAITING: 2, Fate.SENT: 1}


async def test_who_was_taken_back_was_not_written_to_as_far_as_caps_go(ledger: Ledger) -> None:
    record = await ledger.running(2)
    await ledger.feed(record, daily=1)
    await ledger.flow.withdraw(record.id)
    assert await ledger.feed(record, daily=1) == (2, 0)


async def test_those_who_still_wait_are_given_an_end(ledger: Ledger) -> None:
    record = await ledger.running(2 * CHUNK + 1)
    await ledger.feed(record, ahead=3)
    assert await ledger.flow.close(record.id, Fate.SKIPPED, "stopped", most=1) == CHUNK - 3
    while await ledger.flow.close(record.id, Fate.SKIPPED, "stopped"):
        pass
    await ledger.flow.look(now=NOW)
    assert await ledger.fates(record) == {Fate.QUEUED: 3, Fate.SKIPPED: 2 * CHUNK - 2}
    assert await ledger.reasons(record) == {"": 3, "stopped": 2 * CHUNK - 2}


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
