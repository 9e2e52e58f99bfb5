"""Delivery receipts of SMPP: by optional parameters and by text, their ids made equal to those of the submit response."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.smpp import alphabet
from channels.smpp.pdu import BadPdu, ShortMessage, Tag
from dialogs.model import Phone
from dialogs.ports import Report, State

_KIND = 0x3C
_RECEIPT, _INTERMEDIATE = 0x04, 0x20

Writing = Literal["text", "decimal", "hex"]
_RADIX: Mapping[Writing, int] = {"decimal": 10, "hex": 16}


@dataclass(frozen=True, slots=True)
class Ids:
    """How the operator writes one and the same message id, in the submit response and in the receipt.

    `decimal` and `hex` read a number (so `0x1F`, `1F`, `0000001f` and `31` can meet); `text` takes it as it stands.
    """

    response: Writing = "text"
    receipt: Writing = "text"

    def of_response(self, id: str) -> str:
        return _same(id, self.response)

    def of_receipt(self, id: str) -> str:
        return _same(id, self.receipt)


def _same(id: str, writing: Writing) -> str:
    """A number in decimal without leading zeros; what is no number in that writing stays as it is."""
    radix = _RADIX.get(writing)
    if radix is None or not re.fullmatch(r"(?:0[xX])?[0-9a-fA-F]{1,64}", id):
        return id
    try:
        return str(int(id, radix))
    except ValueError:
        return id


# SMPP 3.4 §5.2.28 (and 0, 9 of version 5), and the words of Appendix B.
_STATES: Mapping[int, tuple[str, State]] = {
    0: ("SCHEDULED", State.SENT),
    1: ("ENROUTE", State.SENT),
    2: ("DELIVRD", State.DELIVERED),
    3: ("EXPIRED", State.EXPIRED),
    4: ("DELETED", State.FAILED),
    5: ("UNDELIV", State.FAILED),
    6: ("ACCEPTD", State.SENT),
    7: ("UNKNOWN", State.SENT),
    8: ("REJECTD", State.FAILED),
    9: ("SKIPPED", State.FAILED),
}
_BY_WORD = dict(_STATES.values())

_ID = re.compile(r"(?:^|\s)id:\s*([\x21-\x7e]{1,64})", re.IGNORECASE)
_STAT = re.compile(r"(?:^|\s)stat:\s*([A-Za-z]{1,12})", re.IGNORECASE)
_ERR = re.compile(r"(?:^|\s)err:\s*([0-9A-Za-z]{1,8})", re.IGNORECASE)


def is_receipt(message: ShortMessage) -> bool:
    """By its message type alone (SMPP 3.4 §5.2.12): a citizen may text `id:1 stat:DELIVRD` as well."""
    return message.esm_class & _KIND in (_RECEIPT, _INTERMEDIATE)


def report(message: ShortMessage, *, provider: str, ids: Ids, phone: Phone | None = None) -> Report:
    """The report in a receipt: optional parameters (0x001E, 0x0427, 0x0423) win over the text of Appendix B.

    `phone` is who the message went to (the source of a receipt). A state that we do not know moves nothing past SENT.
    Raises `BadPdu` when no id can be found.
    """
    words = _words(message)
    id = _id(message, words)
    stat, state = _state(message, words)
    return Report(provider, ids.of_receipt(id), state, _reason(stat, state, _error(message, words)), phone)


def _words(message: ShortMessage) -> str:
    """The text up to the citizen's own words, which must not be read as fields."""
    try:
        said = alphabet.read(message.content, message.data_coding)
    except BadPdu:  # some operators mark receipts as binary
        said = message.content.decode("latin-1")
    return re.split(r"\stext:", said, maxsplit=1, flags=re.IGNORECASE)[0]


def _id(message: ShortMessage, words: str) -> str:
    named = message.tlvs.get(Tag.RECEIPTED_MESSAGE_ID, b"").partition(b"\0")[0].decode("latin-1").strip()
    if named and len(named) <= 64 and named.isascii() and named.isprintable():
        return named
    if found := _ID.search(words):
        return found[1]
    raise BadPdu("receipt-id")


def _state(message: ShortMessage, words: str) -> tuple[str, State]:
    code = message.tlvs.get(Tag.MESSAGE_STATE, b"")
    if len(code) == 1:
        return _STATES.get(code[0], (f"STATE{code[0]}", State.SENT))
    found = _STAT.search(words)
    stat = found[1].upper() if found else "UNKNOWN"
    return stat, _BY_WORD.get(stat[:7], State.SENT)


def _error(message: ShortMessage, words: str) -> str:
    network = message.tlvs.get(Tag.NETWORK_ERROR_CODE, b"")
    if len(network) == 3:
        return str(int.from_bytes(network[1:], "big"))
    found = _ERR.search(words)
    return found[1] if found else ""


def _reason(stat: str, state: State, error: str) -> str:
    if state is State.DELIVERED or stat in ("ENROUTE", "ACCEPTD"):
        return ""
    return f"{stat}-{error}" if error.strip("0") else stat
