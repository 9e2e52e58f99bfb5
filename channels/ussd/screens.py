"""Sends a screen back: head and body in one write, where aiohttp's general way costs more than reading the turn."""

from functools import lru_cache

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time

__all__ = ["send"]


class _Sent(web.StreamResponse):
    """What a handler returns when its answer has left: nothing is left to write, and the connection stays open."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return None

    @property
    def keep_alive(self) -> bool | None:
        return True

    @property
    def prepared(self) -> bool:
        return True


_SENT = _Sent()


def send(request: web.Request, body: bytes, content_type: str) -> web.StreamResponse:
    """`200 OK` with a short body on a connection that stays open; on any other it goes aiohttp's way. To be returned at once."""
    transport = request.transport
    if transport is None or request.version != HttpVersion11 or not request.keep_alive or request.method == "HEAD":
        return web.Response(body=body, headers={"Content-Type": content_type})
    transport.write(b"%b%d\r\nDate: %b\r\n\r\n%b" % (_head(content_type), len(body), rfc822_formatted_time().encode(), body))
    return _SENT


@lru_cache(maxsize=16)
def _head(content_type: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: ".encode()
