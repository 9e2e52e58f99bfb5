"""Telegram and WhatsApp on loopback: the line as the house joins it, the platform as the sandbox plays it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from channels.chat.messenger import Platform
from channels.chat.messenger_face import MessengerFace
from channels.chat.messenger_line import MessengerLine, attach
from channels.chat.telegram import Telegram
from channels.chat.whatsapp import Template, WhatsApp
from channels.gate import Gate, Rate
from dialogs.ports import Arrivals, Sessions
from sandbox.messengers import Bubble
from sandbox.telegram import Telegram as TelegramBox
from sandbox.whatsapp import WhatsApp as WhatsAppBox
from store.memory_arrivals import MemoryArrivals
from tests.channels.gateway import serving
from tests.player import Stage_

KEY = "c4n4ry-k3y-0f-the-p4th"
SECRET = "c4n4ry-s3cret"


@dataclass
class Chatting:
    """One messenger with its line; `who` writes unless another is named."""

    scene: Stage_
    box: TelegramBox | WhatsAppBox
    line: MessengerLine
    url: str
    http: aiohttp.ClientSession
    counts: "Counter[str]"
    statuses: list[tuple[str, int]] = field(default_factory=list)
    ticked: asyncio.Event = field(default_factory=asyncio.Event)

    async def counted(self, word: str, times: int = 1) -> None:
        """Wait until the line has counted so many."""
        async with asyncio.timeout(10):
            while self.counts[word] < times:
                self.ticked.clear()
                await self.ticked.wait()

    @property
    def who(self) -> str:
        return self.box.people[0]

    async def say(self, text: str, who: str = "") -> Bubble:
        """What answers it."""
        count = self.box.chats.count(who or self.who)
        await self.box.write(who or self.who, text)
        return await self.answer(count + 1, who)

    async def answer(self, count: int, who: str = "") -> Bubble:
        """The message of ours with that number, which is the last by then."""
        await self.box.chats.until(who or self.who, count)
        return self.box.chats.last(who or self.who)

    async def press(self, label: str, who: str = "") -> Bubble:
        last = self.box.chats.last(who or self.who)
        [value] = [value for value, shown in last.buttons if shown == label]
        return await self.press_value(value, who)

    async def press_value(self, value: str, who: str = "") -> Bubble:
        count = self.box.chats.count(who or self.who)
        await self.box.press(who or self.who, value)
        return await self.answer(count + 1, who)

    def labels(self, who: str = "") -> list[str]:
        return [label for _, label in self.box.chats.last(who or self.who).buttons]


def line_of(
    scene: Stage_, platform: Platform, counts: "Counter[str]", ticked: asyncio.Event, *,
    arrivals: Arrivals | None = None, sessions: Sessions | None = None,
    pace: Rate | None = None,
) -> MessengerLine:  # fmt: skip
    """The line as the house joins it."""
    world = scene.world
    face = MessengerFace(world.speech, world.keys, world.country.services)
    turns, gate = scene.turns(sessions=sessions), Gate(KEY, rate=pace or Rate(every=0.2, burst=500))

    def count(word: str) -> None:
        counts[word] += 1
        ticked.set()

    return MessengerLine(platform, gate, turns, face, arrivals or MemoryArrivals(), count)


def telegram_of(box: TelegramBox, http: aiohttp.ClientSession, url: str) -> Telegram:
    return Telegram(http, box.token, SECRET, f"{url}/telegram")


def whatsapp_of(box: WhatsAppBox, http: aiohttp.ClientSession, url: str, told: list[tuple[str, int]], scene: Stage_) -> WhatsApp:
    def heard(status: str, code: int) -> None:
        told.append((status, code))

    template, secrets = Template(*box.template), (box.access_token, box.app_secret, SECRET)
    return WhatsApp(http, scene.clock, box.number_id, *secrets, heard, template, f"{url}/whatsapp/v24.0")


@asynccontextmanager
async def chatting(
    scene: Stage_, name: str, *, arrivals: Arrivals | None = None, sessions: Sessions | None = None, pace: Rate | None = None
) -> AsyncIterator[Chatting]:
    """A messenger of a scene, served as the house serves it, against the sandbox's platform."""
    counts: Counter[str] = Counter()
    ticked = asyncio.Event()
    statuses: list[tuple[str, int]] = []
    async with aiohttp.ClientSession() as http:
        box: TelegramBox | WhatsAppBox
        box = TelegramBox(http, scene.clock) if name == "telegram" else WhatsAppBox(http, scene.clock)
        theirs = web.Application()
        box.attach(theirs)
        async with serving(theirs) as their_url:
            if isinstance(box, TelegramBox):
                platform: Platform = telegram_of(box, http, their_url)
                box.secret = SECRET
            else:
                platform = whatsapp_of(box, http, their_url, statuses, scene)
            line = line_of(scene, platform, counts, ticked, arrivals=arrivals, sessions=sessions, pace=pace)
            app = web.Application()
            attach(app, line)
            async with serving(app) as url:
                box.url = f"{url}/chat/{name}/{KEY}"
                yield Chatting(scene, box, line, url, http, counts, statuses, ticked)
