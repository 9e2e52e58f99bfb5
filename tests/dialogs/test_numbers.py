"""Mobile numbers: whatever is written, in whatever country, the short way says what `phonenumbers` says."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from dialogs.model import Phone
from dialogs.numbers import is_mobile, mobile

OURS = ("MA", "DJ", "CI", "PK")
HARD = ("AR", "AU", "BR", "DE", "EH", "GB", "GG", "IT", "KZ", "MX", "RU", "US", "VA")
"""Trunk prefixes that are rewritten, leading zeros that stay, country codes that several share."""
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = ("mobile", "fixed_line", "pager", "voip", "toll_free", "premium_rate", "shared_cost", "personal_number", "uan")
FORMS = (
    "{n}",
    "0{n}",
    "{t}{n}",
    "+{c}{n}",
    "{c}{n}",
    "00{c}{n}",
    "+{c}{t}{n}",
    "{c}{t}{n}",
    "{t}{t}{n}",
    "011{c}{n}",
    "+{n}",
    "00{n}",
)


def as_phonenumbers_says(text: str, region: str | None) -> str:
    """E.164 where it is a mobile number, else empty."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    kind = phonenumbers.number_type(number)
    good = kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE) and phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if good else ""


def plan_of(region: str) -> PhoneMetadata:
    found = PhoneMetadata.metadata_for_region(region, None)
    assert found is not None
    return found


def agrees(text: str, region: str) -> None:
    found, said = mobile(text, region), as_phonenumbers_says(text, region)
    assert (found.e164 if isinstance(found, Phone) else "") == said, (text, region)
    assert is_mobile(text) == (text != "" and as_phonenumbers_says(text, None) == text), text


def around(plan: PhoneMetadata, chance: random.Random) -> str:
    """A number near one of the plan's examples, as somebody may write it."""
    told = [kind.example_number for name in KINDS if (kind := getattr(plan, name)) and kind.example_number]
    digits = chance.choice(told)
    kept = chance.randrange(len(digits) + 1)
    digits = digits[:kept] + "".join(
        chance.choices("0123456789", k=max(0, len(digits) - kept + chance.choice((-1, 0, 0, 0, 0, 1))))
    )
    text = chance.choice(FORMS).format(n=digits, c=plan.country_code, t=plan.national_prefix or "")
    for _ in range(chance.choice((0, 0, 0, 1, 4))):
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(" .-") + text[place:]
    return text


@given(st.text("0123456789+ .-()/x\u0660\u0666\uff10\u00a0", max_size=45), st.sampled_from(OURS + HARD))
def test_any_text_is_read_as_phonenumbers_reads_it(text: str, region: str) -> None:
    if text.strip():
        agrees(text, region)


@pytest.mark.parametrize("region", REGIONS)
def test_numbers_of_every_country_are_read_as_phonenumbers_reads_them(region: str) -> None:
    plan, chance = plan_of(region), random.Random(region)
    for _ in range(40):
        agrees(around(plan, chance), region)


@pytest.mark.parametrize("region", OURS)
def test_every_range_of_our_countries_is_read_as_phonenumbers_reads_it(region: str) -> None:
    lengths = plan_of(region).general_desc.possible_length  # type: ignore[union-attr]
    for start in range(1000):
        for length in lengths:
            agrees(f"{start:03}{'9182736450'[: length - 3]}", region)


def test_a_number_that_others_share_is_read_by_its_own_country() -> None:
    assert mobile("+212528812345", "EH") == mobile("+212528812345", "MA") == "not-mobile"
    assert mobile("07400 123456", "GB") == Phone("+447400123456")
    assert mobile("312 345 6789", "IT") == Phone("+393123456789")


def test_what_is_longer_than_a_number_can_be_is_none() -> None:
    assert mobile("0" + " " * 300 + "612345678", "MA") == "no-number"
    assert not is_mobile("+212 612345678")
