"""Orange #303# My Store: the operator browses us like a browser that shows pages of a small xHTML on USSD.

The interface contract is not public: names of header and field are to be checked against it before going live.
"""

import re
from collections.abc import Mapping

from channels.gate import BadForm
from channels.ussd.bodies import fields_of, xml_text
from channels.ussd.dialect import Answer, Hop, Shape, delivered, msisdn, page
from dialogs.model import Delivery

SHAPE = Shape("orange", ("GET",))
PHONE = "User-MSISDN"
_XHTML = "application/xhtml+xml; charset=utf-8"
_ENTRY = re.compile(r"a([1-9][0-9]{0,5})")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """A page without an entry opens a session. The entry's name is the number of the hop, which our own form gave it."""
    told = fields_of(hop)
    phone = msisdn(hop.headers.get(PHONE, "").replace(" ", ""))
    number = _number(told)
    if not number:
        return delivered(service_code, "", phone, "new", at=at)
    return delivered(service_code, "", phone, "resume", said=told[f"a{number}"], hop=f"{number}", at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    lines = "<br/>".join(xml_text(line) for line in text.split("\n"))
    number = int(delivery.hop or 0) + 1 if delivery else 1
    entry = f'<form method="get" action=""><p><input type="text" name="a{number}"/></p></form>' if goes_on else ""
    return Answer(
        f"<html><head><title>Guichet</title></head><body><p>{lines}</p>{entry}</body></html>".encode(), content_type=_XHTML
    )


def _number(told: Mapping[str, str]) -> int:
    """The hop's number, 0 without an entry. Raises `BadForm` for two entries: no form of ours has them."""
    found = [int(match[1]) for name in told if (match := _ENTRY.fullmatch(name))]
    if len(found) > 1:
        raise BadForm("twice")
    return found[0] if found else 0
