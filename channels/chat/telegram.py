"""Telegram's Bot API 7: updates by webhook, answers by `sendMessage` with an inline keyboard.

https://core.telegram.org/bots/api. Texts leave as plain text: without a `parse_mode` nothing in them is a command to Telegram.
"""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
import msgspec

from channels.chat.buttons import fitted
from channels.chat.messenger import MOST_TEXT, Incoming, Said
from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import BUSY, Answered, ask
from dialogs.model import Masked

NAME = "telegram"
API_URL = "https://api.telegram.org"
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
MOST_BODY = 256 * 1024
"""A pressed button comes with the whole message that it stands under."""
MOST_WORDS = 4096
MOST_LABEL = 60
MOST_DATA = 64  # octets
TYPING = (1.0, 2.0)
"""Seconds to connect and to be answered, for what is only a courtesy."""


# --- what comes --------------------------------------------------------------------------------


class _Person(Masked, msgspec.Struct):
    id: int
    is_bot: bool = False
    language_code: str = ""


class _Chat(Masked, msgspec.Struct):
    id: int
    type: str


class _Message(Masked, msgspec.Struct):
    chat: _Chat
    sender: _Person | None = msgspec.field(default=None, name="from")
    text: str = ""


class _Press(Masked, msgspec.Struct):
    id: str
    sender: _Person = msgspec.field(name="from")
    message: _Message | None = None
    data: str = ""


class _Update(Masked, msgspec.Struct):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None


def read(body: bytes) -> Sequence[Incoming]:
    """One update. Channels, other bots and what is about neither a message nor a button bring nothing. Raises `BadForm`."""
    try:
        update = msgspec.json.decode(body, type=_Update)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault
    if press := update.callback_query:
        return _pressed(str(update.update_id), press)
    message = update.message or update.edited_message
    if message is None or message.sender is None or message.sender.is_bot:
        return ()
    return _written(str(update.update_id), message, message.sender, edited=update.message is None)


def _written(id: str, message: _Message, sender: _Person, *, edited: bool) -> Sequence[Incoming]:
    who, to = str(sender.id), str(message.chat.id)
    if message.chat.type != "private":
        return () if edited else (Incoming(id, who, to, "group"),)
    if edited or not message.text:
        return (Incoming(id, who, to, "other", lang=sender.language_code),)
    return (Incoming(id, who, to, "text", _clean(message.text), sender.language_code),)


def _pressed(id: str, press: _Press) -> Sequence[Incoming]:
    """A button under a message that Telegram no longer has comes without it: whoever pressed is who we wrote to."""
    who, lang = str(press.sender.id), press.sender.language_code
    if press.message is not None and press.message.chat.type != "private":
        return ()
    return (Incoming(id, who, who, "button", _clean(press.data)[:MOST_DATA], lang, press.id),)


def _clean(text: str) -> str:
    return text[:MOST_TEXT].replace("\0", "")


# --- what leaves -------------------------------------------------------------------------------


def encode(to: Incoming, said: Said) -> bytes:
    """The body of `sendMessage`: a button a line, no previews of links; private words can be neither forwarded nor saved."""
    keys = [[{"text": fitted(one.label, MOST_LABEL), "callback_data": one.value}] for one in said.buttons]
    body: dict[str, object] = {
        "chat_id": int(to.to),
        "text": words(said.text, MOST_WORDS) or "…",
        "link_preview_options": {"is_disabled": True},
    }
    if said.private:
        body["protect_content"] = True
    if keys:
        body["reply_markup"] = {"inline_keyboard": keys}
    return msgspec.json.encode(body)


def words(text: str, most: int) -> str:
    """A text of at most so many UTF-16 units, as Telegram counts: cut at a word where it must be."""
    size = most
    while len(text.encode("utf-16-le", "replace")) // 2 > most:
        text, size = fitted(text, size - 1), size - 1
    return text


# --- the API -----------------------------------------------------------------------------------


class _Parameters(msgspec.Struct):
    retry_after: int = 0


class _Sent(msgspec.Struct):
    message_id: int = 0


class _Answer(msgspec.Struct):
    ok: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")
    parameters: _Parameters | None = None


def judge(answer: Answered) -> Outcome:
    """What the API says about one message. A person who blocked us is not written to again until she writes."""
    try:
        told = msgspec.json.decode(answer.body, type=_Answer)
    except (ValueError, RecursionError):
        told = _Answer()
    if answer.status == 200 and told.ok:
        return Taken(_id(told.result), 1)
    if answer.status == 429:
        after = float(told.parameters.retry_after) if told.parameters else 0.0
        return Again("http-429", min(max(after, 1.0), 3600.0))
    if answer.status == 403:
        return Refused("blocked", permanent=True)
    if answer.status in (401, 404):
        return Stop(f"http-{answer.status}")
    if 400 <= answer.status < 500:
        return Refused(f"http-{answer.status}", permanent=False)
    if answer.status >= 500:
        return Again(f"http-{answer.status}", BUSY)
    return Unknown("unreadable")


def _id(result: msgspec.Raw) -> str:
    try:
        return str(msgspec.json.decode(result, type=_Sent).message_id)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Telegram:
    """The platform. `secret` is what `setWebhook` was given as `secret_token`; `api_url` is that of a Bot API server."""

    http: aiohttp.ClientSession
    token: str = field(repr=False)
    secret: str = field(repr=False)
    api_url: str = API_URL
    name: str = NAME
    most_body: int = MOST_BODY
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(32))
    """So many calls at once, whatever waits."""

    def greets(self, query: Mapping[str, str]) -> str | None:
        """Telegram makes sure of nothing."""
        return None

    def admits(self, headers: Mapping[str, str], body: bytes) -> bool:
        return hmac.compare_digest(headers.get(SECRET, "").encode(errors="replace"), self.secret.encode())

    def read(self, body: bytes) -> Sequence[Incoming]:
        return read(body)

    async def working(self, on: Incoming) -> None:
        """Ends the little clock on a pressed button, and shows that we are typing."""
        calls = [self._call("sendChatAction", msgspec.json.encode({"chat_id": int(on.to), "action": "typing"}), TYPING)]
        if on.call:
            calls.append(self._call("answerCallbackQuery", msgspec.json.encode({"callback_query_id": on.call}), TYPING))
        await asyncio.gather(*calls)

    async def send(self, to: Incoming, said: Said, *, at: float) -> Outcome:
        answer = await self._call("sendMessage", encode(to, said))
        return judge(answer) if isinstance(answer, Answered) else answer

    async def _call(self, method: str, body: bytes, timeout: tuple[float, float] = (3.05, 9.05)) -> Answered | Outcome:
        headers = {"Content-Type": "application/json"}
        async with self.slots:
            url = f"{self.api_url}/bot{self.token}/{method}"
            return await ask(self.http, "POST", url, headers=headers, data=body, timeout=timeout)
