"""WhatsApp's Cloud API (Graph API): signed webhooks in batches, answers by `/messages`, people with or without a phone number.

https://developers.facebook.com/documentation/business-messaging/whatsapp. A person is her business-scoped id where it is told
(`from_user_id`), else the number she writes from; a number that comes with a message is an address, and proves nothing.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
import msgspec

from channels.chat.messenger import MOST_TEXT, Incoming, Said
from channels.chat.whatsapp_api import REENGAGE, judge
from channels.chat.whatsapp_messages import message_of, template_of
from channels.gate import BadForm
from channels.outbound import Outcome
from channels.sms.exchange import Answered, ask
from dialogs.model import Masked
from dialogs.ports import Clock

NAME = "whatsapp"
API_URL = "https://graph.facebook.com/v24.0"
SIGNATURE = "X-Hub-Signature-256"
MOST_BODY = 3 * 1024 * 1024
"""Meta batches up to a thousand updates."""
WINDOW = 24 * 3600.0
"""Seconds after a person's message within which she may be answered freely; later, only by a template."""
TYPING = (1.0, 2.0)
_IDLE = frozenset({"reaction", "system", "request_welcome"})
"""Types of messages that ask for no answer."""
_DIGITS = re.compile(r"[1-9][0-9]{6,14}")
_PERSON = re.compile(r"[A-Za-z0-9.]{1,160}")
_ID = re.compile(r"[\x21-\x7e]{1,256}")
_WORD = re.compile(r"[a-z]{1,16}")


# --- what comes --------------------------------------------------------------------------------


class _Text(Masked, msgspec.Struct):
    body: str = ""


class _Picked(Masked, msgspec.Struct):
    id: str = ""


class _Interactive(Masked, msgspec.Struct):
    button_reply: _Picked | None = None
    list_reply: _Picked | None = None


class _Quick(Masked, msgspec.Struct):
    text: str = ""


class _Message(Masked, msgspec.Struct):
    id: str
    type: str
    timestamp: str = "0"
    number: str = msgspec.field(default="", name="from")
    user: str = msgspec.field(default="", name="from_user_id")
    group_id: str = ""
    text: _Text = msgspec.field(default_factory=_Text)
    interactive: _Interactive = msgspec.field(default_factory=_Interactive)
    button: _Quick = msgspec.field(default_factory=_Quick)


class _Fault(msgspec.Struct):
    code: int = 0


class _Status(msgspec.Struct):
    status: str
    errors: list[_Fault] = []


class _Number(msgspec.Struct):
    phone_number_id: str = ""


class _Value(Masked, msgspec.Struct):
    metadata: _Number = msgspec.field(default_factory=_Number)
    messages: list[msgspec.Raw] = []
    statuses: list[msgspec.Raw] = []


class _Change(Masked, msgspec.Struct):
    field: str
    value: msgspec.Raw


class _Entry(Masked, msgspec.Struct):
    changes: list[_Change] = []


class _Webhook(Masked, msgspec.Struct):
    entry: list[_Entry]


def read(body: bytes, number_id: str, heard: Callable[[str, int], None]) -> Sequence[Incoming]:
    """All messages to our number in a webhook, oldest first; `heard` is told each status of ours with its code, 0 for none.

    One message that cannot be read keeps none of its neighbours from us. Raises `BadForm` for what is no webhook.
    """
    try:
        told = msgspec.json.decode(body, type=_Webhook)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault
    found: list[tuple[int, Incoming]] = []
    for value in _values(told):
        if value.metadata.phone_number_id == number_id:
            found += [one for raw in value.messages if (one := _message(raw)) is not None]
            for status in filter(None, map(_status, value.statuses)):
                heard(*status)
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _values(told: _Webhook) -> Iterator[_Value]:
    for change in (change for entry in told.entry for change in entry.changes if change.field == "messages"):
        try:
            yield msgspec.json.decode(change.value, type=_Value)
        except (ValueError, RecursionError):
            continue


def _message(raw: msgspec.Raw) -> tuple[int, Incoming] | None:
    """With its time in seconds; None for what asks for no answer or cannot be read, and in groups."""
    try:
        told = msgspec.json.decode(raw, type=_Message)
    except (ValueError, RecursionError):
        return None
    who = told.user or told.number
    if told.type in _IDLE or told.group_id or not (_ID.fullmatch(told.id) and _PERSON.fullmatch(who)):
        return None
    kind, said = _said(told)
    to = told.number if _DIGITS.fullmatch(told.number) else who
    at = int(told.timestamp) if told.timestamp.isascii() and told.timestamp.isdigit() else 0
    return at, Incoming(told.id, who, to, kind, said[:MOST_TEXT].replace("\0", ""))  # type: ignore[arg-type]  # one of three


def _said(told: _Message) -> tuple[str, str]:
    picked = told.interactive.button_reply or told.interactive.list_reply
    if told.type == "interactive" and picked is not None:
        return "button", picked.id
    if told.type == "button":
        return "text", told.button.text
    return ("text", told.text.body) if told.type == "text" and told.text.body else ("other", "")


def _status(raw: msgspec.Raw) -> tuple[str, int] | None:
    try:
        told = msgspec.json.decode(raw, type=_Status)
    except (ValueError, RecursionError):
        return None
    word = told.status if _WORD.fullmatch(told.status) else "other"
    return word, told.errors[0].code if told.errors else 0


# --- the platform ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Template:
    """A message that Meta approved, without parameters: it asks a person to write again. No name: there is none."""

    name: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """The platform. `number_id` is that of our number; `api_url` has the version. `heard` is told what became of our messages."""

    http: aiohttp.ClientSession
    clock: Clock
    number_id: str
    access_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    heard: Callable[[str, int], None]
    template: Template = Template()
    api_url: str = API_URL
    name: str = NAME
    most_body: int = MOST_BODY
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(32))
    """So many calls at once, whatever waits."""

    def greets(self, query: Mapping[str, str]) -> str | None:
        """`hub.challenge`, to who knows our token; it is digits, and nothing else goes back."""
        token, challenge = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
        ours = hmac.compare_digest(token.encode(errors="replace"), self.verify_token.encode())
        good = ours and query.get("hub.mode") == "subscribe" and re.fullmatch(r"[A-Za-z0-9_-]{1,128}", challenge)
        return challenge if good else None

    def admits(self, headers: Mapping[str, str], body: bytes) -> bool:
        """HMAC-SHA256 with the app's secret over the bytes as they came."""
        mine = "sha256=" + hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(headers.get(SIGNATURE, "").encode(errors="replace"), mine.encode())

    def read(self, body: bytes) -> Sequence[Incoming]:
        return read(body, self.number_id, self.heard)

    async def working(self, on: Incoming) -> None:
        """Two blue ticks, and that we are typing: under a message of hers, or not at all."""
        if not on.id:
            return
        typing = {"status": "read", "message_id": on.id, "typing_indicator": {"type": "text"}}
        await self._post(msgspec.json.encode({"messaging_product": "whatsapp", **typing}), TYPING)

    async def send(self, to: Incoming, said: Said, *, at: float) -> Outcome:
        """The answer; a template in its place when it comes too late for one."""
        late = self.clock.now() - at >= WINDOW
        outcome = REENGAGE if late else await self._say(message_of(to.to, said))
        if outcome != REENGAGE or not self.template.name:
            return outcome
        return await self._say(template_of(to.to, self.template.name, self.template.language))

    async def _say(self, body: bytes) -> Outcome:
        answer = await self._post(body)
        return judge(answer) if isinstance(answer, Answered) else answer

    async def _post(self, body: bytes, timeout: tuple[float, float] = (3.05, 9.05)) -> Answered | Outcome:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.access_token}"}
        async with self.slots:
            url = f"{self.api_url}/{self.number_id}/messages"
            return await ask(self.http, "POST", url, headers=headers, data=body, timeout=timeout)
