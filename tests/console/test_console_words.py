"""The console's words: the same in every language, and all that the pages say is there."""

import re
from datetime import date
from pathlib import Path

import pytest

from campaigns.words import FOLDER
from console.pages.wording import Wording
from dialogs.texts.speech import TextError
from dialogs.texts.staff import LANGUAGES
from tests.texts import staff_words

PAGES = Path(__file__).parents[2] / "console/pages"
WORDING = Wording("MA", "Africa/Casablanca")
FOLDERS = (PAGES / "words", Path(str(FOLDER)))
PARTS = sorted({file.name.partition(".")[0] for folder in FOLDERS for file in folder.glob("*.ftl")})


def messages(part: str, lang: str) -> dict[str, set[str]]:
    (file,) = (file for folder in FOLDERS if (file := folder / f"{part}.{lang}.ftl").exists())
    return staff_words.messages(file)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_arguments(part: str, lang: str) -> None:
    assert messages(part, lang) == messages(part, "en")


def test_no_two_parts_have_a_word_of_the_same_name() -> None:
    names = [name for part in PARTS for name in messages(part, "en")]
    assert sorted(names) == sorted(set(names))


def test_what_a_template_says_is_there() -> None:
    said = {
        key
        for folder in (PAGES, Path(str(FOLDER)).parent)
        for file in (folder / "templates").rglob("*.html")
        for key in re.findall(r'words\("([a-z0-9-]+)"[),]', file.read_text("utf-8"))
    }
    assert len(said) > 10
    assert {key for key in said if not WORDING.choose("en", "").has(key)} == set()


def test_days_and_moments_are_those_of_the_country() -> None:
    words = {lang: WORDING.choose(lang, "") for lang in LANGUAGES}
    assert {lang: one.day(date(2026, 11, 22)) for lang, one in words.items()} == {
        "en": "22 Nov 2026",
        "fr": "22 nov. 2026",
        "ar": "22 نونبر 2026",
    }
    assert words["en"].moment(1_790_000_000.0) == "21 Sep 2026, 15:13"
    assert words["ar"].moment(1_790_000_000.0) == "21 شتنبر 2026، 15:13"
    assert {one.number(12345.5) for one in words.values()} == {"12,345.5", "12\u202f345,5", "12.345,5"}
    assert (words["fr"].share(1, 3), words["fr"].share(0, 0)) == ("33,3 %", "")
    assert words["en"].named("no language") == "no language"
    assert {one.named("zgh") for one in words.values()} >= {"amazighe standard marocain"}


def test_a_word_that_is_not_there_is_a_fault_and_a_code_without_one_is_shown() -> None:
    words = WORDING.choose("fr", "")
    with pytest.raises(TextError):
        words("no-such-text")
    assert words.code("state", "no_such_state") == "no_such_state"
