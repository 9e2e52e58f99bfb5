"""A phone that texts and a visitor of the web chat, for golden conversations: what they send, and what they would read."""

import itertools
from dataclasses import dataclass, field

import msgspec

from channels.chat.web_face import Shown, WebFace
from channels.sms.africastalking import Inbound
from channels.sms.conversation import SmsConversation
from channels.sms.face import SmsFace
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery, Phone
from store.memory_outbox import MemoryOutbox


@dataclass
class Texter:
    """One phone that texts the short code; what comes back on the same phone first is its screen."""

    turns: Turns
    face: SmsFace
    outbox: MemoryOutbox
    phone: str
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    last: Inbound | None = None
    incidents: list[str] = field(default_factory=list)

    async def dial(self, sub: str = "") -> str:
        raise NotImplementedError("nobody dials by SMS")

    async def send(self, text: str) -> str:
        world = self.turns.world
        self.last = Inbound(
            f"ATUid_{self.phone}_{next(self.ids)}", Phone(self.phone), world.country.short_code, text, world.clock.now()
        )
        return await self.again()

    async def again(self) -> str:
        """Deliver the last SMS (once more): the answer is what stands in the outbox under it."""
        assert self.last is not None
        world = self.turns.world
        await SmsConversation(self.turns, self.face, world.country.short_code, self.incidents.append).take(self.last)
        key = world.keys.mac("sms-reply", self.last.id, self.phone)
        return next((m.text for m in self.outbox.messages if m.key == key), "")


@dataclass
class Chatter:
    """One visitor of the web chat; its screen is the message with its buttons in brackets."""

    turns: Turns
    face: WebFace
    phone: str
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    last: Delivery | None = None

    async def dial(self, sub: str = "") -> str:
        raise NotImplementedError("nobody dials in a chat")

    async def send(self, text: str) -> str:
        caller = Caller("web", self.phone)
        self.last = Delivery("web", "web", "web", caller, "hop", text, hop=f"m-{next(self.ids)}", at=self.turns.world.clock.now())
        return await self.again()

    async def again(self) -> str:
        """Deliver the last message (once more)."""
        assert self.last is not None
        shown = msgspec.json.decode(await self.turns.take(self.last, self.face) or "", type=Shown)
        return "\n".join((shown.text, *(f"[{one.value}] {one.label}" for one in shown.options)))
