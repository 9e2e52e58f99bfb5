"""Keeps each sender within the rate of its contract: a message waits for its slot here, codes before campaigns."""

import asyncio
import heapq
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from channels.outbound import Later, Outcome, Pacer, Sender, send_alike
from channels.sms.segments import as_sent, segments
from dialogs.ports import Clock, Lane, Message, StoreDown

PATIENCE = 20.0
"""Seconds that a message waits for a slot before it goes back to the outbox: well within the courier's lease."""
SHARE = 0.5
"""Seconds of slots for which messages may wait at once."""
BURST = 0.05
"""Seconds of slots that may leave in one request: as many as a pacer lets go at once anyway, so that the rate is kept."""

_Place = tuple[Lane, int, int]
"""Lane, order, and how many messages wait there."""


@dataclass(slots=True)
class Paced:
    """A sender that sends at `rate` parts a second at most, all workers together: that is what operators count and bill.

    `room` keeps a courier from claiming what could only wait. A message that comes all the same (for another sender of
    the same courier had room) goes back to the outbox until its turn, so that it holds no place of the others.
    """

    sender: Sender
    pacer: Pacer
    clock: Clock
    rate: float
    _waiting: list[_Place] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _turns: dict[Lane, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.sender.name

    @property
    def room(self) -> int:
        """How many more messages may come to wait."""
        return max(0, self._most - self._ahead())

    @property
    def _most(self) -> int:
        return 1 + math.ceil(self.rate * SHARE)

    async def send(self, message: Message) -> Outcome:
        return (await self._paced([message], _parts(message)))[0]

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        parts = _parts(messages[0])
        size = max(1, int(1 + self.rate * BURST) // parts)
        some = [messages[place : place + size] for place in range(0, len(messages), size)]
        told = await asyncio.gather(*(self._paced(one, parts) for one in some))
        return [outcome for outcomes in told for outcome in outcomes]

    async def _paced(self, messages: Sequence[Message], parts: int) -> list[Outcome]:
        """Send messages of so many parts each when the slots of all are ours."""
        lane, many = messages[0].lane, len(messages)
        if self._ahead(lane) >= self._most:
            return [Later("no-slot", self._turn(lane, parts)) for _ in messages]
        until = min(self.clock.now() + PATIENCE, *(message.valid_until for message in messages))
        with self._place(lane, many) as place:
            after = await self._slot(place, many * parts, until)
        return [Later("no-slot", after)] * many if after else await send_alike(self.sender, messages)

    def _ahead(self, lane: Lane = Lane.CAMPAIGN) -> int:
        """Messages that wait and would go before another one of this lane."""
        return sum(many for other, _, many in self._waiting if other <= lane)

    def _turn(self, lane: Lane, parts: int) -> float:
        """Seconds until it is worth to claim it again: those that are sent back come again one by one."""
        now = self.clock.now()
        self._turns[lane] = max(self._turns.get(lane, 0.0), now + self._ahead() / self.rate) + parts / self.rate
        return self._turns[lane] - now

    async def _slot(self, place: _Place, parts: int, until: float) -> float:
        """Wait for a slot: only the first in line asks for one. 0.0 when it is ours, else seconds until one may be."""
        while True:
            try:
                first = self._waiting[0] == place
                after = await self.pacer.take(self.name, self.rate, parts) if first else 0.5 / self.rate
            except StoreDown:
                after = 1.0
            if not after:
                return 0.0
            if self.clock.now() + after > until:
                return after
            await self.clock.sleep(min(max(after, 0.001), 0.25))

    @contextmanager
    def _place(self, lane: Lane, many: int) -> Iterator[_Place]:
        place = (lane, next(self._order), many)
        heapq.heappush(self._waiting, place)
        try:
            yield place
        finally:
            self._waiting.remove(place)
            heapq.heapify(self._waiting)


def _parts(message: Message) -> int:
    return len(segments(as_sent(message.text, message.encoding)).parts)
