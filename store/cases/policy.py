"""What a country promises on cases, and what it lets their holders do: plain data, filled from the country profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.ports import CaseKind, NewCase

__all__ = ["CasePolicy", "Terms"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The promise on one category: days to the first human contact and to the decision.

    `working`: days are the country's working days, else days of the calendar. `owner` is the code of the body that decides
    first, `authority` that of the one to which the case may be escalated (empty: none); `escalate_days` after the broken
    promise it goes there by itself (0: never).
    """

    ack_days: int = 2
    resolve_days: int = 15
    working: bool = True
    authority: str = ""
    escalate_days: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CasePolicy:
    """The rules of a country; everything that is counted in days from an event counts days of the calendar.

    `terms` by category, `default` for one that is not named, `calls` for whoever asked to be called. `near_days` before the
    promised day (in the category's own days) a case counts as near. `appeal_days` and `reopen_days` follow the decision and
    the end; after `close_days` a resolved case is closed. A question is repeated after `remind_days`; after `wait_days`
    without an answer the case goes on. `follow_days` after a referral its holder is asked whether it helped (0: never), but
    not about one of the needs `quiet`. `bodies` are the codes to which a case may be referred; `regions` tells the region of
    each commune; reports show no group of less than `k`.
    """

    terms: Mapping[str, Terms] = field(default_factory=dict)
    default: Terms = Terms()
    calls: Terms = Terms(resolve_days=2)
    near_days: int = 3
    appeal_days: int = 30
    reopen_days: int = 30
    close_days: int = 30
    remind_days: int = 5
    wait_days: int = 15
    follow_days: int = 0
    quiet: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    regions: Mapping[str, str] = field(default_factory=dict)
    k: int = 5

    def of(self, case: NewCase) -> Terms:
        return self.calls if case.kind is CaseKind.CALLBACK else self.terms.get(case.category, self.default)
