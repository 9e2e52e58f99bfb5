"""Tamazight is written once: its Latin letters follow Tifinagh letter by letter, and both have room on Moroccan phones."""

import re
from dataclasses import replace
from importlib import resources

import pytest

from config.profile import parse
from dialogs.country import Country
from dialogs.texts.speech import Speech
from house.texts.catalogues import FOLDER, read
from house.texts.checking import faults
from house.texts.tongue import Tongue

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


def morocco(lang: str) -> Country:
    """Morocco, were it to offer Tamazight: names that are not written in it are said in French."""
    toml = resources.files("config").joinpath("countries", "morocco.toml").read_text("utf-8")
    spoken = re.sub(r"(?m)^languages = \[(.*?)\].*$", rf'languages = [\1, "{lang}"]\nborrow = {{ {lang} = "fr" }}', toml, count=1)
    return replace(parse("morocco", spoken), languages=("fr", lang))


@pytest.mark.parametrize("lang", ["zgh", "zgh-Latn"])
def test_tamazight_has_room_on_moroccan_phones(lang: str) -> None:
    country = morocco(lang)
    tongue = Tongue(country, lang, Speech(country.terms, (lang,)))
    assert [fault for fault in faults(tongue, FOLDER) if not fault.startswith("profile, ")] == []
    assert tongue.speech.pending(lang)


def test_tamazight_names_its_months_and_counts_as_it_does() -> None:
    country = morocco("zgh")
    tongue = Tongue(country, "zgh", Speech(country.terms, ("zgh",)))
    assert tongue.say("slip-code-wrong", left=1).endswith("ⵜⵇⵇⵉⵎⴰ ⵢⴰⵜ ⵏ ⵜⵉⵔⵎⵉⵜ.")
    assert tongue.say("slip-code-wrong", left=2).endswith("ⵇⵇⵉⵎⵏⵜ 2 ⵏ ⵜⵉⵔⵎⵉⵜⵉⵏ.")
