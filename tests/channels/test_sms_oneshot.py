"""`RECUP 5169`: the registered SIM and the last digits of the number; what does not fit together gets neutral words."""

from dataclasses import replace

import pytest

from dialogs.model import Phone
from tests.phones import Texter
from tests.player import HER, NOBODY, OTHER, UIN, Stage_, stage

NOTHING = "Rien trouvé avec cette SIM et ces chiffres."


async def texter(scene: Stage_, phone: str = HER) -> Texter:
    await scene.world.contacts.set_language(Phone(phone), "fr", at=0)
    return scene.texter(phone)


def numbers(scene: Stage_) -> list[str]:
    return [to for to, text in scene.messages() if UIN in text]


@pytest.mark.parametrize("ending", ["5169", "25169", "39425169"])
async def test_the_number_that_ends_so_leaves_after_one_agreement_and_a_code(ending: str) -> None:
    scene = stage()
    phone = await texter(scene)
    assert "D'accord ?" in await phone.send(f"RECUP {ending}")
    assert "un code de 6 chiffres" in await phone.send("oui")
    assert "26****5169" in await phone.send(scene.codes[HER])
    assert numbers(scene) == [HER]


async def test_other_digits_are_told_neutrally_and_nothing_leaves() -> None:
    scene = stage()
    phone = await texter(scene)
    await phone.send("IDCS 5168")
    await phone.send("oui")
    said = await phone.send(scene.codes[HER])
    assert said.startswith(NOTHING)
    assert "26****" not in said
    assert numbers(scene) == []
    assert [event.outcome for event in scene.world.audit.events if event.action == "recover"] == ["other"]  # type: ignore[attr-defined]


async def test_a_sim_that_nobody_enrolled_reads_the_same_until_the_code() -> None:
    said = []
    for who in (HER, NOBODY):
        phone = await texter(stage(), who)
        said.append([await phone.send(words) for words in ("RECUP 5169", "oui", "000000")])
    assert said[0] == said[1]


@pytest.mark.parametrize("words", ["RECUP 516", "RECUP 123456789", "RECUP cinq", "RECUP", "RECUP 5169 5169"])
async def test_what_is_no_ending_is_the_keyword_alone(words: str) -> None:
    phone = await texter(stage())
    await phone.send(words)
    assert "Comment retrouver" in await phone.send("oui") or words.count(" ") == 2


async def test_another_service_takes_no_digits_and_a_profile_may_leave_it_out() -> None:
    scene = stage()
    phone = await texter(scene, OTHER)
    assert "Quel dossier" in await phone.send("STATUT 5169")
    phone.face = replace(phone.face, oneshot=False)
    await phone.send("RECUP 5169")
    assert "Comment retrouver" in await phone.send("oui")


async def test_digits_that_were_taken_back_are_asked_for() -> None:
    scene = stage()
    phone = await texter(scene)
    for words in ("RECUP 5168", "0", "oui"):
        said = await phone.send(words)
    assert said.startswith("Tapez les derniers chiffres")
    assert (await phone.send("516")).startswith("Tapez de 4 à 8 chiffres.")
    await phone.send("5169")
    assert "26****5169" in await phone.send(scene.codes[HER])


# --- STOP, STOP TOUT and START -----------------------------------------------------------------


async def word(scene: Stage_) -> list[bool | None]:
    return [await scene.world.contacts.consent(Phone(HER), purpose) for purpose in ("campaign", "service", "security")]


async def test_each_purpose_can_be_refused_and_taken_back_by_text() -> None:
    scene = stage()
    phone = await texter(scene)
    for said, kept in (
        ("STOP", [False, None, None]),
        ("START", [True, None, None]),
        ("STOP TOUT", [False, False, False]),
        ("bonjour", [False, False, False]),
        ("START", [True, True, True]),
        ("توقف الكل", [False, False, False]),
    ):
        await phone.send(said)
        scene.clock.at += 1
        assert await word(scene) == kept, said


async def test_agreeing_to_a_service_is_kept_and_security_words_heed_hers() -> None:
    scene = stage()
    phone = await texter(scene, OTHER)
    await phone.send("RECUP")
    for words in ("oui", "2", "10001100020000320260115093000"):
        await phone.send(words)
    assert await scene.world.contacts.consent(Phone(OTHER), "service") is True
    await scene.world.contacts.set_consent(Phone(HER), "security", False, how="sms:stopall", at=scene.clock.at)
    await phone.send(scene.codes[HER])
    assert numbers(scene) == [HER]
    assert not [text for to, text in scene.messages() if to == HER and "autre téléphone" in text]
