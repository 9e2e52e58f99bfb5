"""The HTTP side of USSD: gate, decode, turn, and always an ending that the aggregator accepts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType

from aiohttp import web

from channels.gate import MOST_BODY, BadForm, Gate, body_of, form
from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from dialogs.engine.turn import Turns
from dialogs.model import Delivery, Prompt, Reply

DIALECTS: Mapping[str, ModuleType] = {africastalking.NAME: africastalking}


@dataclass(frozen=True, slots=True)
class UssdLine:
    """One dialect at one secret address. `count` is told each answer's kind: `con`, `end`, `refused`, `slow-down`."""

    dialect: ModuleType
    gate: Gate
    turns: Turns
    face: UssdFace
    service_code: str
    count: Callable[[str], None]

    async def hop(self, request: web.Request) -> web.Response:
        """`POST /ussd/{dialect}/{key}`: one hop of a session."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            delivery = self._read(await body_of(request), self.dialect.decode)
        except BadForm:
            return self._end("session-over")
        if not self.gate.rate.allows(delivery.caller.id, delivery.at):
            self.count("slow-down")
            return self._text(self._said("busy"), 429)
        text = await self.turns.take(delivery, self.face)
        assert text is not None, "a hop is never a close"
        self.count("con" if text.startswith("CON") else "end")
        return self._text(text)

    async def event(self, request: web.Request) -> web.Response:
        """`POST /ussd/{dialect}/{key}/events`: the session ended. Nothing depends on it: it may never come."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            await self.turns.take(self._read(await body_of(request), self.dialect.decode_event), self.face)
        except BadForm:
            return web.Response(status=400)
        return web.Response()

    def _refused(self, request: web.Request) -> web.Response | None:
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            self.count("refused")
            return web.Response(status=404)
        if (request.content_length or 0) > MOST_BODY:
            self.count("refused")
            return web.Response(status=413)
        return None

    def _read(self, body: bytes, decode: Callable[..., Delivery]) -> Delivery:
        return decode(form(body), service_code=self.service_code, at=self.turns.world.clock.now())

    def _end(self, key: str) -> web.Response:
        self.count("refused")
        return self._text(self._said(key))

    def _said(self, key: str) -> str:
        return self.face.show(Reply(Prompt(key), self.turns.world.country.languages[0], final=True), b"")

    def _text(self, text: str, status: int = 200) -> web.Response:
        return web.Response(body=text.encode(), status=status, content_type="text/plain", charset="utf-8")


def attach(app: web.Application, lines: Mapping[str, UssdLine]) -> None:
    """Add the routes; an unknown dialect is 404 like an unknown key."""

    def line(request: web.Request) -> UssdLine:
        found = lines.get(request.match_info["dialect"])
        if found is None:
            raise web.HTTPNotFound
        return found

    async def hop(request: web.Request) -> web.Response:
        return await line(request).hop(request)

    async def event(request: web.Request) -> web.Response:
        return await line(request).event(request)

    app.router.add_post("/ussd/{dialect}/{key}", hop)
    app.router.add_post("/ussd/{dialect}/{key}/events", event)
