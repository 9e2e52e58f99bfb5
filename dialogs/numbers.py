"""Mobile numbers: `phonenumbers` decides; for plain ones, which nearly all are, one expression made of its metadata does so."""

import re
from functools import cache

import phonenumbers
from phonenumbers import (
    UNKNOWN_REGION,
    PhoneMetadata,
    PhoneNumberDesc,
    PhoneNumberFormat,
    PhoneNumberType,
    country_code_for_region,
    region_code_for_country_code,
)

from dialogs.model import Phone

__all__ = ["is_mobile", "mobile"]

_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_LONGEST = 40
"""Characters of a plain number at most: `phonenumbers` itself takes 250, separators included."""
_SEPARATORS = str.maketrans("", "", " .-")
_NEVER = "(?!)"


def mobile(text: str, region: str) -> Phone | str:
    """A mobile number as people write it, or the static word on what is wrong with it.

    `region` is ISO 3166, for numbers without a country code.
    """
    code, plain = _plain(region)
    if len(text) <= _LONGEST and (found := plain.fullmatch(text.translate(_SEPARATORS))):
        return Phone(code + found["national"])
    text = text.strip()
    if not text:
        return "empty"
    if "e+" in text.lower():
        return "scientific"  # a spreadsheet has rounded it: its last digits are lost
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "no-number"
    if not phonenumbers.is_valid_number(number):
        return "invalid-number"
    if phonenumbers.number_type(number) not in _MOBILE:
        return "not-mobile"
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def is_mobile(e164: str) -> bool:
    """Valid, mobile (or a plan that does not tell), and written in canonical E.164: `+212(0)6…` is not."""
    if e164.startswith("+") and _plain(_region(e164[1:4]))[1].fullmatch(e164):
        return True
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return False
    found = phonenumbers.number_type(number) in _MOBILE  # UNKNOWN when the number is not valid
    return found and phonenumbers.format_number(number, PhoneNumberFormat.E164) == e164


@cache
def _plain(region: str) -> tuple[str, re.Pattern[str]]:
    """The country code with its plus, and what matches plain mobile numbers alone; its group `national` follows the code.

    It follows `phonenumbers.parse` and `number_type` where these have no choice: the region is the first of its country
    code, and neither the dialling prefix abroad nor the trunk prefix can be read out of the digits in another way.
    """
    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is None or region_code_for_country_code(country_code_for_region(region)) != region:
        return "", re.compile(_NEVER)
    code, general = str(metadata.country_code), metadata.general_desc
    assert general is not None, "every region says what its numbers look like"
    abroad, trunk = metadata.international_prefix or _NEVER, metadata.national_prefix_for_parsing or _NEVER
    kind = metadata.fixed_line if metadata.same_mobile_and_fixed_line_pattern else metadata.mobile
    leading = metadata.leading_digits or ""
    national = f"(?!{trunk})(?={leading})(?={_whole(general)})(?!{_other(metadata)})(?P<national>{_whole(kind)})"
    forms = [
        rf"\+{code}",
        f"{_literal(abroad)}{code}",
        f"(?!{abroad})(?!(?:{general.national_number_pattern})\\Z){code}",
        f"(?!{abroad}|{code})(?:{_literal(trunk)})?",
    ]
    return f"+{code}", re.compile(f"(?:{'|'.join(forms)}){national}", re.ASCII)


def _whole(kind: PhoneNumberDesc | None) -> str:
    """What matches the numbers of a kind, to their ends."""
    if kind is None or not kind.national_number_pattern:
        return _NEVER
    lengths = "|".join(rf"\d{{{length}}}\Z" for length in kind.possible_length)
    return rf"(?={lengths})(?:{kind.national_number_pattern})\Z"


def _other(plan: PhoneMetadata) -> str:
    """What matches the kinds that come before a mobile number's."""
    others = plan.premium_rate, plan.toll_free, plan.shared_cost, plan.voip
    more = plan.personal_number, plan.pager, plan.uan, plan.voicemail
    return "|".join(map(_whole, (*others, *more)))


def _literal(prefix: str) -> str:
    return prefix if prefix.isdigit() else _NEVER


@cache
def _region(start: str) -> str:
    """The main region of the country code that these three digits begin with; `ZZ` where there is none."""
    codes = (int(start[:length]) for length in (1, 2, 3) if start.isascii() and start.isdigit())
    return next((region for region in map(region_code_for_country_code, codes) if region != UNKNOWN_REGION), UNKNOWN_REGION)
