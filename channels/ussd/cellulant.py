"""Cellulant: GET with the last input and an operation code; the answer is six fields between bars."""

from channels.gate import BadForm
from channels.ussd.bodies import fields_of
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, needed, page
from dialogs.model import Delivery

SHAPE = Shape("cellulant", ("GET",))


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """`BEG` opens; `ABO`, or an `ABORT` that is neither 0 nor null, closes whatever the operation says."""
    told = fields_of(hop)
    operation, said = told.get("opCode", ""), told.get("INPUT", "")
    session, phone = needed(told.get("sessionID", "")), msisdn(told.get("MSISDN", ""))
    if operation == "ABO" or told.get("ABORT", "") not in ("", "0", "null"):
        return delivered(service_code, session, phone, "close", at=at)
    if operation == "BEG":
        return delivered(service_code, session, phone, "new", said=dialled(said, service_code), at=at)
    if operation not in ("", "null"):
        raise BadForm("event")
    return delivered(service_code, session, phone, "resume", said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    """A bar in the page would begin the next field."""
    if not screen:
        return Answer()
    text, goes_on = page(screen)
    return Answer(f"1|{text.replace('|', '/')}|null|null|{'null' if goes_on else 'end'}|null".encode())
