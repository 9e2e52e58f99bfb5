"""The web chat's conversation, over a socket or without: each message answered once, and what was missed said again."""

from dataclasses import dataclass

import msgspec

from channels.chat.web_backlog import Backlog, Kept
from channels.chat.web_face import Shown, WebFace
from channels.chat.web_wire import Say, Start
from dialogs.engine.slot import Slot
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery
from dialogs.ports import Conversation

NAME = "web"


class Over(Exception):
    """The conversation that this message belongs to is not kept any more: it must not answer another question."""


@dataclass(frozen=True, slots=True)
class WebTalk:
    """A visitor is a name that proves nothing: no phone, no SIM. All methods raise `StoreDown`."""

    turns: Turns
    face: WebFace
    backlog: Backlog

    async def answer(self, visitor: str, message: Say | Start) -> Kept:
        """What the visitor's page may lack after this message; a copy of a message is not answered twice. Raises `Over`."""
        kept = await self.backlog.of(visitor)
        if self.backlog.heard(kept, message.id):
            return kept
        if isinstance(message, Say) and kept.seq < message.after:
            raise Over
        if isinstance(message, Say) and message.after < kept.turned:
            # Written to a person before the page knew that the counter has it again: it answers no question of the counter's.
            message = Start(message.id, kept.waiting[-1].lang, message.after)
        shown = await self.turns.take(self._delivery(visitor, message), self.face)
        said = [msgspec.json.decode(shown, type=Shown)] if shown else []
        return await self.backlog.add(visitor, message.id, said, message.after)

    async def forget(self, visitor: str) -> None:
        """Leave nothing of this conversation: neither its journal, nor what was said last, nor a word with a person."""
        world = self.turns.world
        slot = Slot(world, self._delivery(visitor, Start("")), 0.0, self.turns.trouble)
        if world.people is not None:
            await world.people.erase(Conversation(NAME, NAME, visitor), now=world.clock.now())
        await world.sessions.drop(slot.key)
        await self.backlog.drop(visitor)

    def _delivery(self, visitor: str, message: Say | Start) -> Delivery:
        caller, at = Caller(NAME, visitor), self.turns.world.clock.now()
        if isinstance(message, Say):
            return Delivery(NAME, NAME, NAME, caller, "hop", message.text.replace("\0", ""), hop=message.id, at=at)
        lang = message.lang if message.lang in self.turns.world.country.languages else ""
        return Delivery(NAME, NAME, NAME, caller, "new", lang, hop=message.id, at=at)
