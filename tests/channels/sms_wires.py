"""A loopback gateway for SMS that writes requests down and answers as told, for the tests of every sender."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import Phone
from dialogs.ports import Lane, Message

PHONE = Phone("+212612345678")
AT = 1_800_000_000.0
ID = b"key 1".hex()
"""Our own id of `sms()`."""


def sms(text: str = "Votre code est 123456", *, to: Phone = PHONE, encoding: str = "auto", valid: float = 600) -> Message:
    return Message(b"key 1", to, text, Lane.CODE, AT + valid, encoding=encoding)


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Wire:
    """`says` is (status, body) of every answer; `does` replaces it."""

    url: str = ""
    says: tuple[int, bytes] = (200, b"")
    does: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
    seen: list[Seen] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(Seen(request.method, request.raw_path, dict(request.headers), await request.read()))
        if self.does:
            return await self.does(request)
        return web.Response(status=self.says[0], body=self.says[1], headers={"Location": "/elsewhere"})


@asynccontextmanager
async def wired() -> AsyncIterator[Wire]:
    wire, app = Wire(), web.Application()
    app.router.add_route("*", "/{path:.*}", wire.handle)
    async with TestServer(app) as server:
        wire.url = str(server.make_url("/")).rstrip("/")
        yield wire
