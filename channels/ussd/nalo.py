"""Nalo (Ghana): JSON with the last input; neither its session id nor its first-hop flag can be relied upon.

Implementers saw MSGTYPE true and a fresh SESSIONID on later hops: so the phone is the session, and the code dialled opens it.
"""

from channels.ussd.bodies import echo, json_answer, json_object, json_or_nothing, word
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, page
from dialogs.model import Delivery

SHAPE = Shape("nalo")


def decode(hop: Hop, *, service_code: str, at: float) -> Delivery:
    """No session: the channel opens one of its own at each dial."""
    told = json_object(hop.body)
    phone, said = msisdn(word(told, "MSISDN")), word(told, "USERDATA")
    sub = below(said, service_code)
    if sub is None and not said and told.get("MSGTYPE") is not False:
        sub = ""
    network = word(told, "NETWORK")
    if sub is not None:
        return delivered(service_code, "", phone, "new", said=sub, network=network, at=at)
    return delivered(service_code, "", phone, "resume", said=said, network=network, at=at)


def encode(hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
    """MSGTYPE of an answer is true while the session goes on."""
    text, goes_on = page(screen)
    back = echo(json_or_nothing(hop.body), "USERID", "MSISDN", "SESSIONID")
    return Answer(status=400) if "MSISDN" not in back else json_answer(back | {"MSG": text, "MSGTYPE": goes_on})
