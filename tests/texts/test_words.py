"""One form of a word for keywords and readers alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.texts.words import MOST, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Arrêt!", "arret"),
        ("OPT-OUT", "optout"),
        ("j'ai  déménagé", "j ai demenage"),
        ("تَوَقّـف", "توقف"),
        ("أإآٱ", "اااا"),
        ("مراجعة", "مراجعه"),
        ("على", "علي"),
        ("شئ ؤ", "شي و"),
        ("کیا ہے", "كيا هے"),
        ("٢٠٢٦ ۲۰", "2026 20"),
        ("7bes 3afak", "7bes 3afak"),
        ("ST\u200bOP", "stop"),
        ("\u202estop\u202c", "stop"),
        ("می\u200cشود", "ميشود"),
        ("ﺗﻮﻗﻒ", "توقف"),
        ("ＳＴＯＰ", "stop"),
        ("<b>stop</b>", "b stop b"),
        ("", ""),
    ],
)
def test_a_word_has_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("letter", ["a", "ا", "\ufdfa", "a\u0301"])
def test_no_text_grows_without_end(letter: str) -> None:
    assert len(fold(letter * 50_000)) <= MOST
