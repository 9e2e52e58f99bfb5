"""The console for tests: its pages behind a real server, and people of any role who are signed in and use its forms."""

import html
import re
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from config.policy import Limit
from console.api.access import token_mac
from console.pages.openid import OpenId
from console.pages.page import Page
from console.pages.rendering import ROOT
from console.pages.serving import PACE, Staff, application
from console.pages.wording import Wording
from dialogs.ports import Keys, Sessions
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryAudit, MemoryGuard, MemorySessions
from store.operators import MemoryOperators, Operator


@dataclass(frozen=True)
class Seen:
    """What a browser got at the end of all redirects."""

    status: int
    path: str
    html: str
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """What is read on it, without marks of direction."""
        words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.html)))
        return re.sub("[\u2066-\u2069\u200e\u200f]", "", words)


class _Forms(HTMLParser):
    """The forms of a page: by action, the hidden and the filled fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.found.setdefault(told.get("action", ""), {})
        if tag == "input" and told.get("type") not in ("checkbox", "radio", "file") and "name" in told:
            self._fields[told["name"]] = told.get("value", "")


def forms(page: str) -> dict[str, dict[str, str]]:
    reader = _Forms()
    reader.feed(page)
    return reader.found


@dataclass
class Clerk:
    """Somebody at a browser. Paths are below `/console`."""

    http: aiohttp.ClientSession
    url: str

    async def open(self, path: str = "", **headers: str) -> Seen:
        async with self.http.get(f"{self.url}{ROOT}{path}", headers=headers) as answer:
            return Seen(answer.status, answer.url.path_qs.removeprefix(ROOT), await answer.text(), answer.headers)

    async def post(self, path: str, form: Mapping[str, Any] | aiohttp.FormData, **headers: str) -> Seen:
        async with self.http.post(f"{self.url}{ROOT}{path}", data=form, headers=headers) as answer:
            return Seen(answer.status, answer.url.path_qs.removeprefix(ROOT), await answer.text(), answer.headers)

    async def fill(self, page: str, action: str, **fields: str) -> Seen:
        """Open a page, fill the form that goes to `action`, and send it."""
        found = forms((await self.open(page)).html)
        assert f"{ROOT}{action}" in found, f"no form goes to {action}: {sorted(found)}"
        return await self.post(action, {**found[f"{ROOT}{action}"], **fields})

    async def sign_in(self, token: str) -> Seen:
        return await self.fill("/sign-in", "/sign-in", token=token)


@dataclass
class Room:
    """A running console."""

    url: str
    staff: Staff
    clock: FakeClock
    audit: MemoryAudit
    operators: MemoryOperators
    keys: Keys
    clerks: list[aiohttp.ClientSession] = field(default_factory=list)

    async def token(self, *roles: str, id: str = "", **more: Any) -> str:
        """A new operator's token; `id` is his first role unless told otherwise."""
        token = secrets.token_urlsafe(32)
        await self.operators.add(Operator(id or roles[0], frozenset(roles), **more), token_mac(self.keys, token))
        return token

    def stranger(self, lang: str = "en") -> Clerk:
        """A browser of its own that is not signed in."""
        jar = aiohttp.CookieJar(unsafe=True)
        self.clerks.append(aiohttp.ClientSession(cookie_jar=jar, headers={"Accept-Language": lang}))
        return Clerk(self.clerks[-1], self.url)

    async def enter(self, *roles: str, lang: str = "en", **more: Any) -> Clerk:
        """Somebody new with these roles, signed in."""
        clerk = self.stranger(lang)
        assert (await clerk.sign_in(await self.token(*roles, **more))).status == 200
        return clerk


@asynccontextmanager
async def console(
    pages: Sequence[Page] = (),
    *,
    clock: FakeClock,
    keys: Keyring,
    audit: MemoryAudit | None = None,
    operators: MemoryOperators | None = None,
    sessions: Sessions | None = None,
    openid: OpenId | None = None,
    pending: tuple[str, ...] = (),
    pace: Limit = PACE,
    secure: bool = False,
) -> AsyncIterator[Room]:
    """The pages on loopback, over memory; `Secure` cookies are off there, as in the demo."""
    audit, operators = audit or MemoryAudit(keys), operators or MemoryOperators()
    wording, guard = Wording("MA", "Africa/Casablanca"), MemoryGuard(clock)
    kept = sessions or MemorySessions(clock)
    staff = Staff(operators, kept, guard, audit, keys, clock, wording, pending, openid, secure=secure, pace=pace)
    app = web.Application()
    app.add_subapp(ROOT, application(pages, staff))
    server = TestServer(app, host="127.0.0.1")
    await server.start_server(access_log=None)
    room = Room(str(server.make_url("")).rstrip("/"), staff, clock, audit, operators, keys)
    try:
        yield room
    finally:
        for one in room.clerks:
            await one.close()
        await server.close()
