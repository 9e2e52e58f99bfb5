"""A screen on its way back: head and body leave in one write, where aiohttp's general way costs more than the turn's reading."""

from aiohttp import ClientConnectionResetError, HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time

__all__ = ["Screen"]


class Screen(web.Response):
    """A `200 OK` with a short body and no headers of its own, on a connection that stays open; all else goes aiohttp's way."""

    _sent = False

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        if request.version != HttpVersion11 or not request.keep_alive or request.method == "HEAD":
            return await super().prepare(request)
        if request.transport is None:
            raise ClientConnectionResetError("the provider hung up")
        body = self.body
        assert isinstance(body, bytes)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {self.headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n"
            f"Date: {rfc822_formatted_time()}\r\n\r\n"
        )
        request.transport.write(head.encode() + body)
        self._sent = True
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        if not self._sent:
            await super().write_eof(data)

    @property
    def keep_alive(self) -> bool | None:
        return self._sent or super().keep_alive

    @property
    def prepared(self) -> bool:
        return self._sent or super().prepared
