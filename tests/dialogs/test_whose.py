"""Whose a conversation is: a person's words and a citizen's are never the counter's to answer, whatever else arrives."""

import itertools

import pytest

from dialogs.engine.face import Heard
from dialogs.engine.person import COUNTER, Whose, whose
from dialogs.model import Caller, Delivery
from dialogs.ports import Asked, Conversation
from house.people import ChatPeople
from store.memory_inbox import MemoryInbox
from tests.people import peopled
from tests.player import Stage_, stage

HERS = Conversation("telegram", "telegram", "77")


@pytest.fixture
async def talking() -> Stage_:
    """A world where a person has the conversation of 77."""
    scene = stage()
    inbox, people = peopled(scene)
    people.chats["telegram"] = None  # type: ignore[assignment]  # nothing leaves here
    thread = await inbox.ask(Asked(b"1", HERS, "fr"), now=scene.clock.now())
    await inbox.claim(thread.id, "salma", now=scene.clock.now())
    return scene


def delivery(said: str, channel: str = "telegram", event: str = "hop", hop: str = "1") -> Delivery:
    return Delivery(channel, channel, channel, Caller(channel, "77"), event, said, hop=hop)  # type: ignore[arg-type]  # an event


@pytest.mark.parametrize("said", ["Bonjour", "1", "0", "99", "statut", "menuisier", "le menu du jour", "/start xyz", ""])
async def test_what_she_writes_is_for_the_person(talking: Stage_, said: str) -> None:
    assert await whose(talking.world, delivery(said), Heard("said", b""), "fr") == Whose(person=True)


@pytest.mark.parametrize(
    ("said", "lang"), [("00", "fr"), ("menu", "ar"), ("Menu", "fr"), ("القائمة", "ar"), ("/start", "fr"), ("/menu", "en")]
)
async def test_a_control_word_takes_it_back_once(talking: Stage_, said: str, lang: str) -> None:
    assert await whose(talking.world, delivery(said), Heard("said", b""), lang) == Whose(left=True)
    assert await whose(talking.world, delivery(said), Heard("said", b""), lang) == COUNTER


@pytest.mark.parametrize("heard", [Heard("stop", b""), Heard("start", b"")])
async def test_a_stop_and_a_page_that_begins_anew_take_it_back(talking: Stage_, heard: Heard) -> None:
    event = "new" if heard.kind == "start" else "hop"
    assert await whose(talking.world, delivery("stop", event=event), heard, "fr") == Whose(left=True)


async def test_a_copy_a_picture_or_an_old_button_is_not_answered_over_the_person(talking: Stage_) -> None:
    assert await whose(talking.world, delivery(""), Heard("again", b""), "fr") == Whose(person=True)
    people = talking.world.people
    assert isinstance(people, ChatPeople)
    assert isinstance(people.inbox, MemoryInbox)
    lines = itertools.chain.from_iterable(people.inbox._lines.values())
    assert [line.text for line in lines if line.by == "citizen"] == []


async def test_other_conversations_and_other_channels_are_the_counters(talking: Stage_) -> None:
    other = Delivery("telegram", "telegram", "telegram", Caller("telegram", "78"), "hop", "Bonjour", hop="1")
    assert await whose(talking.world, other, Heard("said", b""), "fr") == COUNTER
    assert await whose(talking.world, delivery("Bonjour", "ussd"), Heard("said", b""), "fr") == COUNTER
