"""What a campaign will cost and when it will be over, before anybody approves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.hours import Hours

__all__ = ["Estimate", "Reach", "estimate"]

ELSE = "else"


@dataclass(frozen=True, slots=True)
class Reach:
    """So many recipients of a language at an operator, each message in so many parts."""

    lang: str
    operator: str
    count: int
    parts: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """`costs` by operator are in the currency of the tariff; `seconds` of sending; Unix times, None when it never ends."""

    recipients: int
    parts: int
    costs: Mapping[str, float]
    seconds: float
    starts_at: float | None
    ends_at: float | None

    @property
    def cost(self) -> float:
        return sum(self.costs.values())


def estimate(reach: Iterable[Reach], tariff: Mapping[str, float], rate: float, hours: Hours, now: float) -> Estimate:
    """`tariff` is a price per part by operator, `else` for the others; `rate` in parts a second (0: seconds are 0)."""
    reach = list(reach)
    costs: dict[str, float] = {}
    for one in reach:
        price = tariff.get(one.operator, tariff.get(ELSE, 0.0))
        costs[one.operator or ELSE] = costs.get(one.operator or ELSE, 0.0) + one.count * one.parts * price
    parts = sum(one.count * one.parts for one in reach)
    seconds = parts / rate if rate else 0.0
    starts = hours.next_opening(now)
    ends = None if starts is None else hours.finish(now, seconds)
    return Estimate(sum(one.count for one in reach), parts, costs, seconds, starts, ends)
