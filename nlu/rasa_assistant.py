"""A Rasa assistant behind Guichet: one message of a conversation there, over Rasa's REST channel, and what it says."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from dialogs.model import Masked
from nlu.rasa_http import RasaServer
from nlu.rasa_wire import BadAnswer, opened

PATH = "/webhooks/rest/webhook"
MOST_MESSAGES = 20
MOST_BUTTONS = 20


@dataclass(frozen=True, slots=True, repr=False)
class Button:
    """What may be picked. `payload` is the assistant's own command: it goes back as it came, and never to a phone."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """One message of the assistant; what it says besides text and buttons (images, custom JSON) no plain phone can show."""

    text: str
    buttons: tuple[Button, ...] = ()


class _Button(Masked, msgspec.Struct):
    title: str
    payload: str = ""


class _Message(Masked, msgspec.Struct):
    text: str = ""
    buttons: Annotated[list[_Button], msgspec.Meta(max_length=MOST_BUTTONS)] = []


class RasaAssistant:
    """Hands on what a citizen says. `sender` names the conversation there: a pseudonym, for Rasa keeps it; never a phone."""

    def __init__(self, server: RasaServer) -> None:
        self._server = server

    async def say(self, sender: str, text: str) -> tuple[Said, ...]:
        """What the assistant answers to a text as it was typed: never a command, and nothing for blanks. Raises `RasaDown`."""
        said = opened(text)
        return await self._send(sender, said) if said else ()

    async def pick(self, sender: str, button: Button) -> tuple[Said, ...]:
        """What it answers when one of its own buttons is picked. Raises `RasaDown`."""
        return await self._send(sender, button.payload or button.title)

    async def _send(self, sender: str, message: str) -> tuple[Said, ...]:
        return await self._server.call("POST", PATH, _said, {"sender": sender, "message": message})


def _said(body: bytes) -> tuple[Said, ...]:
    try:
        messages = msgspec.json.decode(body, type=Annotated[list[_Message], msgspec.Meta(max_length=MOST_MESSAGES)])
    except (ValueError, RecursionError):
        messages = None
    if messages is None:
        raise BadAnswer("unreadable")
    told = (Said(one.text, tuple(Button(button.title, button.payload) for button in one.buttons)) for one in messages)
    return tuple(one for one in told if one.text or one.buttons)
