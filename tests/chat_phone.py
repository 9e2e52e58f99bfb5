"""A person in a messenger for golden conversations: what she types or presses, and what the platform would be told to show."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from channels.chat import telegram, whatsapp_messages
from channels.chat.messenger import Incoming, Said
from channels.chat.messenger_face import MessengerFace
from dialogs.engine.turn import Turns

Shown = tuple[str, list[tuple[str, str]]]
"""The text, and (what comes back, label) of each button."""


@dataclass
class ChatPhone:
    """One chat. A line `[Label]` presses the button with that label under the latest answer; a button is shown the same way."""

    channel: str
    turns: Turns
    phone: str
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    last: Incoming | None = None
    buttons: Mapping[str, str] = field(default_factory=dict)

    @property
    def face(self) -> MessengerFace:
        world = self.turns.world
        return MessengerFace(world.speech, world.keys, world.country.services)

    @face.setter
    def face(self, _: MessengerFace) -> None:
        """It is made of the turns."""

    async def dial(self, sub: str = "") -> str:
        raise NotImplementedError("nobody dials in a chat")

    async def send(self, text: str) -> str:
        pressed = self.buttons.get(text)
        who, id = self.phone, f"{self.phone}-{next(self.ids)}"
        self.last = Incoming(id, who, who, "button", pressed) if pressed else Incoming(id, who, who, "text", text)
        return await self.again()

    async def again(self) -> str:
        """The latest message (once more)."""
        assert self.last is not None
        world = self.turns.world
        face = self.face.turn(self.last, world.country.languages)
        shown = await self.turns.take(face.delivery(self.channel, world.clock.now()), face)
        text, buttons = _shown(self.channel, self.last, msgspec.json.decode(shown or "", type=Said))
        self.buttons = {f"[{label}]": value for value, label in buttons}
        return "\n".join([text, *self.buttons])


def _shown(channel: str, to: Incoming, said: Said) -> Shown:
    if channel == "telegram":
        body = json.loads(telegram.encode(to, said))
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        return body["text"], [(key["callback_data"], key["text"]) for row in rows for key in row]
    return _of_whatsapp(json.loads(whatsapp_messages.message_of(to.to, said)))


def _of_whatsapp(body: Mapping[str, Any]) -> Shown:
    if body["type"] == "text":
        return body["text"]["body"], []
    action = body["interactive"]["action"]
    if "buttons" in action:
        return body["interactive"]["body"]["text"], [(one["reply"]["id"], one["reply"]["title"]) for one in action["buttons"]]
    rows = [row for section in action["sections"] for row in section["rows"]]
    return body["interactive"]["body"]["text"], [(row["id"], row.get("description", row["title"])) for row in rows]
