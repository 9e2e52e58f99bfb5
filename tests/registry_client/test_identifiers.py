"""Identifiers as people type them (registry rules of MOSIP 1.2)."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model import IdRef
from dialogs.refusals import InvalidIdentifier
from registry_client import identifiers

RULES = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_uin_rules.json").read_text())
UIN = "2639425169"
AID = "10001101230005020220125061502"


@pytest.mark.parametrize("number", RULES["valid_examples_generated_here"])
def test_every_generated_uin_is_accepted(number: str) -> None:
    assert identifiers.parse(number).value == number
    assert identifiers.check_digit(number[:-1]) == int(number[-1])


@pytest.mark.parametrize("number", [wrong["n"] for wrong in RULES["invalid_examples"]])
def test_every_invalid_example_is_refused(number: str) -> None:
    with pytest.raises(InvalidIdentifier):
        identifiers.parse(number)


@pytest.mark.parametrize(
    "typed",
    [
        "26 39 42 51 69",
        " 2639-425-169 ",
        "2639–425—169",
        "٢٦٣٩٤٢٥١٦٩",
        "۲۶۳۹۴۲۵۱۶۹",
        "２６３９４２５１６９",
        "\u200f2639425169\u200e",
        "2639\u00a0425\u202f169",
        "2639425169\n",
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert identifiers.parse(typed) == identifiers.parse(UIN)


@pytest.mark.parametrize(("typed", "value"), [("45O875O89O", "4508750890"), ("45o875o89o", "4508750890")])
def test_the_letter_o_is_a_zero(typed: str, value: str) -> None:
    assert identifiers.parse(typed).value == value


@pytest.mark.parametrize(
    ("typed", "hint", "scheme", "value"),
    [
        (UIN, None, "UIN", UIN),
        (UIN, "UIN", "UIN", UIN),
        ("263942516926438", None, "", ""),
        (AID, None, "AID", AID),
        (AID, "AID", "AID", AID),
        ("10001-10123-00050-20220125061502", "AID", "AID", AID),
        ("+212612340007@phone", None, "HANDLE", "+212612340007@phone"),
        ("+212 612-340-007", "HANDLE", "HANDLE", "+212612340007@phone"),
        ("+٢١٢٦١٢٣٤٠٠٠٧@PHONE", None, "HANDLE", "+212612340007@phone"),
    ],
)
def test_the_scheme_follows_from_the_form(typed: str, hint: str | None, scheme: str, value: str) -> None:
    if not scheme:
        typed = value = typed + str(identifiers.check_digit(typed))
        scheme = "VID"
    assert identifiers.parse(typed, hint).scheme == scheme
    assert identifiers.parse(typed, hint).value == value


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", None),
        ("abc", None),
        ("26394251٦", None),
        ("2639425169", "AID"),
        (AID, "UIN"),
        ("10001101230005020221325061502", None),  # month 13
        ("10001101230005019700125061502", None),  # before there was a registry
        ("10001101230005020220125061599", None),  # second 99
        ("1639425169", None),
        ("263942516½", None),
        ("0612340007", "HANDLE"),
        ("+212612340007@mail", None),
        ("+0612340007@phone", None),
        ("+212612340007@phone@phone", None),
    ],
)
def test_a_wrong_form_is_refused(typed: str, hint: str | None) -> None:
    with pytest.raises(InvalidIdentifier):
        identifiers.parse(typed, hint)


@given(st.text(max_size=40), st.sampled_from([None, "UIN", "VID", "AID", "HANDLE", "other"]))
def test_any_text_is_an_identifier_or_refused(typed: str, hint: str | None) -> None:
    try:
        ref = identifiers.parse(typed, hint)
    except InvalidIdentifier:
        return
    assert ref.value.isascii()


@given(st.from_regex(r"[2-9][0-9]{8}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, place: int, shift: int) -> None:
    number = body + str(identifiers.check_digit(body))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(InvalidIdentifier):
        identifiers.parse(wrong, "UIN")


@given(st.from_regex(r"[2-9][0-9]{8}", fullmatch=True), st.integers(0, 8))
def test_two_swapped_neighbours_are_always_noticed(body: str, place: int) -> None:
    number = body + str(identifiers.check_digit(body))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(InvalidIdentifier):
            identifiers.parse(swapped, "UIN")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("55530R5150", "55530R5150"),
        ("55530r5150", "55530R5150"),
        ("55530*5150", "55530R5150"),
        ("55530#5150", "55530R5150"),
        ("55530 5150", "55530R5150"),
        (" 55 530 R 5150 ", "55530R5150"),
        ("٥٥٥٣٠ر٥١٥٠", "55530R5150"),
        ("216R2112", "216R2112"),
        ("21672112", "216R2112"),
        ("5553075150", "55530R5150"),
        ("555307775150", "55530R5150"),
        ("1R7", "1R7"),
    ],
)
@pytest.mark.parametrize("scheme", ["HOUSEHOLD", "PNSF"])
def test_a_household_number_is_read_from_any_keypad(typed: str, number: str, scheme: str) -> None:
    assert identifiers.parse(typed, scheme) == IdRef(scheme, number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "R",
        "55530R",
        "R5150",
        "5553005150",
        "55730715",
        "1234567R1",
        "1R123456",
        "55530R51R50",
        "55530X5150",
        "12 34 56",
        "7",
    ],
)
def test_what_may_be_two_household_numbers_or_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifier):
        identifiers.parse(typed, "HOUSEHOLD")


@pytest.mark.parametrize("scheme", ["PASS", "ASERI", "CARD"])
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("160001806", "160001806"),
        ("223 399", "223399"),
        ("160-001-806", "160001806"),
        ("1670", "1670"),
        ("55530*5150", "55530R5150"),
    ],
)
def test_a_card_has_digits_or_a_household_number(typed: str, number: str, scheme: str) -> None:
    assert identifiers.parse(typed, scheme) == IdRef(scheme, number)


@pytest.mark.parametrize("typed", ["123", "1234567890123", "AB1234", ""])
def test_what_is_on_no_card_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifier):
        identifiers.parse(typed, "CARD")


@given(st.text(max_size=30), st.sampled_from(["HOUSEHOLD", "PASS", None]))
def test_any_text_is_read_or_refused(raw: str, hint: str | None) -> None:
    with contextlib.suppress(InvalidIdentifier):
        assert identifiers.parse(raw, hint).value
