"""One Redis connection that all conversations share: what is asked in one turn of the event loop leaves in one write."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import hiredis
import structlog

from dialogs.ports import StoreDown

__all__ = ["Multiplexer", "Script"]

log = structlog.get_logger()

Arg = bytes | str | int
Answer = bytes | int | None
Raw = Answer | hiredis.ReplyError
_pack = cast(Callable[[tuple[Arg, ...]], bytes], hiredis.pack_command)  # its stub knows commands of one word only
BACK_OFF = (0.05, 1.0)  # seconds: after the first failed connect, and at most


@dataclass(frozen=True)
class Script:
    """A Lua script, called by its SHA-1 once the server knows it."""

    lua: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.lua.encode(), usedforsecurity=False).hexdigest())


class Multiplexer:
    """Commands of many callers over one connection, answered in order.

    `url` is `redis://[user:password@]host[:port][/db]`, `rediss://…` (TLS) or `unix://[user:password@]/path[?db=n]`. An answer
    later than `command_seconds` breaks the connection: with answers in order, all that follow are later still. Whatever
    was pending then raises `StoreDown`; nothing is sent twice, and the next command connects anew.
    """

    def __init__(self, url: str, *, connect_seconds: float = 0.3, command_seconds: float = 0.5) -> None:
        self._url = urlsplit(url)
        if self._url.scheme not in ("redis", "rediss", "unix"):
            raise ValueError("a Redis address starts with redis://, rediss:// or unix://")
        self._connect_seconds = connect_seconds
        self._command_seconds = command_seconds
        self._link: _Link | None = None
        self._connecting: asyncio.Task[_Link] | None = None
        self._back_off = 0.0
        self._not_before = 0.0

    async def call(self, *command: Arg) -> Answer:
        """One command; raises `StoreDown` for time-outs, lost connections and error replies (with the error's code only)."""
        answer = await self._ask(command)
        if isinstance(answer, hiredis.ReplyError):
            raise StoreDown(_code(answer))
        return answer

    async def run(self, script: Script, keys: Sequence[bytes], *args: Arg) -> Answer:
        """Run a script on its keys, by SHA-1; the source travels once, when the server has not seen it."""
        rest = (len(keys), *keys, *args)
        answer = await self._ask(("EVALSHA", script.sha, *rest))
        if isinstance(answer, hiredis.ReplyError) and _code(answer) == "NOSCRIPT":  # certainly not run
            answer = await self._ask(("EVAL", script.lua, *rest))
        if isinstance(answer, hiredis.ReplyError):
            raise StoreDown(_code(answer))
        return answer

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        if self._link is not None:
            self._link.close()
            await self._link.closed

    def _ask(self, command: tuple[Arg, ...]) -> asyncio.Future[Raw]:
        link = self._link
        if link is not None and link.open:
            return link.ask(command)
        return asyncio.ensure_future(self._connect_and_ask(command))

    async def _connect_and_ask(self, command: tuple[Arg, ...]) -> Raw:
        if self._connecting is None or self._connecting.done():
            if asyncio.get_running_loop().time() < self._not_before:
                raise StoreDown("backing off")
            self._connecting = asyncio.ensure_future(self._connect())
        link = await asyncio.shield(self._connecting)
        return await link.ask(command)

    async def _connect(self) -> "_Link":
        try:
            async with asyncio.timeout(self._connect_seconds):
                link = await self._open()
        except (OSError, TimeoutError, StoreDown) as error:
            self._back_off = min(max(2 * self._back_off, BACK_OFF[0]), BACK_OFF[1])
            self._not_before = asyncio.get_running_loop().time() + self._back_off
            log.warning("redis.connect_failed", error=type(error).__name__)
            raise StoreDown("no connection") from None
        self._back_off = 0.0
        self._link = link
        return link

    async def _open(self) -> "_Link":
        link = await _dial(self._url, self._command_seconds)
        try:
            for command in _greeting(self._url):
                if isinstance(answer := await link.ask(command), hiredis.ReplyError):
                    raise StoreDown(_code(answer))
        except BaseException:
            link.close()
            raise
        return link


class _Link(asyncio.Protocol):
    """One living connection: commands wait for the end of the loop's turn, answers come back in order."""

    def __init__(self, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._reader = hiredis.Reader()
        self._pending: deque[tuple[asyncio.Future[Raw], float]] = deque()
        self._unsent: list[bytes] = []
        self._watch: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport
        self.open = False
        self.closed: asyncio.Future[None] = self._loop.create_future()

    def ask(self, command: tuple[Arg, ...]) -> asyncio.Future[Raw]:
        answer: asyncio.Future[Raw] = self._loop.create_future()
        if not self.open:
            answer.set_exception(StoreDown("connection lost"))
            return answer
        if not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append(_pack(command))
        late = self._loop.time() + self._seconds
        self._pending.append((answer, late))
        if self._watch is None:
            self._watch = self._loop.call_at(late, self._look)
        return answer

    def close(self) -> None:
        self._fail("connection closed")
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own classes only behave like it
        self.open = True

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (answer := self._reader.gets()) is not False:
                waiting, _ = self._pending.popleft()
                if not waiting.done():
                    waiting.set_result(answer)
        except (hiredis.ProtocolError, IndexError):  # not RESP, or an answer that nobody asked for
            log.error("redis.protocol_broken")
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("connection lost")
        self.closed.set_result(None)

    def _send(self) -> None:
        if self.open:
            self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def _look(self) -> None:
        """One timer serves all: the head of the queue is always the first to be late."""
        self._watch = None
        if not self._pending:
            return
        late = self._pending[0][1]
        if late <= self._loop.time():
            log.warning("redis.timed_out", pending=len(self._pending))
            self.close()
        else:
            self._watch = self._loop.call_at(late, self._look)

    def _fail(self, why: str) -> None:
        self.open = False
        if self._watch is not None:
            self._watch.cancel()
        while self._pending:
            waiting, _ = self._pending.popleft()
            if not waiting.done():
                waiting.set_exception(StoreDown(why))


async def _dial(url: SplitResult, seconds: float) -> _Link:
    loop = asyncio.get_running_loop()
    if url.scheme == "unix":
        return (await loop.create_unix_connection(lambda: _Link(seconds), url.path))[1]
    tls = True if url.scheme == "rediss" else None
    return (await loop.create_connection(lambda: _Link(seconds), url.hostname or "127.0.0.1", url.port or 6379, ssl=tls))[1]


def _greeting(url: SplitResult) -> list[tuple[Arg, ...]]:
    """AUTH when there is a password, and SELECT always: it also shows that the server answers at all."""
    db = parse_qs(url.query).get("db", ["0"])[0] if url.scheme == "unix" else url.path.strip("/") or "0"
    user = [unquote(url.username)] if url.username else []
    auth: list[tuple[Arg, ...]] = [("AUTH", *user, unquote(url.password))] if url.password else []
    return [*auth, ("SELECT", db)]


def _code(error: hiredis.ReplyError) -> str:
    """The first word of an error reply (`OOM`, `READONLY`): the rest may quote what was sent."""
    return str(error).split(" ", 1)[0]
