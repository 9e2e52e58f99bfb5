"""Arkesel: JSON, last input, a flag on the first hop, identifiers echoed."""

import json
from typing import Any

import pytest

from channels.ussd import arkesel
from tests.channels.tables import CODE, DIGITS, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "sessionID": "s1",
    "userID": "u",
    "newSession": True,
    "msisdn": DIGITS,
    "userData": CODE,
    "network": "MTN",
}
LATER = FIRST | {"newSession": False, "userData": "1"}
KNOWN = {"session": "s1", "phone": PHONE, "network": "MTN"}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        pytest.param(FIRST, {"event": "new"}, id="start"),
        pytest.param(FIRST | {"userData": ""}, {"event": "new"}, id="start, nothing dialled"),
        pytest.param(FIRST | {"userData": "*3737*0#"}, {"event": "new", "said": "0"}, id="start with a sub-code"),
        pytest.param(LATER, {"event": "resume", "said": "1"}, id="continue"),
        pytest.param(LATER | {"userData": 1}, {"event": "resume", "said": "1"}, id="a number for a text"),
        pytest.param(LATER | {"userData": ""}, {"event": "resume"}, id="an empty answer"),
        pytest.param(LATER | {"sessionID": 2005506191900168}, {"event": "resume", "said": "1", "session": "2005506191900168"}),
    ],
)
def test_a_hop_is_read(sent: dict[str, Any], facts: dict[str, str]) -> None:
    assert read(arkesel, posted(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (FIRST | {"userData": "*928#"}, "service"),
        (FIRST | {"newSession": "true"}, "event"),
        (FIRST | {"newSession": 1}, "event"),
        (FIRST | {"newSession": None}, "event"),
        (LATER | {"sessionID": ""}, "missing"),
        (LATER | {"msisdn": None}, "missing"),
        (LATER | {"msisdn": "0271231234"}, "phone"),
        (LATER | {"userData": ["1"]}, "type"),
        (LATER | {"userData": "\0"}, "nul"),
        (LATER | {"userData": "1" * 2001}, "long"),
    ],
)
def test_a_wrong_field_is_refused(sent: dict[str, Any], why: str) -> None:
    assert refused(arkesel, posted(sent)) == why


@pytest.mark.parametrize(("screen", "goes_on"), [(ON, True), (OFF, False)])
def test_a_screen_is_written_with_what_came(screen: str, goes_on: bool) -> None:
    answer = written(arkesel, posted(LATER), screen)
    assert answer.content_type == "application/json"
    expected = {"sessionID": "s1", "userID": "u", "msisdn": DIGITS, "message": screen[4:], "continueSession": goes_on}
    assert json.loads(answer.body) == expected
