"""Oltranz: a JSON object that goes back whole."""

import json
from typing import Any

import pytest

from channels.ussd import oltranz
from tests.channels.tables import DIGITS, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "sessionId": "13245200800899890", "serviceCode": "3737", "phoneNumber": DIGITS, "text": "", "response": "", "action": "CON",
    "transactionId": "", "requestTime": "2019-01-01 02:10:10", "newRequest": 0, "charge": "N", "amount": 0.0,
}  # fmt: skip
KNOWN = {"session": "13245200800899890", "phone": PHONE}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", {"event": "new"}),
        (None, {"event": "new"}),
        ("*3737#", {"event": "new"}),
        ("*3737*0#", {"event": "new", "said": "0"}),
        ("1", {"event": "resume", "said": "1"}),
        (1, {"event": "resume", "said": "1"}),
    ],
)
def test_a_hop_is_read(text: object, facts: dict[str, str]) -> None:
    assert read(oltranz, posted(FIRST | {"text": text})) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"serviceCode": "123"}, "service"),
        ({"serviceCode": 3.5}, "type"),
        ({"text": "*123#"}, "service"),
        ({"text": "1\0"}, "nul"),
        ({"text": "1" * 2001}, "long"),
        ({"sessionId": None}, "missing"),
        ({"phoneNumber": "0780000001"}, "phone"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, Any], why: str) -> None:
    assert refused(oltranz, posted(FIRST | changed)) == why


@pytest.mark.parametrize(("screen", "action"), [(ON, "CON"), (OFF, "END")])
def test_a_screen_is_written_into_what_came(screen: str, action: str) -> None:
    answer = written(oltranz, posted(FIRST), screen)
    assert json.loads(answer.body) == FIRST | {"response": screen[4:], "action": action}
