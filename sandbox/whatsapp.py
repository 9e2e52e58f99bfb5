"""A WhatsApp Cloud API in a box: its limits, its window of 24 hours, its signed batches, and people without a number."""

import hashlib
import hmac
import itertools
import secrets
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
import msgspec
from aiohttp import web

from sandbox.faults import LIE, Faults, faulty, told_code
from sandbox.messengers import Bubble, Chats, post
from sandbox.mosip_records import Clock

__all__ = ["User", "WhatsApp"]

SIGNATURE = "X-Hub-Signature-256"
WINDOW = 24 * 3600.0
NUMBER_ID = "106540352242922"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody on WhatsApp: her business-scoped id, and her number where she shows it."""

    id: str
    number: str = ""


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    preview_url: bool = False


class _Reply(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str


class _Button(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["reply"]
    reply: _Reply


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    description: str = ""


class _Section(msgspec.Struct, forbid_unknown_fields=True):
    rows: list[_Row]


class _Action(msgspec.Struct, forbid_unknown_fields=True):
    buttons: list[_Button] = []
    button: str = ""
    sections: list[_Section] = []


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    text: str


class _Interactive(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["button", "list"]
    body: _Body
    action: _Action


class _Language(msgspec.Struct, forbid_unknown_fields=True):
    code: str


class _Template(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    language: _Language


class _Typing(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["text"]


class _Send(msgspec.Struct, forbid_unknown_fields=True):
    messaging_product: Literal["whatsapp"]
    recipient_type: Literal["individual"] = "individual"
    to: str = ""
    recipient: str = ""
    type: Literal["", "text", "interactive", "template"] = ""
    text: _Text | None = None
    interactive: _Interactive | None = None
    template: _Template | None = None
    status: Literal["", "read"] = ""
    message_id: str = ""
    typing_indicator: _Typing | None = None


class WhatsApp:
    """One number. `users` are the people, by id; `template` is the one that was approved.

    `wrote` is when each wrote last. The fault `code:N` answers with the error code N. `refused` says why requests were: empty,
    as long as all were good.
    """

    name = "whatsapp"
    number_id = NUMBER_ID
    template = ("write_again", "fr")

    def __init__(self, http: aiohttp.ClientSession, clock: Clock, *users: User) -> None:
        self.access_token, self.app_secret = secrets.token_urlsafe(24), secrets.token_hex(16)
        self.faults, self.chats = Faults(), Chats()
        self.users = {user.id: user for user in users or (User("MA.70010020", "212612340007"), User("MA.70010021"))}
        self.refused: list[str] = []
        self.read: list[str] = []
        self.url = ""
        self._http, self._clock = http, clock
        self._ids = itertools.count(9001)
        self.wrote: dict[str, float] = {}
        self._known: set[str] = set()

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(self.users)

    def attach(self, app: web.Application, prefix: str = "/whatsapp") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes([web.post("/v24.0/{number}/messages", self._messages), web.get("/v24.0/{number}", self._number)])
        app.add_subapp(prefix, service)

    # --- people ------------------------------------------------------------------------------------

    async def write(self, who: str, text: str) -> None:
        self.chats.of(who).append(Bubble(False, text))
        await self.deliver(self.message(who, type="text", text={"body": text}))

    async def press(self, who: str, value: str) -> None:
        kind = "button_reply" if len(self.chats.last(who).buttons) <= 3 else "list_reply"
        picked = {"type": kind, kind: {"id": value, "title": "…"}}
        await self.deliver(self.message(who, type="interactive", interactive=picked))

    def message(self, who: str, **content: Any) -> dict[str, Any]:
        """One message of hers as webhooks bring it; from here on the service may answer for 24 hours."""
        self.wrote[who] = self._clock.now()
        user, id = self.users[who], f"wamid.HBgL{next(self._ids)}"
        self._known.add(id)
        sender = {"from": user.number} if user.number else {}
        return {**sender, "from_user_id": who, "id": id, "timestamp": str(int(self._clock.now())), **content}

    async def deliver(self, *messages: dict[str, Any], statuses: tuple[dict[str, Any], ...] = ()) -> int:
        """Post a batch as Meta does, signed; the status of the answer."""
        value: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "212537000000", "phone_number_id": self.number_id},
        }
        value |= {"messages": list(messages)} if messages else {}
        value |= {"statuses": list(statuses)} if statuses else {}
        change = {"field": "messages", "value": value}
        body = msgspec.json.encode({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]})
        return await post(self._http, self.url, body, {SIGNATURE: self.sign(body)})

    def sign(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()

    # --- the Graph API -----------------------------------------------------------------------------

    async def _number(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return _no(401, 190)
        return web.json_response({"id": self.number_id, "quality_rating": "GREEN"})

    async def _messages(self, request: web.Request) -> web.Response:
        if not self._ours(request):
            return _no(401, 190)
        if code := told_code(request[LIE]):
            return _no(500 if code in ("131000", "131016") else 400, int(code))
        try:
            told = msgspec.json.decode(await request.read(), type=_Send)
        except msgspec.DecodeError as wrong:
            return self._refuse(100, str(wrong))
        if told.status:
            if told.message_id not in self._known:
                return self._refuse(100, "no such message")
            self.read.append(told.message_id)
            return web.json_response({"success": True})
        return await self._send(told)

    async def _send(self, told: _Send) -> web.Response:
        who = next((user.id for user in self.users.values() if (told.to or told.recipient) in (user.number, user.id)), "")
        if not who:
            return self._refuse(131026, "nobody there")
        if told.to and not told.to.isdigit():
            return self._refuse(131009, "`to` is a number; an id goes as `recipient`")
        free = told.type != "template"
        if free and self._clock.now() - self.wrote.get(who, 0.0) >= WINDOW:
            return _no(400, 131047)
        if why := _wrong(told, self.template):
            return self._refuse(131009, why)
        await self.chats.add(who, _bubble(told))
        return web.json_response({"messaging_product": "whatsapp", "messages": [{"id": f"wamid.HBgM{next(self._ids)}"}]})

    def _ours(self, request: web.Request) -> bool:
        known = request.headers.get("Authorization") == f"Bearer {self.access_token}"
        return known and request.match_info["number"] == self.number_id

    def _refuse(self, code: int, why: str) -> web.Response:
        self.refused.append(why)
        return _no(400, code)


def _wrong(told: _Send, template: tuple[str, str]) -> str:
    """What Meta would not take of a message; empty when it is good."""
    if told.type == "template":
        good = told.template and (told.template.name, told.template.language.code) == template
        return "" if good else "no such template"
    if told.type == "text":
        return "" if told.text and 1 <= len(told.text.body) <= 4096 and not told.text.preview_url else "text"
    if told.interactive is None or not 1 <= len(told.interactive.body.text) <= 1024:
        return "body"
    return _wrong_choice(told.interactive)


def _wrong_choice(told: _Interactive) -> str:
    action = told.action
    if told.type == "button":
        titles = [one.reply.title for one in action.buttons]
        ids = [one.reply.id for one in action.buttons]
        good = 1 <= len(titles) <= 3 and all(1 <= len(title) <= 20 for title in titles) and max(map(len, ids)) <= 256
    else:
        rows = [row for section in action.sections for row in section.rows]
        titles, ids = [row.title for row in rows], [row.id for row in rows]
        good = len(action.sections) == 1 and 1 <= len(rows) <= 10 and 1 <= len(action.button) <= 20
        good = good and all(1 <= len(row.title) <= 24 and len(row.description) <= 72 and len(row.id) <= 200 for row in rows)
    return "" if good and len(set(titles)) == len(titles) and len(set(ids)) == len(ids) else "choices"


def _bubble(told: _Send) -> Bubble:
    if told.interactive is not None:
        action = told.interactive.action
        buttons = [(one.reply.id, one.reply.title) for one in action.buttons]
        buttons += [(row.id, row.description or row.title) for section in action.sections for row in section.rows]
        return Bubble(True, told.interactive.body.text, tuple(buttons))
    return Bubble(True, told.text.body if told.text else f"[{told.template.name if told.template else ''}]")


def _no(status: int, code: int) -> web.Response:
    error = {"message": "refused by the sandbox", "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return web.json_response({"error": error}, status=status)
