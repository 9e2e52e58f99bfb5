"""People who answer in the chat of a stage: their inbox in memory, their hours, and the way of their words to the page."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from channels.chat.web_people import WebChats
from dialogs.ports import Conversation
from house.people import Carrier, ChatPeople
from store.hours import Hours
from store.inbox import Inbox
from store.inbox_thread import Rules, State, Thread
from store.memory_inbox import MemoryInbox
from tests.channels.web_chat import Chat, Message, Visitor, chatting
from tests.player import Stage_, stage

AGENT = "salma"


@dataclass
class Peopled:
    """A web chat where people answer. `salma` is at work."""

    scene: Stage_
    inbox: Inbox
    people: ChatPeople
    carrier: Carrier
    chat: Chat

    @property
    def now(self) -> float:
        return self.scene.clock.now()

    async def carry(self) -> None:
        """Everything that waits leaves."""
        while await self.carrier.round():
            pass

    async def pushed(self, visitor: Visitor) -> Message:
        """What her open page is told next without having asked."""
        await self.carry()
        reading = asyncio.ensure_future(visitor.read())
        for _ in range(50):
            if reading.done():
                break
            await self.scene.clock.advance(1.0)
            await asyncio.sleep(0)
        told = await reading
        visitor.seq = told.get("seq", visitor.seq)
        return told

    async def asked(self, lang: str = "fr") -> tuple[Visitor, Thread]:
        """A visitor who asked for a person and was told that she waits."""
        visitor = await self.chat.visit()
        menu = await visitor.start(lang)
        await visitor.press(self.scene.world.speech.word("menu-human", lang), menu)
        *_, done = await self.sent(visitor, "1")
        assert done["kind"] == "done"
        assert (await self.pushed(visitor))["person"]
        return visitor, await self.thread(visitor)

    async def held(self, lang: str = "fr") -> tuple[Visitor, Thread]:
        """A visitor who talks with Salma, and knows it."""
        visitor, thread = await self.asked(lang)
        await self.inbox.claim(thread.id, AGENT, now=self.now)
        assert (await self.pushed(visitor))["text"] == self.words("human-claimed", lang)
        return visitor, await self.inbox.thread(thread.id)

    async def thread(self, visitor: Visitor) -> Thread:
        found = await self.inbox.open_of(Conversation("web", "web", visitor.name), now=self.now)
        assert found is not None
        return found

    async def sent(self, visitor: Visitor, text: str) -> list[Message]:
        """What comes back for her words, up to the end of it."""
        await visitor.send("say", text=text)
        told = await visitor.until_done()
        visitor.seq = told[-1].get("seq", visitor.seq)
        return told

    async def said(self, thread: Thread) -> list[str]:
        """The lines of both sides, without what happened."""
        lines = await self.inbox.lines(thread.id, after=0, limit=100)
        return [line.text for line in lines if line.by in ("citizen", "agent")]

    async def state(self, thread: Thread) -> State:
        return (await self.inbox.thread(thread.id)).state

    def words(self, key: str, lang: str = "fr") -> str:
        return self.scene.world.speech.word(key, lang)


def peopled(scene: Stage_, inbox: Inbox | None = None, rules: Rules | None = None) -> tuple[Inbox, ChatPeople]:
    """The stage's world with people in it, whom no channel reaches yet."""
    ids, attendance, country = itertools.count(1), scene.world.country.attendance, scene.world.country
    assert attendance is not None
    kept = inbox or MemoryInbox(lambda: f"{next(ids):032x}", rules)
    people = ChatPeople(kept, Hours(attendance, country.region, country.timezone))
    scene.world = replace(scene.world, people=people)
    return kept, people


@asynccontextmanager
async def people_chatting(
    scene: Stage_ | None = None, inbox: Inbox | None = None, rules: Rules | None = None
) -> AsyncIterator[Peopled]:
    scene = scene or stage()
    kept, people = peopled(scene, inbox, rules)
    async with chatting(scene) as chat:
        people.chats["web"] = WebChats(chat.line, scene.world.speech)
        await kept.at_work(AGENT, now=scene.clock.now())
        carrier = Carrier(kept, people.chats, scene.world.speech, scene.clock, 90.0, people.nudge)
        yield Peopled(scene, kept, people, carrier, chat)
