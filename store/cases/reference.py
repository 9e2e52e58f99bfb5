"""References for the keypad: eight random digits of which the last one checks the others."""

import random

__all__ = ["References", "check_digit"]

DIGITS = 8

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): one wrong digit
# and two neighbours in the wrong order are always found.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The digit that belongs after `digits`; after a whole reference it is `0`."""
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim


class References:
    """Draws references, in no order: one tells nothing of another. The first digit is not 0, as people drop it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def draw(self) -> str:
        digits = str(self._chance.randrange(10 ** (DIGITS - 2), 10 ** (DIGITS - 1)))
        return digits + check_digit(digits)
