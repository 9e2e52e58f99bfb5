"""The household in the social registry, its programmes, its cards and its health coverage."""

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Hand, Look
from dialogs.model import IdRef, Masked
from dialogs.ports import CallContext, Household
from dialogs.refusals import NOT_THERE, NotFound, Outage, RateLimited, Refused, Unavailable

REMEMBERED = 7 * 24 * 3600.0
"""Seconds that an answer of a registry may stand in for one that does not come."""
SHOWN = 5
"""Readings of her file that are shown at most."""
RECALL = 0.5
"""Seconds of a turn that are kept back to look it up."""


class HouseholdSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A household as far as the policy lets this caller see it; days are ISO, empty when not known or not shown."""

    found: bool = False
    size: int = 0
    updated: str = ""
    band: str = ""
    as_of: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    watched: bool = False
    told_on: str = ""
    """The day of an answer that we remember, while the registry gives none; empty for one of now."""
    refused: bool = False
    """The registry knows something and does not say it: it does not permit it, or has two records."""


class EnrolledSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """One programme or coverage: codes of the profile, the next event and its day (ISO) when there is one."""

    programme: str
    state: str
    reason: str = ""
    next: str = ""
    on: str = ""


class Package(Masked, msgspec.Struct, array_like=True, frozen=True):
    """All that a person is enrolled in, coverage last."""

    found: bool = False
    items: tuple[EnrolledSeen, ...] = ()
    told_on: str = ""
    refused: bool = False


Answer = TypeVar("Answer")
Told = TypeVar("Told", HouseholdSeen, Package)


class CardSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """Whether a card holds: `valid`, `expired`, `blocked`, `replaced`, `unknown`, or `locked` for `wait` minutes."""

    state: str
    programme: str = ""
    expires: str = ""
    wait: int = 0
    initials: str = ""


class UseSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """One reading of her file: its day (ISO), and which body, as a code of the profile or by its own name."""

    on: str
    by: str


class UsesSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """Who read her file, newest first; `told` is false where the registry does not say."""

    told: bool = False
    uses: tuple[UseSeen, ...] = ()


class PersonSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A household under her phone, without name or number: its `mark` is a keyed hash. Empty or 0 where not known or shown."""

    mark: str
    head: str = ""
    size: int = 0
    place: str = ""

    @property
    def masked(self) -> str:
        """What she and whoever decides read of it, the commune as its code."""
        return ", ".join(filter(None, (self.head, str(self.size or ""), self.place)))


class PeopleSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """Who is registered with her phone; `told` is false where the registry does not say."""

    told: bool = False
    people: tuple[PersonSeen, ...] = ()


class SocialDesk(Room):
    """Looks into the social registry and the programmes."""

    def knows(self, what: str) -> bool:
        """Whether this country's registries can tell `household`, `score`, `enrolments`, `cards`, `coverage`, `data_uses`,
        `people_of_phone`."""
        return what in self._world.social.caps() | self._world.benefits.caps()

    def household(self, ref: IdRef) -> Look[HouseholdSeen]:
        """The household of a proven person."""

        async def call(hand: Hand) -> HouseholdSeen:
            await self._audit("household", hand.key, self._about(ref))
            return await self._or_remembered("household", ref, HouseholdSeen, self._household(ref, hand))

        return Look("household", (ref.scheme, ref.value), HouseholdSeen, call, fresh=300.0)

    async def _household(self, ref: IdRef, hand: Hand) -> HouseholdSeen:
        social, ctx = self._world.social, self._soon("status", hand)
        house = await social.household(ref, ctx=ctx)
        band, as_of = "", ""
        if "score" in social.caps() and self.may_show("household.band"):
            try:
                score = await social.score(ref, ctx=ctx)
                band, as_of = score.band, score.as_of.isoformat() if score.as_of else ""
            except Refused:  # one that waits for its score is registered all the same
                pass
        updated = house.updated_on or house.registered_on
        watching = await self._world.watches.of(house.ref)
        return HouseholdSeen(
            True,
            house.size if self.may_show("household.size") else 0,
            updated.isoformat() if updated else "",
            band,
            as_of,
            tuple(sorted((house.verified_by or {}).items())),
            any(watch.phone == self._caller.phone for watch in watching),
        )

    def data_uses(self, ref: IdRef) -> Look[UsesSeen]:
        """Who read the file of a proven person."""

        async def call(hand: Hand) -> UsesSeen:
            await self._audit("data-uses", hand.key, self._about(ref))
            try:
                uses = await _in_patience(self._world.social.data_uses(ref, SHOWN, ctx=self._context("data-uses", hand)))
            except NotFound:
                return UsesSeen(told=True)
            except Refused:
                return UsesSeen()
            return UsesSeen(True, tuple(UseSeen(_day(use.at), use.by) for use in uses))

        return Look("data-uses", (ref.scheme, ref.value), UsesSeen, call, fresh=300.0)

    def people_of_phone(self) -> Look[PeopleSeen]:
        """The households that are registered with the phone behind this conversation, for its proven holder."""

        async def call(hand: Hand) -> PeopleSeen:
            phone = self._caller.phone
            if phone is None:
                return PeopleSeen()
            await self._audit("people-of-phone", hand.key, self._about(self.this_sim))
            ctx = self._context("people-of-phone", hand)
            try:
                found = await _in_patience(self._world.social.households_of(phone, ctx=ctx))
            except NotFound:
                return PeopleSeen(told=True)
            except Refused:
                return PeopleSeen()
            return PeopleSeen(True, tuple(map(self._person, found)))

        return Look("people-of-phone", (self.this_sim.value,), PeopleSeen, call)

    def _person(self, house: Household) -> PersonSeen:
        mark = self._world.keys.mac("household", house.ref.scheme, house.ref.value).hex()
        return PersonSeen(mark, house.head, house.size if self.may_show("household.size") else 0, house.place)

    def enrolments(self, ref: IdRef) -> Look[Package]:
        """Every programme of a proven person, and her health coverage."""

        async def call(hand: Hand) -> Package:
            await self._audit("enrolments", hand.key, self._about(ref))
            return await self._or_remembered("enrolments", ref, Package, self._package(ref, hand))

        return Look("enrolments", (ref.scheme, ref.value), Package, call, fresh=300.0)

    async def _package(self, ref: IdRef, hand: Hand) -> Package:
        benefits, ctx = self._world.benefits, self._soon("status", hand)
        items = []
        for one in await benefits.enrolments(ref, ctx=ctx):
            following = (one.next.kind, one.next.on.isoformat()) if one.next else ("", "")
            items.append(EnrolledSeen(one.programme.lower(), one.state.value, one.reason, *following))
        if "coverage" in benefits.caps():
            told = {item.programme for item in items}  # a scheme may be a programme of its registry too
            for cover in await benefits.coverage(ref, ctx=ctx):
                if cover.scheme.lower() in told:
                    continue
                until = ("until", cover.until.isoformat()) if cover.until else ("", "")
                items.append(EnrolledSeen(cover.scheme.lower(), "covered" if cover.active else "not-covered", "", *until))
        return Package(True, tuple(items))

    def _soon(self, purpose: str, hand: Hand) -> CallContext:
        """A deadline that leaves time to look up what we remember."""
        return self._context(purpose, Hand(hand.key, max(0.2, hand.deadline - RECALL)))

    async def _or_remembered(self, what: str, ref: IdRef, kind: type[Told], asked: Awaitable[Told]) -> Told:
        """What the registry tells, kept sealed for a week; when it does not answer, what it told last, with its day."""
        world = self._world
        key = world.keys.mac("last-told", what, ref.scheme, ref.value)
        try:
            told = await _in_patience(asked)
        except NOT_THERE:
            return kind()
        except Refused:
            return kind(refused=True)
        except Outage:
            kept = await world.sessions.load(key)
            if kept is None:
                raise
            return msgspec.msgpack.decode(world.keys.open("last-told", kept[1], key), type=kind)
        day = _day(world.clock.now())
        remembered = msgspec.msgpack.encode(msgspec.structs.replace(told, told_on=day))
        kept = await world.sessions.load(key)
        await world.sessions.save(key, kept[0] if kept else 0, world.keys.seal("last-told", remembered, key), REMEMBERED)
        return told

    def card(self, number: IdRef) -> Look[CardSeen]:
        """Whether a beneficiary card holds. No name comes back."""

        async def call(hand: Hand) -> CardSeen:
            who = self._parties(number)[:1]
            if waits := await self._spend("card", who, hand):
                return CardSeen("locked", wait=minutes(waits))
            try:
                card = await _in_patience(self._world.benefits.card(number, ctx=self._context("card", hand)))
            except Refused:
                return CardSeen("unknown")
            return CardSeen(card.state.value, card.programme.lower(), card.expires.isoformat() if card.expires else "")

        return Look("card", (number.value,), CardSeen, call, fresh=60.0)


async def _in_patience(asked: Awaitable[Answer]) -> Answer:
    """A registry that wants to be asked more slowly did not answer: it did not say that there is nothing."""
    try:
        return await asked
    except RateLimited as later:
        raise Unavailable(later.code, upstream=later.upstream, retry_after=later.retry_after) from None


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
