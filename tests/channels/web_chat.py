"""The web chat on loopback around a world in memory, and a page that talks to it over its socket."""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

from channels.chat.web import PROTOCOL, WebLine, attach
from channels.chat.web_assets import assets
from channels.chat.web_backlog import Backlog
from channels.chat.web_face import WebFace
from channels.chat.web_talk import WebTalk
from channels.chat.web_tickets import Tickets
from channels.gate import Rate
from dialogs.engine.turn import Turns
from dialogs.ports import Sessions
from tests.channels.gateway import serving
from tests.player import MOROCCO, Stage_

TTL = 900.0
IDS = itertools.count(1)
Message = dict[str, Any]


def line_of(
    scene: Stage_,
    count: "Counter[str]",
    *,
    turns: Turns | None = None,
    sessions: Sessions | None = None,
    origins: Collection[str] = (),
    pace: Rate | None = None,
    arrivals: Rate | None = None,
    most: int = 20_000,
) -> WebLine:
    """The line as the house joins it, with the scene's clock."""
    world = scene.world
    store = sessions or world.sessions
    talk = WebTalk(
        turns or scene.turns(sessions=store),
        WebFace(world.speech, world.keys, (*world.country.services, "human") if world.people else world.country.services),
        Backlog(store, world.keys, TTL),
    )

    def counted(kind: str) -> None:
        count[kind] += 1

    return WebLine(
        talk, Tickets(store, world.keys), assets(MOROCCO, world.speech, origins), world.clock, TTL, counted, origins,
        arrivals or Rate(every=0.1, burst=200), pace or Rate(every=0.5, burst=500), most=most,
    )  # fmt: skip


@dataclass
class Chat:
    """A client of the web chat: `counts` are what the line counted."""

    scene: Stage_
    http: aiohttp.ClientSession
    url: str
    line: WebLine
    counts: "Counter[str]"

    @property
    def here(self) -> dict[str, str]:
        return {"Origin": self.url}

    async def ticket(self, visitor: str = "") -> Message:
        async with self.http.post(self.url + "/chat/ticket", json={"visitor": visitor}, headers=self.here) as response:
            assert response.status == 200
            told: Message = await response.json()
            return told

    def bearer(self, visitor: str) -> dict[str, str]:
        return {**self.here, "Authorization": f"Bearer {visitor}"}

    async def dial(self, ticket: str, after: int = 0, **headers: str) -> aiohttp.ClientWebSocketResponse:
        url, known = f"{self.url}/chat/ws?after={after}", self.here | headers
        return await self.http.ws_connect(url, headers=known, protocols=(PROTOCOL, ticket), autoping=True)

    async def refused(self, ticket: str, after: object = 0, **headers: str) -> int:
        """The status of a socket that is not opened."""
        try:
            await self.http.ws_connect(
                f"{self.url}/chat/ws?after={after}", headers=self.here | headers, protocols=(PROTOCOL, ticket)
            )
        except aiohttp.WSServerHandshakeError as refusal:
            return refusal.status
        raise AssertionError("it was opened")

    async def visit(self, visitor: str = "", after: int = 0) -> "Visitor":
        told = await self.ticket(visitor)
        socket = await self.dial(told["ticket"], after)
        made = Visitor(self, told["visitor"], socket)
        hello = await made.read()
        assert hello["kind"] == "hello"
        made.seq = hello["seq"]
        return made


@dataclass
class Visitor:
    """A page that is open. `seq` is the last message of ours that it has."""

    chat: Chat
    name: str
    socket: aiohttp.ClientWebSocketResponse
    seq: int = 0

    async def read(self) -> Message:
        async with asyncio.timeout(10):
            message = await self.socket.receive()
        assert message.type is WSMsgType.TEXT, message
        told: Message = json.loads(message.data)
        return told

    async def closed(self) -> int:
        """Wait until the other side closes; with which code."""
        async with asyncio.timeout(10):
            message = await self.socket.receive()
        assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING), message
        assert self.socket.close_code is not None
        return self.socket.close_code

    def id(self) -> str:
        return f"message-{next(IDS)}"

    async def send(self, kind: str, **fields: object) -> str:
        id = str(fields.setdefault("id", self.id()))
        await self.socket.send_str(json.dumps({"kind": kind, "after": self.seq} | fields))
        return id

    async def start(self, lang: str = "fr") -> Message:
        return await self.answered(await self.send("start", lang=lang))

    async def say(self, text: str, **fields: object) -> Message:
        return await self.answered(await self.send("say", text=text, **fields))

    async def press(self, label: str, shown: Message) -> Message:
        [value] = [option["value"] for option in shown["options"] if option["label"] == label]
        return await self.say(value)

    async def answered(self, id: str) -> Message:
        """What was said to the message `id`, the last of it when there was more."""
        *got, done = await self.until_done()
        assert (got[0], done["kind"], done["id"]) == ({"kind": "got", "id": id}, "done", id)
        self.seq = done["seq"]
        return got[-1]

    async def until_done(self) -> list[Message]:
        told = [await self.read()]
        while told[-1]["kind"] not in ("done", "refused"):
            told.append(await self.read())
        return told


@asynccontextmanager
async def chatting(
    scene: Stage_,
    *,
    turns: Turns | None = None,
    sessions: Sessions | None = None,
    origins: Collection[str] = (),
    pace: Rate | None = None,
    arrivals: Rate | None = None,
    most: int = 20_000,
) -> AsyncIterator[Chat]:
    """The chat of a scene, served as the house serves it."""
    counts: Counter[str] = Counter()
    line = line_of(scene, counts, turns=turns, sessions=sessions, origins=origins, pace=pace, arrivals=arrivals, most=most)
    app = web.Application()
    attach(app, line)
    async with serving(app) as url, aiohttp.ClientSession() as http:
        yield Chat(scene, http, url, line, counts)
