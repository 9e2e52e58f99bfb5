"""Questions: a prompt with the way its answer is read, kept and read back."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from dialogs.model import Code, IdRef, Option, Param, Prompt

T = TypeVar("T")
MOST_TYPED = 160
_NOISE = re.compile(r"[\s*#.,;:_\-–—()/\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_LETTER_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_YES = frozenset({"oui", "yes", "ok", "نعم", "ايه", "إيه", "waxa", "wakha", "iyeh", "na3am"})
_NO = frozenset({"non", "no", "لا", "la"})


@dataclass(frozen=True, slots=True)
class Invalid:
    """The answer cannot be read: one short sentence says what to type."""

    slip: Prompt


@dataclass(frozen=True, slots=True, repr=False)
class Question(Generic[T]):
    """`parse` reads what was typed, `dump` gives what the journal keeps, `load` reads that back."""

    prompt: Prompt
    parse: Callable[[str], T | Invalid]
    dump: Callable[[T], Any]
    load: Callable[[Any], T]


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
    return quiet(typed).translate(_LETTER_DIGITS)


def _visible(text: str) -> str:
    """Without control characters, direction overrides and broken halves; joiners stay, Arabic script writes with them."""
    return "".join(c for c in text if c.isspace() or c in "\u200c\u200d" or unicodedata.category(c)[0] != "C")


def _slip(key: str, **params: Param) -> Invalid:
    return Invalid(Prompt(key, tuple(params.items())))


def _same(value: Any) -> Any:
    return value


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

    return Question(Prompt(key), parse, lambda ref: ref.value, lambda kept: IdRef("AID", kept))


def one_time_code(key: str, **params: Param) -> Question[Code]:
    """Six digits from an SMS. The journal keeps only their keyed hash, which the engine fills in."""

    def parse(typed: str) -> Code | Invalid:
        code = digits_of(typed)
        if code.isascii() and code.isdigit() and len(code) == 6:
            return Code(mac="", plain=code)
        return _slip("slip-code")

    return Question(Prompt(key, tuple(params.items())), parse, lambda code: code.mac, lambda kept: Code(mac=kept))


def this_number(key: str, number: int) -> Question[bool]:
    """Only `number` is an answer: nothing that was typed before can pass for it."""

    def parse(typed: str) -> bool | Invalid:
        return True if digits_of(typed) == str(number) else _slip("slip-number", number=number)

    return Question(Prompt(key, (("number", number),)), parse, _same, bool)
