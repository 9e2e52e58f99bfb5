"""How much room a text takes on a GSM network, because one wrong letter halves an SMS or a USSD screen."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from anyascii import anyascii

Encoding = Literal["gsm7", "ucs2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")
_GSM7 = _BASIC | _ESCAPED

SINGLE: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
PART: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}


@dataclass(frozen=True, slots=True, repr=False)
class Segments:
    """A text cut for the air: `units` is its whole size, in septets (`gsm7`) or UTF-16 units (`ucs2`)."""

    encoding: Encoding
    parts: tuple[str, ...]
    units: int


def septets(text: str) -> int | None:
    """The septets of a text in the GSM-7 default alphabet and its extension table (3GPP TS 23.038); None: it does not fit."""
    if _BASIC.issuperset(text):
        return len(text)
    if not _GSM7.issuperset(text):
        return None
    return len(text) + sum(map(_ESCAPED.__contains__, text))


def units(text: str) -> tuple[Encoding, int]:
    """The encoding a network will pick, and the size in it: septets or UTF-16 units."""
    size = septets(text)
    return ("gsm7", size) if size is not None else ("ucs2", _utf16(text))


def segments(text: str) -> Segments:
    """Cut a text into SMS parts: 160 or 70 units alone, 153 or 67 in each concatenated part (8-bit reference).

    No part ends inside an escape pair, a surrogate pair or a combining sequence (unless one sequence alone
    outgrows a part).
    """
    encoding, size = units(text)
    if size <= SINGLE[encoding]:
        return Segments(encoding, (text,), size)
    return Segments(encoding, tuple(_cut(text, encoding)), size)


def transliterate(text: str) -> str:
    """The text in GSM-7, marks dropped where the alphabet has none: `reçu` → `recu`, `É` stays.

    A text that holds a non-Latin script (or an emoji) travels as UCS-2 whatever we do: it is returned as written.
    """
    if septets(text) is not None:
        return text
    plain = unicodedata.normalize("NFC", text).translate(_plain)
    return plain if septets(plain) is not None else text


def as_sent(text: str, encoding: str) -> str:
    """The text as it leaves, by the encoding of its message: `gsm7` (transliterated) or `auto` (as written)."""
    return transliterate(text) if encoding == "gsm7" else text


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def _cut(text: str, encoding: Encoding) -> Iterator[str]:
    most, start, end, used = PART[encoding], 0, 0, 0
    for piece in _pieces(text, encoding):
        size = 1 + (piece in _ESCAPED) if encoding == "gsm7" else _utf16(piece)
        if used + size > most:
            yield text[start:end]
            start, used = end, 0
        end, used = end + len(piece), used + size
    yield text[start:end]


def _pieces(text: str, encoding: Encoding) -> Iterator[str]:
    """What must not be cut: characters, and in UCS-2 a character with all that combines with it."""
    if encoding == "gsm7":
        yield from text
        return
    for sequence in _sequences(text):
        yield from (sequence,) if _utf16(sequence) <= PART["ucs2"] else sequence


def _sequences(text: str) -> Iterator[str]:
    start = 0
    for here in range(1, len(text)):
        if cuttable(text, here):
            yield text[start:here]
            start = here
    yield text[start:]


def cuttable(text: str, here: int) -> bool:
    """Whether a cut before the character at `here` (1 or more) leaves every combining sequence whole."""
    return text[here - 1] != _JOINER and not _combines(text[here])


_JOINER = "\u200d"


def _combines(char: str) -> bool:
    return char == _JOINER or unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"


class _Plain(dict[int, str]):
    """A `str.translate` table that learns: what our own list does not name, `anyascii` spells if it is Latin."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if not _latin(char):
            return char
        self[point] = spelt = anyascii(char).replace("`", "'")
        return spelt


# Letters of the languages we serve, and typography that ordinary texts carry; the rest is spelt by anyascii.
_FROM = "âçêëîïôûÿÀÂÈÊËÎÏÔÙÛŸ’‘‚`«»“”„–—‐‑−\t\u00a0\u202f\u2009"
_TO = 'aceeiiouyAAEEEIIOUUY\'\'\'\'"""""-----    '
_SPELT = {"œ": "oe", "Œ": "OE", "…": "...", "°": "o", "•": "-", "\u200b": "", "\ufeff": ""}

_plain = _Plain(str.maketrans({**{char: char for char in _GSM7}, **dict(zip(_FROM, _TO, strict=True)), **_SPELT}))

_COMMON = re.compile("[\u00a0-\u00ff\u02b0-\u036f\u2000-\u209f\u2100-\u218f]")


def _latin(char: str) -> bool:
    """A Latin letter, or a sign, space or mark that Latin texts share."""
    return bool(_COMMON.match(char)) or "LATIN" in unicodedata.name(char, "")
