"""Rasa's REST channel, served by us: what talks to a Rasa assistant today (a widget, a bot in front of ours) talks to Guichet.

The exchange is that of Rasa 3 (`rasa/core/channels/rest.py`): `POST …/webhooks/rest/webhook` with `{"sender", "message"}`, and
a list of `{"recipient_id", "text", "buttons"}` back; with `?stream=true` one message a line. The sender is whoever the caller
says: a pseudonym that proves nothing. Our messages need no state there; a button's payload is the number that stands for it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import msgspec
import structlog
from aiohttp import web

from channels.chat.buttons import buttons_of
from channels.chat.words import ChatWords, text_of
from channels.gate import BadForm, Gate, body_of
from channels.sms.face import SmsFace
from dialogs.engine.face import Heard
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery, Masked, Reply
from dialogs.ports import Clock, Keys
from dialogs.texts.speech import Speech

log = structlog.get_logger()

NAME = "rasa"
_HOME = "00"
MOST_LABEL = 80


class Button(Masked, msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """What may be picked: its label, and what comes back as the message when it is."""

    title: str
    payload: str


class Said(msgspec.Struct, frozen=True):
    """One message of ours, before it is addressed."""

    text: str
    buttons: tuple[Button, ...] = ()

    def __repr__(self) -> str:
        return f"Said({len(self.buttons)} buttons)"


# --- the wire ----------------------------------------------------------------------------------

_ID = r"^[\x21-\x7e]{1,128}\Z"


class _Metadata(Masked, msgspec.Struct):
    message_id: Annotated[str, msgspec.Meta(pattern=_ID)] = ""


class _Incoming(Masked, msgspec.Struct):
    sender: Annotated[str, msgspec.Meta(pattern=_ID)]
    message: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    metadata: _Metadata | None = None


class _Outgoing(Masked, msgspec.Struct, omit_defaults=True):
    recipient_id: str
    text: str
    buttons: tuple[Button, ...] = ()


def decode(body: bytes, at: float) -> Delivery:
    """One message. `metadata.message_id`, where the caller gives one, tells a retry from new input. Raises `BadForm`.

    Rasa's own commands (`/restart`, `/session_start`, `/greet{…}`) lead to the beginning: they name no intent of ours.
    """
    try:
        told = msgspec.json.decode(body, type=_Incoming)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault
    said = _HOME if told.message.lstrip().startswith("/") else told.message.replace("\0", "")
    hop = told.metadata.message_id if told.metadata else ""
    return Delivery(NAME, NAME, NAME, Caller(NAME, told.sender), "hop", said, hop=hop, at=at)


def encode(recipient: str, said: Sequence[Said], *, stream: bool = False) -> bytes:
    """Our messages as Rasa would answer them: a JSON list or, streamed, a line each."""
    messages = [_Outgoing(recipient, one.text, one.buttons) for one in said]
    return msgspec.json.Encoder().encode_lines(messages) if stream else msgspec.json.encode(messages)


# --- the conversation --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RestFace:
    """Hears like SMS, in words and numbers; shows a whole message with its options as buttons, so that there are no pages.

    `show` gives a `Said` as JSON.
    """

    speech: Speech
    keys: Keys
    services: Sequence[str]
    texting: bool = True
    _words: ChatWords = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", ChatWords(SmsFace(self.speech, self.keys, self.services)))

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        return self._words.hear(note, delivery)

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        return None

    def show(self, reply: Reply, note: bytes) -> str:
        buttons = tuple(Button(one.label, one.value) for one in buttons_of(reply, self.speech, MOST_LABEL))
        return msgspec.json.encode(Said(text_of(reply, self.speech), buttons)).decode()

    def match(self, reply: Reply, said: str) -> str:
        return self._words.match(reply, said)


def answering(turns: Turns, face: RestFace) -> Callable[[Delivery], Awaitable[Sequence[Said]]]:
    """A turn of the engine for each message."""

    async def take(delivery: Delivery) -> Sequence[Said]:
        shown = await turns.take(delivery, face)
        return [msgspec.json.decode(shown, type=Said)] if shown else []

    return take


# --- HTTP --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RestLine:
    """The channel at one secret address. `count` is told each answer's kind: `answered`, `refused`, `slow-down`, `fault`."""

    gate: Gate
    clock: Clock
    take: Callable[[Delivery], Awaitable[Sequence[Said]]]
    count: Callable[[str], None]

    async def message(self, request: web.Request) -> web.Response:
        """`POST /chat/rasa/{key}/webhooks/rest/webhook`: 400 for what is no message, 429 for too many, 503 for our faults."""
        self._admit(request)
        try:
            delivery = decode(await body_of(request), self.clock.now())
        except BadForm:
            return self._refuse("refused", 400)
        if not self.gate.rate.allows(delivery.caller.id, delivery.at):
            return self._refuse("slow-down", 429)
        try:
            said = await self.take(delivery)
        except Exception as fault:  # named by its type: its text may hold what was typed
            log.error("chat.rasa.fault", fault=type(fault).__name__)
            return self._refuse("fault", 503)
        self.count("answered")
        stream = request.query.get("stream", "").lower() == "true"
        body = encode(delivery.caller.id, said, stream=stream)
        return web.Response(body=body, content_type="text/event-stream" if stream else "application/json")

    async def health(self, request: web.Request) -> web.Response:
        """`GET /chat/rasa/{key}/webhooks/rest/`, as Rasa answers it."""
        self._admit(request)
        return web.json_response({"status": "ok"})

    def _admit(self, request: web.Request) -> None:
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            self.count("refused")
            raise web.HTTPNotFound

    def _refuse(self, kind: str, status: int) -> web.Response:
        self.count(kind)
        return web.Response(status=status)


def attach(app: web.Application, line: RestLine) -> None:
    """Add the routes; a client of Rasa is given `…/chat/rasa/{key}` where it had the address of its Rasa server."""
    app.router.add_post("/chat/rasa/{key}/webhooks/rest/webhook", line.message)
    app.router.add_get("/chat/rasa/{key}/webhooks/rest/", line.health)
