"""A messenger's webhook and the work behind it: kept before it is acknowledged, answered in order for each chat."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import msgspec
import structlog
from aiohttp import web

from channels.chat.messenger import Incoming, Platform, Said
from channels.chat.messenger_face import MessengerFace, everywhere
from channels.gate import BadForm, Gate, Rate, body_of
from channels.outbound import Again, Outcome, Refused, Stop, Taken
from dialogs.engine.turn import Turns
from dialogs.ports import Arrivals, Arrived, Clock, StoreDown, Waiting

log = structlog.get_logger()

LEASE = 60.0
"""Seconds after which a message that a dead process held is answered by another; longer than a turn and its sending."""
IDLE = 1.0
"""Seconds between two looks at what other processes left behind."""
GOODBYE = 5.0
"""Seconds that answers under way have when the process ends."""
AT_ONCE = 16
TRIES = 8
LONGEST_WAIT = 60.0
"""Seconds; waits double from one second up to this."""
_decode = msgspec.msgpack.Decoder(Incoming).decode
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class MessengerLine:
    """One messenger. `count` is told what became of each webhook and message by a static word."""

    platform: Platform
    gate: Gate
    turns: Turns
    face: MessengerFace
    arrivals: Arrivals
    count: Callable[[str], None]
    groups: Rate = field(default_factory=lambda: Rate(every=3600.0, burst=1))
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def clock(self) -> Clock:
        return self.turns.world.clock

    # --- the webhook ---------------------------------------------------------------------------

    async def greet(self, request: web.Request) -> web.Response:
        """`GET /chat/{platform}/{key}`: how a platform makes sure of an address."""
        self._admit(request)
        answer = self.platform.greets(request.query)
        if answer is None:
            self.count("refused")
            raise web.HTTPForbidden
        return web.Response(text=answer)

    async def take(self, request: web.Request) -> web.Response:
        """`POST /chat/{platform}/{key}`: 200 as soon as everything is kept, 503 (come again) when it cannot be.

        What cannot be read is answered 200 too, and counted: the platform would post it again for days.
        """
        self._admit(request)
        try:
            body = await body_of(request, self.platform.most_body)
            if not self.platform.admits(request.headers, body):
                self.count("refused")
                raise web.HTTPForbidden
            await self._keep(self.platform.read(body))
        except BadForm:
            self.count("malformed")
        except StoreDown:
            self.count("store-down")
            return web.Response(status=503)
        return web.Response()

    def _admit(self, request: web.Request) -> None:
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            self.count("refused")
            raise web.HTTPNotFound

    async def _keep(self, incoming: Sequence[Incoming]) -> None:
        now = self.clock.now()
        fresh = [one for one in incoming if self._in_pace(one, now)]
        if not fresh:
            return
        kept = [Arrived(self.platform.name, one.id, one.to, _encode(one), now) for one in fresh]
        new = await self.arrivals.put(kept)
        for _ in range(len(kept) - new):
            self.count("copy")
        self._arrived.set()

    def _in_pace(self, one: Incoming, now: float) -> bool:
        pace = self.groups if one.kind == "group" else self.gate.rate
        if allowed := pace.allows(one.to, now):
            return allowed
        self.count("slow-down")
        return False

    # --- the work ------------------------------------------------------------------------------

    async def working(self, _: web.Application) -> AsyncIterator[None]:
        """Works while the application is served; at its end what is under way has some seconds, the rest waits."""
        work = asyncio.create_task(self.run())
        yield
        self._stopping.set()
        self._arrived.set()
        await asyncio.wait({work}, timeout=GOODBYE)
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work

    async def run(self) -> None:
        """Answer what arrives, here and at processes that died, until the application ends."""
        async with asyncio.TaskGroup() as group:
            flying: set[asyncio.Task[None]] = set()
            while not self._stopping.is_set():
                self._arrived.clear()
                flying |= {group.create_task(self._carry(one)) for one in await self._claim(AT_ONCE - len(flying))}
                waking = group.create_task(self._arrived.wait())
                await asyncio.wait({waking, *flying}, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
                flying = {task for task in flying if not task.done()}

    async def step(self) -> int:
        """Answer one batch of what is due; how many there were."""
        batch = await self._claim(AT_ONCE)
        await asyncio.gather(*map(self._carry, batch))
        return len(batch)

    async def _claim(self, most: int) -> list[Waiting]:
        if most <= 0:
            return []
        try:
            return await self.arrivals.claim(self.platform.name, most, lease=LEASE, now=self.clock.now())
        except StoreDown:
            log.warning("chat.claim.store-down", channel=self.platform.name)
        except Exception as fault:  # nobody would be answered any more
            log.error("chat.claim.fault", channel=self.platform.name, fault=type(fault).__name__)
        return []

    async def _carry(self, waiting: Waiting) -> None:
        try:
            outcome = await self._answer(waiting)
        except Exception as fault:  # named by its type: its text may hold what was written
            log.error("chat.fault", channel=self.platform.name, fault=type(fault).__name__)
            outcome = Again("fault", 0.0)
        try:
            await self._settle(waiting, outcome)
        except StoreDown:
            log.warning("chat.settle.store-down", channel=self.platform.name)  # the lease ends, and it is answered again

    async def _answer(self, waiting: Waiting) -> Outcome:
        incoming, world = _decode(waiting.body), self.turns.world
        if incoming.kind == "group":
            words = Said(everywhere(world.speech, world.country.languages, "chat-alone"))
            return await self.platform.send(incoming, words, at=waiting.at)
        face = self.face.turn(incoming, world.country.languages)
        told, _ = await asyncio.gather(
            self.turns.take(face.delivery(self.platform.name, waiting.at), face), self.platform.working(incoming)
        )
        if not told:
            return Taken("", 0)  # a person has this conversation, and answers
        return await self.platform.send(incoming, msgspec.json.decode(told, type=Said), at=waiting.at)

    async def _settle(self, waiting: Waiting, outcome: Outcome) -> None:
        """An answer in doubt is sent again: twice is better than never, for nothing is done twice by it."""
        match outcome:
            case Taken():
                self.count("answered")
                await self.arrivals.settle(waiting.row)
            case Refused(reason):
                self._missed("unreachable", reason)
                await self.arrivals.settle(waiting.row)
            case _ if waiting.attempt >= TRIES:
                self._missed("given-up", outcome.reason)
                await self.arrivals.settle(waiting.row)
            case _:
                self._missed("again", outcome.reason)
                if isinstance(outcome, Stop):
                    log.error("chat.stopped", channel=self.platform.name, reason=outcome.reason)
                after = max(getattr(outcome, "after", 0.0), min(2.0 ** (waiting.attempt - 1), LONGEST_WAIT))
                await self.arrivals.release(waiting.row, due=self.clock.now() + after)

    def _missed(self, outcome: str, reason: str) -> None:
        self.count(outcome)
        log.warning("chat.not-answered", channel=self.platform.name, outcome=outcome, reason=reason)


def attach(app: web.Application, line: MessengerLine) -> None:
    """Add the routes, and the work behind them for as long as the application is served."""
    app.router.add_get(f"/chat/{line.platform.name}/{{key}}", line.greet)
    app.router.add_post(f"/chat/{line.platform.name}/{{key}}", line.take)
    app.cleanup_ctx.append(line.working)
