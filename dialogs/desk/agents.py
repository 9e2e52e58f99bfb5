"""What an agent at a distribution point may ask: whether a card holds, so many times a day, each time written down."""

import msgspec

from config.policy import Proof
from dialogs.desk.room import HERSELF, Room, minutes
from dialogs.desk.social import CardSeen
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef, Masked
from dialogs.refusals import NotSupported, Refused


class AgentSeen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """`id` of the operator, empty when the PIN is not his; `left` tries, or `wait` minutes when there are none."""

    id: str = ""
    left: int = 0
    wait: int = 0


class AgentDesk(Room):
    """The agents' side of the counter."""

    @property
    def has_field_agents(self) -> bool:
        """Whether agents are registered with their SIMs here."""
        return self._world.field_agents is not None

    def agent_begin(self, pin: Code) -> Deed[AgentSeen]:
        """Whose SIM and PIN these are. A SIM that nobody registered reads and takes the same as a wrong PIN."""

        async def call(hand: Hand) -> AgentSeen:
            return await self._begin(pin, hand)

        def proof(seen: AgentSeen) -> Proof:
            return Proof.CODE if seen.id else Proof.NONE

        return Deed("agent-begin", (pin.mac,), AgentSeen, call, even=True, proves=proof)

    async def _begin(self, pin: Code, hand: Hand) -> AgentSeen:
        world, limit = self._world, self._world.country.policy.limits["agent-pin"]
        who = self._parties(IdRef("", ""))[:1]
        left = await self._tries("agent-pin", who, limit, hand)
        if left < 0:
            return AgentSeen(wait=minutes(limit.lock))
        phone = self._caller.phone
        id = await world.field_agents.recognise(phone, pin.plain or "") if world.field_agents and phone else ""
        his = self._world.keys.mac("operator", id) if id else HERSELF
        await self._audit("agent-begin", hand.key, his, "known" if id else "wrong")
        if id:
            await world.guard.forgive("agent-pin", who)
            return AgentSeen(id)
        if left == 0:
            await world.guard.lock("agent-pin", who, limit.lock)
            return AgentSeen(wait=minutes(limit.lock))
        return AgentSeen(left=left)

    def agent_card(self, agent: str, number: IdRef) -> Deed[CardSeen]:
        """Whether the card holds, for an agent; of its holder initials at most. A deed, for it counts towards his day."""

        async def call(hand: Hand) -> CardSeen:
            limit = self._world.country.policy.limits["agent-card"]
            his = (self._world.keys.mac("operator", agent),)
            if await self._tries("agent-card", his, limit, hand) < 0:
                return CardSeen("locked", wait=minutes(limit.lock))
            seen = await self._checked(number, hand)
            await self._audit("agent-card", hand.key, self._about(number), seen.state)
            return seen

        return Deed("agent-card", (agent, number.scheme, number.value), CardSeen, call)

    async def _checked(self, number: IdRef, hand: Hand) -> CardSeen:
        try:
            card = await self._world.benefits.card(number, ctx=self._context("agent-card", hand))
        except NotSupported:
            raise
        except Refused:
            return CardSeen("unknown")
        initials = card.initials if self.may_show("agent.initials") else ""
        return CardSeen(card.state.value, card.programme.lower(), initials=initials)
