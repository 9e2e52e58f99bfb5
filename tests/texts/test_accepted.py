"""The languages that a browser asks for are read best first, whatever is sent instead of them."""

import pytest

from dialogs.texts.accepted import accepted
from dialogs.texts.staff import chosen, words_in

WORDS = words_in("MA", "Africa/Casablanca")


@pytest.mark.parametrize(
    ("header", "langs"),
    [
        ("", []),
        ("fr", ["fr"]),
        ("AR-MA, fr;q=0.9, en;q=0.8", ["ar", "fr", "en"]),
        ("en;q=0.1, ar;q=0.7, fr", ["fr", "ar", "en"]),
        ("fr ; q=0.5 , ar; q=0.6", ["ar", "fr"]),
        ("fr;q=0, ar;q=0.0, en;q=-1", []),
        ("fr;q=much, en;q=0.1, ar;q=nan, so", ["so", "en"]),
        ("*;q=0.5, ar", ["ar", "*"]),
        (";;,,", []),
    ],
)
def test_what_is_wanted_most_stands_first(header: str, langs: list[str]) -> None:
    assert accepted(header) == langs


@pytest.mark.parametrize(
    ("wanted", "header", "lang"),
    [
        ("ar", "fr", "ar"),
        ("", "fr-CI, en", "fr"),
        ("zgh", "de, ar;q=0.4", "ar"),
        ("", "so, aa", "en"),
        ("../../etc", "<script>", "en"),
    ],
)
def test_her_choice_comes_before_her_browser_and_english_last(wanted: str, header: str, lang: str) -> None:
    assert chosen(WORDS, wanted, header).lang == lang
