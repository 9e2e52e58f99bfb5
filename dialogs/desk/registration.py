"""Where a registration stands."""

from typing import Literal

from dialogs.desk.room import Room
from dialogs.desk.steps import Hand, Look, World
from dialogs.model import IdRef
from dialogs.ports import CallContext
from dialogs.refusals import RateLimited, Refused, Unavailable


class RegistrationDesk(Room):
    """Looks into the population registry."""

    def registry_answers(self, which: Literal["identity", "benefits"]) -> Look[bool]:
        """Whether a registry is not left alone after failures: asked before she types anything for it."""

        async def call(_: Hand) -> bool:
            return self._world.identity.well() if which == "identity" else self._world.benefits.well()

        return Look("registry-answers", (which,), bool, call)

    def application_stage(self, receipt: IdRef) -> Look[str]:
        """`received`, `processing`, `rejected`, `issued`; `unknown` when nothing is found, `locked` after too many."""

        async def call(hand: Hand) -> str:
            who = self._parties(receipt)[:1]
            if await self._spend("status", who, hand):
                return "locked"
            return await stage_of(self._world, receipt, self._context("status", hand))

        return Look("application-stage", (receipt.value,), str, call, fresh=300.0, errand="status")


async def stage_of(world: World, receipt: IdRef, ctx: CallContext) -> str:
    """The stage of an application as a word; `unknown` when the registry has no such receipt."""
    try:
        return (await world.identity.application_status(receipt, ctx=ctx)).stage.value
    except RateLimited as later:  # it did not say that there is none
        raise Unavailable(later.code, upstream=later.upstream, retry_after=later.retry_after) from None
    except Refused:
        return "unknown"
