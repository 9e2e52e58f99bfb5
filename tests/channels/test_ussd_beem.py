"""Beem: JSON commands, the last input in a payload, sometimes as a number."""

import json
from typing import Any

import pytest

from channels.ussd import beem
from tests.channels.tables import DIGITS, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "command": "initiate", "msisdn": DIGITS, "session_id": "s1", "operator": "tigotz", "payload": {"request_id": 1, "response": 0}
}  # fmt: skip
LATER = FIRST | {"command": "continue", "payload": {"request_id": 0, "response": "2"}}
KNOWN = {"session": "s1", "phone": PHONE, "network": "tigotz"}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        pytest.param(FIRST, {"event": "new"}, id="start: its response says nothing"),
        pytest.param(LATER, {"event": "resume", "said": "2"}, id="continue"),
        pytest.param(LATER | {"payload": {"response": 2}}, {"event": "resume", "said": "2"}, id="a number for a text"),
        pytest.param(LATER | {"payload": {}}, {"event": "resume"}, id="an empty answer"),
        pytest.param(LATER | {"command": "TERMINATE", "payload": None}, {"event": "close"}, id="end"),
    ],
)
def test_a_hop_is_read(sent: dict[str, Any], facts: dict[str, str]) -> None:
    assert read(beem, posted(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"command": "else"}, "event"),
        ({"command": None}, "missing"),
        ({"session_id": None}, "missing"),
        ({"msisdn": "2557XXXXXXXX"}, "phone"),
        ({"payload": None}, "type"),
        ({"payload": "2"}, "type"),
        ({"payload": {"response": [2]}}, "type"),
        ({"payload": {"response": "\0"}}, "nul"),
        ({"payload": {"response": "2" * 2001}}, "long"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, Any], why: str) -> None:
    assert refused(beem, posted(LATER | changed)) == why


@pytest.mark.parametrize(("screen", "command"), [(ON, "continue"), (OFF, "terminate")])
def test_a_screen_is_written_with_what_came(screen: str, command: str) -> None:
    assert json.loads(written(beem, posted(LATER), screen).body) == {
        "command": command, "msisdn": DIGITS, "operator": "tigotz", "session_id": "s1",
        "payload": {"request_id": 0, "request": screen[4:]},
    }  # fmt: skip
