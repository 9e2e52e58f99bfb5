"""Reads identifiers as people type them and checks their form before any call is made."""

import re
import unicodedata
from datetime import datetime

import phonenumbers

from dialogs.model import IdRef, Phone
from dialogs.refusals import InvalidIdentifier

__all__ = ["check_digit", "household", "parse", "phone_on_file"]

_HANDLE = re.compile(r"\+[1-9][0-9]{7,14}@phone")
_HOUSEHOLD = re.compile(r"([0-9]{1,6})R([0-9]{1,5})")
_LETTER = re.compile(r"\s*(?:[Rrر*#./]|(?<=[0-9])777(?=[0-9]))\s*")
_CARD = re.compile(r"[0-9]{4,12}")
_BY_LENGTH = {10: "UIN", 16: "VID", 29: "AID"}

# The dihedral group D5 as Verhoeff's scheme multiplies in it, and his permutation and its powers.
_TIMES = [[(j + k) % 5 + 5 * (k > 4) if j < 5 else (j - k) % 5 + 5 * (k < 5) for k in range(10)] for j in range(10)]
_SHUFFLE = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def parse(raw: str, hint: str | None = None) -> IdRef:
    """A checked identifier: UIN (10 digits), VID (16), AID (29) or HANDLE (`+212…@phone`), MOSIP 1.2 rules.

    Digits of any script, spaces, dashes, and O for 0 are accepted. `hint` is the scheme that was asked for;
    with HANDLE a bare international number will do. HOUSEHOLD and PNSF take a household number (`55530R5150`),
    PASS, ASERI and CARD that or 4 to 12 digits. Raises `InvalidIdentifier`.
    """
    if hint in ("HOUSEHOLD", "PNSF"):
        return IdRef(hint, household(raw))
    if hint in ("PASS", "ASERI", "CARD"):
        digits = _plain(raw)
        return IdRef(hint, digits if _CARD.fullmatch(digits) else household(raw))
    typed = _plain(raw)
    if hint == "HANDLE" or (hint is None and "@" in typed):
        return IdRef("HANDLE", _handle(typed))
    digits = typed.replace("o", "0").replace("O", "0")
    scheme = _BY_LENGTH.get(len(digits))
    if scheme is None or hint not in (None, scheme) or not re.fullmatch("[0-9]+", digits):
        raise InvalidIdentifier("form")
    _check(scheme, digits)
    return IdRef(scheme, digits)


def household(raw: str) -> str:
    """A household number as the registry writes it: `55530R5150` (1 to 6 digits, R, 1 to 5 digits).

    A keypad has no R: `*`, `#` or a space may stand for it, and so may its key, pressed once (7) or as for text (777),
    where only one reading is possible. Raises `InvalidIdentifier`.
    """
    typed = " ".join(_folded(raw).split())
    spelled = [_LETTER.sub("R", typed), typed.replace(" ", "R"), *_by_key(typed)]
    readings = dict.fromkeys(found.replace(" ", "") for found in spelled)
    fitting = [found for found in readings if _HOUSEHOLD.fullmatch(found)]
    if len(fitting) != 1:
        raise InvalidIdentifier("household")
    return fitting[0]


def _by_key(typed: str) -> list[str]:
    """The readings of bare digits in which one 7 is the key of the R."""
    if not re.fullmatch("[0-9]+", typed) or "777" in typed:
        return []
    return [f"{typed[:at]}R{typed[at + 1 :]}" for at, digit in enumerate(typed) if digit == "7"]


def check_digit(digits: str) -> int:
    """The Verhoeff check digit that belongs after `digits`."""
    return next(d for d in range(10) if _verhoeff(digits + str(d)) == 0)


def _plain(raw: str) -> str:
    """ASCII digits for those of any script, without spaces, dashes and the invisible marks of bidirectional text."""
    return "".join(c for c in _folded(raw) if c != " ")


def _folded(raw: str) -> str:
    """The same with a space for each kind of space."""
    kept = ((c, unicodedata.category(c)) for c in unicodedata.normalize("NFKC", raw))
    visible = (" " if kind == "Zs" else c for c, kind in kept if kind not in {"Cc", "Cf", "Pd"} and c != "−")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in visible)


def _handle(typed: str) -> str:
    name, _, kind = typed.partition("@")
    handle = f"{name}@{kind.lower() or 'phone'}"
    if not _HANDLE.fullmatch(handle):
        raise InvalidIdentifier("handle")
    return handle


def _check(scheme: str, digits: str) -> None:
    if scheme == "AID":
        _check_timestamp(digits[15:])
    elif digits[0] in "01":
        raise InvalidIdentifier("first-digit")
    elif _verhoeff(digits) != 0:
        raise InvalidIdentifier("check-digit")


def _check_timestamp(stamp: str) -> None:
    try:
        made = datetime.strptime(stamp, "%Y%m%d%H%M%S")
    except ValueError:
        made = None
    if made is None or not 2010 <= made.year < 2100:
        raise InvalidIdentifier("timestamp")


def _verhoeff(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(place % 8):
            value = _SHUFFLE[value]
        total = _TIMES[total][value]
    return total


def phone_on_file(text: str, region: str) -> Phone | None:
    """The number that a registry has on file, in national or international form; None when it can be nobody's."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
