"""Safaricom direct: GET with cumulative text that begins with the sub-code dialled; `CON …` or `END …` out."""

from channels.gate import BadForm
from channels.ussd.bodies import fields_of
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, needed
from dialogs.model import Delivery

SHAPE = Shape("safaricom", ("GET",))


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """`DEST` and the first `USSD_PARAMS` together are the code: 167 and `7*1` are an answer `1` to `*167*7#`."""
    told = fields_of(hop)
    dest, typed = needed(told.get("DEST", "")), told.get("USSD_PARAMS", "")
    transcript = below(f"{dest}*{typed}" if typed else dest, service_code)
    if transcript is None:
        raise BadForm("service")
    session, phone = needed(told.get("SESSION_ID", "")), msisdn(told.get("ORIG", ""))
    return delivered(service_code, session, phone, "resume", transcript=transcript, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    return Answer(screen.encode())
