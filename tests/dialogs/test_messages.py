"""My SMS: the last announcement once more, and whether a message is ours; to the right phone, and not by guessing."""

from dataclasses import replace

import pytest

from config.policy import Limit, Proof
from dialogs.model import Phone
from tests.player import HER, OTHER, Stage_, stage

LIMIT = Limit(2, 60, 120)


def under(scene: Stage_, **fields: object) -> Stage_:
    country = scene.world.country
    policy = replace(country.policy, limits={**country.policy.limits, "genuine": LIMIT}, **fields)  # type: ignore[arg-type]
    scene.world = replace(scene.world, country=replace(country, policy=policy))
    return scene


async def asked(scene: Stage_, *typed: str, phone: str = HER, lang: str = "fr") -> str:
    await scene.world.contacts.set_language(Phone(phone), lang, at=0.0)
    hand = scene.handset(phone)
    screen = await hand.dial()
    for words in ("6", *typed):
        screen = await hand.send(words)
    return screen


async def test_the_last_announcement_is_read_with_her_own_values_and_its_code() -> None:
    scene = stage()
    await scene.announce(HER, "fr", "Bonjour {name}, demain à {place}. Code {code}.", name="Amina", place="Zagora")
    screen = await asked(scene, "2")
    assert "Bonjour Amina, demain à Zagora. Code 482109." in screen


async def test_the_later_of_two_is_read() -> None:
    scene = stage()
    await scene.announce(HER, "fr", "Lundi {code}")
    await scene.clock.advance(60)
    await scene.announce(HER, "fr", "Mardi {code}")
    assert "Mardi" in await asked(scene, "2")


async def test_who_was_sent_none_reads_none() -> None:
    scene = stage()
    await scene.announce(HER, "fr", "Bonjour {name} {code}", name="Amina")
    screen = await asked(scene, "2", phone=OTHER)
    assert "Amina" not in screen
    assert screen == "END Nous ne vous avons envoyé aucune annonce."


async def test_who_was_sent_none_reads_the_public_one_and_nobodys_values() -> None:
    scene = stage()
    await scene.announce(HER, "fr", "Le guichet ouvre samedi. {code} {name}", public=True, name="Amina")
    screen = await asked(scene, "2", phone=OTHER)
    assert "Le guichet ouvre samedi. 482109 ***" in screen
    await scene.clock.advance(41 * 86400)
    assert "aucune annonce" in await asked(scene, "2", phone=OTHER)


@pytest.mark.parametrize("column", ["band", "household_band"])
async def test_a_value_that_the_policy_holds_back_is_not_shown(column: str) -> None:
    scene = stage()
    await scene.announce(HER, "fr", f"Niveau {{{column}}} pour {{name}}. {{code}}", name="Amina", **{column: "C"})  # type: ignore[arg-type]
    assert "Niveau *** pour Amina. 482109" in await asked(scene, "2")


async def test_where_the_policy_opens_no_values_stars_stand_for_them() -> None:
    scene = stage()
    fields = {name: proof for name, proof in scene.world.country.policy.fields.items() if name != "announcement.values"}
    await scene.announce(HER, "fr", "Bonjour {name} {code}", name="Amina")
    assert "Bonjour *** 482109" in await asked(under(scene, fields=fields), "2")
    assert "Bonjour *** 482109" in await asked(under(scene, fields={**fields, "announcement.values": Proof.CODE}), "2")


async def test_a_code_is_ours_with_the_title_and_the_day_and_another_is_not() -> None:
    scene = stage()
    code = await scene.announce(HER, "fr", "Demain {code}", title="Journées d'inscription")
    assert "Journées d'inscription" in await asked(scene, "3", code, phone=OTHER)
    assert scene.world.country.hotline in await asked(scene, "3", "111111", phone=OTHER)
    assert "6 chiffres" in await asked(scene, "3", "12345", phone=OTHER)


async def test_nobody_guesses_codes_and_sms_and_screens_count_as_one() -> None:
    scene = under(stage())
    code, texter = await scene.announce(HER, "fr", "Demain {code}"), scene.texter()
    assert "aucun message" in await asked(scene, "3", "111111")
    assert "aucun message" in await texter.send("VRAI 222222")
    assert "Trop d'essais" in await asked(scene, "3", code)
    assert "Trop d'essais" in await texter.send(f"VRAI {code}")
    assert "Oui" in await asked(scene, "3", code, phone=OTHER)


async def test_the_same_sms_twice_spends_one_try() -> None:
    scene = under(stage())
    texter = scene.texter()
    await texter.send("VRAI 222222")
    await texter.again()
    assert "aucun message" in await asked(scene, "3", "111111")


async def test_a_country_without_announcements_offers_neither() -> None:
    scene = stage()
    scene.world = replace(scene.world, announcements=None)
    assert "dernière" not in await asked(scene)
