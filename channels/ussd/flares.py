"""Comviva (Mahindra) Flares "Freeflow", at Airtel: GET with the last input; a header of the answer keeps the session open."""

from collections.abc import Mapping

from channels.gate import form
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, needed, page
from dialogs.model import Delivery

SHAPE = Shape("flares", ("GET",))
_CHARGE = {"charge": "N", "amount": "0"}


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """The first input is the code without `*` and `#`. A notice that cleans up writes `msisdn` small and `clean`."""
    told = _fields(hop)
    session = needed(told.get("SessionID", ""))
    if "clean" in told:
        return delivered(service_code, session, "", "close", at=at)
    phone, _ = msisdn(told.get("MSISDN", "")), needed(told.get("MSC", ""))
    said = told.get("input", "")
    sub = below(said, service_code)
    if sub is not None:
        return delivered(service_code, session, phone, "new", said=sub, at=at)
    return delivered(service_code, session, phone, "resume", said=said, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    text, goes_on = page(screen)
    return Answer(text.encode(), headers={"Freeflow": "FC" if goes_on else "FB", **_CHARGE})


def _fields(hop: Hop) -> Mapping[str, str]:
    """Production sends nameless keys by the dozen: they say nothing."""
    return form("&".join(part for part in hop.query.split("&") if part and part[0] != "=").encode())
