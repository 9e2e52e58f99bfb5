"""Vodacom Messaging (South Africa): GET with the last input; XML out, whose `options` keep the session open."""

from channels.ussd.bodies import fields_of, xml_answer, xml_text
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, needed, page
from dialogs.model import Delivery

SHAPE = Shape("vodacom", ("GET",))


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """The code dialled opens the session; whatever else is an input to it."""
    told = fields_of(hop)
    session, phone = needed(told.get("ussdSessionId", "")), msisdn(told.get("msisdn", ""))
    said, network = told.get("request", ""), told.get("provider", "")
    sub = below(said, service_code)
    if sub is not None:
        return delivered(service_code, session, phone, "new", said=sub, network=network, at=at)
    return delivered(service_code, session, phone, "resume", said=said, network=network, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    """The one hidden option calls back where this hop came: the gateway knows the address, so it is left empty."""
    text, goes_on = page(screen)
    option = '<option command="1" order="1" callback="" display="False"></option>'
    options = f"<options>{option}</options>" if goes_on else ""
    return xml_answer(f"<request><headertext>{xml_text(text)}</headertext>{options}</request>")
