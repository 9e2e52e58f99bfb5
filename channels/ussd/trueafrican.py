"""TrueAfrican (Uganda): XML-RPC, one method for each step; only the first says who calls."""

from channels.gate import BadForm
from channels.ussd.bodies import word, xmlrpc_answer, xmlrpc_call
from channels.ussd.dialect import Answer, Hop, Shape, delivered, msisdn, needed, page, same_service
from dialogs.model import Delivery

SHAPE = Shape("trueafrican", anonymous=True)


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    method, told = xmlrpc_call(hop.body)
    session = needed(word(told, "session"))
    if method == "USSD.INIT":
        same_service(word(told, "shortcode"), service_code)
        return delivered(service_code, session, msisdn(word(told, "msisdn")), "new", at=at)
    if method == "USSD.CONT":
        return delivered(service_code, session, "", "resume", said=word(told, "response"), at=at)
    if method == "USSD.END":
        return delivered(service_code, session, "", "close", at=at)
    raise BadForm("event")


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    if not screen:
        return xmlrpc_answer({})
    text, goes_on = page(screen)
    return xmlrpc_answer({"session": _session(hop), "type": "cont" if goes_on else "end", "message": text})


def _session(hop: Hop) -> str:
    try:
        return word(xmlrpc_call(hop.body)[1], "session")
    except BadForm:
        return ""
