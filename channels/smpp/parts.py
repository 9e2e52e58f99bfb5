"""Puts a long SMS from a citizen together again: its parts come one by one, in any order, some twice."""

from collections import OrderedDict

from channels.smpp.pdu import BadPdu, ShortMessage, Tag

_UDHI = 0x40
MOST_PARTS = 20
MOST_WAITING = 1000


class Parts:
    """The parts that wait for the others, of at most 1,000 texts: an older one that is never completed is forgotten."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, int, int], dict[int, bytes]] = OrderedDict()

    def add(self, sender: str, message: ShortMessage) -> bytes | None:
        """The octets of the whole text, or None while parts of it are missing. Raises `BadPdu` for a broken header.

        Its parts stay until it is `taken`: the one that completed it may have to come again.
        """
        header, octets = _split(message)
        part = _concatenation(header) or _sar(message)
        if part is None:
            return octets
        reference, total, number = part
        if not 1 <= number <= total <= MOST_PARTS:
            raise BadPdu("part")
        known = self._waiting.setdefault((sender, reference, total), {})
        known[number] = octets
        if len(known) < total:
            self._forget()
            return None
        return b"".join(known[n] for n in sorted(known))

    def taken(self, sender: str, message: ShortMessage) -> None:
        """The text that this part completed is kept elsewhere now."""
        header, _ = _split(message)
        reference, total, _ = _concatenation(header) or _sar(message) or (0, 0, 0)
        self._waiting.pop((sender, reference, total), None)

    def _forget(self) -> None:
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)


def _split(message: ShortMessage) -> tuple[bytes, bytes]:
    """The user data header without its length octet (empty when there is none), and the text's octets."""
    content = message.content
    if not message.esm_class & _UDHI:
        return b"", content
    if not content or len(content) <= content[0]:
        raise BadPdu("header")
    return content[1 : 1 + content[0]], content[1 + content[0] :]


def _concatenation(header: bytes) -> tuple[int, int, int] | None:
    """(reference, total, number) by 3GPP TS 23.040 §9.2.3.24.1 (8-bit reference) or §9.2.3.24.8 (16-bit)."""
    while len(header) >= 2:
        element, size = header[0], header[1]
        value, header = header[2 : 2 + size], header[2 + size :]
        if (element, len(value)) in ((0x00, 3), (0x08, 4)):
            return int.from_bytes(value[:-2], "big"), value[-2], value[-1]
    return None


def _sar(message: ShortMessage) -> tuple[int, int, int] | None:
    tags = (Tag.SAR_REFERENCE, Tag.SAR_TOTAL, Tag.SAR_NUMBER)
    reference, total, number = (int.from_bytes(message.tlvs.get(tag, b""), "big") for tag in tags)
    return (reference, total, number) if total else None
