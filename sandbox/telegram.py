"""A Telegram in a box: the Bot API as strictly as it is documented, and people who write and press buttons."""

import itertools
import secrets
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from sandbox.faults import Faults, faulty
from sandbox.messengers import Bubble, Chats, post
from sandbox.mosip_records import Clock

__all__ = ["Telegram"]

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name


class _Key(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    callback_data: str


class _Keyboard(msgspec.Struct, forbid_unknown_fields=True):
    inline_keyboard: list[list[_Key]]


class _Preview(msgspec.Struct, forbid_unknown_fields=True):
    is_disabled: bool = False


class _Send(msgspec.Struct, forbid_unknown_fields=True):
    """`sendMessage`, as far as a bot like ours may use it: no `parse_mode`, for texts hold what people wrote."""

    chat_id: int
    text: str
    link_preview_options: _Preview
    protect_content: bool = False
    reply_markup: _Keyboard | None = None


class _Action(msgspec.Struct, forbid_unknown_fields=True):
    chat_id: int
    action: str


class _Heard(msgspec.Struct, forbid_unknown_fields=True):
    callback_query_id: str


class _Hook(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    secret_token: str
    allowed_updates: list[str] = []


class Telegram:
    """One bot. `blocked` are the people who want nothing of it; `slow_down` seconds are asked for once by a 429.

    `refused` says why requests were: empty, as long as all were good. `calls` are the methods that were called, in order.
    """

    name = "telegram"

    def __init__(self, http: aiohttp.ClientSession, clock: Clock, people: tuple[str, ...] = ("700100200",)) -> None:
        self.token, self.secret = f"700100:{secrets.token_urlsafe(24)}", ""
        self.faults, self.chats, self.people = Faults(), Chats(), people
        self.language = "fr"
        self.blocked: set[str] = set()
        self.slow_down = 0
        self.refused: list[str] = []
        self.calls: list[str] = []
        self.url = ""
        self._http, self._clock = http, clock
        self._ids = itertools.count(9001)
        self._presses: set[str] = set()

    def attach(self, app: web.Application, prefix: str = "/telegram") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes([web.route("*", "/bot{token}/{method}", self._call)])
        app.add_subapp(prefix, service)

    # --- people ------------------------------------------------------------------------------------

    async def write(self, who: str, text: str) -> None:
        self.chats.of(who).append(Bubble(False, text))
        await self.deliver({"message": self.message(who, text=text)})

    async def press(self, who: str, value: str) -> None:
        press = str(next(self._ids))
        self._presses.add(press)
        told = {"id": press, "from": self._person(who), "chat_instance": "1", "data": value}
        await self.deliver({"callback_query": {**told, "message": self.message(who, text="…")}})

    async def deliver(self, event: dict[str, Any], id: int | None = None) -> int:
        """Post one update as Telegram does; the status of the answer."""
        update = {"update_id": next(self._ids) if id is None else id, **event}
        return await post(self._http, self.url, msgspec.json.encode(update), {SECRET: self.secret})

    def message(self, who: str, kind: str = "private", **content: Any) -> dict[str, Any]:
        """A message of hers as updates bring it."""
        at, id = int(self._clock.now()), next(self._ids)
        return {"message_id": id, "date": at, "from": self._person(who), "chat": {"id": int(who), "type": kind}, **content}

    def _person(self, who: str) -> dict[str, Any]:
        return {"id": int(who), "is_bot": False, "first_name": "Invented", "language_code": self.language}

    # --- the Bot API -------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _no(401, "Unauthorized")
        self.calls.append(method)
        match method:
            case "getMe":
                return _yes({"id": 700100, "is_bot": True, "first_name": "Guichet", "username": "guichet_sandbox_bot"})
            case "getWebhookInfo":
                return _yes({"url": self.url, "has_custom_certificate": False, "pending_update_count": 0})
        known = {"sendMessage": _Send, "sendChatAction": _Action, "answerCallbackQuery": _Heard, "setWebhook": _Hook}
        try:
            told = msgspec.json.decode(await request.read(), type=known[method])
        except (KeyError, msgspec.DecodeError) as wrong:
            return self._refuse(f"{method}: {wrong}")
        return await self._do(told)

    async def _do(self, told: Any) -> web.Response:
        match told:
            case _Hook():
                self.url, self.secret = told.url, told.secret_token
            case _Heard() if told.callback_query_id not in self._presses:
                return self._refuse("QUERY_ID_INVALID")
            case _Action() if told.action != "typing":
                return self._refuse("wrong action")
            case _Send():
                return await self._sent(told)
        return _yes(True)

    async def _sent(self, told: _Send) -> web.Response:
        who, keys = str(told.chat_id), [key for row in (told.reply_markup or _Keyboard([])).inline_keyboard for key in row]
        if who in self.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        if self.slow_down:
            wait, self.slow_down = self.slow_down, 0
            return _no(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        if not 1 <= len(told.text.encode("utf-16-le")) // 2 <= 4096:
            return self._refuse("message is too long or empty")
        if not told.link_preview_options.is_disabled:
            return self._refuse("a preview of links")
        if any(not key.text.strip() or not 1 <= len(key.callback_data.encode()) <= 64 for key in keys):
            return self._refuse("BUTTON_DATA_INVALID")
        buttons = tuple((key.callback_data, key.text) for key in keys)
        await self.chats.add(who, Bubble(True, told.text, buttons, told.protect_content))
        return _yes({"message_id": next(self._ids), "date": int(self._clock.now()), "chat": {"id": told.chat_id}})

    def _refuse(self, why: str) -> web.Response:
        self.refused.append(why)
        return _no(400, "Bad Request")


def _yes(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _no(code: int, words: str, **parameters: int) -> web.Response:
    told = {"ok": False, "error_code": code, "description": words} | ({"parameters": parameters} if parameters else {})
    return web.json_response(told, status=code)
