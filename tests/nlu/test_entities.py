"""Phones, identifiers, dates, places and programmes in running text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.profile import load
from nlu.entities import Finder, finder
from nlu.words import clean

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
MOROCCO = finder(load("morocco"), lambda: NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mon numéro 0612345678", [("phone", "+212612345678")]),
        ("nmrti 06 12 34 56 78 3afak", [("phone", "+212612345678")]),
        ("رقمي ٠٦١٢٣٤٥٦٧٨", [("phone", "+212612345678")]),
        ("+33 6 12 34 56 78", [("phone", "+33612345678")]),
        ("idcs 2639421850", [("identifier", "2639421850")]),
        ("رقمي2639421850", [("identifier", "2639421850")]),
        ("vid 2639 4218 5026 3942", [("identifier", "2639421850263942")]),
        ("12345-12345-12345-20261103091500", [("identifier", "12345123451234520261103091500")]),
        ("reçu 12345678901234520261103091500", [("identifier", "12345678901234520261103091500")]),
        ("réclamation 4821", []),
        ("né le 3 mars 1980", [("date", "1980-03-03")]),
        ("né le 31/02/1980", []),
        ("bureau a Zagora", [("commune", "zagora")]),
        ("bureau à zagoura", [("commune", "zagora")]),
        ("أسكن بزاكورة", [("commune", "zagora")]),
        ("fin biro f sidi ifni", [("commune", "sidi-ifni")]),
        ("الدار البيضاء", [("commune", "casablanca")]),
        ("je veux AMO tadamon", [("programme", "amo")]),
        ("بغيت نستافد من تيسير", [("programme", "tayssir")]),
        ("c'est quoi le rsu", [("programme", "rsu")]),
        ("j'ai perdu la raison", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.value) for one in MOROCCO(text)] == found


def test_a_text_may_hold_several_in_order() -> None:
    text = "idcs 2639421850 né le 12/03/1980 à Tiznit tel 0612345678"
    assert [one.kind for one in MOROCCO(text)] == ["identifier", "date", "commune", "phone"]
    assert [text[one.start : one.end] for one in MOROCCO(text)] == ["2639421850", "12/03/1980", "Tiznit", "0612345678"]


def test_the_longer_name_wins() -> None:
    two = Finder("MA", {"ifni": ["Ifni"], "sidi-ifni": ["Sidi Ifni"]}, {}, lambda: date(2026, 1, 1))
    assert [one.value for one in two("à sidi ifni")] == ["sidi-ifni"]


def test_a_country_without_names_finds_numbers_still() -> None:
    bare = Finder("MA", {}, {}, lambda: date(2026, 1, 1))
    assert [one.kind for one in bare("zagora 0612345678")] == ["phone"]


@given(st.text(max_size=300))
def test_entities_never_overlap_and_lie_in_the_text(text: str) -> None:
    last = 0
    for one in MOROCCO(text):
        assert last <= one.start < one.end <= len(clean(text))
        last = one.end
