"""MTech (Nigeria): XML pages; only the first one says who calls, and a navigation link keeps the session open."""

from channels.gate import BadForm
from channels.ussd.bodies import xml_answer, xml_text, xml_tree
from channels.ussd.dialect import Answer, Hop, Shape, delivered, msisdn, needed, page
from dialogs.model import Delivery

SHAPE = Shape("mtech", anonymous=True)


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """`data` of the first page is the menu's own name: it is no input. A gate carries one service: no code comes."""
    tree = xml_tree(hop.body)
    if tree.tag != "page":
        raise BadForm("xml")
    session = needed(tree.findtext("session_id", ""))
    if tree.findtext("page_id", "") == "0":
        return delivered(service_code, session, msisdn(tree.findtext("mobile_number", "")), "new", at=at)
    return delivered(service_code, session, "", "resume", said=tree.findtext("data", ""), at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    try:
        session = xml_tree(hop.body).findtext("session_id", "")
    except BadForm:
        session = ""
    lines = "<br />".join(xml_text(line) for line in text.split("\n"))
    link = '<navigation><link accesskey="*" pageId="indexX" /></navigation>' if goes_on else ""
    return xml_answer(f'<page version="2.0"><session_id>{xml_text(session)}</session_id><div>{lines}</div>{link}</page>')
