"""Texts with their placeholders, opt-out words and links, and everything that is refused before approval."""

from datetime import UTC, datetime

import pytest

from campaigns.brief import Content
from campaigns.wording import MOST_PARTS, Fault, Wording
from config import profile
from dialogs.model import Phone
from house.campaign_desk import measure
from store.ledger import Person, Written

OPTOUT = {"fr": "STOP au 3737", "ar": "أرسل STOP إلى 3737"}


def wording(links: tuple[str, ...] = (), code: str = "482193", **texts: str) -> Wording:
    return Wording(texts, "fr", measure, OPTOUT, links, code)


def somebody(lang: str = "fr", **values: str) -> Person:
    return Person(Phone("+212612345678"), lang, values=values)


def written(words: Wording, to: Person) -> Written:
    found = words.write(to)
    assert isinstance(found, Written)
    return found


def test_a_message_is_in_her_language_and_ends_with_how_to_stop() -> None:
    words = wording(fr="Bonjour {name}.", ar="مرحبا {name}.")
    assert written(words, somebody("ar", name="أمينة")).text == "مرحبا أمينة. أرسل STOP إلى 3737"
    assert written(words, somebody("fr", name="Amina")).text == "Bonjour Amina. STOP au 3737"
    assert written(words, somebody("ber", name="Amina")).text == "Bonjour Amina. STOP au 3737"


def test_stop_words_that_the_author_wrote_are_not_written_twice() -> None:
    assert written(wording(fr="STOP au 3737 pour ne plus rien recevoir"), somebody()).text.count("STOP") == 1


@pytest.mark.parametrize("value", ["", "  ", "\x00", "\u200b\n"])
def test_who_lacks_a_value_gets_no_message_with_a_hole(value: str) -> None:
    assert wording(fr="Bonjour {name}").write(somebody(name=value)) == "no-value"


def test_a_value_is_never_a_placeholder_nor_a_line_of_its_own() -> None:
    text = written(wording(fr="Bonjour {name}."), somebody(name="{code}\nhe  llo" + "x" * 100)).text
    assert text.startswith("Bonjour {code} he llox")
    assert len(text) < 80


def test_a_link_in_a_value_is_refused_like_one_in_the_text() -> None:
    assert wording(fr="Bonjour {name}").write(somebody(name="www.evil.example")) == "link"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Votre code {code}.", []),
        ("Bonjour.", ["no-code"]),
        ("Bonjour {nom} {code}", ["unknown-placeholder"]),
        ("Bonjour {code", ["malformed", "no-code"]),
        ("  ", ["malformed", "no-code"]),
        ("{code} https://rnp.example/x", ["link"]),
        ("{code} voir bit.ly/abc", ["link"]),
        ("{code} rnp.ma ou www.rnp.ma", ["link"]),
        ("{code} " + "a" * 153 * MOST_PARTS, ["too-long"]),
        ("{code} le 12.30, 3.5 kg", []),
        ("{code} ŵ" * 3, []),
        ("{code} rendez-vous le mardi matin à la commune 😀", ["ucs2"]),
    ],
)
def test_what_is_wrong_is_told_before_anybody_approves(text: str, codes: list[str]) -> None:
    assert [fault.code for fault in wording(("rnp.ma",), fr=text).faults(())] == codes


def test_only_forced_letters_are_a_warning_and_they_are_named() -> None:
    (fault,) = wording(fr="{code} rendez-vous le mardi matin à la commune 😀").faults(())
    assert fault == Fault("fr", "ucs2", "😀", warning=True)


def test_a_text_in_arabic_is_no_accident() -> None:
    assert wording(fr="{code}", ar="{code} موعدكم يوم الثلاثاء").faults(()) == []


def test_a_language_without_opt_out_words_or_a_default_without_text_is_told() -> None:
    assert [fault.code for fault in Wording({"en": "{code}"}, "fr", measure, OPTOUT, (), "1").faults(())] == [
        "no-default-text",
        "no-optout-words",
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "parts"),
    [("a" * 147, "gsm7", 1), ("a" * 148, "gsm7", 2), ("ê" * 100, "gsm7", 1), ("م" * 57, "auto", 1), ("م" * 58, "auto", 2)],
)
def test_parts_count_with_the_words_that_are_appended(text: str, encoding: str, parts: int) -> None:
    """12 letters for ` STOP au 3737` and its space in front: 160 septets or 70 units alone."""
    found = written(wording(fr=text), somebody())
    assert (found.encoding, found.parts) == (encoding, parts)


def test_a_text_may_be_in_every_language_of_a_country() -> None:
    """Also in one that is written in two scripts."""
    texts = dict.fromkeys(profile.load("morocco").languages, "Code {code}")
    plan = Content.model_validate({"texts": texts, "default": "zgh-Latn", "endsAt": datetime(2027, 1, 1, tzinfo=UTC)})
    assert plan.campaign("days").texts == texts
