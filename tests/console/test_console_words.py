"""The console's words: the same in every language, and all that the pages say is there."""

import re
from datetime import date
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from console.pages.wording import LANGUAGES, Wording
from dialogs.texts.speech import TextError

PAGES = Path(__file__).parents[2] / "console/pages"
WORDING = Wording("MA", "Africa/Casablanca")
PARTS = sorted({file.name.partition(".")[0] for file in (PAGES / "words").glob("*.ftl")})


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.found.add(node.id.name)


def messages(part: str, lang: str) -> dict[str, set[str]]:
    """Each text of a catalogue with the arguments that it takes."""
    found: dict[str, set[str]] = {}
    for entry in FluentResource((PAGES / "words" / f"{part}.{lang}.ftl").read_text("utf-8")).body:
        assert not isinstance(entry, Junk), entry.content
        if isinstance(entry, Message):
            assert entry.id.name not in found, entry.id.name
            visitor = _Arguments()
            visitor.visit(entry)
            found[entry.id.name] = visitor.found
    return found


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
        for file in (PAGES / "templates").rglob("*.html")
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
    assert {one.named("zgh") for one in words.values()} >= {"amazighe standard marocain"}


def test_a_word_that_is_not_there_is_a_fault_and_a_code_without_one_is_shown() -> None:
    words = WORDING.choose("fr", "")
    with pytest.raises(TextError):
        words("no-such-text")
    assert words.code("state", "no_such_state") == "no_such_state"
