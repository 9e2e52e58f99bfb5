"""MTN Rwanda: XML-RPC `handleUSSD` with the last input; a transaction is known or it opens a session."""

from channels.gate import BadForm
from channels.ussd.bodies import Fields, word, xmlrpc_answer, xmlrpc_call
from channels.ussd.dialect import Answer, Hop, Shape, bare, below, delivered, msisdn, needed, page
from dialogs.model import Delivery

SHAPE = Shape("mtn")
_ECHOED = ("MSISDN", "TransactionId", "USSDEncoding", "USSDServiceCode")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """The service code may be the short code alone, while the request string holds all that was dialled."""
    told = _struct(hop)
    given, ours = bare(needed(word(told, "USSDServiceCode"))), bare(service_code)
    if ours != given and not ours.startswith(f"{given}*"):
        raise BadForm("service")
    session, phone = needed(word(told, "TransactionId")), msisdn(word(told, "MSISDN"))
    said = word(told, "USSDRequestString")
    sub = below(said, service_code)
    if sub is not None:
        return delivered(service_code, session, phone, "new", said=sub, at=at)
    return delivered(service_code, session, phone, "hop", said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    try:
        told = _struct(hop)
    except BadForm:
        told = {}
    back = {name: word(told, name) for name in _ECHOED if isinstance(told.get(name), str)}
    return xmlrpc_answer(back | {"USSDResponseString": text, "action": "request" if goes_on else "end"})


def _struct(hop: Hop) -> Fields:
    method, told = xmlrpc_call(hop.body)
    if method != "handleUSSD":
        raise BadForm("event")
    return told
