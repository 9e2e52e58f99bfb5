"""Time enters through one door: the system's clock, and a twin that tests move by hand."""

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TypeVar

from dialogs.ports import TooSlow

__all__ = ["FakeClock", "SystemClock"]

T = TypeVar("T")
ROUNDS = 20  # turns of the event loop that a woken task gets before time moves on


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        return await _limited(asyncio.timeout(seconds), work)


class FakeClock:
    """A clock that stands still until `await advance(seconds)`; sleepers and deadlines fire in their order."""

    def __init__(self, at: float = 1_800_000_000.0) -> None:
        self.at = at
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._after(seconds, lambda: None if woken.done() else woken.set_result(None))
        await woken

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        limit = asyncio.timeout(None)
        running = True
        self._after(seconds, lambda: limit.reschedule(0) if running else None)
        try:
            return await _limited(limit, work)
        finally:
            running = False

    async def advance(self, seconds: float) -> None:
        """Move on by `seconds`, stopping at every timer on the way so that what it wakes can run."""
        end = self.at + seconds
        await _settle()
        while self._timers and self._timers[0][0] <= end:
            when, _, fire = heapq.heappop(self._timers)
            self.at = max(self.at, when)
            fire()
            await _settle()
        self.at = end

    def _after(self, seconds: float, fire: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (self.at + seconds, next(self._order), fire))


async def _limited(limit: asyncio.Timeout, work: Awaitable[T]) -> T:
    try:
        async with limit:
            return await work
    except TimeoutError:
        if limit.expired():
            raise TooSlow from None
        raise  # the work's own time-out


async def _settle() -> None:
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
