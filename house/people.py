"""Joins the people who answer in the chats: their queue and hours to the dialogs, their words to the channels."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from aiohttp import web
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.ext.asyncio import AsyncEngine

from console.answering import Answering
from dialogs.country import Country
from dialogs.desk import World
from dialogs.model import Prompt
from dialogs.ports import Asked, Chats, Clock, Conversation, Keys, Standing, StoreDown, Words
from dialogs.refusals import RegistryError
from dialogs.texts.speech import Speech
from store.hours import Hours
from store.inbox import Inbox, Outgoing
from store.inbox_thread import By, Carried, Line, Note, QueueFull, Rules
from store.sql.inbox import SqlInbox
from store.sql.operators import SqlOperators

log = structlog.get_logger()

WAITING = Gauge("guichet_inbox_waiting", "Citizens who wait for a person, as this process saw the queue last.")
WAITED = Histogram(
    "guichet_inbox_waited_seconds",
    "Seconds from asking for a person to one who came.",
    buckets=(15, 30, 60, 120, 300, 600, 1200, 1800),
)
ENDED = Counter("guichet_inbox_ended_total", "Conversations with people that ended, by how.", ["how"])
CARRIED = Counter("guichet_inbox_carried_total", "Lines for citizens, by what became of them.", ["channel", "outcome"])

LEASE = 15.0
"""Seconds after which lines that a channel did not take are tried again."""
EVERY = 1.0
"""Seconds of rest when nothing waits to leave."""
RESTS = 5.0
"""Seconds of rest when the database does not answer."""
SWEEP_EVERY = 20.0
DAY = 86400.0
_OVER = frozenset({Note.RETURNED, Note.CLOSED, Note.NOBODY, Note.SILENT})


class Attended(Protocol):
    """Whether people are at work at a Unix time."""

    def open(self, at: float) -> bool: ...


class RoundTheClock:
    """Whoever tries a demo is at work whenever he is."""

    def open(self, at: float) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class ChatPeople:
    """The `People` port over an inbox. `chats` are the channels that can bring a person's words, by their names."""

    inbox: Inbox
    hours: Attended
    chats: dict[str, Chats] = field(default_factory=dict)
    nudge: asyncio.Event = field(default_factory=asyncio.Event)

    def reaches(self, channel: str) -> bool:
        return channel in self.chats

    async def standing(self, *, stranger: bool, now: float) -> Standing:
        if not self.hours.open(now):
            return Standing(open=False)
        full = not await self.inbox.room(stranger=stranger, now=now)
        return Standing(True, await self.inbox.desks(now=now), await self.inbox.waiting(), full)

    async def ask(self, asked: Asked, *, now: float) -> int:
        try:
            thread = await self.inbox.ask(asked, now=now)
        except QueueFull:
            return -1
        self.nudge.set()
        return await self.inbox.before(thread.asked_at, thread.id)

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> bool:
        return await self.inbox.hear(conversation, key, text, now=now) is not None

    async def leave(self, conversation: Conversation, *, now: float) -> bool:
        left = await self.inbox.leave(conversation, now=now)
        if left is not None:
            ENDED.labels("citizen").inc()
        return left is not None

    async def holds(self, conversation: Conversation, *, now: float) -> bool:
        return await self.inbox.open_of(conversation, now=now) is not None

    async def erase(self, conversation: Conversation, *, now: float) -> None:
        if await self.inbox.erase(conversation, now=now):
            ENDED.labels("erased").inc()


@dataclass(frozen=True, slots=True)
class Carrier:
    """Brings what agents and the counter say to citizens, in its order, through the channel that each one writes on.

    Runs beside the web application, because the web chat's messages lie with it. `nudge` makes it look at once.
    """

    inbox: Inbox
    chats: Mapping[str, Chats]
    speech: Speech
    clock: Clock
    keep_days: float
    nudge: asyncio.Event = field(default_factory=asyncio.Event)

    async def round(self) -> bool:
        """Bring the lines of one conversation; False when there is none. Raises `StoreDown`."""
        outgoing = await self.inbox.outgoing(lease=LEASE, now=self.clock.now())
        if outgoing is None:
            return False
        became, done = await self._bring(outgoing)
        await self.inbox.carried(outgoing.thread.id, became, done=done)
        return True

    async def sweep(self) -> None:
        """End what is late, forget what is old, count who waits. Raises `StoreDown`."""
        now = self.clock.now()
        for thread in await self.inbox.expire(now=now):
            ENDED.labels(thread.ended).inc()
        await self.inbox.forget(now - self.keep_days * DAY)
        WAITING.set(await self.inbox.waiting())

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; who sets it nudges, too."""
        swept = 0.0
        while not stop.is_set():
            rest = EVERY
            try:
                if self.clock.now() - swept >= SWEEP_EVERY:
                    await self.sweep()
                    swept = self.clock.now()
                while await self.round():
                    pass
            except StoreDown:
                log.warning("inbox.store-down")
                rest = RESTS
            except Exception as fault:  # one line that we cannot bring must not end the others
                log.error("inbox.fault", error=type(fault).__name__)
                rest = RESTS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.nudge.wait(), rest)
            self.nudge.clear()

    async def _bring(self, outgoing: Outgoing) -> tuple[dict[int, Carried], bool]:
        """What became of the lines; False when the rest must wait for another try."""
        became: dict[int, Carried] = {}
        channel = outgoing.thread.conversation.channel
        chat = self.chats.get(channel)
        for line in outgoing.lines:
            try:
                taken = chat is not None and await chat.say(outgoing.thread.conversation, await self._words(outgoing, line))
            except (StoreDown, RegistryError) as down:
                CARRIED.labels(channel, "again").inc()
                log.warning("inbox.not-carried", channel=channel, error=type(down).__name__)
                return became, False
            became[line.seq] = Carried.LEFT if taken else Carried.LOST
            CARRIED.labels(channel, became[line.seq].value).inc()
        return became, True

    async def _words(self, outgoing: Outgoing, line: Line) -> Words:
        thread, id = outgoing.thread, f"{outgoing.thread.id}-{line.seq}"
        if line.by is By.AGENT:
            return Words(id, line.text, thread.lang, agent=True, held=True)
        note = Note(line.text)
        before = ("before", await self.inbox.before(thread.asked_at, thread.id))
        text = self.speech.say(Prompt(f"human-{note.value}", (before,)), thread.lang).body
        return Words(id, text, thread.lang, agent=False, held=note not in _OVER)


def people_of(country: Country, engine: AsyncEngine, keys: Keys, *, demo: bool) -> ChatPeople | None:
    """The queue of a country where people answer; no channel is in its `chats` yet."""
    if country.attendance is None:
        return None
    inbox = SqlInbox(engine, keys, lambda: secrets.token_hex(16), Rules())
    hours = RoundTheClock() if demo else Hours(country.attendance, country.region, country.timezone)
    return ChatPeople(inbox, hours)


def answering(people: ChatPeople, world: World, engine: AsyncEngine) -> Answering:
    """The agents' side of the queue."""
    return Answering(
        inbox=people.inbox,
        operators=SqlOperators(engine),
        chats=people.chats,
        audit=world.audit,
        keys=world.keys,
        clock=world.clock,
        nudge=people.nudge.set,
        waited=WAITED.observe,
        ended=lambda how: ENDED.labels(how).inc(),
    )


def attach_people(app: web.Application, people: ChatPeople, speech: Speech, clock: Clock, keep_days: float) -> None:
    """Bring words to citizens for as long as the application is served."""
    carrier = Carrier(people.inbox, people.chats, speech, clock, keep_days, people.nudge)

    async def carrying(_: web.Application) -> AsyncIterator[None]:
        stop = asyncio.Event()
        running = asyncio.create_task(carrier.run(stop))
        yield
        stop.set()
        people.nudge.set()
        await running

    app.cleanup_ctx.append(carrying)
