"""Vumi and Junebug over HTTP: JSON user messages with an id each; the reply names the message that it answers."""

from channels.gate import BadForm
from channels.ussd.bodies import json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, msisdn, needed, page, same_service
from dialogs.model import Delivery, Event

SHAPE = Shape("vumi")
_EVENTS: dict[str, Event] = {"new": "new", "resume": "resume", "close": "close", "": "hop"}


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """No session id is sent: the channel opens one of its own at each dial. The message id tells a retry from new input."""
    told = json_object(hop.body)
    event = _EVENTS.get(word(told, "session_event"))
    if event is None:
        raise BadForm("event")
    same_service(word(told, "to_addr"), service_code)
    phone, number = msisdn(word(told, "from_addr")), needed(word(told, "message_id"))
    said = "" if event == "new" else word(told, "content")
    return delivered(service_code, "", phone, event, said=said, hop=number, network=word(told, "provider"), at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    number = json_or_nothing(hop.body).get("message_id")
    if not screen or not isinstance(number, str):
        return Answer(status=200 if delivery else 400)
    text, goes_on = page(screen)
    return json_answer({"in_reply_to": number, "content": text, "session_event": "resume" if goes_on else "close"})
