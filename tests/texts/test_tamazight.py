"""Tamazight is written once: its Latin letters follow Tifinagh letter by letter, and both have room on Moroccan phones."""

import re
from functools import partial
from importlib import resources

import pytest

from channels.chat.web_assets import assets
from config.profile import ProfileError, parse
from config.replies import load
from dialogs.model import Phone
from house.texts.catalogues import FOLDER, read
from house.texts.checking import faults
from house.texts.tongue import Tongue
from registry_client.directory.csv_list import read as read_services
from tests.player import HER, MOROCCO, SPEECH, stage

LATIN: dict[str, int | str | None] = {
    **dict(zip("ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵇⵉⵊⵍⵎⵏⵓⵔⵕⵙⵚⵜⵟⵡⵢⵣⵥⵯ", "abgddefkhh'qijlmnurrssttwyzzw", strict=True)),
    "ⵛ": "ch",
    "ⵖ": "gh",
    "ⵅ": "kh",
}
"""Letters of Standard Moroccan Tamazight as phones without Tifinagh show them: in GSM-7, without dots."""


def test_the_latin_letters_say_what_tifinagh_says() -> None:
    tifinagh = {key: text.words.translate(str.maketrans(LATIN)).lower() for key, text in read(FOLDER, "zgh").items()}
    latin = {key: text.words.lower() for key, text in read(FOLDER, "zgh-Latn").items()}
    names = {"locale", "encoding", "language-zgh"}
    assert {key: (words, latin.get(key)) for key, words in tifinagh.items() if words != latin.get(key) and key not in names} == {}
    assert tifinagh.keys() == latin.keys()


def test_tifinagh_holds_no_letter_that_its_alphabet_lacks() -> None:
    used = set(re.findall("[\u2d30-\u2d7f]", FOLDER.joinpath("zgh.ftl").read_text("utf-8")))
    assert used - LATIN.keys() == set()


@pytest.mark.parametrize("lang", ["zgh", "zgh-Latn"])
def test_tamazight_has_room_on_moroccan_phones_and_waits_for_a_reader(lang: str) -> None:
    tongue = Tongue(MOROCCO, lang, SPEECH)
    assert [*faults(tongue, FOLDER)] == []
    assert tongue.speech.pending(lang)


def test_names_that_are_not_written_in_tamazight_are_arabic_beside_tifinagh_and_french_beside_latin_letters() -> None:
    zagora = next(commune for commune in MOROCCO.communes if commune.id == "zagora")
    assert [zagora.offices[0].names.in_lang(lang) for lang in ("zgh", "zgh-Latn")] == ["قيادة زاكورة", "Caïdat Zagora"]
    replies = load("morocco", MOROCCO.languages, MOROCCO.borrow)["hello"]
    assert (replies["zgh"], replies["zgh-Latn"]) == (replies["ar"], replies["fr"])


@pytest.mark.parametrize(
    ("said", "lang"),
    [("ⵜⴰⵎⴰⵣⵉⵖⵜ", "zgh"), ("Tamazight", "zgh-Latn"), ("الأمازيغية", "zgh-Latn"), ("berbère", "zgh-Latn")],
)
async def test_by_sms_tamazight_is_named_and_only_who_writes_tifinagh_gets_it(said: str, lang: str) -> None:
    texter = stage().texter()
    await texter.send("bureau")
    assert (await texter.send(said)).startswith(SPEECH.word("language-done", lang))
    assert await texter.turns.world.contacts.language(Phone(HER)) == lang


@pytest.mark.parametrize(("said", "lang"), [("ⴰⵙⵉⵔⴰ", "zgh"), ("asira", "zgh-Latn")])
async def test_by_sms_a_service_has_its_name_in_tamazight(said: str, lang: str) -> None:
    assert (await stage().texter().send(said)).startswith(SPEECH.word("office-commune-texted", lang).partition("\n")[0])


def test_a_list_of_services_may_leave_tamazight_out() -> None:
    texts = ";".join(f"{text}_{lang}" for text in ("name", "address", "hours") for lang in ("ar", "fr", "en"))
    heading = f"id;needs;commune;phone;langs;national;{texts}"
    line = "c;health;;;ar;yes;مركز;Centre;Centre;هنا;Ici;Here;دائما;Toujours;Always"
    reading = partial(read_services, languages=MOROCCO.languages, communes=(), needs=("health",), borrow=MOROCCO.borrow)
    (centre,) = reading(f"{heading}\n{line}")
    assert [centre.names.in_lang(lang) for lang in MOROCCO.languages] == ["مركز", "Centre", "Centre", "مركز", "Centre"]
    (own,) = reading(f"{heading};name_zgh\n{line};ⴰⵎⵎⴰⵙ")
    assert own.names.in_lang("zgh") == "ⴰⵎⵎⴰⵙ"


def test_the_chat_page_in_tamazight_runs_from_left_to_right_and_says_the_rest_in_french() -> None:
    made = assets(MOROCCO, SPEECH)
    for lang in ("zgh", "zgh-Latn"):
        page = made.page(lang, "").body.decode()
        assert f'<html lang="{lang}" dir="ltr"' in page
        assert "Posez vos questions ici" in page
    assert made.page(None, "zgh, fr;q=0.5") is made.pages["zgh"]


def test_a_lender_writes_its_names_itself() -> None:
    toml = resources.files("config").joinpath("countries", "morocco.toml").read_text("utf-8")
    with pytest.raises(ProfileError, match="borrow: 'zgh' borrows itself"):
        parse("morocco", toml.replace('zgh-Latn = "fr" }', 'zgh-Latn = "zgh" }', 1))


def test_tamazight_names_its_months_and_counts_as_it_does() -> None:
    tongue = Tongue(MOROCCO, "zgh", SPEECH)
    assert tongue.say("slip-code-wrong", left=1).endswith("ⵜⵇⵇⵉⵎⴰ ⵢⴰⵜ ⵏ ⵜⵉⵔⵎⵉⵜ.")
    assert tongue.say("slip-code-wrong", left=2).endswith("ⵇⵇⵉⵎⵏⵜ 2 ⵏ ⵜⵉⵔⵎⵉⵜⵉⵏ.")
