"""Clones of Africa's Talking by data: other names, GET or POST, sometimes with the code in the text."""

from urllib.parse import urlencode

import pytest

from channels.ussd.dialect import Hop
from channels.ussd.forms import CLONES, Fields, FormDialect
from tests.channels.tables import DIGITS, OFF, ON, PHONE, got, read, refused, written

OWN = FormDialect("own", Fields("sid", "tel", "txt", "code"), ("POST",))
HOLLATAGS = {
    "session_msisdn": DIGITS, "session_operation": "begin", "session_msg": "*3737#", "session_id": "1001", "session_from": "3737",
    "session_type": "1", "session_mno": "MTN",
}  # fmt: skip
CROSSGATE = {"network_code": "2541", "msisdn": DIGITS, "service_code": "3737", "session_id": "70381", "ussd_string": "1*2"}
ADVANTA = {"SESSIONID": "a", "USSDCODE": "*3737#", "MSISDN": DIGITS, "INPUT": "*3737*1*2#"}


@pytest.mark.parametrize(
    ("name", "fields", "facts"),
    [
        ("hollatags", HOLLATAGS, {"session": "1001", "transcript": "(nothing)", "network": "MTN"}),
        ("hollatags", HOLLATAGS | {"session_msg": "1*2"}, {"session": "1001", "transcript": "1*2", "network": "MTN"}),
        ("crossgate", CROSSGATE | {"ussd_string": ""}, {"session": "70381", "transcript": "(nothing)", "network": "2541"}),
        ("crossgate", CROSSGATE, {"session": "70381", "transcript": "1*2", "network": "2541"}),
        ("advanta", ADVANTA, {"session": "a", "transcript": "1*2"}),
        ("advanta", ADVANTA | {"INPUT": "*3737#"}, {"session": "a", "transcript": "(nothing)"}),
        ("advanta", ADVANTA | {"INPUT": "3737*1"}, {"session": "a", "transcript": "1"}),
        ("advanta", ADVANTA | {"INPUT": ""}, {"session": "a", "transcript": "(nothing)"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_hop_is_read(method: str, name: str, fields: dict[str, str], facts: dict[str, str]) -> None:
    hop = got(fields) if method == "GET" else Hop("POST", body=urlencode(fields).encode())
    assert read(CLONES[name], hop) == {"event": "resume", "phone": PHONE} | facts


def test_an_own_clone_is_five_names() -> None:
    hop = Hop("POST", body=urlencode({"sid": "s", "tel": PHONE, "txt": "1", "code": "3737"}).encode())
    assert read(OWN, hop) == {"event": "resume", "session": "s", "phone": PHONE, "transcript": "1"}


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("crossgate", CROSSGATE | {"service_code": "123"}, "service"),
        ("crossgate", CROSSGATE | {"service_code": ""}, "missing"),
        ("crossgate", CROSSGATE | {"session_id": ""}, "missing"),
        ("crossgate", CROSSGATE | {"session_id": "s" * 101}, "session"),
        ("crossgate", CROSSGATE | {"msisdn": "2547XXXXXXX"}, "phone"),
        ("crossgate", CROSSGATE | {"msisdn": ""}, "missing"),
        ("crossgate", CROSSGATE | {"ussd_string": "1" * 2001}, "long"),
        ("advanta", ADVANTA | {"INPUT": "*415*33#"}, "service"),
    ],
)
def test_a_wrong_field_is_refused(name: str, fields: dict[str, str], why: str) -> None:
    assert refused(CLONES[name], got(fields)) == why


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("session_id=1&session_id=2", "twice"),
        ("session_id=%ZZ", "percent"),
        ("session_id=%FF", "encoding"),
        ("session_id=%00", "nul"),
        ("msisdn=+212612340007&session_id=1&service_code=3737", "phone"),
    ],
)
def test_a_broken_query_is_refused(query: str, why: str) -> None:
    assert refused(CLONES["crossgate"], Hop("GET", query=query)) == why


def test_an_event_closes_and_is_acknowledged() -> None:
    hop = Hop("POST", body=urlencode(CROSSGATE).encode(), tail="events")
    assert read(CLONES["crossgate"], hop)["event"] == "close"
    assert written(CLONES["crossgate"], hop, "").body == b""
    assert CLONES["crossgate"].encode(hop, None, OFF).status == 400


@pytest.mark.parametrize("screen", [ON, OFF])
def test_a_screen_is_written_as_it_is(screen: str) -> None:
    answer = written(CLONES["advanta"], got(ADVANTA), screen)
    assert (answer.status, answer.body, answer.content_type) == (200, screen.encode(), "text/plain; charset=utf-8")
