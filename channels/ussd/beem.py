"""Beem (Tanzania): JSON commands with the last input in a payload; the answer repeats them with the screen."""

from channels.gate import BadForm
from channels.ussd.bodies import Fields, echo, json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, msisdn, needed, page
from dialogs.model import Delivery, Event

SHAPE = Shape("beem")
_EVENTS: dict[str, Event] = {"initiate": "new", "continue": "resume", "terminate": "close"}


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """`response` may be a number, and says nothing at the start. `request_id` does not count up: it is no hop number."""
    told = json_object(hop.body)
    event = _EVENTS.get(needed(word(told, "command")).lower())
    if event is None:
        raise BadForm("event")
    session, phone = needed(word(told, "session_id")), msisdn(word(told, "msisdn"))
    said = word(_payload(told), "response") if event == "resume" else ""
    return delivered(service_code, session, phone, event, said=said, network=word(told, "operator"), at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    told = json_or_nothing(hop.body)
    text, goes_on = page(screen)
    back = echo(told, "msisdn", "operator", "session_id")
    try:
        asked = echo(_payload(told), "request_id")
    except BadForm:
        asked = {}
    return json_answer(back | {"command": "continue" if goes_on else "terminate", "payload": asked | {"request": text}})


def _payload(told: Fields) -> Fields:
    payload = told.get("payload")
    if not isinstance(payload, dict):
        raise BadForm("type")
    return payload
