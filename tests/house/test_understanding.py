"""Free words by SMS: where they are plain the service begins, else there is the menu; a question is never taken over."""

import itertools
from collections.abc import Callable

import pytest

from channels.sms.africastalking import Inbound
from channels.sms.conversation import SmsConversation
from dialogs.model import Phone
from house.lines import sms_conversation
from house.understanding import service_reader
from tests.player import HER, MOROCCO, Stage_, stage

Reader = Callable[[str], str]
IDS = itertools.count()


@pytest.fixture(scope="module")
def read() -> Reader:
    return service_reader(MOROCCO)


async def text(scene: Stage_, conversation: SmsConversation, words: str) -> str:
    """What comes back to a text."""
    await conversation.take(Inbound(f"id-{next(IDS)}", Phone(HER), "3737", words, scene.clock.now()))
    return scene.messages()[-1][1]


@pytest.fixture
async def scene() -> Stage_:
    made = stage()
    await made.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    return made


async def test_a_whole_sentence_begins_the_service_that_it_is_about(scene: Stage_, read: Reader) -> None:
    conversation = sms_conversation(scene.world, read=read)
    assert "demandons au RNP" in await text(scene, conversation, "bonjour j'ai perdu mon numéro idcs")


async def test_at_the_menu_a_sentence_picks_as_a_number_does(scene: Stage_, read: Reader) -> None:
    conversation = sms_conversation(scene.world, read=read)
    assert "que voulez-vous faire" in await text(scene, conversation, "menu")
    assert "Réclamation" in await text(scene, conversation, "je veux faire une réclamation")


async def test_what_is_about_something_else_leads_to_the_menu(scene: Stage_, read: Reader) -> None:
    conversation = sms_conversation(scene.world, read=read)
    assert "que voulez-vous faire" in await text(scene, conversation, "quel temps fera-t-il demain")


async def test_words_at_a_question_stay_the_answer(scene: Stage_, read: Reader) -> None:
    conversation = sms_conversation(scene.world, read=read)
    for words in ("plainte", "1", "3", "1", "1", "zagora", "1", "2"):
        await text(scene, conversation, words)
    asked = await text(scene, conversation, "j'ai perdu mon numéro et personne ne répond")
    assert "Comment suivre la réponse" in asked


@pytest.mark.parametrize("words", ["", "1", "0", "99", "oui", "x" * 2000, "\u202e\u200b", "'; DROP TABLE", "<b>1</b>"])
def test_odd_texts_begin_nothing(words: str, read: Reader) -> None:
    assert read(words) == ""
