"""Vodacom Messaging: GET, last input; XML out whose options keep the session open."""

from xml.etree import ElementTree

import pytest

from channels.ussd import vodacom
from tests.channels.tables import DIGITS, OFF, ON, PHONE, got, read, refused, written

FIRST = {"ussdSessionId": "123", "msisdn": DIGITS, "provider": "web", "request": "*3737#"}
KNOWN = {"session": "123", "phone": PHONE, "network": "web"}


@pytest.mark.parametrize(
    ("request_", "facts"),
    [
        ("*3737#", {"event": "new"}),
        ("*3737*0#", {"event": "new", "said": "0"}),
        ("1", {"event": "resume", "said": "1"}),
        ("", {"event": "resume"}),
        ("*120*666#", {"event": "resume", "said": "*120*666#"}),
    ],
)
def test_a_hop_is_read(request_: str, facts: dict[str, str]) -> None:
    assert read(vodacom, got(FIRST | {"request": request_})) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ussdSessionId": ""}, "missing"),
        ({"msisdn": ""}, "missing"),
        ({"msisdn": "555"}, "phone"),
        ({"request": "\0"}, "nul"),
        ({"request": "1" * 2001}, "long"),
    ],
)
def test_a_wrong_field_is_refused(changed: dict[str, str], why: str) -> None:
    assert refused(vodacom, got(FIRST | changed)) == why


def test_a_screen_is_written_and_only_an_open_session_has_options() -> None:
    on = ElementTree.fromstring(written(vodacom, got(FIRST), ON).body)
    assert (on.tag, on.findtext("headertext"), len(on.findall("options/option"))) == ("request", ON[4:], 1)
    off = ElementTree.fromstring(written(vodacom, got(FIRST), OFF).body)
    assert (off.findtext("headertext"), off.find("options")) == ("Merci", None)
