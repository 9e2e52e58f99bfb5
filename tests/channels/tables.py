"""What every table of a USSD dialect asks: what is read, what is refused, what is written."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from channels.gate import BadForm
from channels.ussd.dialect import Answer, Dialect, Hop

CODE = "*3737#"
PHONE = "+212612340007"
DIGITS = PHONE[1:]
ON, OFF = "CON Où ?\n1 <Oui> & | non", "END Merci"


def posted(body: object, tail: str = "", method: str = "POST") -> Hop:
    """A hop with this JSON (or these bytes) as its body."""
    return Hop(method, body=body if isinstance(body, bytes) else json.dumps(body).encode(), tail=tail)


def got(fields: Mapping[str, str]) -> Hop:
    """A hop with these fields as its query."""
    return Hop("GET", query=urlencode(fields))


def read(dialect: Dialect, hop: Hop, code: str = CODE) -> dict[str, str]:
    """What is read, without what is empty."""
    made = dialect.decode(hop, service_code=code, at=7.0)
    assert (made.channel, made.service, made.at) == ("ussd", code, 7.0)
    assert (made.caller.phone.e164 if made.caller.phone else "") == made.caller.id
    facts = {"event": made.event, "session": made.session, "phone": made.caller.id, "said": made.said, "hop": made.hop}
    facts |= {"network": made.caller.network or ""}
    if made.transcript is not None:
        facts["transcript"] = made.transcript or "(nothing)"
    return {name: value for name, value in facts.items() if value}


def refused(dialect: Dialect, hop: Hop, code: str = CODE) -> str:
    """The static word of the refusal; the ending that follows it is built without a fault."""
    with pytest.raises(BadForm) as caught:
        dialect.decode(hop, service_code=code, at=7.0)
    assert dialect.encode(hop, None, OFF).body is not None
    (why,) = caught.value.args
    assert isinstance(why, str)
    return why


def written(dialect: Dialect, hop: Hop, screen: str, code: str = CODE) -> Answer:
    """The answer to a hop that was read."""
    return dialect.encode(hop, dialect.decode(hop, service_code=code, at=7.0), screen)
