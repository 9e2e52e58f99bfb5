"""Chooses the sender for a number by its operator, and another one only when the first certainly did not take the message."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import structlog

from channels.outbound import Again, Later, Outcome, Sender, Stop, Taken, Unknown, send_alike
from dialogs.model import Phone
from dialogs.ports import Clock, Message

log = structlog.get_logger()

ELSE = "else"
"""The route of the numbers whose operator has none."""
LONGEST = 300.0
"""Seconds after which a sender that was out of order is tried again at the latest; waits double from 1 s."""


@dataclass(slots=True)
class _Rest:
    """A sender that is out of order rests until a time."""

    strikes: int = 0
    until: float = 0.0


@dataclass(slots=True)
class Routes:
    """A `Sender` over several: `table` has senders by operator, best first, and `ELSE` for all others.

    `operator_of` is asked where a route is for one operator. A message goes to the next sender of its route only after an
    outage (`Stop`, or `Again` for everyone): then the first certainly has it not. In doubt, or refused, it stays with the
    one that was asked: never both for one message.
    """

    table: Mapping[str, tuple[Sender, ...]]
    clock: Clock
    operator_of: Callable[[Phone], Awaitable[str]]
    _rests: dict[str, _Rest] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "routes"

    async def send(self, message: Message) -> Outcome:
        return (await self.send_alike([message]))[0]

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        ways = await asyncio.gather(*(self._senders(message.to) for message in messages))
        some: dict[tuple[str, ...], list[int]] = {}
        for place, senders in enumerate(ways):
            some.setdefault(tuple(one.name for one in senders), []).append(place)
        told = await asyncio.gather(*(self._by(ways[mine[0]], [messages[place] for place in mine]) for mine in some.values()))
        by_place = dict(zip(chain(*some.values()), chain(*told), strict=True))
        return [by_place[place] for place in range(len(messages))]

    async def _by(self, senders: Sequence[Sender], messages: Sequence[Message]) -> list[Outcome]:
        """Messages of one route."""
        told: dict[int, Outcome] = {}
        for sender in senders:
            rest = self._rests.setdefault(sender.name, _Rest())
            left = [place for place in range(len(messages)) if place not in told]
            if not left or rest.until > self.clock.now():
                continue
            for place, outcome in zip(left, await send_alike(sender, [messages[place] for place in left]), strict=True):
                if isinstance(outcome, Stop) or (isinstance(outcome, Again) and outcome.everyone):
                    self._rest(sender.name, rest, outcome)
                    continue
                rest.strikes = 0 if not isinstance(outcome, Later) else rest.strikes
                told[place] = replace(outcome, via=sender.name) if isinstance(outcome, Taken | Unknown) else outcome
        resting = min(self._rests[one.name].until for one in senders) - self.clock.now()
        return [told.get(place) or Later("no-sender", max(1.0, resting)) for place in range(len(messages))]

    async def _senders(self, phone: Phone) -> Sequence[Sender]:
        if self.table.keys() == {ELSE}:
            return self.table[ELSE]
        return self.table.get(await self.operator_of(phone)) or self.table[ELSE]

    def _rest(self, name: str, rest: _Rest, outcome: Stop | Again) -> None:
        """One strike for a whole wave of refusals: those that were under way together count once."""
        now = self.clock.now()
        if rest.until > now:
            return
        wait = min(2.0**rest.strikes, LONGEST)
        rest.strikes, rest.until = (
            min(rest.strikes + 1, 30),
            now + max(wait, outcome.after if isinstance(outcome, Again) else 0.0),
        )
        log.error("sms.route.rests", sender=name, reason=outcome.reason, strikes=rest.strikes)
