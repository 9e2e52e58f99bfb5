"""The course of a campaign: how many had it and answered by when, and where people dropped off; nothing points at anybody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.ledger import STEP, Fate, Reached

__all__ = ["FEWEST", "OTHERS", "STAGES", "Funnel", "Point", "funnel", "points"]

FEWEST = 5
"""Fewer people than this are told together with others, or not at all."""
MOST_POINTS = 60
STAGES = ("sent", "delivered", "replied", "began", "done")
"""Each is some of the one before, but for who answers without a report; the last three are what she does."""
_DOES = STAGES[2:]
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Point:
    """Up to a Unix time: so many were sent (and not failed since), delivered, failed, and answered."""

    at: float
    sent: int
    delivered: int
    failed: int
    replied: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """One group by stage; a stage is left out where its number, or that of another group, would point at somebody."""

    group: str
    total: int
    stages: Mapping[str, int]


def points(moves: Iterable[tuple[int, Fate, int]], answers: Iterable[tuple[int, int]]) -> tuple[Point, ...]:
    """Cumulative counts from what changed in each step of `STEP` seconds (number of the step, fate or answer, how many).

    Steps are taken together until at least `FEWEST` people moved, and until there are `MOST_POINTS` at most.
    """
    changes: dict[int, Counter[str]] = {}
    for step, fate, count in moves:
        changes.setdefault(step, Counter())[fate.name.lower()] += count
    for step, count in answers:
        changes.setdefault(step, Counter())["replied"] += count
    told, total, fresh = list[Point](), Counter[str](), Counter[str]()
    for step in sorted(changes):
        fresh += Counter({name: abs(count) for name, count in changes[step].items()})
        total.update(changes[step])
        if all(count >= FEWEST for count in fresh.values()):
            told.append(_point((step + 1) * STEP, total))
            fresh = Counter()
    every = -(-len(told) // MOST_POINTS) or 1
    return tuple(told[::-1][::every][::-1])


def _point(at: float, total: Mapping[str, int]) -> Point:
    sent = total.get("sent", 0) + total.get("delivered", 0)
    return Point(at, sent, total.get("delivered", 0), total.get("failed", 0) + total.get("expired", 0), total.get("replied", 0))


def funnel(groups: Mapping[str, Counter[str]], reached: Iterable[Reached], place: int) -> tuple[Funnel, ...]:
    """The groups with what their messages and they did; small ones together. `place` is that of the group in a `Group`."""
    stages = {name: _sendings(fates) for name, fates in groups.items()}
    for one in reached:
        stages.setdefault(one.group[place], Counter())[one.stage] += one.count
    large = {name: counts for name, counts in stages.items() if counts["total"] >= FEWEST}
    rest = sum((counts for name, counts in stages.items() if name not in large), Counter[str]())
    while rest["total"] and rest["total"] < FEWEST and large:
        rest += large.pop(min(large, key=lambda name: (large[name]["total"], name)))
    rows = sorted(((name or "-", counts) for name, counts in large.items()), key=lambda one: (-one[1]["total"], one[0]))
    rows += [(OTHERS, rest)] if rest["total"] >= FEWEST else []
    shown = [stage for stage in STAGES if stage not in _DOES or all(not 0 < counts[stage] < FEWEST for _, counts in rows)]
    return tuple(Funnel(name, counts["total"], {stage: counts[stage] for stage in shown}) for name, counts in rows)


def _sendings(fates: Mapping[str, int]) -> Counter[str]:
    sent, delivered = fates.get("sent", 0), fates.get("delivered", 0)
    return Counter({"total": sum(fates.values()), "sent": sent + delivered, "delivered": delivered})
