"""Chooses the sender for a number by its operator, and another one only when the first certainly did not take the message."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from channels.outbound import Again, Later, Outcome, Sender, Stop, Taken, Unknown
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
        senders = await self._senders(message.to)
        for sender in senders:
            rest = self._rests.setdefault(sender.name, _Rest())
            if rest.until > self.clock.now():
                continue
            outcome = await sender.send(message)
            if isinstance(outcome, Stop) or (isinstance(outcome, Again) and outcome.everyone):
                self._rest(sender.name, rest, outcome)
                continue
            rest.strikes = 0 if not isinstance(outcome, Later) else rest.strikes
            return replace(outcome, via=sender.name) if isinstance(outcome, Taken | Unknown) else outcome
        return Later("no-sender", max(1.0, min(self._rests[one.name].until for one in senders) - self.clock.now()))

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
