"""TruRoute (SMS.COM.NA, TNM): a small XML document each way; its `type` says what happens to the session."""

from channels.gate import BadForm
from channels.ussd.bodies import xml_answer, xml_text, xml_tree
from channels.ussd.dialect import Answer, Hop, Shape, delivered, dialled, msisdn, needed, page
from dialogs.model import Delivery, Event

SHAPE = Shape("truroute")
_EVENTS: dict[str, Event] = {"1": "new", "2": "resume", "3": "close", "4": "close", "10": "close"}
_RESPONSE, _RELEASE = "2", "3"


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """Types: 1 request, 2 response, 3 release, 4 timeout, 10 charge failed."""
    tree = xml_tree(hop.body)
    event = _EVENTS.get(tree.findtext("type", ""))
    if tree.tag != "ussd" or event is None:
        raise BadForm("event")
    session, phone = needed(tree.findtext("sessionid", "")), msisdn(tree.findtext("msisdn", ""))
    said = tree.findtext("msg", "")
    if event == "new":
        said = dialled(said, service_code)
    return delivered(service_code, session, phone, event, said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    kind = _RESPONSE if goes_on else _RELEASE
    return xml_answer(f"<ussd><type>{kind}</type><msg>{xml_text(text)}</msg><premium><cost>0</cost><ref></ref></premium></ussd>")
