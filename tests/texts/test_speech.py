"""Speech says what a prompt means, or says loudly that it cannot."""

from datetime import date
from pathlib import Path

import pytest

from dialogs.model import Names, Option, Prompt
from dialogs.texts.speech import Speech, Spoken, TextError

TERMS = {"service_code": "*3737#"}
HEAD = "locale = fr-MA\nencoding = gsm7\n"


def catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, lang: str = "fr", head: str = HEAD) -> Speech:
    folder.joinpath(f"{lang}.ftl").write_text(head + text, "utf-8")
    monkeypatch.setattr("dialogs.texts.speech.resources.files", lambda _: folder)
    return Speech(TERMS, [lang])


def test_a_prompt_becomes_a_body_and_labels_without_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "ask = Which?\none = First\nother = { $name }\n")
    prompt = Prompt("ask", options=(Option("1", "one"), Option("2", "other", (("name", "Second"),))))
    assert said.say(prompt, "fr") == Spoken("Which?", ("First", "Second"))


def test_terms_are_in_every_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "dial = Dial { $service_code }\n")
    assert said.word("dial", "fr") == "Dial *3737#"


def test_nothing_is_put_around_an_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fluent's isolating marks cost two units each and show as boxes on old phones."""
    said = catalogue(tmp_path, monkeypatch, "number = { $number }\n")
    assert said.say(Prompt("number", (("number", "0639425169"),)), "fr").body == "0639425169"


def test_a_number_is_plain_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "count = { $count }\n")
    assert said.say(Prompt("count", (("count", 1234567),)), "fr").body == "1234567"


def test_a_number_chooses_a_plural(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "left = { $left ->\n    [one] un\n   *[other] { $left }\n }\n")
    assert [said.say(Prompt("left", (("left", left),)), "fr").body for left in (1, 2)] == ["un", "2"]


@pytest.mark.parametrize(
    ("lang", "locale", "words"),
    [
        ("ar", "ar-MA", ["1 يناير 2026", "31 يوليوز 2026", "20 غشت 2026", "6 نونبر 2026", "5 دجنبر 2026"]),
        ("fr", "fr-MA", ["1 janvier 2026", "31 juillet 2026", "20 août 2026", "6 novembre 2026", "5 décembre 2026"]),
    ],
)
def test_a_date_is_written_with_the_months_of_the_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, locale: str, words: list[str]
) -> None:
    said = catalogue(tmp_path, monkeypatch, "day = { $day }\n", lang, f"locale = {locale}\nencoding = auto\n")
    days = [date(2026, 1, 1), date(2026, 7, 31), date(2026, 8, 20), date(2026, 11, 6), date(2026, 12, 5)]
    assert [said.say(Prompt("day", (("day", day),)), lang).body for day in days] == words


def test_a_name_is_said_in_the_language_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "place = { $place }\n")
    place = Names.of({"ar": "سلا", "fr": "Salé"})
    assert said.say(Prompt("place", (("place", place),)), "fr").body == "Salé"


def test_a_text_may_leave_otherwise_than_its_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "plain = a\nfull = b\n    .encoding = auto\n")
    assert [said.encoding(key, "fr") for key in ("plain", "full")] == ["gsm7", "auto"]


def test_the_same_prompt_with_other_arguments_says_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "masked = { $masked }\n")
    said_to_both = [said.say(Prompt("masked", (("masked", value),)), "fr").body for value in ("26****5169", "31****0042")]
    assert said_to_both == ["26****5169", "31****0042"]


@pytest.mark.parametrize(
    ("prompt", "lang", "words"),
    [
        (Prompt("nowhere"), "fr", "nowhere"),
        (Prompt("number", options=(Option("1", "nowhere"),)), "fr", "number"),
        (Prompt("number"), "fr", "number"),
        (Prompt("plain"), "xx", "xx"),
        (Prompt("number", (("number", "9" * 5000),)), "fr", "too long"),
    ],
)
def test_what_cannot_be_said_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt: Prompt, lang: str, words: str
) -> None:
    said = catalogue(tmp_path, monkeypatch, "plain = a\nnumber = { $number }\n")
    with pytest.raises(TextError, match=words):
        said.say(prompt, lang)


def test_an_error_never_holds_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = catalogue(tmp_path, monkeypatch, "two = { $number } { $missing }\n")
    with pytest.raises(TextError) as caught:
        said.say(Prompt("two", (("number", "2639425169"),)), "fr")
    assert "2639425169" not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\na = 2\n", "a: given 2 times"),
        ("a = { $open\n", "unreadable: a = { [$]open"),
        ("a = { other }\n", "Unknown message: other"),
        ("a =\n    .encoding = gsm7\n", "a: empty"),
        ("a = b\n    .encoding = utf8\n", "not 'utf8'"),
    ],
)
def test_a_damaged_catalogue_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str) -> None:
    with pytest.raises(TextError, match=words):
        catalogue(tmp_path, monkeypatch, text)


def test_all_damage_of_a_catalogue_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TextError, match=r"given 2 times.*Unknown message"):
        catalogue(tmp_path, monkeypatch, "a = 1\na = 2\nb = { other }\n")


def test_a_language_without_a_catalogue_does_not_load() -> None:
    with pytest.raises(TextError, match=r"no catalogue xx\.ftl"):
        Speech(TERMS, ["xx"])


# --- what a country says otherwise ---------------------------------------------------------------


def in_a_country(
    folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, own: str, country: str = "atlantis", head: str = HEAD
) -> Speech:
    folder.joinpath("fr.ftl").write_text(head + text, "utf-8")
    folder.joinpath("atlantis").mkdir()
    folder.joinpath("atlantis", "fr.ftl").write_text(own, "utf-8")
    monkeypatch.setattr("dialogs.texts.speech.resources.files", lambda _: folder)
    return Speech({**TERMS, "country": country}, ["fr"])


def test_a_text_of_the_country_goes_before_that_of_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = in_a_country(tmp_path, monkeypatch, "a = here\nb = { $n } everywhere\n", "b = { $n } in Atlantis\n")
    assert [said.word("a", "fr"), said.say(Prompt("b", (("n", 2),)), "fr").body] == ["here", "2 in Atlantis"]


def test_another_country_hears_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = in_a_country(tmp_path, monkeypatch, "a = here\n", "a = in Atlantis\n", country="elsewhere")
    assert said.word("a", "fr") == "here"


def test_a_country_says_how_its_own_text_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = in_a_country(tmp_path, monkeypatch, "a = here\n", "a = ici\n    .encoding = auto\n")
    assert said.encoding("a", "fr") == "auto"


def test_a_country_may_have_other_months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = in_a_country(tmp_path, monkeypatch, "day = { $day }\n", "locale = ar-MA\n")
    assert said.say(Prompt("day", (("day", date(2026, 8, 20)),)), "fr").body == "20 غشت 2026"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("b = nobody says this\n", "b: a country says what the language does not"),
        ("a = { $open\n", "unreadable: a = { [$]open"),
        ("a = 1\na = 2\n", "a: given 2 times"),
    ],
)
def test_a_damaged_text_of_a_country_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, words: str) -> None:
    with pytest.raises(TextError, match=words):
        in_a_country(tmp_path, monkeypatch, "a = here\n", own)


@pytest.mark.parametrize(
    ("head", "pending"),
    [("### review: pending\n", True), ("# review: pending\n\n", True), ("### reviewed by two speakers\n", False), ("", False)],
)
def test_a_catalogue_says_whether_a_native_speaker_has_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str, pending: bool
) -> None:
    assert catalogue(tmp_path, monkeypatch, "a = b\n", head=head + HEAD).pending("fr") is pending
