"""Chooses the sender for a number by its operator, and another one only when the first certainly did not take the message."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import phonenumbers
import structlog
from phonenumbers import carrier

from channels.outbound import Again, Later, Outcome, Sender, Stop, Taken, Unknown
from dialogs.model import Phone
from dialogs.ports import Clock, Message

log = structlog.get_logger()

ELSE = "else"
"""The route of the numbers whose operator has none."""
LONGEST = 300.0
"""Seconds after which a sender that was out of order is tried again at the latest; waits double from 1 s."""


def operator(phone: Phone) -> str:
    """The operator as route names spell it (`maroc-telecom`), by the numbering plan; empty when the plan does not tell.

    A hint and no more: numbers are ported, and the operator of the plan forwards what is not its own.
    """
    try:
        name = carrier.name_for_number(phonenumbers.parse(phone.e164), "en")
    except phonenumbers.NumberParseException:
        return ""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@dataclass(slots=True)
class _Rest:
    """A sender that is out of order rests until a time."""

    strikes: int = 0
    until: float = 0.0


@dataclass(slots=True)
class Routes:
    """A `Sender` over several: `table` has senders by operator, best first, and `ELSE` for all others.

    A message goes to the next sender of its route only after an outage (`Stop`, or `Again` for everyone): then the first
    certainly has it not. In doubt, or refused, it stays with the one that was asked: never both for one message.
    """

    table: Mapping[str, tuple[Sender, ...]]
    clock: Clock
    operator_of: Callable[[Phone], str] = operator
    _rests: dict[str, _Rest] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "routes"

    async def send(self, message: Message) -> Outcome:
        for sender in self.table.get(self.operator_of(message.to)) or self.table[ELSE]:
            rest = self._rests.setdefault(sender.name, _Rest())
            if rest.until > self.clock.now():
                continue
            outcome = await sender.send(message)
            if isinstance(outcome, Stop) or (isinstance(outcome, Again) and outcome.everyone):
                self._rest(sender.name, rest, outcome)
                continue
            rest.strikes = 0 if not isinstance(outcome, Later) else rest.strikes
            return replace(outcome, via=sender.name) if isinstance(outcome, Taken | Unknown) else outcome
        return Later("no-sender", self._soonest(message))

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

    def _soonest(self, message: Message) -> float:
        senders = self.table.get(self.operator_of(message.to)) or self.table[ELSE]
        return max(1.0, min(self._rests[sender.name].until for sender in senders) - self.clock.now())
