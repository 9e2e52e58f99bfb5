"""Names are found where somebody introduces herself, and leave the text before another engine reads it."""

import pytest

from nlu import names
from nlu.tongue import tongue_of

INTRODUCED = [
    ("my name is Amina El Idrissi, I lost my number", "Amina El Idrissi", ", I lost my number"),
    ("I am Amina Benali and I lost my card", "Amina Benali", "and I lost my card"),
    ("je m'appelle Amina, née le 3/4/1980", "Amina", ", née le 3/4/1980"),
    ("je m'appelle amina benali et j'ai perdu", "amina benali", "et j'ai perdu"),
    ("اسمي أمينة الإدريسي وضاعت بطاقتي", "أمينة الإدريسي", "وضاعت بطاقتي"),
    ("smiti fatima zahra o tlef liya", "fatima zahra", "o tlef liya"),
    ("magacaygu waa Amina Cali, waxaan waayay", "Amina Cali", ", waxaan waayay"),
]


@pytest.mark.parametrize(("text", "name", "rest"), INTRODUCED)
def test_a_name_that_is_introduced_is_found_and_can_be_left_out(text: str, name: str, rest: str) -> None:
    assert [found for found, _, _ in names.search(text)] == [name]
    assert names.without(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "i am looking for my number",
        "je suis inscrite ?",
        "je suis veuve",
        "my name is",
        "Amina Benali",
        "اسمي في السجل",
        "my name is 12",
    ],
)
def test_what_introduces_nobody_stays(text: str) -> None:
    assert list(names.search(text)) == []
    assert names.without(text) == text


def test_two_introductions_leave_one_after_the_other() -> None:
    assert names.without("my name is Amina, x, my name is Sara, y") == ", x, , y"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("j'ai perdu mon numéro", "fr"),
        ("I lost my number", "en"),
        ("waxaan waayay lambarkayga", "so"),
        ("ضاع رقمي", "ar"),
        ("میرا نمبر گم ہو گیا ہے", "ur"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "zgh"),
        ("bghit n3ref wach", ""),
        ("xyzzy", ""),
        ("12 34", ""),
    ],
)
def test_a_language_is_told_only_where_there_is_no_doubt(text: str, lang: str) -> None:
    assert tongue_of(text) == lang
