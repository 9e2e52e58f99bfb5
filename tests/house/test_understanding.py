"""Free words by SMS through the house's reader: they begin a service, are asked back about, or lead to the menu."""

import itertools
from dataclasses import replace

import pytest

from channels.sms.africastalking import Inbound
from channels.sms.conversation import SmsConversation
from dialogs.model import Phone
from dialogs.ports import Meaning
from house.lines import sms_conversation
from house.understanding import MOST_READ, Understanding
from nlu.embedded import EmbeddedReader, shipped
from nlu.entities import finder
from nlu.reader import Entity, Understood
from tests.player import HER, MOROCCO, Stage_, stage

IDS = itertools.count()


class Reads:
    """A reader that always understands the same; keeps what it was asked."""

    def __init__(self, understood: Understood) -> None:
        self.understood = understood
        self.asked: list[str] = []

    async def read(self, text: str, lang: str | None) -> Understood:
        self.asked.append(text)
        return self.understood


async def text(scene: Stage_, conversation: SmsConversation, words: str) -> str:
    """What comes back to a text."""
    await conversation.take(Inbound(f"id-{next(IDS)}", Phone(HER), "3737", words, scene.clock.now()))
    return scene.messages()[-1][1]


@pytest.fixture
async def scene() -> Stage_:
    made = stage()
    reader = EmbeddedReader(shipped(), finder(MOROCCO, made.clock.now))
    made.world = replace(made.world, interpreter=Understanding(reader, MOROCCO))
    await made.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    return made


async def test_a_whole_sentence_begins_the_service_that_it_is_about(scene: Stage_) -> None:
    conversation = sms_conversation(scene.world)
    assert "IDCS au RNP" in await text(scene, conversation, "bonjour j'ai perdu mon numéro idcs")


async def test_at_the_menu_a_sentence_picks_as_a_number_does(scene: Stage_) -> None:
    conversation = sms_conversation(scene.world)
    assert "que voulez-vous faire" in await text(scene, conversation, "menu")
    assert "Réclamation" in await text(scene, conversation, "je veux faire une réclamation")


async def test_what_is_about_something_else_leads_to_the_menu_with_a_word(scene: Stage_) -> None:
    conversation = sms_conversation(scene.world)
    shown = await text(scene, conversation, "quel temps fera-t-il demain")
    assert shown.startswith("Je n'ai pas compris.")
    assert "Retrouver mon IDCS" in shown


async def test_words_at_a_question_stay_the_answer(scene: Stage_) -> None:
    conversation = sms_conversation(scene.world)
    for words in ("plainte", "1", "3", "1", "1", "zagora", "1", "2", "1"):
        asked = await text(scene, conversation, words)
    assert "en peu de mots" in asked
    assert "C'est enregistré" in await text(scene, conversation, "j'ai perdu mon numéro et personne ne répond")


async def test_a_phone_that_never_chose_is_answered_in_the_language_of_its_words() -> None:
    scene = stage()
    scene.world = replace(scene.world, interpreter=Understanding(EmbeddedReader(shipped(), lambda _: ()), MOROCCO))
    assert "IDCS au RNP" in await text(scene, sms_conversation(scene.world), "bonjour j'ai perdu mon numéro idcs")


@pytest.mark.parametrize("words", ["", "1", "0", "99", "oui", "x" * 2000, "\u202e\u200b", "'; DROP TABLE", "<b>1</b>"])
async def test_odd_texts_begin_nothing(words: str, scene: Stage_) -> None:
    assert scene.world.interpreter is not None
    meaning = await scene.world.interpreter.meaning(words, "fr", "")
    assert (meaning.service, meaning.told) == ("", ())


GREY = Understood("recover", 0.5, (), (("recover", 0.5), ("update", 0.3), ("human", 0.1)))
MEANT = [
    pytest.param(Understood("recover", 0.9), Meaning("recover"), id="sure"),
    pytest.param(GREY, Meaning(offers=("recover", "update")), id="grey; what the country lacks is not offered"),
    pytest.param(
        Understood("track", 0.5, (), (("track", 0.5), ("grievance", 0.4))), Meaning(offers=("grievance",)), id="two are one"
    ),
    pytest.param(Understood("human", 0.9), Meaning(lost=True), id="a service that is not there"),
    pytest.param(Understood("greet", 0.9), Meaning(), id="a greeting is no question"),
    pytest.param(Understood(None, 0.1), Meaning(lost=True), id="not our business"),
    pytest.param(
        Understood("recover", 0.9, (Entity("programme", "asd", 0, 3), Entity("date", "1980-04-03", 4, 8))),
        Meaning("recover", told=(("date", "1980-04-03"),)),
        id="only what a question may ask",
    ),
]  # fmt: skip


async def test_of_a_long_message_a_reader_reads_the_beginning() -> None:
    reader = Reads(Understood(None))
    await Understanding(reader, MOROCCO).meaning("12 janvier " * 180, "fr", "")
    assert [len(asked) <= MOST_READ for asked in reader.asked] == [True]


async def test_a_country_where_people_answer_knows_who_wants_one() -> None:
    meant = await Understanding(Reads(Understood("human", 0.9)), MOROCCO).meaning("xyz abc", "", "")
    assert meant == Meaning("human")


async def test_where_nobody_can_answer_a_wish_for_a_person_is_not_understood(scene: Stage_) -> None:
    scene.world = replace(scene.world, interpreter=Understanding(Reads(Understood("human", 0.9)), MOROCCO))
    assert "comp" in await text(scene, sms_conversation(scene.world), "je veux parler a quelqu'un")
    assert scene.troubles == []


@pytest.mark.parametrize(("understood", "meaning"), MEANT)
async def test_a_reading_becomes_a_meaning(understood: Understood, meaning: Meaning) -> None:
    country = replace(MOROCCO, attendance=None)
    assert await Understanding(Reads(understood), country).meaning("xyz abc", "", "") == meaning
