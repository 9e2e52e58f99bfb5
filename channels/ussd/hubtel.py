"""Hubtel (Ghana): JSON with the last input and a sequence number; the type of an answer says whether the session goes on."""

from channels.gate import BadForm
from channels.ussd.bodies import json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, needed, page, same_service
from dialogs.model import Delivery, Event

SHAPE = Shape("hubtel")
_EVENTS: dict[str, Event] = {"initiation": "new", "response": "resume"}
_CLOSED = ("release", "timeout", "hijacksession")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    told = json_object(hop.body)
    kind = needed(word(told, "Type")).lower()
    same_service(word(told, "ServiceCode"), service_code)
    session, phone = needed(word(told, "SessionId")), msisdn(word(told, "Mobile"))
    event = "close" if kind in _CLOSED else _EVENTS.get(kind)
    if event is None:
        raise BadForm("event")
    said = word(told, "Message")
    if event == "new":
        said = dialled(said, service_code)
    number, network = word(told, "Sequence"), word(told, "Operator")
    return delivered(service_code, session, phone, event, said=said, hop=number, network=network, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    session = delivery.session if delivery else json_or_nothing(hop.body).get("SessionId", "")
    kind, data = ("response", "input") if goes_on else ("release", "display")
    told = {"SessionId": session, "Type": kind, "Message": text, "Label": "Guichet", "ClientState": ""}
    return json_answer(told | {"DataType": data, "FieldType": "text"})
