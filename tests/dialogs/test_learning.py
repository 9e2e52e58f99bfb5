"""What nobody understood is kept masked from those who agreed, once for each message, and goes when they take it back."""

from dataclasses import replace

import pytest

from dialogs.model import Phone
from dialogs.ports import Lesson, StoreDown
from dialogs.ports.learning import PURPOSE
from house.understanding import Understanding, _masking
from nlu.embedded import EmbeddedReader, shipped
from nlu.entities import finder
from store.memory_lessons import MemoryLessons
from tests.phones import Texter
from tests.player import HER, MOROCCO, Stage_, stage

LOST = "quel est le prix du chocolat de Brahim, à Zagora, 0661550019"
MASKED = "quel est le prix du chocolat de _word_ a _commune_ _phone_"


class DownLessons(MemoryLessons):
    async def keep(self, key: bytes, phone: Phone, lesson: Lesson) -> None:
        raise StoreDown


@pytest.fixture
def lessons() -> MemoryLessons:
    return MemoryLessons()


@pytest.fixture
async def scene(lessons: MemoryLessons) -> Stage_:
    made = stage()
    find = finder(MOROCCO, made.clock.now)
    reader = Understanding(EmbeddedReader(shipped(), find), MOROCCO, mask=_masking(find))
    made.world = replace(made.world, interpreter=reader, lessons=lessons)
    await made.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    return made


@pytest.fixture
def phone(scene: Stage_) -> Texter:
    return scene.texter()


async def agree(scene: Stage_, on: bool = True) -> None:
    await scene.world.contacts.set_consent(Phone(HER), PURPOSE, on, how="test", at=scene.clock.now())


async def test_without_a_word_of_hers_nothing_is_kept(scene: Stage_, phone: Texter, lessons: MemoryLessons) -> None:
    assert (await phone.send(LOST)).startswith("Je n'ai pas compris.")
    assert await lessons.kept() == []


async def test_with_it_a_sentence_is_kept_masked_and_once(scene: Stage_, phone: Texter, lessons: MemoryLessons) -> None:
    await agree(scene)
    await phone.send(LOST)
    await phone.again()
    assert list(await lessons.kept()) == [Lesson(MASKED, "fr", scene.clock.now())]


async def test_what_was_understood_is_not_kept(scene: Stage_, phone: Texter, lessons: MemoryLessons) -> None:
    await agree(scene)
    await phone.send("j'ai perdu mon numéro idcs")
    assert await lessons.kept() == []


async def test_what_is_said_in_private_is_never_kept(scene: Stage_, phone: Texter, lessons: MemoryLessons) -> None:
    await agree(scene)
    for words in ("plainte", "3", LOST):
        await phone.send(words)
    assert await lessons.kept() == []


async def test_a_store_that_is_down_costs_nobody_an_answer(scene: Stage_) -> None:
    scene.world = replace(scene.world, lessons=DownLessons())
    await agree(scene)
    assert "Retrouver mon IDCS" in await scene.texter().send(LOST)
    assert scene.troubles == [("lesson", "StoreDown")]


async def test_she_agrees_under_my_data_and_takes_it_back_there(scene: Stage_, phone: Texter, lessons: MemoryLessons) -> None:
    assert "Nous aider" in await phone.send("donnees")
    assert "sans noms ni numéros" in await phone.send("aider à comprendre")
    assert "Merci" in await phone.send("1")
    await phone.send(LOST)
    assert len(await lessons.kept()) == 1
    await phone.send("donnees")
    await phone.send("aider à comprendre")
    assert "effacé" in await phone.send("1")
    assert await lessons.kept() == []
    await phone.send(LOST)
    assert await lessons.kept() == []


async def test_where_the_house_keeps_nothing_she_is_not_asked(scene: Stage_) -> None:
    scene.world = replace(scene.world, lessons=None)
    assert "Nous aider" not in await scene.texter().send("donnees")
