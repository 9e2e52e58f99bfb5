"""Vumi and Junebug: JSON user messages with ids; the reply names its message."""

import json
from typing import Any

import pytest

from channels.ussd import vumi
from tests.channels.tables import CODE, OFF, ON, PHONE, posted, read, refused, written

FIRST: dict[str, Any] = {
    "message_id": "m1", "in_reply_to": None, "content": None, "from_addr": PHONE, "to_addr": CODE, "session_event": "new",
    "transport_type": "ussd", "provider": "inwi",
}  # fmt: skip
LATER = FIRST | {"message_id": "m2", "content": "1", "session_event": "resume"}
KNOWN = {"phone": PHONE, "network": "inwi"}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        (FIRST, {"event": "new", "hop": "m1"}),
        (FIRST | {"content": "*3737#"}, {"event": "new", "hop": "m1"}),
        (LATER, {"event": "resume", "said": "1", "hop": "m2"}),
        (LATER | {"session_event": None}, {"event": "hop", "said": "1", "hop": "m2"}),
        (LATER | {"content": None}, {"event": "resume", "hop": "m2"}),
        (LATER | {"session_event": "close"}, {"event": "close", "said": "1", "hop": "m2"}),
    ],
)
def test_a_message_is_read(sent: dict[str, Any], facts: dict[str, str]) -> None:
    assert read(vumi, posted(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"message_id": ""}, "missing"),
        ({"message_id": "m" * 101}, "session"),
        ({"to_addr": "*99#"}, "service"),
        ({"from_addr": "555"}, "phone"),
        ({"session_event": "other"}, "event"),
        ({"content": 1.5}, "type"),
        ({"content": "\0"}, "nul"),
        ({"content": "1" * 2001}, "long"),
    ],
)
def test_a_wrong_message_is_refused(changed: dict[str, Any], why: str) -> None:
    assert refused(vumi, posted(LATER | changed)) == why


@pytest.mark.parametrize(("screen", "event"), [(ON, "resume"), (OFF, "close")])
def test_a_reply_names_its_message(screen: str, event: str) -> None:
    answer = written(vumi, posted(LATER), screen)
    assert json.loads(answer.body) == {"in_reply_to": "m2", "content": screen[4:], "session_event": event}


def test_a_close_and_what_has_no_id_get_no_reply() -> None:
    assert written(vumi, posted(LATER | {"session_event": "close"}), "").body == b""
    assert (vumi.encode(posted(b"{}"), None, OFF).status, vumi.encode(posted(b"{}"), None, OFF).body) == (400, b"")
