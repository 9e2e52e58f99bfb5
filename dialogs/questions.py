"""Questions: a prompt with the way its answer is read, kept and read back."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import phonenumbers

from dialogs.country import CardForm
from dialogs.model import Code, IdRef, Names, Option, Param, Prompt

T = TypeVar("T")
MOST_TYPED = 160
_NOISE = re.compile(r"[\s*#.,;:_\-–—()/\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_LETTER_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
ENOUGH = frozenset(
    {
        "slip-code", "slip-pin", "slip-agent-pin", "slip-reference", "slip-last-digits", "slip-born", "slip-number", "slip-phone",
        "slip-mobile", "slip-commune",
    }
)  # fmt: skip
"""Slips that say all that there is to type: under them the words of the question would say it once more."""
_YES = frozenset({"oui", "yes", "ok", "نعم", "ايه", "إيه", "waxa", "wakha", "iyeh", "na3am"})
_NO = frozenset({"non", "no", "لا", "la"})


class Listed(Protocol):
    """What has a code and a name in the country profile."""

    @property
    def id(self) -> str: ...

    @property
    def names(self) -> Names: ...


@dataclass(frozen=True, slots=True)
class Invalid:
    """The answer cannot be read: one short sentence says what to type."""

    slip: Prompt


@dataclass(frozen=True, slots=True, repr=False)
class Question(Generic[T]):
    """`parse` reads what was typed, `dump` gives what the journal keeps, `load` reads that back.

    `takes` is the kind of what free words may have told before (see `dialogs.ports.Meaning`) that answers it; empty for what
    must be said when it is asked: codes, PINs, consents.
    """

    prompt: Prompt
    parse: Callable[[str], T | Invalid]
    dump: Callable[[T], Any]
    load: Callable[[Any], T]
    takes: str = ""


def fold_digits(typed: str) -> str:
    """NFKC, with every decimal digit of any script (Eastern Arabic, full width, …) as 0-9."""
    text = unicodedata.normalize("NFKC", typed)
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text)


def quiet(typed: str) -> str:
    """What was typed with plain digits, without blanks and the noise of keypads and paper: `٠ #` is `0`."""
    return _NOISE.sub("", fold_digits(typed))


def digits_of(typed: str) -> str:
    """What was typed without the noise of keypads and paper: `26 39-42#` is `263942`; O and l count as digits."""
    if typed.isascii() and typed.isdigit():
        return typed  # as nearly always
    return quiet(typed).translate(_LETTER_DIGITS)


def _visible(text: str) -> str:
    """Without control characters, direction overrides and broken halves; joiners stay, Arabic script writes with them."""
    return "".join(c for c in text if c.isspace() or c in "\u200c\u200d" or unicodedata.category(c)[0] != "C")


def _slip(key: str, **params: Param) -> Invalid:
    return Invalid(Prompt(key, tuple(params.items())))


def _same(value: Any) -> Any:
    return value


def listed(key: str, things: Sequence[Listed], *more: Option, **params: Param) -> Question[str]:
    """One of the country profile's things by its number, then `more`; the answer kept is the thing's code."""
    options = [Option(thing.id, "listed", (("name", thing.names),)) for thing in things]
    return choice(key, [*options, *more], **params)


def choice(key: str, options: Sequence[Option], **params: Param) -> Question[str]:
    """One of `options` (nine at most) by its number; the answer kept is the option's value, not its place."""
    values = tuple(o.value for o in options)

    def parse(typed: str) -> str | Invalid:
        number = digits_of(typed)
        if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(values) and len(number) <= 2:
            return values[int(number) - 1]
        return _slip("slip-choice", least=1, most=len(values))

    return Question(Prompt(key, tuple(params.items()), tuple(options)), parse, _same, str)


def yes_no(key: str, yes: str, no: str, **params: Param) -> Question[bool]:
    """1 is yes, 2 is no; the words of our languages count too."""
    options = (Option("yes", yes), Option("no", no))

    def parse(typed: str) -> bool | Invalid:
        word = quiet(typed).casefold()
        if word in _YES or word == "1":
            return True
        if word in _NO or word == "2":
            return False
        return _slip("slip-choice", least=1, most=2)

    return Question(Prompt(key, tuple(params.items()), options), parse, _same, bool)


def yes_no_or(key: str, yes: str, no: str, *more: Option, **params: Param) -> Question[str]:
    """`yes`, `no`, or the value of one of `more`; the words of our languages count too."""
    plain = choice(key, (Option("yes", yes), Option("no", no), *more), **params)

    def parse(typed: str) -> str | Invalid:
        word = quiet(typed).casefold()
        if word in _YES | _NO:
            return "yes" if word in _YES else "no"
        return plain.parse(typed)

    return Question(plain.prompt, parse, _same, str)


def text(key: str, **params: Param) -> Question[str]:
    """Free words, trimmed, not empty, 160 characters at most."""

    def parse(typed: str) -> str | Invalid:
        words = " ".join(_visible(fold_digits(typed)).split())
        if not words:
            return _slip("slip-empty")
        return words if len(words) <= MOST_TYPED else _slip("slip-too-long")

    return Question(Prompt(key, tuple(params.items())), parse, _same, str)


def receipt_number(key: str) -> Question[IdRef]:
    """The 29 digits of a MOSIP enrolment receipt (AID): centre 5, machine 5, sequence 5, time yyyymmddhhmmss."""

    def parse(typed: str) -> IdRef | Invalid:
        number = digits_of(typed)
        if not (number.isascii() and number.isdigit()) or len(number) != 29:
            return _slip("slip-receipt", count=sum(c.isdigit() for c in number))
        try:
            datetime.strptime(number[15:], "%Y%m%d%H%M%S")
        except ValueError:
            return _slip("slip-receipt-form")
        return IdRef("AID", number)

    return Question(Prompt(key), parse, lambda ref: ref.value, lambda kept: IdRef("AID", kept), "identifier")


def last_digits(key: str) -> Question[str]:
    """The last digits of a number, four at least: enough to tell the people of one phone apart, too few to be the number."""

    def parse(typed: str) -> str | Invalid:
        number = digits_of(typed)
        return number if re.fullmatch(r"[0-9]{4,8}", number) else _slip("slip-last-digits")

    return Question(Prompt(key), parse, _same, str)


def place_in_line(key: str, most: int) -> Question[int]:
    """The how manieth of several it is, from 1."""

    def parse(typed: str) -> int | Invalid:
        number = digits_of(typed)
        fits = re.fullmatch(r"[0-9]{1,2}", number) and 1 <= int(number) <= most
        return int(number) if fits else _slip("slip-choice", least=1, most=most)

    return Question(Prompt(key), parse, _same, int)


def year_of_birth(key: str) -> Question[int]:
    """Four digits, which a registry compares."""

    def parse(typed: str) -> int | Invalid:
        year = digits_of(typed)
        return int(year) if re.fullmatch(r"(19|20)[0-9]{2}", year) else _slip("slip-born")

    return Question(Prompt(key), parse, _same, int, "year")


def one_time_code(key: str, **params: Param) -> Question[Code]:
    """Six digits from an SMS. The journal keeps only their keyed hash, which the engine fills in."""

    def parse(typed: str) -> Code | Invalid:
        code = digits_of(typed)
        if code.isascii() and code.isdigit() and len(code) == 6:
            return Code(mac="", plain=code)
        return _slip("slip-code")

    return Question(Prompt(key, tuple(params.items())), parse, lambda code: code.mac, lambda kept: Code(mac=kept))


def identifier(key: str, scheme: str, pattern: str) -> Question[IdRef]:
    """The lasting number of a person, by the form that the country profile gives; its registry checks the rest."""

    def parse(typed: str) -> IdRef | Invalid:
        number = digits_of(typed)
        return IdRef(scheme, number) if re.fullmatch(pattern, number) else _slip("slip-identifier")

    return Question(Prompt(key), parse, lambda ref: ref.value, lambda kept: IdRef(scheme, kept), "identifier")


def card_number(key: str, forms: Sequence[CardForm]) -> Question[IdRef]:
    """The number of a beneficiary card. On a keypad `*` stands for its letter: `55530*5150` is `55530R5150`."""

    def parse(typed: str) -> IdRef | Invalid:
        number = "".join(fold_digits(typed).upper().replace("*", "R").split())
        scheme = next((form.scheme for form in forms if re.fullmatch(form.pattern, number)), None)
        return IdRef(scheme, number) if scheme else _slip("slip-card")

    def load(kept: str) -> IdRef:
        scheme, _, number = kept.partition(":")
        return IdRef(scheme, number)

    return Question(Prompt(key), parse, lambda ref: f"{ref.scheme}:{ref.value}", load)


def reference(key: str) -> Question[str]:
    """The eight digits of a case's reference."""

    def parse(typed: str) -> str | Invalid:
        number = digits_of(typed)
        return number if number.isascii() and number.isdigit() and len(number) == 8 else _slip("slip-reference")

    return Question(Prompt(key), parse, _same, str, "reference")


def message_code(key: str) -> Question[str]:
    """The six digits by which a message can be told to be ours: printed in it, so no secret."""

    def parse(typed: str) -> str | Invalid:
        number = digits_of(typed)
        return number if re.fullmatch(r"[0-9]{6}", number) else _slip("slip-code")

    return Question(Prompt(key), parse, _same, str)


def pin(key: str, *, digits: int = 4) -> Question[Code]:
    """Four digits that she chose herself, or six of an agent. Like a code, the journal keeps only their keyed hash."""

    def parse(typed: str) -> Code | Invalid:
        number = digits_of(typed)
        if number.isascii() and number.isdigit() and len(number) == digits:
            return Code(mac="", plain=number)
        return _slip("slip-pin" if digits == 4 else "slip-agent-pin")

    return Question(Prompt(key), parse, lambda code: code.mac, lambda kept: Code(mac=kept))


def phone_number(key: str, region: str) -> Question[str]:
    """A telephone number of the country or of the world, kept in E.164."""

    def parse(typed: str) -> str | Invalid:
        try:
            number = phonenumbers.parse(fold_digits(typed), region)
        except phonenumbers.NumberParseException:
            return _slip("slip-phone")
        if not phonenumbers.is_valid_number(number):
            return _slip("slip-phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    return Question(Prompt(key), parse, _same, str, "phone")


def mobile_number(key: str, region: str) -> Question[str]:
    """A mobile number of the country itself, kept in E.164: codes are sent to no other."""

    def parse(typed: str) -> str | Invalid:
        try:
            number = phonenumbers.parse(fold_digits(typed), region)
        except phonenumbers.NumberParseException:
            return _slip("slip-phone")
        mobile = phonenumbers.number_type(number) in _MOBILE
        if not mobile or phonenumbers.region_code_for_number(number) != region:
            return _slip("slip-mobile")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    return Question(Prompt(key), parse, _same, str)


def this_number(key: str, number: int) -> Question[bool]:
    """Only `number` is an answer: nothing that was typed before can pass for it."""

    def parse(typed: str) -> bool | Invalid:
        return True if digits_of(typed) == str(number) else _slip("slip-number", number=number)

    return Question(Prompt(key, (("number", number),)), parse, _same, bool)
