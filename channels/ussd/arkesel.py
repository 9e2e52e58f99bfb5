"""Arkesel (Ghana): JSON with the last input and no sequence; the same identifiers go back with the screen."""

from channels.gate import BadForm
from channels.ussd.bodies import echo, json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, needed, page
from dialogs.model import Delivery, Event

SHAPE = Shape("arkesel")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """The code dialled stands in `userData` of the first hop, or nowhere."""
    told = json_object(hop.body)
    opens, said = told.get("newSession"), word(told, "userData")
    if not isinstance(opens, bool):
        raise BadForm("event")
    session, phone = needed(word(told, "sessionID")), msisdn(word(told, "msisdn"))
    if opens:
        said = dialled(said, service_code)
    event: Event = "new" if opens else "resume"
    return delivered(service_code, session, phone, event, said=said, network=word(told, "network"), at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    back = echo(json_or_nothing(hop.body), "sessionID", "userID", "msisdn")
    return json_answer(back | {"message": text, "continueSession": goes_on})
