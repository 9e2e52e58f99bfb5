"""Feeding a campaign on the twin, SQLite and PostgreSQL: nobody is written to twice, and every recipient has one end."""

import asyncio

import pytest

from dialogs.ports import Report, State
from store.chunks import OPEN_FOR
from store.ledger import Fate, Person, Stage, Written
from tests.store.boxes import NOW
from tests.store.campaign_boxes import CHUNK, FEED, Ledger, phone, write

DAY = 86400.0


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
