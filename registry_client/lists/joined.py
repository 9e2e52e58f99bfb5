"""One beneficiary registry out of several: lists speak for their own programmes, a registry for all others."""

from collections.abc import Sequence
from typing import TypeVar

from dialogs.model import IdRef
from dialogs.ports.identity import CallContext
from dialogs.ports.social import BeneficiaryRegistry, Card, CardState, Coverage, Enrolment
from dialogs.refusals import NotFound, NotSupported, Refused
from registry_client.lists.signed_csv import CARD_SCHEMES, SignedCsvList

__all__ = ["JoinedBenefits"]

T = TypeVar("T")


class JoinedBenefits:
    """`dialogs.ports.BeneficiaryRegistry` over `lists` and the registry that knows the other programmes.

    What a list can be asked, it answers alone: the registry's word on the same programme, scheme or kind of card is left
    out. An outage of any of them is one of the whole: half of what somebody is entitled to would read like all of it.
    """

    def __init__(self, lists: Sequence[SignedCsvList], registry: BeneficiaryRegistry) -> None:
        self._lists = lists
        self._registry = registry

    def caps(self) -> frozenset[str]:
        return self._registry.caps().union(*(one.caps() for one in self._lists))

    def well(self) -> bool:
        """While any of them may know the answer, she may ask."""
        return any(one.well() for one in (self._registry, *self._lists) if one.caps())

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        asked = self._asked(ref)
        listed = [found for one in asked for found in await one.enrolments(ref, ctx=ctx)]
        taken = {found.programme.lower() for found in listed}.union(*(one.schema.programmes for one in asked))
        if "enrolments" not in self._registry.caps():
            return _known(listed, asked)
        try:
            others = await self._registry.enrolments(ref, ctx=ctx)
        except Refused:
            if not listed:
                raise
            return listed
        return [*(one for one in others if one.programme.lower() not in taken), *listed]

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        asked = self._asked(number) if number.scheme in CARD_SCHEMES else []
        if not asked and "cards" in self._registry.caps():
            return await self._registry.card(number, ctx=ctx)
        for one in asked:
            try:
                return await one.card(number, ctx=ctx)
            except NotFound:
                continue
        raise NotFound("no-card", upstream="lists")

    async def card_number(self, ref: IdRef, scheme: str, *, ctx: CallContext) -> IdRef:
        """The registry's, for lists keep hashes alone; of a card that a list knows, only what holds by that list."""
        number = await self._registry.card_number(ref, scheme, ctx=ctx)
        if (await self.card(number, ctx=ctx)).state is not CardState.VALID:
            raise NotFound("no-card", upstream="lists")
        return number

    async def coverage(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Coverage]:
        asked = [one for one in self._asked(ref) if one.schema.coverage]
        listed = [found for one in asked for found in await one.coverage(ref, ctx=ctx)]
        taken = {one.schema.coverage.lower() for one in asked}
        if "coverage" not in self._registry.caps():
            return _known(listed, asked)
        try:
            others = await self._registry.coverage(ref, ctx=ctx)
        except Refused:
            if not listed:
                raise
            return listed
        return [*(one for one in others if one.scheme.lower() not in taken), *listed]

    def _asked(self, ref: IdRef) -> list[SignedCsvList]:
        """The lists that hold numbers of this kind."""
        return [one for one in self._lists if ref.scheme in one.schema.schemes]


def _known(found: Sequence[T], asked: Sequence[SignedCsvList]) -> Sequence[T]:
    if not asked:
        raise NotSupported("scheme", upstream="lists")
    return found
