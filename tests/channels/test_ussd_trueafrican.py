"""TrueAfrican: XML-RPC, a method for each step; only the first names the phone."""

import xmlrpc.client

import pytest

from channels.ussd import trueafrican
from channels.ussd.dialect import Hop
from tests.channels.tables import CODE, OFF, ON, PHONE, posted, read, refused, written

INIT = {"session": "1", "msisdn": PHONE, "shortcode": CODE}
CONT = {"session": "1", "response": "pong"}


def call(method: str, *params: object) -> Hop:
    return posted(xmlrpc.client.dumps(params, method).encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "told", "facts"),
    [
        ("USSD.INIT", INIT, {"event": "new", "phone": PHONE}),
        ("USSD.INIT", INIT | {"shortcode": "3737", "msisdn": PHONE[1:]}, {"event": "new", "phone": PHONE}),
        ("USSD.CONT", CONT, {"event": "resume", "said": "pong"}),
        ("USSD.CONT", CONT | {"response": 7}, {"event": "resume", "said": "7"}),
        ("USSD.END", {"session": "1"}, {"event": "close"}),
    ],
)
def test_a_call_is_read(method: str, told: dict[str, object], facts: dict[str, str]) -> None:
    assert read(trueafrican, call(method, told)) == {"session": "1"} | facts


@pytest.mark.parametrize(
    ("hop", "why"),
    [
        (call("USSD.INIT", INIT | {"shortcode": "*23#"}), "service"),
        (call("USSD.INIT", INIT | {"msisdn": ""}), "missing"),
        (call("USSD.INIT", INIT | {"msisdn": [1]}), "type"),
        (call("USSD.CONT", {"response": "1"}), "missing"),
        (call("USSD.CONT", CONT | {"response": "1" * 2001}), "long"),
        (call("USSD.CONT", CONT | {"session": "1" * 101}), "session"),
        (call("USSD.ELSE", CONT), "event"),
        (call("USSD.CONT", "1"), "xmlrpc"),
        (call("USSD.CONT", CONT, CONT), "xmlrpc"),
        (call("USSD.CONT"), "xmlrpc"),
        (posted(xmlrpc.client.dumps((CONT,), methodresponse=True).encode()), "xmlrpc"),
        (posted(xmlrpc.client.dumps(xmlrpc.client.Fault(1, "x")).encode()), "xmlrpc"),
        (posted(b"<methodCall><methodName>USSD.CONT</methodName><params><param><value><i4>x</i4>"), "xmlrpc"),
    ],
)
def test_a_wrong_call_is_refused(hop: Hop, why: str) -> None:
    assert refused(trueafrican, hop) == why


@pytest.mark.parametrize(("screen", "kind"), [(ON, "cont"), (OFF, "end")])
def test_a_screen_is_written(screen: str, kind: str) -> None:
    answer = written(trueafrican, call("USSD.CONT", CONT), screen)
    assert answer.content_type == "text/xml; charset=utf-8"
    ((told,), _) = xmlrpc.client.loads(answer.body.decode())
    assert told == {"session": "1", "type": kind, "message": screen[4:]}


def test_an_end_is_acknowledged_with_nothing() -> None:
    ((told,), _) = xmlrpc.client.loads(written(trueafrican, call("USSD.END", {"session": "1"}), "").body.decode())
    assert told == {}
