"""The pacer port on the twin and on a real Redis: in no second do more messages leave than the rate allows (T30)."""

from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest

from channels.outbound import Pacer
from store.clock import FakeClock
from store.memory import MemoryPacer
from store.pace import spacing
from store.redis_mux import Multiplexer
from store.redis_pacer import RedisPacer

World = tuple[Callable[[], Pacer], FakeClock]


@pytest.fixture(params=["twin", "redis"])
async def world(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    """Pacers for several workers, and their clock."""
    if request.param == "twin":
        shared = MemoryPacer(clock)
        yield lambda: shared, clock
        return
    links = [Multiplexer(request.getfixturevalue("redis_url"), connect_seconds=5, command_seconds=5) for _ in range(2)]
    numbers = count()
    yield lambda: RedisPacer(links[next(numbers) % 2], now=clock.now), clock
    for link in links:
        await link.close()


async def sent(pacers: list[Pacer], clock: FakeClock, rate: float, seconds: float, parts: int = 1) -> list[int]:
    """When parts left, in microseconds, while every worker asks as fast as it may."""
    times: list[int] = []
    end = clock.at + seconds
    while clock.at < end:
        waits = [await pacer.take("iam", rate, parts) for pacer in pacers]
        times += [round(clock.at * 1e6)] * waits.count(0.0) * parts
        if all(waits):
            clock.at += min(waits)
    return times


def most_in_a_second(times: list[int]) -> int:
    return max(sum(start <= time < start + 1_000_000 for time in times[n:]) for n, start in enumerate(times))


@pytest.mark.parametrize(("rate", "seconds"), [(0.1, 60), (1, 20), (3, 10), (100, 5), (1000, 1.5)])
async def test_no_second_holds_more_than_the_rate_and_little_less(world: World, rate: float, seconds: float) -> None:
    make, clock = world
    workers = [make() for _ in range(3)]
    times = await sent(workers, clock, rate, seconds)
    clock.at += 100  # a pause saves nothing up
    times += await sent(workers, clock, rate, seconds)
    assert most_in_a_second(times) <= max(1, rate)
    assert len(times) >= 2 * seconds * rate * 0.94


@pytest.mark.parametrize(("rate", "parts", "least"), [(0.1, 2, 0.9), (3, 2, 0.6), (10, 2, 0.85), (100, 3, 0.9), (1000, 2, 0.9)])
async def test_the_parts_of_messages_are_what_a_second_holds(world: World, rate: float, parts: int, least: float) -> None:
    make, clock = world
    seconds = 60.0 if rate < 1 else 400 / rate
    times = await sent([make(), make()], clock, rate, seconds, parts)
    assert most_in_a_second(times) <= max(parts, rate)
    assert len(times) >= seconds * rate * least


async def test_a_longer_message_passes_the_rate_by_its_further_parts_at_most(world: World) -> None:
    make, clock = world
    times, pacer = list[int](), make()
    for parts in [1, 1, 1, 3, 2, 1, 1, 1, 1, 1, 3, 3, 1, 2] * 8:
        while wait := await pacer.take("iam", 10, parts):
            clock.at += wait
        times += [round(clock.at * 1e6)] * parts
    assert most_in_a_second(times) <= 10 + 2


async def test_a_slot_that_is_not_given_says_when_one_may_be(world: World) -> None:
    make, clock = world
    pacer = make()
    assert await pacer.take("iam", 0.1) == 0.0
    assert await pacer.take("iam", 0.1) == pytest.approx(10, abs=0.001)
    clock.at += 9.9
    assert await pacer.take("iam", 0.1) == pytest.approx(0.1, abs=0.001)
    clock.at += 0.2
    assert await pacer.take("iam", 0.1) == 0.0


async def test_senders_do_not_share_their_slots(world: World) -> None:
    make, _ = world
    pacer = make()
    assert [await pacer.take(name, 1) for name in ("iam", "inwi")] == [0.0, 0.0]
    assert await pacer.take("iam", 1) > 0


@pytest.mark.parametrize("rate", [0, -1, 1.5])
def test_a_rate_that_no_second_can_keep_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        spacing(rate)


async def test_redis_keeps_its_own_time(redis_url: str) -> None:
    link = Multiplexer(redis_url, connect_seconds=5, command_seconds=5)
    pacer = RedisPacer(link)
    assert await pacer.take("iam", 0.01) == 0.0
    assert 90 < await pacer.take("iam", 0.01) <= 100
    await link.close()
