"""A GovStack registry asked only who read somebody's data, beside the social registry that knows her household."""

from collections.abc import Sequence

from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext, Change, DataUse, Household, Score, SocialRegistry, Subscription
from registry_client.govstack.registry import GovStackSocial

__all__ = ["WithDataUses"]


class WithDataUses:
    """`dialogs.ports.SocialRegistry`: all of `registry`, and the data uses of another."""

    def __init__(self, registry: SocialRegistry, uses: GovStackSocial) -> None:
        self._registry = registry
        self._uses = uses

    def caps(self) -> frozenset[str]:
        return self._registry.caps() | {"data_uses"}

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        return await self._registry.household(ref, ctx=ctx)

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        return await self._registry.member(ref, scheme, born, ctx=ctx)

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        return await self._registry.score(ref, ctx=ctx)

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription:
        return await self._registry.subscribe(ref, changes, ctx=ctx)

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        await self._registry.unsubscribe(subscription, ctx=ctx)

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        return await self._uses.data_uses(ref, limit, ctx=ctx)

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        return await self._registry.households_of(phone, ctx=ctx)
