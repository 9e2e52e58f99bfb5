"""Hubtel: JSON, last input, a sequence number, types in any case."""

import json
from typing import Any

import pytest

from channels.ussd import hubtel
from tests.channels.tables import CODE, DIGITS, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "Type": "Initiation", "Mobile": DIGITS, "SessionId": "s1", "ServiceCode": "3737", "Message": CODE, "Operator": "vodafone",
    "Sequence": 1, "ClientState": "", "Platform": "USSD",
}  # fmt: skip
LATER = FIRST | {"Type": "Response", "Message": "2", "Sequence": 2}
KNOWN = {"session": "s1", "phone": PHONE, "network": "vodafone"}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        pytest.param(FIRST, {"event": "new", "hop": "1"}, id="start"),
        pytest.param(FIRST | {"Type": "INITIATION", "Message": ""}, {"event": "new", "hop": "1"}, id="start, nothing dialled"),
        pytest.param(FIRST | {"Message": "*3737*0#"}, {"event": "new", "hop": "1", "said": "0"}, id="start with a sub-code"),
        pytest.param(FIRST | {"ServiceCode": CODE, "Mobile": PHONE}, {"event": "new", "hop": "1"}, id="written in full"),
        pytest.param(LATER, {"event": "resume", "said": "2", "hop": "2"}, id="continue"),
        pytest.param(LATER | {"Type": "response", "Sequence": "2"}, {"event": "resume", "said": "2", "hop": "2"}, id="text"),
        pytest.param(LATER | {"Message": 2}, {"event": "resume", "said": "2", "hop": "2"}, id="a number for a text"),
        pytest.param(LATER | {"Message": None, "Sequence": None}, {"event": "resume"}, id="nulls, no sequence"),
        pytest.param(LATER | {"Message": "*3737#"}, {"event": "resume", "said": "*3737#", "hop": "2"}, id="the code typed"),
        pytest.param(LATER | {"Type": "Release"}, {"event": "close", "said": "2", "hop": "2"}, id="cancelled"),
        pytest.param(LATER | {"Type": "Timeout"}, {"event": "close", "said": "2", "hop": "2"}, id="timeout"),
        pytest.param(LATER | {"Type": "HijackSession"}, {"event": "close", "said": "2", "hop": "2"}, id="hijacked"),
    ],
)
def test_a_hop_is_read(sent: dict[str, Any], facts: dict[str, str]) -> None:
    assert read(hubtel, posted(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Type": "Else"}, "event"),
        ({"Type": None}, "missing"),
        ({"Type": ["Response"]}, "type"),
        ({"SessionId": ""}, "missing"),
        ({"SessionId": "s" * 101}, "session"),
        ({"SessionId": True}, "type"),
        ({"Mobile": "0241234567"}, "phone"),
        ({"Mobile": {}}, "type"),
        ({"Mobile": f"{DIGITS}\n"}, "phone"),
        ({"ServiceCode": "713"}, "service"),
        ({"ServiceCode": None}, "missing"),
        ({"Message": "1" * 2001}, "long"),
        ({"Message": "1\0"}, "nul"),
        ({"Message": 1.5}, "type"),
        ({"Sequence": "9" * 101}, "session"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, Any], why: str) -> None:
    assert refused(hubtel, posted(LATER | changed)) == why


def test_a_foreign_code_dialled_is_refused() -> None:
    assert refused(hubtel, posted(FIRST | {"Message": "*713#"})) == "service"


@pytest.mark.parametrize(("screen", "kind", "data"), [(ON, "response", "input"), (OFF, "release", "display")])
def test_a_screen_is_written(screen: str, kind: str, data: str) -> None:
    answer = written(hubtel, posted(LATER), screen)
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert json.loads(answer.body) == {
        "SessionId": "s1", "Type": kind, "Message": screen[4:], "Label": "Guichet", "ClientState": "", "DataType": data,
        "FieldType": "text",
    }  # fmt: skip


@pytest.mark.parametrize(("body", "session"), [(b"{", ""), (b'{"SessionId": "s9"}', "s9")])
def test_an_ending_to_a_broken_request_names_the_session_when_it_can(body: bytes, session: str) -> None:
    told = json.loads(hubtel.encode(posted(body), None, OFF).body)
    assert (told["SessionId"], told["Type"], told["Message"]) == (session, "release", "Merci")
