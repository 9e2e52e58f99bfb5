"""Infobip's gateway: steps in the path, JSON, last input; always HTTP 200."""

import json
from typing import Any

import pytest

from channels.ussd import infobip
from tests.channels.tables import CODE, DIGITS, OFF, ON, PHONE, posted, read, refused, written

TOLD: dict[str, Any] = {
    "msisdn": DIGITS, "imsi": "604011234567890", "shortCode": CODE, "optional": "o=1", "ussdGwId": "11", "language": None,
    "text": "1",
}  # fmt: skip
KNOWN = {"session": "77", "phone": PHONE}
START, RESPONSE, END = "session/77/start", "session/77/response", "session/77/end"


@pytest.mark.parametrize(
    ("sent", "tail", "facts"),
    [
        pytest.param(TOLD | {"text": CODE}, START, KNOWN | {"event": "new"}, id="start"),
        pytest.param(TOLD | {"text": "*3737*0#"}, START, KNOWN | {"event": "new", "said": "0"}, id="start with a sub-code"),
        pytest.param(TOLD | {"text": None}, START, KNOWN | {"event": "new"}, id="start without a text"),
        pytest.param(TOLD, RESPONSE, KNOWN | {"event": "resume", "said": "1"}, id="continue"),
        pytest.param(TOLD | {"msisdn": int(DIGITS)}, RESPONSE, KNOWN | {"event": "resume", "said": "1"}, id="a number"),
    ],
)
def test_a_hop_is_read(sent: dict[str, Any], tail: str, facts: dict[str, str]) -> None:
    assert read(infobip, posted(sent, tail)) == facts


def test_an_end_names_the_session_alone() -> None:
    assert read(infobip, posted({"reason": "ok", "exitCode": 0}, END, "PUT")) == {"event": "close", "session": "77"}


@pytest.mark.parametrize(
    ("sent", "tail", "why"),
    [
        (TOLD | {"shortCode": "*123#1#"}, START, "service"),
        (TOLD | {"text": "*123#"}, START, "service"),
        (TOLD | {"shortCode": None}, RESPONSE, "missing"),
        (TOLD | {"msisdn": ""}, RESPONSE, "missing"),
        (TOLD | {"msisdn": "+0"}, RESPONSE, "phone"),
        (TOLD | {"text": False}, RESPONSE, "type"),
        (TOLD | {"text": "1\0"}, RESPONSE, "nul"),
        (TOLD, f"session/{'7' * 101}/response", "session"),
        (TOLD, END, "method"),
        (b"not json at all", START, "json"),
    ],
)
def test_what_is_wrong_is_refused(sent: object, tail: str, why: str) -> None:
    hop = posted(sent, tail)
    assert refused(infobip, hop) == why
    told = json.loads(infobip.encode(hop, None, OFF).body)
    assert told["responseExitCode"] == 400


@pytest.mark.parametrize(("screen", "closes"), [(ON, False), (OFF, True)])
def test_a_screen_is_written(screen: str, closes: bool) -> None:
    answer = written(infobip, posted(TOLD, RESPONSE), screen)
    expected = {"ussdMenu": screen[4:], "shouldClose": closes, "responseExitCode": 200, "responseMessage": ""}
    assert (answer.status, json.loads(answer.body)) == (200, expected)


def test_an_end_is_acknowledged_without_a_screen() -> None:
    answer = written(infobip, posted({}, END, "PUT"), "")
    assert json.loads(answer.body) == {"responseExitCode": 200, "responseMessage": ""}
