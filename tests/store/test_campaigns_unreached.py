"""A wave to those whom nothing reached: only who certainly did not get a message gets another one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from dialogs.ports import Report, State
from store.ledger import Fate, Fed, Person, Record, Stage, Written
from tests.store.boxes import NOW
from tests.store.campaign_boxes import FEED, Ledger, phone, write

ENDS = ("sent", "delivered", "failed", "expired", "unknown", "sending", "skipped")
"""What may become of a message; `sending`: nobody has said yet; `skipped`: there was none."""
CERTAIN = {"failed", "expired"}


async def scheduled(ledger: Ledger, first: Record, name: str) -> Record:
    wave = await ledger.audience.again(await ledger.book.create(name, b"", now=NOW), first)
    assert wave is not None
    return wave


async def wave_of(ledger: Ledger, first: Record, name: str = "wave") -> Record:
    return await ledger.moved(await scheduled(ledger, first, name), Stage.RUNNING)


async def fed(ledger: Ledger, record: Record, to: str = "", ends: Sequence[str] = ()) -> None:
    def worded(one: Person) -> Written | str:
        return "no-value" if ends and ends[number(one.phone.e164)] == "skipped" else write(one)

    while await ledger.flow.feed(record.id, replace(FEED, to=to), worded, now=NOW) != Fed():
        pass


async def carried(ledger: Ledger, record: Record, ends: Sequence[str], to: str = "") -> None:
    """The messages of a campaign leave, and end as it is told by person."""
    await fed(ledger, record, to, ends)
    for one in await ledger.dispatch.claim(1000, lease=3600, now=NOW):
        end, name = ends[number(one.message.to.e164)], f"{record.id}-{one.id}"
        if end != "sending":
            state = State.SENT if end == "delivered" else State(end)
            await ledger.dispatch.settle(one.id, state, provider="at", provider_id=name, reason="why")
        if end == "delivered":
            await ledger.dispatch.report(Report("at", name, State.DELIVERED), now=NOW)
    await ledger.flow.look(now=NOW)


def number(e164: str) -> int:
    """Whose phone it is."""
    return int(e164[-8:])


async def written_to(ledger: Ledger, record: Record) -> set[int]:
    return {number(who.phone.e164) async for who, fate, _ in ledger.audience.people(record.id) if fate is not Fate.SKIPPED}


async def test_whatever_became_of_two_messages_a_third_goes_only_to_whom_both_certainly_did_not_reach(ledger: Ledger) -> None:
    both = list(product(ENDS, repeat=2))
    record = await ledger.running(len(both))
    await carried(ledger, record, [first for first, _ in both])
    await carried(ledger, await wave_of(ledger, record, "w1"), [second for _, second in both])
    last = await wave_of(ledger, record, "w2")
    await fed(ledger, last, "unreached")
    told = [set(ends) - {"skipped"} for ends in both]
    assert await written_to(ledger, last) == {n for n, ends in enumerate(told) if ends and ends <= CERTAIN}
    out = {"left-out": 1, "may-have-it": sum(not ends <= CERTAIN for ends in told)}
    assert await ledger.reasons(last) == {"": len(both) - sum(out.values()), **out}


async def test_who_has_it_at_last_is_not_written_to_again(ledger: Ledger) -> None:
    record = await ledger.running(12)
    await carried(ledger, record, ["failed"] * 12)
    for name, ends, left in (("w1", ["sent", "failed"] * 6, 12), ("w2", ["delivered"] * 12, 6), ("w3", ["sent"] * 12, 0)):
        wave = await wave_of(ledger, record, name)
        await carried(ledger, wave, ends, "unreached")
        assert len(await written_to(ledger, wave)) == left


async def test_who_answered_has_it_whatever_the_operator_reports(ledger: Ledger) -> None:
    record = await ledger.running(3)
    await carried(ledger, record, ["failed"] * 3)
    await ledger.results.heard(phone(1), "1", since=NOW - 1, now=NOW)
    wave = await wave_of(ledger, record)
    await fed(ledger, wave, "unreached")
    assert await ledger.reasons(wave) == {"": 2, "answered": 1}


async def test_a_wave_whose_time_has_not_come_says_nothing_about_anybody(ledger: Ledger) -> None:
    record = await ledger.running(3)
    await carried(ledger, record, ["failed"] * 3)
    await scheduled(ledger, record, "later")
    wave = await wave_of(ledger, record)
    await fed(ledger, wave, "unreached")
    assert await ledger.fates(wave) == {Fate.QUEUED: 3}


async def test_who_may_still_get_the_first_message_gets_no_second_one(ledger: Ledger) -> None:
    record = await ledger.running(25)
    await ledger.feed(record, ahead=4)
    wave = await wave_of(ledger, record)
    await fed(ledger, wave, "unreached")
    assert await ledger.reasons(wave) == {"may-have-it": 25}
    assert await ledger.fates(record) == {Fate.QUEUED: 4, Fate.WAITING: 21}


async def test_another_campaign_says_nothing_about_anybody(ledger: Ledger) -> None:
    await carried(ledger, await ledger.running(3, "other"), ["delivered"] * 3)
    record = await ledger.running(3)
    await carried(ledger, record, ["expired"] * 3)
    wave = await wave_of(ledger, record)
    await fed(ledger, wave, "unreached")
    assert await ledger.fates(wave) == {Fate.QUEUED: 3}


async def test_a_no_since_then_counts_before_all(ledger: Ledger) -> None:
    record = await ledger.running(3)
    await carried(ledger, record, ["failed", "failed", "sent"])
    for n in (1, 2):
        await ledger.contacts.set_consent(phone(n), "campaign", False, how="sms:stop", at=NOW)
    wave = await wave_of(ledger, record)
    await fed(ledger, wave, "unreached")
    assert await ledger.reasons(wave) == {"": 1, "opted-out": 2}


async def test_schedulers_at_the_same_time_write_once_to_whom_nothing_reached(ledger: Ledger) -> None:
    record = await ledger.running(24)
    await carried(ledger, record, ["failed", "unknown"] * 12)
    wave = await wave_of(ledger, record)
    for _ in range(6):
        await asyncio.gather(*(ledger.feed(wave, to="unreached") for _ in range(4)))
    before = len(ledger.carried)
    await ledger.carry()
    assert sorted(number(one.e164) for one in ledger.carried[before:]) == list(range(0, 24, 2))
