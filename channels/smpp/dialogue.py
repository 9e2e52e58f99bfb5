"""USSD that comes over a bind: the same turns and pace per phone as behind a webhook."""

from collections.abc import Callable
from dataclasses import dataclass, field

from channels.gate import Rate
from channels.networks import Told, unheard
from channels.ussd.face import UssdFace
from dialogs.engine.turn import Turns
from dialogs.model import Delivery, Prompt, Reply


@dataclass(frozen=True, slots=True)
class Dialogues:
    """Answers the hops of one bind. `count` is told each answer's kind: `con`, `end`, `slow-down`.

    `network_told` hears whose network a phone is in.
    """

    turns: Turns
    face: UssdFace
    count: Callable[[str], None]
    network_told: Told = unheard
    rate: Rate = field(default_factory=lambda: Rate(every=0.2, burst=120))

    async def take(self, delivery: Delivery) -> str | None:
        """The screen (`CON …`, `END …`); None for a phone that hung up."""
        if delivery.event != "close" and not self.rate.allows(delivery.caller.id, delivery.at):
            self.count("slow-down")
            return self.face.show(Reply(Prompt("busy"), self.turns.world.country.languages[0], final=True), b"")
        self.network_told(delivery.caller.phone, delivery.caller.network)
        screen = await self.turns.take(delivery, self.face)
        if screen is not None:
            self.count("con" if screen.startswith("CON") else "end")
        return screen
