"""Words that mean something by SMS, as people write them: with accents or none, on any keyboard."""

import pytest

from channels.sms.keywords import control, key_of, service
from tests.player import stage


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
