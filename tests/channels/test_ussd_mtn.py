"""MTN Rwanda: XML-RPC `handleUSSD`; a transaction that is not known opens a session."""

import xmlrpc.client

import pytest

from channels.ussd import mtn
from channels.ussd.dialect import Hop
from tests.channels.tables import DIGITS, OFF, ON, PHONE, posted, read, refused, written

TOLD: dict[str, object] = {
    "TransactionId": "0001", "USSDServiceCode": "3737", "USSDRequestString": "1", "MSISDN": DIGITS, "USSDEncoding": "GSM0338",
    "TransactionTime": "2013-07-05T22:58:47.565596",
}  # fmt: skip


def call(changed: dict[str, object], method: str = "handleUSSD") -> Hop:
    return posted(xmlrpc.client.dumps((TOLD | changed,), method).encode())


@pytest.mark.parametrize(
    ("changed", "code", "facts"),
    [
        ({"USSDRequestString": "*3737#"}, "*3737#", {"event": "new"}),
        ({"USSDRequestString": "3737*0#"}, "*3737#", {"event": "new", "said": "0"}),
        ({}, "*3737#", {"event": "hop", "said": "1"}),
        ({"USSDRequestString": 1}, "*3737#", {"event": "hop", "said": "1"}),
        ({"USSDRequestString": ""}, "*3737#", {"event": "hop"}),
        ({"USSDRequestString": "*3737*5#"}, "*3737*5#", {"event": "new"}),
    ],
)
def test_a_call_is_read(changed: dict[str, object], code: str, facts: dict[str, str]) -> None:
    assert read(mtn, call(changed), code) == {"session": "0001", "phone": PHONE} | facts


@pytest.mark.parametrize(
    ("hop", "why"),
    [
        (call({"USSDServiceCode": "543"}), "service"),
        (call({"USSDServiceCode": ""}), "missing"),
        (call({"TransactionId": ""}), "missing"),
        (call({"TransactionId": "1" * 101}), "session"),
        (call({"MSISDN": "0788000000"}), "phone"),
        (call({"USSDRequestString": "1" * 2001}), "long"),
        (call({"USSDRequestString": True}), "type"),
        (call({}, "handleElse"), "event"),
    ],
)
def test_a_wrong_call_is_refused(hop: Hop, why: str) -> None:
    assert refused(mtn, hop) == why


@pytest.mark.parametrize(("screen", "action"), [(ON, "request"), (OFF, "end")])
def test_a_screen_is_written_with_what_came(screen: str, action: str) -> None:
    ((told,), _) = xmlrpc.client.loads(written(mtn, call({}), screen).body.decode())
    assert told == {
        "MSISDN": DIGITS, "TransactionId": "0001", "USSDEncoding": "GSM0338", "USSDServiceCode": "3737",
        "USSDResponseString": screen[4:], "action": action,
    }  # fmt: skip
