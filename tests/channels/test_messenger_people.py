"""A person answers somebody in a messenger: her words leave there, the counter is silent, and one button leads back to it."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from channels.chat.messenger_people import MessengerChats
from dialogs.ports import Asked, Conversation, Standing, Words
from dialogs.refusals import Unavailable
from sandbox.telegram import Telegram as TelegramBox
from tests.channels.messenger_world import chatting
from tests.player import stage

BOTH = pytest.mark.parametrize("name", ["telegram", "whatsapp"])


@dataclass
class OnePerson:
    """A person who has every conversation until it is left."""

    heard: list[str] = field(default_factory=list)
    has: bool = True

    def reaches(self, channel: str) -> bool:
        return True

    async def standing(self, *, stranger: bool, now: float) -> Standing:
        return Standing(open=True, desks=1)

    async def ask(self, asked: Asked, *, now: float) -> int:
        return 0

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> bool:
        if self.has:
            self.heard.append(text)
        return self.has

    async def leave(self, conversation: Conversation, *, now: float) -> bool:
        left, self.has = self.has, False
        return left

    async def holds(self, conversation: Conversation, *, now: float) -> bool:
        return self.has

    async def erase(self, conversation: Conversation, *, now: float) -> None: ...


@BOTH
async def test_a_person_has_the_chat_until_the_button_takes_it_back(name: str) -> None:
    scene, person = stage(), OnePerson()
    scene.world = replace(scene.world, people=person)
    async with chatting(scene, name) as chat:
        chats, her = MessengerChats(chat.line.platform, scene.world.speech, scene.clock), Conversation(name, name, chat.who)
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted("answered")
        assert (person.heard, chat.box.chats.count(chat.who)) == (["Bonjour"], 0), "the counter is silent"
        assert await chats.say(her, Words("w-1", "Je vous écoute.", "fr", agent=True, held=True))
        said = chat.box.chats.last(chat.who)
        assert (said.text, [label for _, label in said.buttons]) == ("Je vous écoute.", ["Menu"])
        await chat.press("Menu")
        assert not person.has
        assert chat.box.refused == []


async def test_what_a_messenger_does_not_take_now_is_tried_again_and_what_it_never_takes_is_lost() -> None:
    scene = stage()
    async with chatting(scene, "telegram") as chat:
        assert isinstance(chat.box, TelegramBox)
        chats, her = MessengerChats(chat.line.platform, scene.world.speech, scene.clock), Conversation("telegram", "", chat.who)
        words = Words("w-1", "Bonjour", "fr", agent=True, held=False)
        chat.box.faults.status = 502
        with pytest.raises(Unavailable):
            await chats.say(her, words)
        chat.box.faults.status = 0
        await chats.typing(her)
        assert chat.box.calls == ["sendChatAction"]
        chat.box.blocked.add(chat.who)
        assert await chats.say(her, words) is False
        chat.box.blocked.clear()
        assert await chats.say(her, words)
        assert chat.box.chats.last(chat.who).buttons == ()


async def test_nothing_is_typed_at_whatsapp_without_a_message_to_answer() -> None:
    scene = stage()
    async with chatting(scene, "whatsapp") as chat:
        chats = MessengerChats(chat.line.platform, scene.world.speech, scene.clock)
        await asyncio.wait_for(chats.typing(Conversation("whatsapp", "", chat.who)), 5)
        assert chat.box.refused == []
