"""Messages wait for their slot, codes first; nothing that is refused or late costs the others a slot (T26, T30, T41)."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest

from channels.outbound import Courier, Later, Outcome, Pace, Refused, Taken
from channels.pacing import Paced
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State, StoreDown
from store.clock import FakeClock
from store.memory import MemoryPacer
from store.memory_outbox import MemoryOutbox

PHONE = Phone("+212612345678")


class Operator:
    name = "iam"

    def __init__(self, clock: FakeClock) -> None:
        self.heard: list[tuple[bytes, float]] = []
        self._clock = clock
        self.says: Outcome = Taken("id", 1)

    async def send(self, message: Message) -> Outcome:
        self.heard.append((message.key, self._clock.at))
        return self.says


def paced(clock: FakeClock, rate: float) -> tuple[Paced, Operator]:
    operator = Operator(clock)
    return Paced(operator, MemoryPacer(clock), clock, rate), operator


def message(key: str, clock: FakeClock, lane: Lane = Lane.CAMPAIGN, valid: float = 3600) -> Message:
    return Message(key.encode(), PHONE, "Bonjour", lane, clock.at + valid)


async def driven(clock: FakeClock, work: Awaitable[object], step: float = 0.05, most: int = 4000) -> None:
    task = asyncio.ensure_future(work)
    for _ in range(most):
        if task.done():
            break
        await clock.advance(step)
    await asyncio.wait_for(task, 1)


async def test_a_code_that_comes_later_gets_the_next_slot(clock: FakeClock) -> None:
    sender, operator = paced(clock, 1)
    sends = [asyncio.ensure_future(sender.send(message(f"c{n}", clock))) for n in range(2)]
    await clock.advance(0.1)
    code = asyncio.ensure_future(sender.send(message("code", clock, Lane.CODE)))
    await driven(clock, asyncio.gather(*sends, code))
    assert [key for key, _ in operator.heard] == [b"c0", b"code", b"c1"]


async def test_what_cannot_be_sent_soon_goes_back_without_being_asked_of_the_operator(clock: FakeClock) -> None:
    sender, operator = paced(clock, 1)
    sends = [asyncio.ensure_future(sender.send(message(f"c{n}", clock))) for n in range(3)]
    await clock.advance(0)
    told = [await sender.send(message(f"d{n}", clock)) for n in range(3)]
    assert [isinstance(one, Later) and round(one.after) for one in told] == [3, 4, 5]
    assert sender.room == 0
    await driven(clock, asyncio.gather(*sends))
    assert len(operator.heard) == 3
    assert sender.room == 2


async def test_a_text_of_several_parts_takes_their_slots(clock: FakeClock) -> None:
    sender, operator = paced(clock, 10)
    long = replace(message("long", clock), text="ر" * 140)
    sends = asyncio.gather(sender.send(long), sender.send(message("a", clock)))
    await clock.advance(0.29)
    assert [key for key, _ in operator.heard] == [b"long"]
    await driven(clock, sends)
    assert [key for key, _ in operator.heard] == [b"long", b"a"]


async def test_nobody_waits_for_a_slot_that_comes_too_late(clock: FakeClock) -> None:
    sender, operator = paced(clock, 0.1)
    assert await sender.send(message("a", clock)) == Taken("id", 1)
    late = await sender.send(message("b", clock, valid=5))
    assert isinstance(late, Later)
    assert late.after == pytest.approx(10, abs=0.01)
    assert len(operator.heard) == 1


async def test_ten_thousand_refusals_do_not_slow_the_rest(clock: FakeClock) -> None:
    sender, operator = paced(clock, 100_000)
    operator.says = Refused("x", permanent=True)

    async def refused() -> None:
        for n in range(10_000):
            await sender.send(message(f"{n}", clock))

    await driven(clock, refused(), step=0.01)
    operator.says = Taken("id", 1)
    await clock.advance(0.01)
    assert await sender.send(message("good", clock)) == Taken("id", 1)
    assert len(operator.heard) == 10_001
    assert sender.room == 50_001


async def test_without_the_store_nothing_leaves_unpaced(clock: FakeClock) -> None:
    class Down:
        async def take(self, name: str, rate: float, parts: int = 1) -> float:
            raise StoreDown("x")

    operator = Operator(clock)
    sender = Paced(operator, Down(), clock, 100)
    await driven(clock, sender.send(message("a", clock, valid=10)), step=1)
    assert operator.heard == []


# --- with the courier --------------------------------------------------------------------------


async def test_a_courier_under_a_campaign_keeps_the_rate_and_lets_a_code_go_first(clock: FakeClock) -> None:
    outbox, (sender, operator) = MemoryOutbox(), paced(clock, 10)
    for n in range(200):
        await outbox.put(message(f"c{n}", clock))
    courier = Courier(outbox, sender, clock, Pace(idle=0.001), room=lambda: sender.room)
    stop = asyncio.Event()
    run = asyncio.create_task(courier.run(stop))
    await ticks(clock, 200)
    await outbox.put(message("code", clock, Lane.CODE))
    put_at = clock.at
    await ticks(clock, 100)
    stop.set()
    await driven(clock, run)
    assert next(at for key, at in operator.heard if key == b"code") - put_at <= 1
    times = [at for _, at in operator.heard]
    assert max(sum(start <= time < start + 0.999 for time in times) for start in times) <= 10
    assert len(times) >= 25
    assert outbox.states[b"code"] is State.SENT


async def ticks(clock: FakeClock, number: int) -> None:
    for _ in range(number):
        await clock.advance(0.01)
        await asyncio.sleep(0.001)


async def test_a_message_that_had_no_slot_is_queued_again_and_no_try_is_counted(clock: FakeClock) -> None:
    outbox = MemoryOutbox()

    class Full:
        name = "iam"

        async def send(self, message: Message) -> Outcome:
            return Later("no-slot", 1.0)

    await outbox.put(message("a", clock))
    courier = Courier(outbox, Full(), clock, Pace(tries=2))
    for _ in range(5):
        assert await courier.step() == 1
        assert outbox.states[b"a"] is State.QUEUED
        await clock.advance(1)
