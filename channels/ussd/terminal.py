"""A phone without a network: speaks to the turns directly, for the terminal (`guichet talk`) and for golden conversations."""

from collections.abc import Callable
from dataclasses import dataclass, field

from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery, Phone


@dataclass(slots=True)
class Handset:
    """One phone: dials, answers, and keeps the cumulative text that the operator would send. Screens are the wire's text."""

    turns: Turns
    face: UssdFace
    phone: str
    session_id: Callable[[], str]
    session: str = ""
    typed: list[str] = field(default_factory=list)

    async def dial(self, sub: str = "") -> str:
        """Dial the service code: a new session; with a sub-code (`*3737*0#` has `0`) the text begins with it."""
        self.session, self.typed = self.session_id(), [sub] if sub else []
        return await self.again()

    async def send(self, text: str) -> str:
        """Answer the screen."""
        self.typed.append(text)
        return await self.again()

    async def again(self) -> str:
        """Deliver the last hop (once more): what an operator does when it got no answer."""
        screen = await self.turns.take(self.delivery(), self.face)
        assert screen is not None, "a hop is never a close"
        return screen

    def delivery(self) -> Delivery:
        """The last hop as a decoder would give it."""
        country, now = self.turns.world.country, self.turns.world.clock.now()
        caller = Caller("ussd", self.phone, Phone(self.phone))
        return Delivery("ussd", country.service_code, self.session, caller, "resume", transcript="*".join(self.typed), at=now)


def face_of(turns: Turns) -> UssdFace:
    """The face of the Africa's Talking dialect over the same ports as `turns`."""
    return UssdFace(turns.world.speech, turns.world.keys, africastalking.wire, shortcuts=turns.world.country.shortcuts)
