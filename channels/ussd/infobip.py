"""Infobip's USSD gateway: the step stands in the path, the last input in JSON; HTTP is always 200, faults are exit codes."""

from channels.gate import BadForm
from channels.ussd.bodies import json_answer, json_object, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, page, same_service
from dialogs.model import Delivery

SHAPE = Shape("infobip", ("POST", "PUT"), tails=r"session/[^/]+/(?:start|response|end)")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """`…/session/{id}/start|response|end`; the end does not say who hung up."""
    _, _, rest = hop.tail.partition("/")
    session, _, step = rest.partition("/")
    if hop.method != ("PUT" if step == "end" else "POST"):
        raise BadForm("method")
    told = json_object(hop.body)
    if step == "end":
        return delivered(service_code, session, "", "close", at=at)
    same_service(word(told, "shortCode"), service_code)
    phone, said = msisdn(word(told, "msisdn")), word(told, "text")
    if step == "start":
        return delivered(service_code, session, phone, "new", said=dialled(said, service_code), at=at)
    return delivered(service_code, session, phone, "resume", said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    """A refused request is exit code 400 with a screen that says so; nothing of the fault is told."""
    code, fault = (200, "") if delivery else (400, "invalid request")
    told = {"responseExitCode": code, "responseMessage": fault}
    if hop.tail.endswith("/end"):
        return json_answer(told)
    text, goes_on = page(screen)
    return json_answer({"ussdMenu": text, "shouldClose": not goes_on, **told})
