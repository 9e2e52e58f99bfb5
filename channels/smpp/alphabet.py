"""Texts as octets and back, by data coding: SMPP carries GSM-7 unpacked, one septet to an octet."""

from channels.smpp.pdu import BadPdu

_ESC = 0x1B
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}
_OCTETS = {char: bytes((code,)) for code, char in enumerate(_BASIC) if code != _ESC}
_OCTETS |= {char: bytes((_ESC, code)) for code, char in _EXTENSION.items()}

GSM7, UCS2 = 0x00, 0x08
_CODECS = {0x01: "ascii", 0x03: "latin-1"}
_UCS2 = frozenset({0x08, 0x18, 0x48})
_GSM7 = frozenset({0x00, 0x0F, 0xF0, 0xF1})


def gsm7(text: str) -> bytes:
    """Septets of the default alphabet and its extension table (3GPP TS 23.038 §6.2.1), one to an octet.

    Raises `UnicodeEncodeError` for a character that is in neither.
    """
    try:
        return b"".join(map(_OCTETS.__getitem__, text))
    except KeyError:
        raise UnicodeEncodeError("gsm7", "", 0, 0, "not in the alphabet") from None


def ucs2(text: str) -> bytes:
    """UTF-16 with the high octet first; raises `UnicodeEncodeError` for half a surrogate pair."""
    return text.encode("utf-16-be")


def read(octets: bytes, data_coding: int) -> str:
    """The text of a message; raises `BadPdu` for codings that carry no text. What cannot be read becomes U+FFFD."""
    if data_coding in _GSM7:
        return _read_gsm7(octets)
    if data_coding in _UCS2:
        return octets.decode("utf-16-be", "replace")
    if data_coding in _CODECS:
        return octets.decode(_CODECS[data_coding], "replace")
    raise BadPdu("data_coding")


def _read_gsm7(octets: bytes) -> str:
    """An escape before a code that the extension table has not shows the basic character (TS 23.038 §6.2.1.1)."""
    said: list[str] = []
    escaped = False
    for code in octets:
        if code == _ESC and not escaped:
            escaped = True
            continue
        basic = _BASIC[code] if code < 0x80 and code != _ESC else "\ufffd"
        said.append(_EXTENSION.get(code, basic) if escaped else basic)
        escaped = False
    return "".join(said)
