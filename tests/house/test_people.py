"""The people of a country: their hours, their queue, and the way of their words when a channel fails."""

import asyncio
import itertools
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dialogs.country import Attendance
from dialogs.model import Names
from dialogs.ports import Asked, Conversation, Standing, StoreDown, Words
from dialogs.refusals import Unavailable
from house.people import CARRIED, ENDED, WAITING, Carrier, ChatPeople, RoundTheClock
from store.clock import FakeClock
from store.hours import Hours
from store.inbox_thread import Carried, Rules, State
from store.memory_inbox import MemoryInbox
from tests.player import MOROCCO, SPEECH

HERS = Conversation("web", "web", "visitor-1")
WEEK = Attendance((0, 1, 2, 3, 4), time(8, 30), time(16, 30), Names((("fr", "x"),)), (date(2026, 11, 24),))


def local(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Africa/Casablanca")).timestamp()


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2026-11-23T08:29:59", False),
        ("2026-11-23T08:30:00", True),
        ("2026-11-23T16:29:59", True),
        ("2026-11-23T16:30:00", False),
        ("2026-11-24T10:00:00", False),  # declared by the government
        ("2026-11-18T10:00:00", False),  # Independence Day
        ("2026-11-22T10:00:00", False),  # a Sunday
        ("2026-11-27T10:00:00", True),
    ],
)
def test_people_are_at_work_on_their_days_in_their_hours_and_on_no_holiday(at: str, open_: bool) -> None:
    assert Hours(WEEK, "MA", "Africa/Casablanca").open(local(at)) is open_


def test_the_weekend_is_the_countrys_own() -> None:
    assert MOROCCO.attendance is not None
    sunday = replace(WEEK, days=(6, 0, 1, 2, 3))
    assert Hours(sunday, "DJ", "Africa/Djibouti").open(local("2026-11-22T10:00:00"))
    assert not Hours(sunday, "DJ", "Africa/Djibouti").open(local("2026-11-20T10:00:00"))


@dataclass
class Channel:
    """A channel with moods: `fails` are raised by the next calls, `knows` says whether it can reach her."""

    fails: list[Exception] = field(default_factory=list)
    knows: bool = True
    said: list[Words] = field(default_factory=list)
    failed: asyncio.Event = field(default_factory=asyncio.Event)
    both: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, to: Conversation, words: Words) -> bool:
        if self.fails:
            self.failed.set()
            raise self.fails.pop(0)
        self.said.append(words)
        if len(self.said) == 2:
            self.both.set()
        return self.knows

    async def typing(self, to: Conversation) -> None: ...


@dataclass
class Scene:
    clock: FakeClock
    inbox: MemoryInbox
    channel: Channel
    people: ChatPeople
    carrier: Carrier

    async def asked(self) -> str:
        return (await self.inbox.ask(Asked(b"1", HERS, "fr"), now=self.clock.now())).id

    async def held(self) -> str:
        id = await self.asked()
        await self.inbox.claim(id, "salma", now=self.clock.now())
        return id


@pytest.fixture
def scene(clock: FakeClock) -> Scene:
    ids, channel = itertools.count(1), Channel()
    inbox = MemoryInbox(lambda: f"{next(ids):032x}", Rules(queue=2, strangers=1))
    people = ChatPeople(inbox, RoundTheClock(), {"web": channel})
    return Scene(clock, inbox, channel, people, Carrier(inbox, people.chats, SPEECH, clock, 90.0, people.nudge))


def counted(metric: object, *labels: str) -> float:
    return float(metric.labels(*labels)._value.get())  # type: ignore[attr-defined]  # of prometheus_client


async def test_how_things_stand(scene: Scene) -> None:
    now, people = scene.clock.now(), scene.people
    assert await people.standing(stranger=True, now=now) == Standing(True, 0, 0, False)
    await scene.inbox.at_work("salma", now=now)
    assert await people.ask(Asked(b"1", HERS, "fr", stranger=True), now=now) == 0
    assert await people.standing(stranger=True, now=now) == Standing(True, 1, 1, True)
    assert await people.standing(stranger=False, now=now) == Standing(True, 1, 1, False)
    assert await people.ask(Asked(b"2", replace(HERS, caller="visitor-2"), "fr", stranger=True), now=now) == -1
    assert await people.ask(Asked(b"2", replace(HERS, caller="visitor-2"), "fr"), now=now) == 1
    shut = replace(people, hours=Hours(WEEK, "MA", "Africa/Casablanca"))
    assert await shut.standing(stranger=False, now=local("2026-11-22T10:00:00")) == Standing(open=False)


async def test_a_channel_that_is_down_gets_the_words_again_in_their_order(scene: Scene) -> None:
    id = await scene.held()
    await scene.inbox.say(id, "salma", b"1", "Bonjour", now=scene.clock.now())
    scene.channel.fails = [Unavailable("x"), StoreDown("y")]
    for _ in range(3):
        assert await scene.carrier.round()
        scene.clock.at += 16
    assert not await scene.carrier.round()
    assert [words.text for words in scene.channel.said][-1] == "Bonjour"
    assert [words.agent for words in scene.channel.said] == [False, False, True]
    assert len({words.id for words in scene.channel.said}) == 3


async def test_what_can_never_arrive_is_told_to_the_agent(scene: Scene) -> None:
    id, before = await scene.held(), counted(CARRIED, "web", "lost")
    scene.channel.knows = False
    await scene.carrier.round()
    scene.people.chats.clear()
    await scene.inbox.say(id, "salma", b"1", "Allô ?", now=scene.clock.now())
    await scene.carrier.round()
    assert {line.carried for line in await scene.inbox.lines(id, after=0, limit=9)} == {Carried.LOST, Carried.SEEN}
    assert counted(CARRIED, "web", "lost") == before + 3


async def test_the_sweep_ends_what_is_late_and_forgets_what_is_old(scene: Scene) -> None:
    id, before = await scene.asked(), counted(ENDED, "nobody-came")
    await scene.carrier.sweep()
    assert WAITING._value.get() == 1.0
    scene.clock.at += 1801
    await scene.carrier.sweep()
    assert (await scene.inbox.thread(id)).state is State.EXPIRED
    assert (counted(ENDED, "nobody-came"), WAITING._value.get()) == (before + 1, 0.0)
    scene.clock.at += 91 * 86400
    await scene.carrier.sweep()
    assert await scene.inbox.lines(id, after=0, limit=9) == []


async def test_the_carrier_lives_through_faults_until_it_is_stopped(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await scene.held()
    scene.channel.fails = [RuntimeError("bug")]
    monkeypatch.setattr("house.people.RESTS", 0.0)
    stop = asyncio.Event()
    running = asyncio.create_task(scene.carrier.run(stop))
    async with asyncio.timeout(10):
        await scene.channel.failed.wait()
        scene.clock.at += 16
        scene.people.nudge.set()
        await scene.channel.both.wait()
        stop.set()
        scene.people.nudge.set()
        await running
