"""Kannel's smsbox: a GET whose message is percent-encoded in a charset that another field names; the body is the reply.

get-url = "…/ussd/kannel/KEY?from=%p&to=%P&message=%b&charset=%C&id=%I", with accept-x-kannel-headers = true.
"""

from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from channels.gate import BadForm
from channels.sms.segments import septets
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, page, same_service
from dialogs.model import Delivery

SHAPE = Shape("kannel", ("GET",))
_CHARSETS = frozenset({"UTF-8", "UTF-16BE", "ISO-8859-1", "WINDOWS-1252", "US-ASCII"})
_UCS2 = {"X-Kannel-Coding": "2"}


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """smsbox knows no session: the code opens one of our own, every message's id tells a retry from new input."""
    told = _raw(hop.query)
    same_service(_text(told, "to", "US-ASCII"), service_code)
    charset = (_text(told, "charset", "US-ASCII") or "UTF-8").upper()
    phone, said = msisdn(_text(told, "from", "US-ASCII")), _text(told, "message", charset)
    sub = below(said.strip(), service_code)
    number = _text(told, "id", "US-ASCII")
    if sub is not None:
        return delivered(service_code, "", phone, "new", said=sub, hop=number, at=at)
    return delivered(service_code, "", phone, "resume", said=said, hop=number, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    """Kannel sends GSM-7 unless told otherwise: letters outside it would become `?`."""
    text, _ = page(screen)
    return Answer(text.encode(), headers=_UCS2 if septets(text) is None else {})


def _raw(query: str) -> Mapping[str, bytes]:
    """The fields as bytes: what they mean depends on the charset, and UTF-16 is full of what would be NUL."""
    parts = [part.partition("=") for part in query.split("&") if part]
    fields = {name: unquote_to_bytes(value.replace("+", " ")) for name, _, value in parts}
    if len(fields) != len(parts):
        raise BadForm("twice")
    return fields


def _text(fields: Mapping[str, bytes], name: str, charset: str) -> str:
    if charset not in _CHARSETS:
        raise BadForm("charset")
    try:
        text = fields.get(name, b"").decode(charset)
    except UnicodeDecodeError as fault:
        raise BadForm("encoding") from fault
    if "\0" in text:
        raise BadForm("nul")
    return text
