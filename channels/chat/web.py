"""The web chat over HTTP: its page, a WebSocket that is resumed by sequence numbers, and the same by long polling.

A browser asks for a ticket (`POST /chat/ticket`), opens `GET /chat/ws?after=<seq>` with the sub-protocols `guichet.chat.1` and
the ticket, and sends one message at a time. Nothing of a visitor is in an address: without a socket her name goes as a bearer.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import msgspec
import structlog
from aiohttp import WSMessage, WSMsgType, web

from channels.chat.web_assets import Asset, Assets
from channels.chat.web_backlog import Kept
from channels.chat.web_talk import Over, WebTalk
from channels.chat.web_tickets import Tickets
from channels.chat.web_wire import MOST_SEQ, Answer, Done, Got, Hello, Refused, Typing, read
from channels.gate import MOST_BODY, BadForm, Rate, body_of, subscriber
from dialogs.ports import Clock, StoreDown, TooSlow

log = structlog.get_logger()

PROTOCOL = "guichet.chat.1"
HEARTBEAT = 25.0
"""Seconds of silence after which a browser is asked whether it is there."""
GOODBYE = 1.0
"""Seconds that a browser has to answer our closing: a line that is dead keeps no new one waiting."""
POLL = 25
"""Looks, a second apart, after which a long poll comes back empty."""
PUSH = 1.0
"""Seconds between two looks for what a person said to whoever holds this line."""
REPLACED, IDLE = 4000, 4001
"""Why a socket is closed: the same visitor opened another, or wrote nothing for as long as a conversation is kept."""
_encode = msgspec.json.Encoder().encode


class _Asked(msgspec.Struct):
    visitor: str = ""

    def __repr__(self) -> str:
        return "_Asked()"


class _Ticket(msgspec.Struct):
    """`seq` is the number of our last message to her, 0 where there is no conversation."""

    visitor: str
    ticket: str
    seq: int

    def __repr__(self) -> str:
        return "_Ticket()"


@dataclass(frozen=True, slots=True, repr=False)
class WebLine:
    """The web chat. `origins` may open it beside our own host; `idle` is in seconds.

    `count` is told what became of each message: `answered`, `refused`, `slow-down`, `busy`, `over` or `fault`. `arrivals` is
    the pace of tickets for each address (a whole network may share one), `pace` that of messages and polls for each visitor.
    `most` are the sockets and polls that may be open at once.
    """

    talk: WebTalk
    tickets: Tickets
    assets: Assets
    clock: Clock
    idle: float
    count: Callable[[str], None]
    origins: Collection[str] = ()
    arrivals: Rate = field(default_factory=lambda: Rate(every=0.1, burst=200))
    pace: Rate = field(default_factory=lambda: Rate(every=0.5, burst=30))
    sockets: dict[str, web.WebSocketResponse] = field(default_factory=dict)
    polls: dict[str, object] = field(default_factory=dict)
    most: int = 20_000
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    # --- the page ------------------------------------------------------------------------------

    async def page(self, request: web.Request) -> web.StreamResponse:
        """`GET /chat`, in the language of `?lang=` or of the browser."""
        return self._served(request, self.assets.page(request.query.get("lang"), request.headers.get("Accept-Language", "")))

    async def widget(self, request: web.Request) -> web.StreamResponse:
        """`GET /chat/widget.js`, for other sites."""
        return self._served(request, self.assets.widget)

    def _served(self, request: web.Request, asset: Asset) -> web.StreamResponse:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        headers = dict(asset.headers) | ({"Content-Encoding": "gzip"} if packed else {})
        if asset.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=asset.headers)
        return web.Response(body=asset.packed if packed else asset.body, headers=headers)

    # --- the socket ----------------------------------------------------------------------------

    async def ticket(self, request: web.Request) -> web.Response:
        """`POST /chat/ticket` with the visitor's name, if she has one: the name and a ticket for one line."""
        self._from_here(request)
        try:
            asked = msgspec.json.decode(await body_of(request), type=_Asked)
        except (BadForm, ValueError, RecursionError):
            return self._refuse("refused", 400)
        if not self.arrivals.allows(subscriber(request.remote), self.clock.now()):
            return self._refuse("slow-down", 429)
        visitor = asked.visitor if self.tickets.ours(asked.visitor) else self.tickets.name()
        try:
            kept = await self.talk.backlog.of(visitor)
            return _json(_Ticket(visitor, await self.tickets.issue(visitor), kept.seq))
        except StoreDown:
            return self._refuse("busy", 503)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """`GET /chat/ws?after=<seq>`: 403 without a ticket that is good, before anything is upgraded."""
        self._from_here(request)
        after = _after(request)
        if self._full():
            raise web.HTTPServiceUnavailable
        visitor = await self._ticketed(request)
        # No deflate: its windows would be most of what a chat weighs, for messages of a few hundred bytes.
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT, timeout=GOODBYE, max_msg_size=MOST_BODY, protocols=(PROTOCOL,), compress=False
        )
        await socket.prepare(request)
        await self._take_over(visitor, socket)
        try:
            await self._converse(socket, visitor, after)
        except ConnectionError:
            pass  # she is gone; she comes back with the number of what she has
        except Exception as fault:  # named by its type: its text may hold what was typed
            self.count("fault")
            log.error("chat.web.fault", fault=type(fault).__name__)
            await socket.close(code=1011)
        finally:
            if self.sockets.get(visitor) is socket:
                del self.sockets[visitor]
        return socket

    def _full(self) -> bool:
        """Whether there is no room for one more line: phones must be answered however many lines somebody opens."""
        full = len(self.sockets) + len(self.polls) >= self.most
        if full:
            self.count("busy")
        return full

    async def _ticketed(self, request: web.Request) -> str:
        offered = [word.strip() for word in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        try:
            visitor = await self.tickets.redeem(offered[1]) if len(offered) == 2 and offered[0] == PROTOCOL else None
        except StoreDown:
            self.count("busy")
            raise web.HTTPServiceUnavailable from None
        if visitor is None:
            self.count("refused")
            raise web.HTTPForbidden
        return visitor

    async def _take_over(self, visitor: str, socket: web.WebSocketResponse) -> None:
        """One line for each visitor: a phone that lost its network leaves a dead one behind."""
        old = self.sockets.get(visitor)
        self.sockets[visitor] = socket
        if old is not None:
            await old.close(code=REPLACED)

    async def _converse(self, socket: web.WebSocketResponse, visitor: str, after: int) -> None:
        try:
            kept = await self.talk.backlog.of(visitor)
        except StoreDown:
            await socket.close(code=1013)
            return
        await self._tell(socket, Hello(kept.seq), *kept.after(after))
        while True:
            message = await self._next(socket, visitor, kept)
            if message is None:
                await socket.close(code=IDLE)
                return
            if message.type is WSMsgType.BINARY:
                self.count("refused")
                await socket.close(code=1003)
            if message.type is not WSMsgType.TEXT:
                return
            kept = await self._hear(socket, visitor, message.data, kept)

    async def _next(self, socket: web.WebSocketResponse, visitor: str, kept: Kept) -> WSMessage | None:
        """Her next message; None when she was silent for too long. While a person has her conversation, what that person
        says goes out as it comes, and she may be silent."""
        until = self.clock.now() + self.idle
        while True:
            with contextlib.suppress(TooSlow):
                return await self.clock.within(PUSH if kept.person else until - self.clock.now(), socket.receive())
            if not kept.person:
                return None
            until = self.clock.now() + self.idle
            with contextlib.suppress(StoreDown):
                told, kept = kept.seq, await self.talk.backlog.of(visitor)
                await self._tell(socket, *kept.after(told))

    async def _hear(self, socket: web.WebSocketResponse, visitor: str, data: str, kept: Kept) -> Kept:
        """Answer one message; what is kept of the conversation after it."""
        try:
            message = read(data)
        except BadForm:
            self.count("refused")
            await self._tell(socket, Refused("", "form"))
            return kept
        if not self.pace.allows(visitor, self.clock.now()):
            self.count("slow-down")
            await self._tell(socket, Refused(message.id, "slow-down"))
            return kept
        await self._tell(socket, Got(message.id))
        try:
            kept = await self.talk.answer(visitor, message)
        except (StoreDown, Over) as why:
            word = "over" if isinstance(why, Over) else "busy"
            self.count(word)
            await self._tell(socket, Refused(message.id, word))
            return kept
        self.count("answered")
        await self._tell(socket, *kept.after(message.after), Done(message.id, kept.seq))
        return kept

    async def typing(self, visitor: str) -> None:
        """A person is writing to her: her page shows it, when its line ends in this process."""
        socket = self.sockets.get(visitor)
        if socket is not None:
            with contextlib.suppress(ConnectionError):
                await self._tell(socket, Typing())

    async def _tell(self, socket: web.WebSocketResponse, *messages: msgspec.Struct) -> None:
        for message in messages:
            await socket.send_str(_encode(message).decode())

    async def close(self, _: web.Application) -> None:
        """Send every page to another process, as this one goes."""
        self.closing.set()
        await asyncio.gather(*(socket.close(code=1001) for socket in self.sockets.values()))

    # --- without a socket ----------------------------------------------------------------------

    async def send(self, request: web.Request) -> web.Response:
        """`POST /chat/send` with one message: what answers it, and whatever else came after `after`."""
        self._from_here(request)
        visitor = self._named(request)
        try:
            message = read(await body_of(request))
        except BadForm:
            return self._refuse("refused", 400)
        if not self.pace.allows(visitor, self.clock.now()):
            return self._refuse("slow-down", 429)
        try:
            kept = await self.talk.answer(visitor, message)
        except Over:
            return self._refuse("over", 410)
        except StoreDown:
            return self._refuse("busy", 503)
        self.count("answered")
        return _answer(kept, message.after)

    async def poll(self, request: web.Request) -> web.Response:
        """`GET /chat/poll?after=<seq>`: as soon as something was said since, or with nothing after 25 seconds.

        One for each visitor, as with sockets: a second one ends the first.
        """
        self._from_here(request, required=False)
        visitor, after = self._named(request), _after(request)
        if not self.pace.allows(visitor, self.clock.now()):
            return self._refuse("slow-down", 429)
        if visitor not in self.polls and self._full():
            return web.Response(status=503)
        mine = self.polls[visitor] = object()
        try:
            return _answer(await self._polled(visitor, after, mine), after)
        except StoreDown:
            return self._refuse("busy", 503)
        finally:
            if self.polls.get(visitor) is mine:
                del self.polls[visitor]

    async def _polled(self, visitor: str, after: int, mine: object) -> Kept:
        """What is kept as soon as it is not `after` any more, as another poll takes this one's place, or as time is over."""
        kept = await self.talk.backlog.of(visitor)
        for _ in range(POLL):
            if kept.seq != after or self.closing.is_set() or self.polls.get(visitor) is not mine:
                break
            with contextlib.suppress(TooSlow):
                await self.clock.within(1.0, self.closing.wait())
            kept = await self.talk.backlog.of(visitor)
        return kept

    async def leave(self, request: web.Request) -> web.Response:
        """`POST /chat/leave`: nothing of this conversation is kept, 204."""
        self._from_here(request)
        visitor = self._named(request)
        try:
            await self.talk.forget(visitor)
        except StoreDown:
            return self._refuse("busy", 503)
        return web.Response(status=204)

    def _named(self, request: web.Request) -> str:
        scheme, _, visitor = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not self.tickets.ours(visitor):
            self.count("refused")
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return visitor

    def _from_here(self, request: web.Request, *, required: bool = True) -> None:
        """Pages of other sites may not talk for her. Browsers name their origin, but not when they only fetch from their own."""
        origin = request.headers.get("Origin")
        if origin is None and not required:
            return
        if origin is None or (origin.partition("://")[2] != request.host and origin not in self.origins):
            self.count("refused")
            raise web.HTTPForbidden

    def _refuse(self, kind: str, status: int) -> web.Response:
        self.count(kind)
        return web.Response(status=status)


def _after(request: web.Request) -> int:
    """The number of the last message that the page has."""
    told = request.query.get("after", "0")
    if not (told.isascii() and told.isdigit()) or len(told) > 10 or int(told) > MOST_SEQ:
        raise web.HTTPBadRequest
    return int(told)


def _answer(kept: Kept, after: int) -> web.Response:
    return _json(Answer(kept.seq, kept.after(after)))


def _json(told: msgspec.Struct) -> web.Response:
    return web.Response(body=_encode(told), content_type="application/json", headers={"Cache-Control": "no-store"})


def attach(app: web.Application, line: WebLine) -> None:
    """Add the routes, and a word to every page when the process ends."""
    app.router.add_get("/chat", line.page)
    app.router.add_get("/chat/widget.js", line.widget)
    app.router.add_post("/chat/ticket", line.ticket)
    app.router.add_get("/chat/ws", line.socket)
    app.router.add_post("/chat/send", line.send)
    app.router.add_get("/chat/poll", line.poll)
    app.router.add_post("/chat/leave", line.leave)
    app.on_shutdown.append(line.close)
