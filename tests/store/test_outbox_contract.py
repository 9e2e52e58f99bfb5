"""The outbox and dispatch ports on the twin, SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from itertools import permutations

import pytest

from dialogs.model import Phone
from dialogs.ports import Lane, State
from store.keyring import Keyring
from tests.store.boxes import AMINA, BADR, NOW, Box, Final, message, real, report, twin


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def box(request: pytest.FixtureRequest, keys: Keyring) -> Box:
    return twin() if request.param == "twin" else real(request.getfixturevalue(f"{request.param}_engine"), keys)


# --- putting -----------------------------------------------------------------------------------


async def test_a_key_is_queued_once_for_ever(box: Box) -> None:
    assert await box.outbox.put(message(1))
    assert not await box.outbox.put(replace(message(1), text="other"))
    (claimed,) = await box.dispatch.claim(10, lease=60, now=NOW)
    await box.dispatch.settle(claimed.id, State.SENT, provider="at", provider_id="a")
    assert not await box.outbox.put(message(1))
    assert claimed.message == message(1)


async def test_many_callers_at_once_each_get_their_own_answer(box: Box) -> None:
    puts = await asyncio.gather(*(box.outbox.put(message(n % 50)) for n in range(200)))
    assert puts.count(True) == 50
    assert (await box.dispatch.waiting())[Lane.REPLY] == 50


async def test_the_note_is_found_by_its_key(box: Box) -> None:
    await box.outbox.put(message(1))
    assert await box.outbox.note(b"key 1") == "26****5169"
    assert await box.outbox.note(b"key 2") is None


async def test_of_many_notes_that_are_asked_for_at_once_each_is_its_own(box: Box) -> None:
    await asyncio.gather(*(box.outbox.put(replace(message(n), note=f"note {n}")) for n in range(0, 60, 2)))
    notes = await asyncio.gather(*(box.outbox.note(b"key %d" % n) for n in range(60)))
    assert notes == [None if n % 2 else f"note {n}" for n in range(60)]


# --- claiming ----------------------------------------------------------------------------------


async def test_lanes_go_in_order_and_the_oldest_first(box: Box) -> None:
    lanes = [Lane.CAMPAIGN, Lane.REPLY, Lane.CODE, Lane.CASE, Lane.CAMPAIGN, Lane.CODE]
    for n, lane in enumerate(lanes):
        await box.outbox.put(message(n, lane))
    assert await box.dispatch.waiting() == {Lane.CODE: 2, Lane.REPLY: 1, Lane.CASE: 1, Lane.CAMPAIGN: 2}
    first = await box.dispatch.claim(4, lease=60, now=NOW)
    rest = await box.dispatch.claim(4, lease=60, now=NOW)
    assert [c.message.key[-1:] for c in first + rest] == [b"2", b"5", b"1", b"3", b"0", b"4"]


async def test_workers_at_the_same_time_never_get_the_same_message(box: Box) -> None:
    await asyncio.gather(*(box.outbox.put(message(n)) for n in range(60)))
    claims = await asyncio.gather(*(box.dispatch.claim(10, lease=60, now=NOW) for _ in range(10)))
    ids = [claimed.id for claim in claims for claimed in claim]
    assert len(ids) == len(set(ids))
    rest = await box.dispatch.claim(60, lease=60, now=NOW)
    assert len(ids) + len(rest) == 60


async def test_a_released_message_waits_for_its_time_and_counts_its_attempts(box: Box) -> None:
    id = await box.sending()
    await box.dispatch.release(id, due=NOW + 30)
    assert await box.dispatch.claim(1, lease=60, now=NOW + 29) == []
    (again,) = await box.dispatch.claim(1, lease=60, now=NOW + 30)
    assert (again.id, again.attempt, again.message) == (id, 2, message(1))


async def test_a_message_past_its_validity_is_never_sent(box: Box) -> None:
    await box.outbox.put(message(1, valid=10))
    assert await box.dispatch.claim(1, lease=60, now=NOW + 10) == []
    await box.dispatch.sweep(now=NOW + 10)
    assert await box.state(1) is State.EXPIRED


async def test_a_lease_that_ran_out_is_unknown_and_never_leased_again(box: Box) -> None:
    await box.sending()
    await box.dispatch.sweep(now=NOW + 59.9)
    assert await box.state(1) is State.SENDING
    for later in (60, 3600, 10**7):
        assert await box.dispatch.claim(1, lease=60, now=NOW + later) == []
        await box.dispatch.sweep(now=NOW + later)
        assert await box.state(1) is State.UNKNOWN


async def test_a_worker_that_is_late_can_still_tell_the_outcome(box: Box) -> None:
    id = await box.sending()
    await box.dispatch.sweep(now=NOW + 60)
    await box.dispatch.release(id, due=NOW)
    assert await box.state(1) is State.UNKNOWN
    await box.dispatch.settle(id, State.SENT, provider="at", provider_id="a")
    assert await box.state(1) is State.SENT


# --- outcomes and reports ----------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED])
async def test_an_outcome_is_kept(box: Box, outcome: State) -> None:
    id = await box.sending()
    await box.dispatch.settle(id, outcome, provider="at", reason="code 1\0", parts=2)
    assert await box.state(1) is outcome
    assert await box.dispatch.claim(1, lease=60, now=NOW + 120) == []


async def test_a_report_after_the_response_is_applied_once(box: Box) -> None:
    await box.dispatch.settle(await box.sending(), State.SENT, provider="at", provider_id="a")
    assert not await box.dispatch.report(report("a", State.SENT), now=NOW + 1)
    assert await box.dispatch.report(report("a"), now=NOW + 1)
    assert await box.state(1) is State.DELIVERED
    for state in (State.DELIVERED, State.SENT, State.FAILED):
        assert not await box.dispatch.report(report("a", state), now=NOW + 2)
    assert await box.state(1) is State.DELIVERED


async def test_a_report_before_the_response_waits_for_it(box: Box) -> None:
    id = await box.sending()
    assert await box.dispatch.report(report("a", State.DELIVERED, AMINA), now=NOW + 1)
    assert not await box.dispatch.report(report("a", State.SENT, AMINA), now=NOW + 1)
    assert await box.state(1) is State.SENDING
    await box.dispatch.settle(id, State.SENT, provider="at", provider_id="a")
    assert await box.state(1) is State.DELIVERED


async def test_reports_in_any_order_and_twice_end_alike(box: Box) -> None:
    told: list[Final] = [State.SENT, State.DELIVERED, State.SENT]
    for n, order in enumerate(permutations(told)):
        id = await box.sending(n)
        early, *late = order
        await box.dispatch.report(report(f"id {n}", early), now=NOW)
        await box.dispatch.settle(id, State.SENT, provider="at", provider_id=f"id {n}")
        for state in [*late, *late]:
            await box.dispatch.report(report(f"id {n}", state), now=NOW + 1)
        assert await box.state(n) is State.DELIVERED


async def test_a_report_that_is_months_late_still_finds_its_message(box: Box) -> None:
    await box.dispatch.settle(await box.sending(), State.SENT, provider="at", provider_id="a")
    assert await box.dispatch.report(report("a", phone=AMINA), now=NOW + 200 * 86400)
    assert await box.state(1) is State.DELIVERED


async def test_an_id_that_an_operator_uses_again_means_the_newest_message(box: Box) -> None:
    for n in (1, 2):
        await box.dispatch.settle(await box.sending(n), State.SENT, provider="at", provider_id="a")
    await box.dispatch.report(report("a"), now=NOW + 1)
    assert [await box.state(1), await box.state(2)] == [State.SENT, State.DELIVERED]


@pytest.mark.parametrize("other", ["0x1f", "31", "001f", "1F"])
async def test_an_id_is_compared_as_it_is_written(box: Box, other: str) -> None:
    """Decimal, hexadecimal and leading zeros are made alike by the one channel that mixes them (SMPP), never here."""
    await box.dispatch.settle(await box.sending(), State.SENT, provider="at", provider_id="1f")
    await box.dispatch.report(report(other), now=NOW + 1)
    assert await box.state(1) is State.SENT


async def test_a_doubt_under_an_id_of_ours_is_settled_by_its_report_even_beside_another(box: Box) -> None:
    for n in (1, 2):
        await box.dispatch.settle(await box.sending(n), State.UNKNOWN, provider="at", provider_id=f"ours {n}")
    assert await box.dispatch.report(report("ours 2", phone=AMINA), now=NOW + 60)
    assert [await box.state(1), await box.state(2)] == [State.UNKNOWN, State.DELIVERED]


async def test_reports_of_another_provider_or_message_are_not_ours(box: Box) -> None:
    id = await box.sending()
    await box.dispatch.report(report("b"), now=NOW + 1)
    await box.dispatch.report(replace(report("a"), provider="other"), now=NOW + 1)
    await box.dispatch.settle(id, State.SENT, provider="at", provider_id="a")
    assert await box.state(1) is State.SENT


async def test_a_report_without_an_id_says_nothing(box: Box) -> None:
    await box.dispatch.settle(await box.sending(), State.UNKNOWN)
    assert not await box.dispatch.report(report("", phone=AMINA), now=NOW)
    assert await box.state(1) is State.UNKNOWN


@pytest.mark.parametrize("odd", ["x" * 500, "a\0b", "\ud800", "'; DROP TABLE outbox; --"])
async def test_whatever_an_operator_sends_can_be_kept(box: Box, odd: str) -> None:
    id = await box.sending()
    assert await box.dispatch.report(replace(report(odd), reason=odd), now=NOW)
    await box.dispatch.settle(id, State.SENT, provider="at", provider_id=odd, reason=odd)
    assert await box.state(1) is State.DELIVERED


# --- not knowing -------------------------------------------------------------------------------


async def test_a_report_by_phone_says_what_came_of_an_unknown_message(box: Box) -> None:
    await box.dispatch.settle(await box.sending(), State.UNKNOWN)
    assert await box.dispatch.report(report("late", State.SENT, AMINA), now=NOW + 60)
    assert await box.state(1) is State.SENT
    assert await box.dispatch.report(report("late", State.DELIVERED), now=NOW + 61)
    assert await box.state(1) is State.DELIVERED


async def test_a_report_that_came_before_we_gave_up_is_used_then(box: Box) -> None:
    id = await box.sending()
    await box.dispatch.report(report("early", phone=AMINA), now=NOW + 1)
    assert await box.state(1) is State.SENDING
    await box.dispatch.settle(id, State.UNKNOWN, provider="at")
    assert await box.state(1) is State.DELIVERED


async def test_a_report_for_a_worker_that_died_is_used_when_its_lease_ends(box: Box) -> None:
    await box.sending()
    await box.dispatch.report(report("early", phone=AMINA), now=NOW + 1)
    await box.dispatch.sweep(now=NOW + 60)
    assert await box.state(1) is State.DELIVERED


@pytest.mark.parametrize(("phone", "at"), [(BADR, 60), (None, 60), (AMINA, -1), (AMINA, 4 * 86400)])
async def test_a_report_for_another_phone_or_time_leaves_it_unknown(box: Box, phone: Phone | None, at: float) -> None:
    await box.dispatch.settle(await box.sending(), State.UNKNOWN)
    await box.dispatch.report(report("late", phone=phone), now=NOW + at)
    assert await box.state(1) is State.UNKNOWN


async def test_two_unknown_messages_to_a_phone_are_not_guessed_at(box: Box) -> None:
    for n in (1, 2):
        await box.dispatch.settle(await box.sending(n), State.UNKNOWN)
    await box.dispatch.report(report("late", phone=AMINA), now=NOW + 60)
    assert [await box.state(1), await box.state(2)] == [State.UNKNOWN] * 2


async def test_a_report_may_belong_to_the_message_that_is_being_sent(box: Box) -> None:
    await box.dispatch.settle(await box.sending(1), State.UNKNOWN)
    second = await box.sending(2)
    await box.dispatch.report(report("second", phone=AMINA), now=NOW + 1)
    assert await box.state(1) is State.UNKNOWN
    await box.dispatch.settle(second, State.SENT, provider="at", provider_id="second")
    assert [await box.state(1), await box.state(2)] == [State.UNKNOWN, State.DELIVERED]
