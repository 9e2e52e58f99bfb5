"""Word that goes out unasked: once, in her language, to who asked for it, and without what it is about."""

from dataclasses import replace

import pytest

from dialogs.model import IdRef, Phone
from dialogs.ports import Agent, Change, RegistryEvent, Subscription, Watch
from house.telling import Telling
from store.handoffs import Held
from tests.player import HER, OTHER, UIN, Stage_, stage

ME = IdRef("UIN", UIN)
EVENT = RegistryEvent("event-1", Change.SCORE, ME, 1.0)
HELD = Held("a" * 32, b"k", "482109", ME, Phone(HER), "prove", "fr", 0.0, 600.0)


@pytest.fixture
async def scene() -> Stage_:
    made = stage()
    for at, (phone, lang) in enumerate(((HER, "fr"), (OTHER, "ar"))):
        await made.world.watches.add(Watch(Subscription("s", ME), Phone(phone), lang), at=float(at))
    return made


async def test_each_phone_that_watches_is_told_once_in_its_language(scene: Stage_) -> None:
    for _ in range(2):
        await Telling(scene.world).change(EVENT)
    (first, french), (second, arabic) = scene.messages()
    assert (first, second) == (HER, OTHER)
    assert french.startswith("Il y a du nouveau")
    assert "هناك جديد" in arabic
    assert not any(char in french + arabic for char in (UIN, "score"))


async def test_who_took_her_consent_back_is_not_told(scene: Stage_) -> None:
    await scene.world.contacts.set_consent(Phone(HER), "service", False, how="sms", at=5.0)
    await Telling(scene.world).change(EVENT)
    assert [to for to, _ in scene.messages()] == [OTHER]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        pytest.param(replace(HELD, agent=Agent("op-1", "annexe 3")), "Un agent vient", id="a device"),
        pytest.param(replace(HELD, agent=Agent("op-1", "annexe 3"), approved_by="op-2"), "Deux agents", id="two agents"),
        pytest.param(HELD, "par un lien", id="a link"),
    ],
)
async def test_she_hears_that_somebody_proved_to_be_her(held: Held, words: str) -> None:
    scene = stage()
    for _ in range(2):
        await Telling(scene.world).proof(held)
    ((to, told),) = scene.messages()
    assert to == HER
    assert words in told


async def test_without_a_phone_nobody_is_told() -> None:
    scene = stage()
    await Telling(scene.world).proof(replace(HELD, phone=None))
    assert scene.messages() == []
