"""Safaricom direct: GET, cumulative text behind the sub-code dialled."""

import pytest

from channels.ussd import safaricom
from tests.channels.tables import DIGITS, OFF, ON, PHONE, got, read, refused, written

HOP = {"ORIG": DIGITS, "DEST": "167", "SESSION_ID": "s1", "USSD_PARAMS": "7"}
KNOWN = {"event": "resume", "session": "s1", "phone": PHONE}


@pytest.mark.parametrize(
    ("code", "params", "transcript"),
    [
        ("*167*7#", "7", "(nothing)"),
        ("*167*7#", "7*a*b*c", "a*b*c"),
        ("*167*7#", "7*a*b*****", "a*b*****"),
        ("*167*7#", "7*", "(nothing)"),
        ("*167#", "", "(nothing)"),
        ("*167#", "7", "7"),
        ("*167#", "1*", "1*"),
        ("*167#", "1*#", "1*"),
    ],
)
def test_a_hop_is_read(code: str, params: str, transcript: str) -> None:
    assert read(safaricom, got(HOP | {"USSD_PARAMS": params}), code) == KNOWN | {"transcript": transcript}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"DEST": ""}, "missing"),
        ({"DEST": "168"}, "service"),
        ({"USSD_PARAMS": "8*1"}, "service"),
        ({"USSD_PARAMS": "71"}, "service"),
        ({"ORIG": "0712345678"}, "phone"),
        ({"ORIG": ""}, "missing"),
        ({"SESSION_ID": ""}, "missing"),
        ({"USSD_PARAMS": "7*" + "1" * 2001}, "long"),
        ({"USSD_PARAMS": "7*\0"}, "nul"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, str], why: str) -> None:
    assert refused(safaricom, got(HOP | changed), "*167*7#") == why


@pytest.mark.parametrize("screen", [ON, OFF])
def test_a_screen_is_written_as_it_is(screen: str) -> None:
    assert written(safaricom, got(HOP), screen, "*167*7#").body == screen.encode()
