"""Whoever asks that nothing of hers is kept: what goes on every channel, what stays, and after a crash the same."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from channels.ussd.terminal import Handset
from dialogs.engine.unwanted import end_unwanted
from dialogs.model import IdRef, Phone
from dialogs.ports import Asked, CallContext, Conversation, Errand, Lane, Lesson, Message, StoreDown, Subscription, Watch
from dialogs.refusals import NotFound, RegistryError, Unavailable
from house.people import ChatPeople, RoundTheClock
from registry_client.memory_social import MemorySocial
from store.keyring import Keyring
from store.memory import MemoryContacts
from store.memory_inbox import MemoryInbox
from store.memory_lessons import MemoryLessons
from store.redis_contacts import RedisContacts
from store.redis_mux import Multiplexer
from store.redis_sessions import RedisSessions
from store.sql.contacts import SqlContacts
from store.sql.errands import SqlErrands
from store.sql.inbox import SqlInbox
from store.sql.lessons import SqlLessons
from store.sql.linked import SqlLinkedPhones
from store.sql.watches import SqlWatches
from tests.player import HER, HOME, OTHER, Crash, Dying, Stage_, stage

HERS, HIS = Phone(HER), Phone(OTHER)
TELEGRAM, WHATSAPP, THEIRS = ("telegram", "700100200"), ("whatsapp", "MA.1"), ("telegram", "700100999")
ERASE = ("4", "99", "8", "99", "2")


@dataclass
class Scene:
    """A world, the inbox behind its people, and every (channel, service, caller) in which somebody talked."""

    stage: Stage_
    inbox: Any

    async def fill(self, phone: Phone, accounts: tuple[tuple[str, str], ...], n: int) -> None:
        """All that can be kept of a phone."""
        world, now = self.stage.world, self.stage.clock.now()
        assert world.linked_phones
        assert world.people
        assert world.lessons
        await world.contacts.set_language(phone, "fr", at=now)
        await world.contacts.set_network(phone, "60401", at=now)
        for purpose, given in (("service", True), ("training", True), ("campaign", False)):
            await world.contacts.set_consent(phone, purpose, given, how="test", at=now)
        await world.errands.put(Errand(b"errand %d" % n, "4821", "status", {}, phone, "fr", now))
        await world.watches.add(Watch(Subscription(f"sub-{n}", IdRef("HOUSEHOLD", f"4812007{n}")), phone, "fr"), at=now)
        await world.lessons.keep(b"lesson %d" % n, phone, Lesson("_name_ dossier", "fr", now))
        await world.outbox.put(Message(b"sms %d" % n, phone, "Votre demande", Lane.CASE, now + 600))
        for channel, id in accounts:
            await world.linked_phones.link(channel, id, phone, at=now)
            await world.people.ask(Asked(f"{channel}{n}".encode(), Conversation(channel, channel, id), "fr"), now=now)
            await self.inbox.leave(Conversation(channel, channel, id), now=now)
            await self.talked(channel, channel, id)
        await self.talked("sms", world.country.short_code, phone.e164)

    def place(self, channel: str, service: str, id: str) -> bytes:
        return self.stage.world.keys.mac("conversation", channel, service, id)

    async def talked(self, channel: str, service: str, id: str) -> None:
        assert await self.stage.world.sessions.save(self.place(channel, service, id), 0, b"sealed", 900.0)

    async def kept(self, phone: Phone, accounts: tuple[tuple[str, str], ...], n: int) -> dict[str, object]:
        """What is still there of it, by name; empty when nothing is."""
        world, sms = self.stage.world, self.stage.world.country.short_code
        assert world.linked_phones
        assert world.lessons
        places = [self.place("sms", sms, phone.e164), *(self.place(channel, channel, id) for channel, id in accounts)]
        talks = [await self.inbox.erase(Conversation(channel, channel, id), now=0.0) for channel, id in accounts]
        found = {
            "language": await world.contacts.language(phone),
            "network": await world.contacts.network(phone),
            "service": await world.contacts.consent(phone, "service"),
            "training": await world.contacts.consent(phone, "training"),
            "late answer": await world.errands.news(phone, since=0.0),
            "watch": await world.watches.of(IdRef("HOUSEHOLD", f"4812007{n}")),
            "accounts": await world.linked_phones.accounts(phone),
            "linked": [one for who in accounts if (one := await world.linked_phones.of(*who, since=0.0))],
            "conversations": [place for place in places if await world.sessions.load(place)],
            "words with people": sum(talks),
        }
        return {name: value for name, value in found.items() if value}

    async def erase(self, handset: Handset) -> str:
        """The last screen of whoever deletes what is kept of her phone."""
        await handset.dial()
        for typed in ERASE:
            screen = await handset.send(typed)
            if typed == "99" and "Effacer" not in screen:
                screen = await handset.send("99")
        return screen


@pytest.fixture
async def mux(redis_url: str) -> AsyncIterator[Multiplexer]:
    made = Multiplexer(redis_url)
    yield made
    await made.close()


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest) -> Scene:
    """In memory, and on both engines with Redis."""
    made = stage()
    ids = (f"{n:032x}" for n in itertools.count())
    inbox: Any = MemoryInbox(lambda: next(ids))
    if request.param == "twin":
        made.world = replace(made.world, lessons=MemoryLessons(), people=ChatPeople(inbox, RoundTheClock()))
        return Scene(made, inbox)
    engine, keys = request.getfixturevalue(f"{request.param}_engine"), Keyring({1: b"k" * 32}, b"l" * 32)
    mux: Multiplexer = request.getfixturevalue("mux")
    inbox = SqlInbox(engine, keys, lambda: next(ids))
    made.world = replace(
        made.world,
        sessions=RedisSessions(mux),
        contacts=RedisContacts(SqlContacts(engine, keys), mux, keys),
        errands=SqlErrands(engine, keys),
        watches=SqlWatches(engine, keys),
        linked_phones=SqlLinkedPhones(engine, keys),
        lessons=SqlLessons(engine, keys),
        people=ChatPeople(inbox, RoundTheClock()),
    )
    return Scene(made, inbox)


async def test_nothing_of_hers_is_left_but_what_was_said(scene: Scene) -> None:
    await scene.fill(HERS, (TELEGRAM, WHATSAPP), 1)
    await scene.fill(HIS, (THEIRS,), 2)
    world = scene.stage.world
    assert world.lessons
    handset = scene.stage.handset(HER)
    assert "C'est effacé" in await scene.erase(handset)
    assert await scene.kept(HERS, (TELEGRAM, WHATSAPP), 1) == {}
    assert await world.contacts.consent(HERS, "campaign") is False, "nobody writes to her again"
    assert len(await world.lessons.kept()) == 1, "his"
    assert [message.to for message in scene.stage.outbox.messages] == [HERS, HIS], "what waits leaves, and nothing was added"
    assert set(await scene.kept(HIS, (THEIRS,), 2)) >= {
        "language",
        "service",
        "late answer",
        "watch",
        "accounts",
        "conversations",
    }


async def test_the_conversation_itself_is_gone_three_minutes_later_and_asks_for_the_language_at_once(scene: Scene) -> None:
    await scene.fill(HERS, (), 1)
    handset = scene.stage.handset(HER)
    last = await scene.erase(handset)
    assert await handset.again() == last, "an operator's retry gets the same words"
    assert "Langue" in await handset.dial()


async def test_last_words_are_kept_for_three_minutes_and_say_nothing_of_her() -> None:
    twin = Scene(made := stage(), MemoryInbox(lambda: "a" * 32))
    made.world = replace(made.world, lessons=MemoryLessons())
    await made.world.contacts.set_language(HERS, "fr", at=0.0)
    assert "C'est effacé" in await twin.erase(made.handset(HER))
    place = twin.place("ussd", made.world.country.service_code, HER)
    assert await made.world.sessions.load(place)
    await made.clock.advance(181.0)
    assert await made.world.sessions.load(place) is None


async def test_by_sms_the_next_text_begins_anew() -> None:
    made = stage()
    await made.world.contacts.set_language(HERS, "fr", at=0.0)
    phone = made.texter()
    for typed in ("DONNEES", "7", "2"):
        screen = await phone.send(typed)
    number = screen.split("tapez ")[-1][:2] if "tapez" in screen else ""
    if number.isdigit():
        screen = await phone.send(number)
    assert "C'est effacé" in screen
    assert "Langue" in await phone.send("xyz")


async def test_who_keeps_it_loses_nothing(scene: Scene) -> None:
    await scene.fill(HERS, (TELEGRAM,), 1)
    handset = scene.stage.handset(HER)
    await handset.dial()
    for typed in ("4", "99", "8"):
        await handset.send(typed)
    screen = await handset.send("99")
    if "Ne rien changer" not in screen:
        screen = await handset.send("99")
    assert "Rien n'a changé" in await handset.send("1")
    assert {"language", "late answer", "watch", "accounts"} <= set(await scene.kept(HERS, (TELEGRAM,), 1))


async def test_from_a_linked_chat_the_phone_goes_with_it() -> None:
    made = stage()
    inbox = MemoryInbox(lambda: "a" * 32)
    made.world = replace(made.world, lessons=MemoryLessons(), people=ChatPeople(inbox, RoundTheClock()))
    scene = Scene(made, inbox)
    await scene.fill(HERS, (WHATSAPP,), 1)
    assert made.world.linked_phones
    await made.world.linked_phones.link(*TELEGRAM, HERS, at=made.clock.now())
    phone = made.messenger(*TELEGRAM)
    await phone.send("Bonjour")
    await phone.send("4")
    screen = await phone.send("Effacer ce que vous gardez")
    assert "tout ce qui tient à ce téléphone" in screen
    assert "C'est effacé" in await phone.send("2")
    assert await scene.kept(HERS, (WHATSAPP,), 1) == {}
    await made.clock.advance(181.0)
    assert await scene.kept(HERS, (TELEGRAM,), 1) == {}, "her last words there are gone too"


async def test_a_visitor_without_a_phone_leaves_nothing_of_her_conversation() -> None:
    made = stage()
    inbox = MemoryInbox(lambda: "a" * 32)
    made.world = replace(made.world, people=ChatPeople(inbox, RoundTheClock()))
    hers = Conversation("web", "web", "visitor")
    await inbox.ask(Asked(b"key", hers, "fr"), now=made.clock.now())
    await inbox.leave(hers, now=made.clock.now())
    chat = made.chatter("visitor")
    await chat.send("2")
    for typed in ("2", "4"):
        screen = await chat.send(typed)
    screen = await chat.send("Effacer ce que vous gardez")
    assert "cette discussion" in screen
    assert "C'est effacé" in await chat.send("2")
    assert await inbox.erase(hers, now=made.clock.now()) == 0
    assert made.world.contacts.__dict__ == MemoryContacts().__dict__


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 9))
async def test_a_crash_in_between_ends_with_everything_gone_once(at: int, after: bool) -> None:
    made = stage()
    inbox = MemoryInbox(lambda: "a" * 32)
    made.world = replace(made.world, lessons=MemoryLessons(), people=ChatPeople(inbox, RoundTheClock()))
    scene = Scene(made, inbox)
    await scene.fill(HERS, (TELEGRAM, WHATSAPP), 1)
    handset = made.handset(HER, sessions=Dying(made.world.sessions, at, after=after))

    async def surviving(typed: str) -> str:
        try:
            return await (handset.send(typed) if typed else handset.dial())
        except Crash:
            await made.clock.advance(10.0)
            return await handset.again()

    screen = await surviving("")
    for typed in ("4", "99", "8"):
        screen = await surviving(typed)
    while "Effacer" not in screen:
        screen = await surviving("99")
    assert "C'est effacé" in await surviving("2")
    assert await scene.kept(HERS, (TELEGRAM, WHATSAPP), 1) == {}
    assert [event.action for event in made.world.audit.events].count("erase") == 1  # type: ignore[attr-defined]


class Halting(MemoryContacts):
    """A database that goes away before the last step."""

    down = True

    async def forget(self, phone: Phone) -> None:
        if self.down:
            raise StoreDown
        await super().forget(phone)


async def test_a_database_that_went_away_in_between_is_asked_again_at_the_next_try() -> None:
    made = stage()
    inbox, contacts = MemoryInbox(lambda: "a" * 32), Halting()
    made.world = replace(made.world, lessons=MemoryLessons(), people=ChatPeople(inbox, RoundTheClock()), contacts=contacts)
    scene = Scene(made, inbox)
    await scene.fill(HERS, (TELEGRAM, WHATSAPP), 1)
    handset = made.handset(HER)
    assert "C'est effacé" not in await scene.erase(handset)
    contacts.down = False
    await made.clock.advance(10.0)
    assert "C'est effacé" in await handset.again()
    assert await scene.kept(HERS, (TELEGRAM, WHATSAPP), 1) == {}


class Registry(MemorySocial):
    """Notes what it was asked to end; `fault` is raised instead."""

    def __init__(self) -> None:
        super().__init__(())
        self.fault: RegistryError | None = None
        self.told: list[str] = []

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        self.told.append(subscription.id)
        if self.fault:
            raise self.fault


async def test_a_registry_that_is_down_is_told_later_that_nobody_waits_any_more() -> None:
    made, registry = stage(), Registry()
    world = replace(made.world, social=registry)
    await world.watches.add(Watch(Subscription("sub-1", HOME), HERS, "fr"), at=0.0)
    await world.watches.forget(HERS)
    registry.fault = Unavailable("down")
    with pytest.raises(Unavailable):
        await end_unwanted(world)
    registry.fault = None
    assert await end_unwanted(world) == 1
    assert await end_unwanted(world) == 0
    assert registry.told == ["sub-1", "sub-1"]


async def test_what_the_registry_does_not_know_any_more_is_done_with() -> None:
    made, registry = stage(), Registry()
    registry.fault = NotFound("gone")
    world = replace(made.world, social=registry)
    await world.watches.add(Watch(Subscription("sub-1", HOME), HERS, "fr"), at=0.0)
    await world.watches.forget(HERS)
    assert await end_unwanted(world) == 1
    assert await end_unwanted(world) == 0
