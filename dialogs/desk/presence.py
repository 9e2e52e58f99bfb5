"""Proof with an agent's help, and what the SIM tells of itself."""

from hmac import compare_digest

import msgspec

from config.policy import Proof, SimDoubt
from dialogs.desk.challenge import ChallengeRoom, Finding
from dialogs.desk.room import HERSELF, minutes
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.model import Code, IdRef, Masked
from dialogs.ports import HandoffState, Keys
from dialogs.refusals import Outage, Refused

CHATS = frozenset({"web", "telegram", "whatsapp"})
"""The channels whose messages are read where a link can be opened."""


def proof_link_code(keys: Keys, handoff: str) -> str:
    """The six digits that the page behind a link shows at the end, for her to type in her chat.

    Without them a proof would count for whoever made the link and talked somebody else into opening it.
    """
    return f"{int.from_bytes(keys.mac('proof-link-code', handoff)[:8], 'big') % 10**6:06d}"


class HandedOff(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A proof that waits for an agent: the six digits that she reads to him, and for how many minutes they hold."""

    id: str
    code: str
    minutes: int


class PresenceDesk(ChallengeRoom):
    """What needs somebody at a counter, or the operator."""

    @property
    def has_biometrics(self) -> bool:
        """Whether agents with devices can prove who somebody is."""
        return self._world.handoffs is not None and self._world.biometrics

    @property
    def has_proof_links(self) -> bool:
        """Whether she reads this where a link can be opened, and there is an identity provider behind it."""
        return self._world.handoffs is not None and self._world.proof_links is not None and self._caller.channel in CHATS

    def proof_link(self, handoff: HandedOff) -> Deed[str]:
        """The address of the identity provider's page, to be opened once and for this hand-off alone."""

        async def call(hand: Hand) -> str:
            assert self._world.proof_links is not None, "offered without links"
            return await self._world.proof_links.begin(handoff.id, self._lang())

        return Deed("proof-link", (handoff.id,), str, call)

    def proof_link_state(self, handoff: HandedOff) -> Deed[str]:
        """How far it is, as of `handed_off`; it proves nothing yet: who opened the link may be somebody to whom it was sent."""

        async def call(_: Hand) -> str:
            return await self._state(handoff)

        return Deed("linked", (handoff.id,), str, call)

    def came_back(self, subject: IdRef, handoff: HandedOff, code: Code) -> Deed[Finding]:
        """Whether she who writes here saw the page behind the link: `found` raises the proof to the level of the links."""

        async def call(hand: Hand) -> Finding:
            world, who, limit = self._world, self._parties(subject), self.country.policy.limits["prove-code"]
            if await self._was_right(hand):
                return Finding("found", subject.masked)
            left = await self._tries("prove-code", who, limit, hand)
            if left < 0:
                return Finding("locked", wait=minutes(limit.lock))
            right = await self._state(handoff) == HandoffState.PROVED
            right = compare_digest(proof_link_code(world.keys, handoff.id), code.plain or "") and right
            await self._audit("proof-link", hand.key, self._about(subject), "found" if right else "wrong")
            if right:
                await self._keep_right(hand)
                await world.guard.forgive("prove-code", who)
                return Finding("found", subject.masked)
            return await self._missed("prove-code", "wrong", left, who)

        def proof(finding: Finding) -> Proof:
            assert self._world.proof_links is not None, "offered without links"
            return self._world.proof_links.level if finding.outcome == "found" else Proof.NONE

        return Deed("came-back", (handoff.id, code.mac), Finding, call, proves=proof)

    def hand_off(self, subject: IdRef, purpose: str) -> Deed[HandedOff]:
        """A code for the agent, bound to this conversation and purpose."""

        async def call(hand: Hand) -> HandedOff:
            world = self._world
            assert world.handoffs is not None, "offered without agents"
            now, phone = world.clock.now(), self._caller.phone
            made = await world.handoffs.begin(
                key=hand.key, subject=subject, phone=phone, purpose=purpose, lang=self._lang(), now=now
            )
            await self._audit("handoff", hand.key, self._about(subject))
            return HandedOff(made.id, made.code, max(1, int((made.expires_at - now) // 60)))

        return Deed("hand-off", (subject.scheme, subject.value, purpose), HandedOff, call, sure=True)

    def handed_off(self, handoff: HandedOff) -> Deed[str]:
        """How far it is: `waiting`, `claimed`, `proved`, `exception`, `failed` or `expired`; a proof counts from here on."""

        async def call(_: Hand) -> str:
            return await self._state(handoff)

        def proof(state: str) -> Proof:
            return Proof.BIOMETRIC if state in (HandoffState.PROVED, HandoffState.EXCEPTION) else Proof.NONE

        return Deed("handed-off", (handoff.id,), str, call, proves=proof)

    async def _state(self, handoff: HandedOff) -> str:
        world = self._world
        assert world.handoffs is not None, "offered without hand-offs"
        return (await world.handoffs.state(handoff.id, now=world.clock.now())).value

    def sim_doubt(self) -> Look[str]:
        """What the country's policy makes of this SIM: `allow`, `notice` or `refuse`; `allow` where nobody is asked."""

        async def call(hand: Hand) -> str:
            world, policy, phone = self._world, self.country.sim_swap, self._caller.phone
            if policy is None or world.simswap is None or phone is None:
                return SimDoubt.ALLOW.value
            try:
                ctx = self._context("sim-swap", Hand(hand.key, max(0.2, hand.deadline - 1.0)))
                swapped = await world.simswap.swapped(phone, hours=policy.hours, ctx=ctx)
            except (Outage, Refused):
                swapped = None
            doubt = policy.decide(swapped)
            await self._audit("sim-swap", hand.key, HERSELF, doubt.value)
            return doubt.value

        return Look("sim-doubt", (), str, call, fresh=300.0)
