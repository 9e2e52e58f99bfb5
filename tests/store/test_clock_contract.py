"""The clock port on the machine's clock and on the twin."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from dialogs.ports import Clock, TooSlow
from store.clock import FakeClock, SystemClock

Pass = Callable[[float], Awaitable[None]]


@pytest.fixture(params=["twin", "system"])
def world(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Clock, Pass]:
    """A clock, and how time passes in its world."""
    return (clock, clock.advance) if request.param == "twin" else (SystemClock(), asyncio.sleep)


async def test_a_sleeper_wakes_when_its_time_has_come(world: tuple[Clock, Pass]) -> None:
    clock, let_pass = world
    start = clock.now()
    sleeper = asyncio.create_task(clock.sleep(0.02))
    await let_pass(0.03)
    await sleeper
    assert clock.now() >= start + 0.02


async def test_work_that_is_done_in_time_gives_its_result(world: tuple[Clock, Pass]) -> None:
    clock, let_pass = world
    quick = asyncio.create_task(clock.within(5.0, asyncio.sleep(0, "done")))
    await let_pass(0.01)
    assert await quick == "done"


async def test_work_that_is_too_slow_is_cancelled(world: tuple[Clock, Pass]) -> None:
    clock, let_pass = world
    never = asyncio.get_running_loop().create_future()
    slow = asyncio.create_task(clock.within(0.02, never))
    await let_pass(0.03)
    with pytest.raises(TooSlow):
        await slow
    assert never.cancelled()


async def test_a_time_out_of_the_work_itself_is_not_ours(world: tuple[Clock, Pass]) -> None:
    async def refused() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await world[0].within(5.0, refused())


async def test_a_cancelled_turn_stays_cancelled(world: tuple[Clock, Pass]) -> None:
    clock, let_pass = world
    turn = asyncio.create_task(clock.within(5.0, asyncio.Event().wait()))
    await let_pass(0.01)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn


async def test_the_twin_wakes_sleepers_in_order_and_at_their_own_time(clock: FakeClock) -> None:
    woken: list[tuple[str, float]] = []
    start = clock.now()

    async def tick(name: str, every: float) -> None:
        while True:
            await clock.sleep(every)
            woken.append((name, clock.now() - start))

    tickers = [asyncio.create_task(tick("slow", 3.0)), asyncio.create_task(tick("fast", 2.0))]
    await clock.advance(6.5)
    for ticker in tickers:
        ticker.cancel()
    assert woken == [("fast", 2.0), ("slow", 3.0), ("fast", 4.0), ("slow", 6.0), ("fast", 6.0)]
    assert clock.now() == start + 6.5


def test_the_system_clock_tells_unix_time() -> None:
    assert abs(SystemClock().now() - time.time()) < 5
