"""Dates as people write them, and why something is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.dates import Fault, parse, search

TODAY = date(2026, 11, 22)
BORN = date(1980, 11, 3)


@pytest.mark.parametrize(
    "written",
    [
        "03111980",
        "3/11/1980",
        "03-11-1980",
        "3.11.1980",
        "3 11 1980",
        "1980-11-03",
        "19801103",
        "٠٣١١١٩٨٠",
        "٣/١١/١٩٨٠",
        "۳/۱۱/۱۹۸۰",
        "03\u200f/11\u200f/1980",
        "3 novembre 1980",
        "3 NOV. 1980",
        "né le 3 novembre 1980 à Zagora",
        "3 novmbre 1980",
        "3 November 1980",
        "November 3, 1980",
        "3rd of November 1980",
        "٣ نونبر ١٩٨٠",
        "3 نوفمبر 1980",
        "3 تشرين الثاني 1980",
        "ازددت في 3 نونبر 1980",
        "3 nofembar 1980",
        "tzadit f 3 nowanbir 1980",
        "3 nuwanbir 3am 1980",
    ],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert parse(written, TODAY) == BORN


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("janvier", 1), ("février", 2), ("août", 8), ("يناير", 1), ("فبراير", 2), ("ماي", 5), ("مايو", 5), ("يوليوز", 7),
        ("يوليو", 7), ("غشت", 8), ("أغسطس", 8), ("شتنبر", 9), ("سبتمبر", 9), ("دجنبر", 12), ("جويلية", 7), ("آذار", 3),
        ("كانون الأول", 12), ("maarso", 3), ("luulyo", 7), ("ogoosto", 8), ("diseembar", 12), ("ghocht", 8), ("chotanbir", 9),
        ("yulyuz", 7), ("doujanbir", 12), ("July", 7), ("sept", 9),
    ],
)  # fmt: skip
def test_months_have_their_names_in_every_way_of_speech(month: str, number: int) -> None:
    assert parse(f"5 {month} 1999", TODAY) == date(1999, number, 5)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", Fault.NONE),
        ("bonjour", Fault.NONE),
        ("1980", Fault.NONE),
        ("novembre 1980", Fault.NONE),
        ("0612345678", Fault.NONE),
        ("3 bureaux 1980", Fault.NONE),
        ("3 , x 11 , x 1980", Fault.NONE),
        ("3/11/80", Fault.TWO_DIGIT_YEAR),
        ("031180", Fault.TWO_DIGIT_YEAR),
        ("3 novembre 80", Fault.TWO_DIGIT_YEAR),
        ("15/5/1401", Fault.HIJRI),
        ("٢٩ رمضان ١٤٠٠".replace("رمضان", "9"), Fault.HIJRI),
        ("31/02/1990", Fault.IMPOSSIBLE),
        ("29/02/2023", Fault.IMPOSSIBLE),
        ("5/13/1990", Fault.IMPOSSIBLE),
        ("00/00/0000", Fault.IMPOSSIBLE),
        ("1/1/1850", Fault.IMPOSSIBLE),
        ("23/11/2026", Fault.FUTURE),
        ("1/1/2090", Fault.FUTURE),
    ],
)
def test_what_cannot_be_taken_says_why(written: str, fault: Fault) -> None:
    assert parse(written, TODAY) is fault


def test_today_and_a_leap_day_are_days() -> None:
    assert parse("22/11/2026", TODAY) == TODAY
    assert parse("29/02/2024", TODAY) == date(2024, 2, 29)


def test_all_dates_of_a_text_are_found_where_they_stand() -> None:
    text = "du 3/11/1980 au 5 mars 1999"
    assert [text[found.start : found.end] for found in search(text, TODAY)] == ["3/11/1980", "5 mars 1999"]


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["%d%m%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"]))
def test_every_day_of_a_life_can_be_typed(day: date, form: str) -> None:
    assert parse(day.strftime(form), TODAY) == day


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_stumble(text: str) -> None:
    for found in search(text, TODAY):
        assert found.start < found.end
