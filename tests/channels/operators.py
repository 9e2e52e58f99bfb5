"""One phone behind any dialect over real HTTP, and the walk to the deed."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from yarl import URL

from channels.gate import Gate, Rate
from channels.ussd.dialect import Hop
from channels.ussd.dialects import DIALECTS
from channels.ussd.postback import PostBack
from channels.ussd.terminal import face_of
from channels.ussd.webhooks import UssdLine, attach
from tests.channels.gateway import Answer, serving
from tests.channels.tables import CODE
from tests.channels.wires import Call, Shown, Wire
from tests.player import Stage_

KEY = "c4n4ry-k3y"
SESSION = "c4n4rysession"
WALK = ("3", "1", "1", "1")
"""English, recover, consent, by this SIM."""
MAKE_SURE = re.compile(r"type (\d\d)\b")


@dataclass
class Operator:
    """One phone behind one dialect. `typed` is what this session has said."""

    scene: Stage_
    wire: Wire
    http: aiohttp.ClientSession
    url: str
    counts: "Counter[str]"
    session: str = SESSION
    typed: tuple[str, ...] = ()
    seen: list[Shown] = field(default_factory=list)

    async def send(self, hop: Hop, key: str = KEY) -> Answer:
        path = f"{self.url}/ussd/{self.wire.name}/{key}" + (f"/{hop.tail}" if hop.tail else "")
        url = URL(path + (f"?{hop.query}" if hop.query else ""), encoded=True)
        async with self.http.request(hop.method, url, data=hop.body or None, headers=hop.headers) as response:
            return Answer(response.status, response.headers, await response.read())

    async def deliver(self) -> bytes:
        """The last hop, once more."""
        answer = await self.send(self.wire.send(Call(self.session, self.typed)))
        assert answer.status == 200
        self.seen.append(self.wire.show(answer.body, answer.headers))
        return answer.body

    async def dial(self, session: str = SESSION) -> str:
        await self.scene.clock.advance(1.0)
        self.session, self.typed = session, ()
        await self.deliver()
        return self.seen[-1].text

    async def say(self, typed: str) -> str:
        self.typed = (*self.typed, typed)
        await self.deliver()
        return self.seen[-1].text

    async def walk(self) -> str:
        """To the code's question, or to the number that is shown once."""
        await self.dial()
        for typed in WALK:
            await self.say(typed)
        return self.seen[-1].text


@asynccontextmanager
async def operator(wire: Wire, scene: Stage_, back: PostBack | None = None) -> AsyncIterator[Operator]:
    counts = Counter[str]()
    turns = scene.turns()

    def count(kind: str) -> None:
        counts[kind] += 1

    gate = Gate(KEY, rate=Rate(0.2, 500))
    line = UssdLine(DIALECTS[wire.name], gate, turns, face_of(turns), CODE, count, back)
    app = web.Application()
    attach(app, {wire.name: line})
    async with serving(app) as url, aiohttp.ClientSession() as http:
        yield Operator(scene, wire, http, url, counts)
