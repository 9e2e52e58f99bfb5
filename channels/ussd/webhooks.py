"""The HTTP side of USSD: gate, decode, turn, and always an ending that the provider accepts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from msgspec import structs

from channels.gate import MOST_BODY, BadForm, Gate, body_of
from channels.networks import Told, unheard
from channels.ussd.callers import Callers
from channels.ussd.dialect import Answer, Dialect, Hop
from channels.ussd.face import UssdFace
from channels.ussd.postback import PostBack
from channels.ussd.screens import send
from dialogs.engine.turn import Turns
from dialogs.model import Delivery, Prompt, Reply
from dialogs.ports import StoreDown, Unreadable


@dataclass(frozen=True, slots=True)
class UssdLine:
    """One dialect at one secret address. `count` is told each answer's kind: `con`, `end`, `refused`, `slow-down`.

    With `back`, replies are posted there instead of standing in the answer. `network_told` hears whose network a phone is in.
    """

    dialect: Dialect
    gate: Gate
    turns: Turns
    face: UssdFace
    service_code: str
    count: Callable[[str], None]
    back: PostBack | None = None
    network_told: Told = unheard
    _callers: Callers | None = field(init=False)

    def __post_init__(self) -> None:
        shape, world = self.dialect.SHAPE, self.turns.world
        callers = Callers(shape.name, world.sessions, world.keys, self.turns.ttl) if shape.anonymous else None
        object.__setattr__(self, "_callers", callers)

    async def hop(self, request: web.Request) -> web.StreamResponse:
        """`/ussd/{dialect}/{key}` and the dialect's own paths below: one hop of a session, or its end."""
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            self.count("refused")
            raise web.HTTPNotFound
        if (request.content_length or 0) > MOST_BODY:
            self.count("refused")
            return web.Response(status=413)
        try:
            hop = _hop(request, b"" if request.method == "GET" else await body_of(request))
        except BadForm:
            return self._refuse(request, _hop(request, b""), "session-over")
        try:
            delivery = self.dialect.decode(hop, service_code=self.service_code, at=self.turns.world.clock.now())
            if self._callers is not None:
                delivery = await self._callers.known(delivery)
        except BadForm:
            return self._refuse(request, hop, "session-over")
        except (StoreDown, Unreadable) as down:
            self.turns.trouble("store", type(down).__name__)
            return self._refuse(request, hop, "busy")
        return await self._serve(request, hop, delivery)

    async def _serve(self, request: web.Request, hop: Hop, delivery: Delivery) -> web.StreamResponse:
        if delivery.event == "close":
            await self._take(delivery)
            return _response(request, self.dialect.encode(hop, delivery, ""))
        if not self.gate.rate.allows(delivery.caller.id, delivery.at):
            self.count("slow-down")
            return _response(request, structs.replace(self.dialect.encode(hop, delivery, self._said("busy")), status=429))
        if delivery.caller.network:
            self.network_told(delivery.caller.phone, delivery.caller.network)
        screen = await self._take(delivery)
        self.count("con" if screen.startswith("CON") else "end")
        answer = self.dialect.encode(hop, delivery, screen)
        if self.back is None:
            return _response(request, answer)
        return web.Response(status=200 if await self.back.send(answer) else 502)

    async def _take(self, delivery: Delivery) -> str:
        """The turn's screen. A fault that no turn expects is named by its type: its text may hold what was typed."""
        try:
            return await self.turns.take(delivery, self.face) or ""
        except Exception as fault:
            self.turns.trouble("fault", type(fault).__name__)
            return self._said("busy")

    def _refuse(self, request: web.Request, hop: Hop, key: str) -> web.StreamResponse:
        self.count("refused")
        return _response(request, self.dialect.encode(hop, None, self._said(key)))

    def _said(self, key: str) -> str:
        return self.face.show(Reply(Prompt(key), self.turns.world.country.languages[0], final=True), b"")


def _hop(request: web.Request, body: bytes) -> Hop:
    tail = request.match_info.get("tail", "")
    return Hop(request.method, request.rel_url.raw_query_string, body, tail, request.headers)


def _response(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.status == 200 and not answer.headers:
        return send(request, answer.body, answer.content_type)
    return web.Response(body=answer.body, status=answer.status, headers={"Content-Type": answer.content_type, **answer.headers})


def attach(app: web.Application, lines: Mapping[str, UssdLine]) -> None:
    """Add the routes of each line's dialect; an unknown dialect is 404 like an unknown key."""
    for name, line in lines.items():
        shape = line.dialect.SHAPE
        paths = [f"/ussd/{name}/{{key}}", *([f"/ussd/{name}/{{key}}/{{tail:{shape.tails}}}"] if shape.tails else [])]
        for path in paths:
            for method in shape.methods:
                app.router.add_route(method, path, line.hop)
