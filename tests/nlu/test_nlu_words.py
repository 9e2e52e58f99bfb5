"""What an engine may see of a text, and the features that are cut from it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.words import MOST_READ, clean, features, plain, wordless


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  où   en\test\nmon dossier ", "où en est mon dossier"),
        ("رقمي ١٢٣", "رقمي 123"),
        ("bon\u202ejour\u200b \u2066x\u2069\x00\x1b[0m", "bonjour x[0m"),
        ('/status{"idcs": "1"}', 'status{"idcs": "1"}'),
        ("/ / //stop", "stop"),
        ("\ud800bonjour", "bonjour"),
        ("ﷺ" * 2, "صلى الله عليه وسلمصلى الله عليه وسلم"),
    ],
)
def test_what_hides_or_commands_is_gone(typed: str, seen: str) -> None:
    assert clean(typed) == seen


@given(st.text(max_size=3000))
def test_a_clean_text_is_short_visible_and_clean_for_good(text: str) -> None:
    seen = clean(text)
    assert len(seen) <= MOST_READ
    assert not any(unicodedata.category(c)[0] == "C" for c in seen)
    assert not seen.startswith("/")
    assert clean(seen) == seen


@pytest.mark.parametrize(
    ("text", "nothing"), [("", True), ("12 34", True), ("...", True), ("👍", True), ("a", False), ("3awn", False)]
)
def test_digits_and_signs_alone_are_nothing_to_read(text: str, nothing: bool) -> None:
    assert wordless(text) is nothing


def test_stretched_words_and_long_numbers_have_one_form() -> None:
    assert plain("Saaaaalam 0612345678, 200 DH!!!") == "saalam # 200 dh"


def test_features_are_grams_inside_words_words_pairs_and_senses() -> None:
    cut = list(features("lost it", {"lost": ["lost"]}))
    assert {" l", "lost", " lost", "=lost", "=it", "=lost=it", "@lost"} <= set(cut)
    assert not any("t i" in feature for feature in cut), "no n-gram crosses words"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("perdu", True),
        ("perdus", True),
        ("الرقم", True),
        ("kanperdu", True),
        ("superperdu", False),
        ("si", True),
        ("simple", False),
    ],
)
def test_a_stem_counts_at_the_beginning_of_a_word_or_behind_a_short_prefix(word: str, found: bool) -> None:
    lexicon = {"perdu": ["x"], "رقم": ["x"], "si": ["x"]}
    assert ("@x" in features(word, lexicon)) is found


def test_two_senses_make_a_pair_wherever_they_stand() -> None:
    lexicon = {"lost": ["lost"], "number": ["number"]}
    assert "@lost@number" in features("my number is what i lost", lexicon)
