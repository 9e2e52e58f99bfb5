"""Oltranz (Rwanda): a JSON object with the last input, which goes back whole with the screen and the next action."""

from channels.ussd.bodies import echo, json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, needed, page, same_service
from dialogs.model import Delivery

SHAPE = Shape("oltranz")
_ECHOED = ("sessionId", "serviceCode", "phoneNumber", "text", "transactionId", "requestTime", "newRequest", "charge", "amount")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """An empty text opens the session: what `newRequest` says differs between documents."""
    told = json_object(hop.body)
    same_service(word(told, "serviceCode"), service_code)
    session, phone, said = needed(word(told, "sessionId")), msisdn(word(told, "phoneNumber")), word(told, "text")
    if not said or said.startswith("*"):
        return delivered(service_code, session, phone, "new", said=dialled(said, service_code), at=at)
    return delivered(service_code, session, phone, "resume", said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    back = echo(json_or_nothing(hop.body), *_ECHOED)
    return json_answer(back | {"response": text, "action": "CON" if goes_on else "END"})
