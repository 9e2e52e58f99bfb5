"""The social registry (RSU, Registre Social) and the programmes: households, scores, enrolments, cards, coverage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from dialogs.model import IdRef, Phone
from dialogs.ports.identity import CallContext

MOST_OF_PHONE = 5
"""Households that are told of one phone at most."""


@dataclass(frozen=True, slots=True)
class Household:
    """What may be told of a household. `ref` has the scheme `HOUSEHOLD`; `head` are initials (`F. B.`), never a name."""

    ref: IdRef
    size: int
    head: str
    registered_on: date | None = None
    updated_on: date | None = None
    place: str = ""
    verified_by: Mapping[str, str] | None = None
    """Which body verified which data (`address` → `commune`), as codes of the country profile."""


@dataclass(frozen=True, slots=True)
class Score:
    """A wellbeing score. `band` is the level in the registry's own words; `value` is None where only the level is told."""

    band: str
    as_of: date | None
    value: float | None = None
    method: str = ""


class Change(StrEnum):
    """What may change in a registry and be told to the household."""

    SCORE = "score"
    STATUS = "status"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Subscription:
    """An agreed notice of changes; `id` is the registry's code for it."""

    id: str
    ref: IdRef


@dataclass(frozen=True, slots=True)
class RegistryEvent:
    """A verified notice of a registry: `change` happened to `ref`. `id` is unique: the same event may arrive twice."""

    id: str
    change: Change
    ref: IdRef
    at: float


@dataclass(frozen=True, slots=True)
class DataUse:
    """Somebody looked at her data: when, which body (a code of the country profile or its own name), and what for."""

    at: float
    by: str
    purpose: str


class SocialRegistry(Protocol):
    """The social registry. Raises the tree of `dialogs.refusals`: `Pending` when the answer comes later."""

    def caps(self) -> frozenset[str]:
        """Of `household`, `members`, `score`, `subscribe`, `data_uses`, `people_of_phone`."""
        ...

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        """By a person's number (`UIN`, `NIU`), a `HOUSEHOLD` number, or a `HANDLE`; `NotFound`, `Ambiguous`."""
        ...

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        """The lasting number (`UIN`, `NIU`) of the one member of this household who was born in that year.

        `ref` as for `household`. `NotFound` when there is none, `Ambiguous` when there are several.
        """
        ...

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        """Ask only for somebody whose proof the policy accepts."""
        ...

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription: ...

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None: ...

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        """Who read this person's data, newest first (GovStack `MyPersonalDataUsage`)."""
        ...

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        """Each household that is registered with this phone, once, `MOST_OF_PHONE` at most; empty when there is none.

        Ask only for a phone whose holder the policy's proof has shown.
        """
        ...


class EnrolmentState(StrEnum):
    ENROLLED = "enrolled"
    PENDING = "pending"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NextEvent:
    """What comes next in a programme: a `payment`, a `distribution` or a `review`, on a day, at a place if told."""

    kind: str
    on: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person's standing in a programme; `reason` is a code of the country profile (`score-above`), empty when none."""

    programme: str
    state: EnrolmentState
    since: date | None = None
    reason: str = ""
    next: NextEvent | None = None


class CardState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Card:
    """Whether a beneficiary card holds; no name comes back, at most `initials`."""

    state: CardState
    programme: str
    expires: date | None = None
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Health coverage: a scheme of the country profile (`AMO`, `CNSS`, `PASS`, `CMU`)."""

    active: bool
    scheme: str
    until: date | None = None


class BeneficiaryRegistry(Protocol):
    """What programmes know of their beneficiaries. Raises the tree of `dialogs.refusals`."""

    def caps(self) -> frozenset[str]:
        """Of `enrolments`, `cards`, `card_numbers`, `coverage`."""
        ...

    def well(self) -> bool:
        """False while it is left alone after failures: whoever would need it is told so before she types anything."""
        ...

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        """All programmes of this person or household, in the registry's order; empty when there are none."""
        ...

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        """By the number printed on the card (scheme `PNSF`, `PASS`, `ASERI`, `CARD`)."""
        ...

    async def card_number(self, ref: IdRef, scheme: str, *, ctx: CallContext) -> IdRef:
        """The number of the card of that scheme which this person or household holds; only a valid one. `NotFound`."""
        ...

    async def coverage(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Coverage]: ...
