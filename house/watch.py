"""What operators can see of the house: counters and static events, never a person's word."""

from collections.abc import Callable
from functools import cache

import structlog
from prometheus_client import Counter

log = structlog.get_logger()

STEPS = Counter("guichet_steps_total", "New journal entries by kind and step.", ["kind", "step"])
HOPS = Counter("guichet_ussd_hops_total", "Answers to USSD hops by dialect and kind.", ["dialect", "kind"])
TROUBLES = Counter("guichet_troubles_total", "Turns that ended in neutral words, by kind and code.", ["kind", "code"])


def incident(name: str) -> None:
    """Something that operators should look at, by its static name."""
    TROUBLES.labels("incident", name).inc()
    log.error("incident", name=name)


@cache
def step_counter(kind: str, step: str) -> Counter:
    """The counter of a step: looking it up costs more than counting."""
    return STEPS.labels(kind, step)


def trouble(kind: str, code: str) -> None:
    """A turn ended in neutral words: say why to those who run the house, with names and codes only."""
    TROUBLES.labels(kind, code).inc()
    log.warning("turn.trouble", kind=kind, code=code)


def counted(name: str) -> Callable[[str], None]:
    """Counts the hops of a dialect by kind. Whatever ended has its line too: one for every hop would say no more."""
    counts = {kind: HOPS.labels(name, kind).inc for kind in ("con", "end", "refused", "slow-down")}

    def count(kind: str) -> None:
        counts[kind]()
        if kind != "con":
            log.info("ussd.hop", dialect=name, kind=kind)

    return count
