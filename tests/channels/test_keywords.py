"""Words that mean something by SMS, as people write them: with accents or none, on any keyboard."""

from collections.abc import Callable

import pytest

from channels.sms.keywords import control, key_of, service, tongue
from dialogs.model import Prompt
from tests.phones import Chatter, Texter
from tests.player import Stage_, stage


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("STOP", "stop"),
        ("Arrêt!", "stop"),
        ("ARRETER SVP", "stop"),
        ("RECUP STOP", "stop"),
        ("stop tout", "stop-all"),
        ("توقف", "stop"),
        ("إيقاف", "stop"),
        ("حبس كولشي", "stop-all"),
        ("استئناف", "start"),
        ("مساعدة", "help"),
        ("القائمة", "menu"),
        ("قائمة", "menu"),
        ("Menu", "menu"),
    ],
)
def test_a_control_word_is_heard_however_it_is_written(text: str, means: str) -> None:
    found = control(text)
    assert found is not None
    assert found[0] == means


@pytest.mark.parametrize(
    ("text", "lang"),
    [("ARRETER SVP", "fr"), ("حبس", "ar"), ("stop", ""), ("Jooji", ""), ("RECUP ARRET", "fr"), ("bonjour", ""), ("ⴱⴷⴷ", "zgh")],
)
def test_a_control_word_gives_away_a_language_that_is_offered(text: str, lang: str) -> None:
    assert tongue(text, ("ar", "fr", "en", "zgh")) == lang


@pytest.mark.parametrize("text", ["", "je veux que vous arretiez de m'ecrire stop", "menu du jour au resto"])
def test_a_sentence_is_no_control_word(text: str) -> None:
    assert control(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("RECUP 5169", ("recover", "fr", "5169")),
        ("NIU", ("recover", "", "")),
        ("Statut", ("status", "fr", "")),
        ("CABASHO", ("grievance", "so", "")),
        ("شكوى", ("grievance", "ar", "")),
        ("شکایت", ("grievance", "ur", "")),
        ("دفتر", ("offices", "ur", "")),
        ("Orientation", ("refer", "fr", "")),
        ("modifier", ("update", "fr", "")),
    ],
)
def test_a_service_is_named_by_its_keyword(text: str, wanted: tuple[str, str, str]) -> None:
    found = service(text)
    assert found is not None
    assert (found.service, found.lang, found.rest) == wanted


@pytest.mark.parametrize("text", ["", "donnez moi mon statut", "xyz"])
def test_what_names_no_service(text: str) -> None:
    assert service(text) is None


@pytest.mark.parametrize(("text", "key"), [("Retour", "0"), ("رجوع", "0"), ("SUITE", "99"), ("المزيد", "99"), ("4", "4")])
def test_back_and_more_may_be_words(text: str, key: str) -> None:
    assert key_of(text) == key


async def test_a_word_of_a_language_that_the_country_does_not_speak_is_heard_all_the_same() -> None:
    texter = stage("pakistan_kp").texter("+923001234507")
    assert "اردو" in await texter.send("LANGUE")
    assert texter.incidents == []


@pytest.mark.parametrize("open_phone", [Stage_.texter, Stage_.chatter], ids=["sms", "chat"])
@pytest.mark.parametrize(
    ("country", "word"),
    [("pakistan_kp", "LANGUE"), ("pakistan_kp", "لغة"), ("pakistan_kp", "LANGUAGE"), ("morocco", "LOGHA"), ("djibouti", "زبان")],
)
async def test_who_texts_that_she_wants_another_language_is_asked_for_it_once(
    country: str, word: str, open_phone: Callable[[Stage_, str], Texter | Chatter]
) -> None:
    scene = stage(country)
    texter = open_phone(scene, "+212612340009")
    first = scene.world.country.languages[0]
    asked, done, menu = (scene.world.speech.say(Prompt(key), first).body for key in ("language-ask", "language-done", "menu"))
    assert (await texter.send(word)).startswith(asked)
    assert (await texter.send("1")).startswith(f"{done}\n{menu}")


async def test_who_picks_the_language_at_her_first_menu_is_asked_for_it_again() -> None:
    texter = stage().texter()
    asked = await texter.send("Salam")
    assert (await texter.send("2")).startswith("IDCS")
    assert await texter.send("Changer de langue") == asked
