"""The in-memory twins of a social registry and of a beneficiary registry, for tests and for a country without one yet."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.model import IdRef, Phone
from dialogs.ports.identity import CallContext
from dialogs.ports.social import (
    MOST_OF_PHONE,
    Card,
    CardState,
    Change,
    Coverage,
    DataUse,
    Enrolment,
    Household,
    Score,
    Subscription,
)
from dialogs.refusals import Ambiguous, Conflict, NotFound, NotSupported

__all__ = ["Beneficiary", "Dwelling", "MemoryBeneficiary", "MemorySocial"]

SOCIAL = frozenset({"household", "members", "score", "subscribe", "data_uses", "people_of_phone"})
BENEFITS = frozenset({"enrolments", "cards", "card_numbers", "coverage"})
_SCHEMES = frozenset({"UIN", "NIU", "CNIC", "HOUSEHOLD", "HANDLE"})


@dataclass(frozen=True, slots=True, repr=False)
class Dwelling:
    """A household that the registry knows: by its own number, and by the `members` (numbers, phone handles) in it.

    `born` is the year of birth of those whose number is told by it.
    """

    household: Household
    members: tuple[IdRef, ...] = ()
    score: Score | None = None
    uses: tuple[DataUse, ...] = ()
    born: Mapping[IdRef, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Beneficiary:
    """Somebody whom programmes know by any of `refs`; `cards` by the number printed on them."""

    refs: tuple[IdRef, ...]
    enrolments: tuple[Enrolment, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    cards: Mapping[IdRef, Card] = field(default_factory=dict)


class MemorySocial:
    """`dialogs.ports.SocialRegistry` in memory; the same `ctx.key` subscribes once. Who may ask is the caller's business."""

    def __init__(self, dwellings: Iterable[Dwelling] = (), *, caps: frozenset[str] = SOCIAL) -> None:
        self._by_ref: dict[IdRef, list[Dwelling]] = {}
        for dwelling in dwellings:
            for ref in {dwelling.household.ref, *dwelling.members}:
                self._by_ref.setdefault(ref, []).append(dwelling)
        self._caps = caps
        self._notices: dict[tuple[IdRef, Change], str] = {}
        self._given: set[str] = set()
        self._keys: dict[bytes, Subscription] = {}

    def caps(self) -> frozenset[str]:
        return self._caps

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        self._needs("household")
        return self._find(ref).household

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        self._needs("members")
        home = self._find(ref)
        found = [one for one, year in home.born.items() if one.scheme == scheme and year == born]
        if not found:
            raise NotFound("no-member", upstream="memory")
        if len(found) > 1:
            raise Ambiguous("members", upstream="memory")
        return found[0]

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        self._needs("score")
        score = self._find(ref).score
        if score is None:
            raise NotFound("no-score", upstream="memory")
        return score

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription:
        self._needs("subscribe")
        self._find(ref)
        if ctx.key in self._keys:
            return self._keys[ctx.key]
        if any((ref, change) in self._notices for change in changes):
            raise Conflict("rjct.event.already_subscribed", upstream="memory")
        codes = {change: hashlib.sha256(ctx.key + change.encode()).hexdigest()[:12] for change in changes}
        self._notices |= {(ref, change): code for change, code in codes.items()}
        self._given |= set(codes.values())
        self._keys[ctx.key] = Subscription(" ".join(codes.values()), ref)
        return self._keys[ctx.key]

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        self._needs("subscribe")
        ended = subscription.id.split()
        if not self._given.issuperset(ended):
            raise NotFound("rjct.subscription_code.invalid", upstream="memory")
        self._notices = {wish: code for wish, code in self._notices.items() if code not in ended}

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        self._needs("data_uses")
        return sorted(self._find(ref).uses, key=lambda use: use.at, reverse=True)[:limit]

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        self._needs("people_of_phone")
        found = self._by_ref.get(IdRef("HANDLE", f"{phone.e164}@phone"), [])
        return [dwelling.household for dwelling in found[:MOST_OF_PHONE]]

    @property
    def wanted(self) -> Mapping[tuple[IdRef, Change], str]:
        """Who wants to hear of which change, with the code of the subscription."""
        return self._notices

    def _find(self, ref: IdRef) -> Dwelling:
        if ref.scheme not in _SCHEMES:
            raise NotSupported("scheme", upstream="memory")
        found = self._by_ref.get(ref, [])
        if not found:
            raise NotFound("no-record", upstream="memory")
        if len(found) > 1:
            raise Ambiguous("records", upstream="memory")
        return found[0]

    def _needs(self, cap: str) -> None:
        if cap not in self._caps:
            raise NotSupported(cap, upstream="memory")


class MemoryBeneficiary:
    """`dialogs.ports.BeneficiaryRegistry` in memory. A card number may belong to one card only."""

    def __init__(self, beneficiaries: Iterable[Beneficiary] = (), *, caps: frozenset[str] = BENEFITS) -> None:
        everybody = tuple(beneficiaries)
        self._by_ref: dict[IdRef, list[Beneficiary]] = {}
        for one in everybody:
            for ref in one.refs:
                self._by_ref.setdefault(ref, []).append(one)
        self._cards = {number: card for one in everybody for number, card in one.cards.items()}
        self._caps = caps

    def caps(self) -> frozenset[str]:
        return self._caps

    def well(self) -> bool:
        return True

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        return [enrolment for one in self._known(ref, "enrolments") for enrolment in one.enrolments]

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        self._needs("cards")
        if number.scheme in _SCHEMES:
            raise NotSupported("scheme", upstream="memory")
        if number not in self._cards:
            raise NotFound("no-card", upstream="memory")
        return self._cards[number]

    async def card_number(self, ref: IdRef, scheme: str, *, ctx: CallContext) -> IdRef:
        for one in self._known(ref, "card_numbers"):
            for number, card in one.cards.items():
                if number.scheme == scheme and card.state is CardState.VALID:
                    return number
        raise NotFound("no-card", upstream="memory")

    async def coverage(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Coverage]:
        return [coverage for one in self._known(ref, "coverage") for coverage in one.coverage]

    def _known(self, ref: IdRef, cap: str) -> list[Beneficiary]:
        self._needs(cap)
        if ref.scheme not in _SCHEMES:
            raise NotSupported("scheme", upstream="memory")
        return self._by_ref.get(ref, [])

    def _needs(self, cap: str) -> None:
        if cap not in self._caps:
            raise NotSupported(cap, upstream="memory")
