"""How a campaign goes right now: what becomes of its people, how fast, and when it will be over."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from campaigns.office import Desk
from store.ledger import LIVE, UNDER_WAY, Fate, Record

__all__ = ["Look", "look", "looks"]

EVERY = 1.0
"""Seconds between two looks of a live view."""
SPAN = 60.0
"""Seconds over which a rate is taken."""


@dataclass(frozen=True, slots=True)
class Look:
    """`rate` is in people a second; `ends_at` the Unix time at which the last is written to, None when nobody can tell.

    `opens_at`: nothing leaves before then, for the country's hours are closed; None while they are open, or nothing would leave.
    """

    record: Record
    fates: Mapping[Fate, int]
    rate: float
    ends_at: float | None = None
    opens_at: float | None = None

    @property
    def gone(self) -> int:
        """People who are no longer ours to write to."""
        return self.record.count - self.fates[Fate.WAITING] - self.fates[Fate.QUEUED]


async def look(desk: Desk, name: str) -> Look:
    """Raises `NotFound` and `StoreDown`."""
    record, now = await desk.find(name), desk.clock.now()
    fates = await desk.results.progress(record.id)
    if record.stage not in LIVE:
        return Look(record, fates, 0.0)
    count, since = await desk.results.lately(record.id, since=now - SPAN)
    rate = count / max(now - since, 1.0)
    left = fates[Fate.WAITING] + fates[Fate.QUEUED]
    hours = desk.law.hours
    opens = None if hours.may_send(now) else hours.next_opening(now)
    return Look(record, fates, rate, hours.finish(now, left / rate) if rate else None, opens)


async def looks(desk: Desk, name: str) -> AsyncIterator[Look]:
    """A look every second until the campaign is over or rests."""
    while True:
        seen = await look(desk, name)
        yield seen
        if seen.record.stage not in UNDER_WAY:
            return
        await desk.clock.sleep(EVERY)
