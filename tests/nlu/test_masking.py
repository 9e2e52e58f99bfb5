"""What is kept of a sentence is made of words that the training data holds, and of marks; nothing else can come out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.embedded import shipped
from nlu.entities import finder
from nlu.labelling import as_rasa
from nlu.masking import HIDDEN, NUMBER, WORD, masked, vocabulary
from store.clock import FakeClock
from tests.player import MOROCCO

KNOWN = vocabulary(shipped())
FIND = finder(MOROCCO, FakeClock().now)
MARKS = {*HIDDEN.values(), NUMBER, WORD}


def mask(text: str) -> str | None:
    return masked(text, FIND(text), KNOWN)


MASKED = [
    ("j'ai perdu mon numéro 2639425169", "j ai perdu mon numero _identifier_"),
    ("je m'appelle Amina El Idrissi et j'ai perdu mon papier", "je m _word_ _name_ et j ai perdu mon papier"),
    ("my phone is 0661550019 and my number is lost", "my phone is _phone_ and my number is lost"),
    ("je suis née le 3 avril 1980 et je veux mon numéro", "je suis _word_ le _date_ et je veux mon numero"),
    ("où est le bureau à Zagora svp", "ou est le bureau a _commune_ svp"),
    ("mon mari Brahim veut changer mon numéro", "mon mari _word_ veut changer mon numero"),
    ("ما هو رقم الهاتف ديالي 0661550019", "ما هو رقم الهاتف ديالي _phone_"),
    ("mon dossier depuis 12 mois", "mon dossier depuis _number_ mois"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), MASKED)
def test_people_places_days_and_numbers_are_replaced(text: str, kept: str) -> None:
    assert mask(text) == kept


@pytest.mark.parametrize(
    "text",
    ["", "Fatima Zohra Benjelloun", "0661550019", "rue des orangers immeuble jaune", "xyzzy blorb", "<script>alert</script>"],
)
def test_where_it_is_not_sure_nothing_is_kept(text: str) -> None:
    assert mask(text) is None


@given(st.lists(st.one_of(st.sampled_from(sorted(KNOWN)), st.text(max_size=12)), max_size=12))
def test_nothing_comes_out_but_known_words_and_marks(words: list[str]) -> None:
    kept = mask(" ".join(words))
    assert kept is None or {*kept.split()} <= KNOWN | MARKS


@given(st.integers(10**7, 10**28))
def test_no_long_number_comes_out(number: int) -> None:
    assert str(number)[:4] not in (mask(f"j'ai perdu mon numéro {number} aidez moi") or "")


def test_lines_to_label_are_rasas_and_come_once() -> None:
    lines = as_rasa(["mon numero [x](commune) /greet", "mon numero xcommune greet", "a|b\n- intent: c", ""])
    assert re.findall(r"^      - (.*)$", lines, re.MULTILINE) == ["mon numero xcommune greet", "ab- intent: c"]
    assert "- intent: unlabelled" in lines
