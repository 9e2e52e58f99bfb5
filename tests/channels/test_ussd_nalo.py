"""Nalo: JSON, last input, and a session that is the phone: flag and session id lie."""

import json
from typing import Any

import pytest

from channels.ussd import nalo
from tests.channels.tables import CODE, DIGITS, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "USERID": "u", "MSISDN": DIGITS, "USERDATA": CODE, "MSGTYPE": True, "NETWORK": "MTN", "SESSIONID": "s1"
}  # fmt: skip
LATER = FIRST | {"USERDATA": "1", "MSGTYPE": False}
KNOWN = {"phone": PHONE, "network": "MTN"}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        pytest.param(FIRST, {"event": "new"}, id="start"),
        pytest.param(FIRST | {"USERDATA": "", "MSGTYPE": True}, {"event": "new"}, id="start, nothing dialled"),
        pytest.param({"MSISDN": DIGITS, "USERDATA": CODE, "NETWORK": "MTN"}, {"event": "new"}, id="no flag, no session"),
        pytest.param(FIRST | {"USERDATA": "*3737*0#"}, {"event": "new", "said": "0"}, id="start with a sub-code"),
        pytest.param(LATER, {"event": "resume", "said": "1"}, id="continue"),
        pytest.param(LATER | {"MSGTYPE": True, "SESSIONID": "other"}, {"event": "resume", "said": "1"}, id="both lie"),
        pytest.param(LATER | {"USERDATA": 1}, {"event": "resume", "said": "1"}, id="a number for a text"),
        pytest.param(LATER | {"USERDATA": ""}, {"event": "resume"}, id="an empty answer"),
    ],
)
def test_a_hop_is_read(sent: dict[str, Any], facts: dict[str, str]) -> None:
    assert read(nalo, posted(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"MSISDN": None}, "missing"),
        ({"MSISDN": "0241234567"}, "phone"),
        ({"USERDATA": {"a": 1}}, "type"),
        ({"USERDATA": "1" * 2001}, "long"),
        ({"USERDATA": "1\0"}, "nul"),
        ({"NETWORK": []}, "type"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, Any], why: str) -> None:
    assert refused(nalo, posted(LATER | changed)) == why


@pytest.mark.parametrize(("screen", "goes_on"), [(ON, True), (OFF, False)])
def test_a_screen_is_written_with_what_came(screen: str, goes_on: bool) -> None:
    answer = written(nalo, posted(LATER), screen)
    expected = {"USERID": "u", "MSISDN": DIGITS, "SESSIONID": "s1", "MSG": screen[4:], "MSGTYPE": goes_on}
    assert json.loads(answer.body) == expected


def test_without_a_phone_there_is_nobody_to_show_an_ending_to() -> None:
    assert nalo.encode(posted({"USERID": "u"}), None, OFF).status == 400
