"""Recorded and documented callbacks of Africa's Talking USSD, read as their providers and implementers say."""

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from channels.gate import BadForm, form
from channels.ussd.africastalking import decode
from channels.ussd.dialect import Hop
from channels.ussd.hops import Kind, Note, read
from dialogs.model import Delivery

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
HOPS, EVENTS = SAMPLES / "ussd_africastalking.jsonl", SAMPLES / "ussd_africastalking_events.jsonl"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not HOPS.is_file() or not EVENTS.is_file(), reason="the sample callbacks of USSD are not here"),
]

NOT_FOLLOWED = {
    "ussd_africastalking-19": "an unknown session with text is an expired one: its input must not be a choice of a new session",
}
"""Rows whose expectation we do not meet, and why."""
REDACTED = {"phoneNumber-3", "+2547XXXXXXXX"}
"""Phones that the recording's owner blotted out; as sent they are refused, so a number stands in for them."""

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def sent(row: Row) -> dict[str, str]:
    """The fields as a plain reading of the standard gives them: an oracle for `form`."""
    fields = dict(parse_qsl(row["body"], keep_blank_values=True))
    if fields["phoneNumber"] in REDACTED:
        fields["phoneNumber"] = "+254700000001"
    return fields


def mac(transcript: str) -> bytes:
    return blake2b(transcript.encode(), digest_size=8).digest()


def heard(before: str | None, now: str) -> tuple[Kind, str]:
    """What the hop `now` is after the transcript `before`; None: the session is unknown."""
    note = Note() if before is None else Note(b"s", len(before), mac(before))
    return read(note, b"s", now, mac)


def hop(row: Row) -> Delivery:
    fields = sent(row)
    return decode(Hop("POST", body=urlencode(fields).encode()), service_code=fields["serviceCode"], at=0.0)


def as_sent(row: Row, code: str, tail: str = "") -> Delivery:
    return decode(Hop("POST", body=row["body"].encode(), tail=tail), service_code=code, at=0.0)


ALL = rows(HOPS)
READ = [row for row in ALL if "reject" not in row["expected"]]


@pytest.mark.parametrize("row", READ, ids=[row["id"] for row in READ])
def test_the_fields_of_a_hop_arrive_as_sent(row: Row) -> None:
    assert (sent(row) | {"phoneNumber": ""}) == (dict(form(row["body"].encode())) | {"phoneNumber": ""})
    fields, delivery, expected = sent(row), hop(row), row["expected"]
    assert (delivery.session, delivery.transcript) == (fields["sessionId"], fields["text"])
    assert (delivery.caller.id, delivery.caller.network) == (fields["phoneNumber"], fields["networkCode"])
    if "fields" in expected:
        assert fields == expected["fields"]
    if "service_code" in expected:
        assert (delivery.service, delivery.caller.network) == (expected["service_code"], expected["network"])


@pytest.mark.parametrize("row", READ, ids=[row["id"] for row in READ])
def test_what_was_typed_is_what_the_sample_expects(row: Row) -> None:
    now, expected = hop(row).transcript or "", row["expected"]
    if row["id"] in NOT_FOLLOWED:
        assert heard(None, now) == ("over", "")
    elif expected.get("event") == "new" or expected.get("segments") == []:
        assert heard(None, now) == ("dial", "")
    elif "segments" in expected:
        *earlier, last = expected["segments"]
        assert heard("*".join(earlier), now) == ("said", last)
    else:
        assert heard(expected["requires_session"]["previous"], now) == ("said", expected["input"])


@pytest.mark.parametrize(
    ("id", "before", "kind"),
    [
        pytest.param("13", "1*1", "again", id="duplicate-repeated-choice"),
        pytest.param("15", "1*1*2", "again", id="late-earlier-turn"),
        pytest.param("20", None, "over", id="caller-conflict: conversations are kept by caller, so this one knows no session"),
    ],
)
def test_what_the_sample_is_in_its_story(id: str, before: str | None, kind: Kind) -> None:
    [row] = [row for row in ALL if row["id"].endswith(f"-{id}")]
    assert heard(before, hop(row).transcript or "") == (kind, "")


def test_a_session_that_changes_its_service_is_refused() -> None:
    [first] = [row for row in ALL if row["label"] == "initial"]
    [conflict] = [row for row in ALL if row["label"] == "service-conflict"]
    with pytest.raises(BadForm, match="service"):
        as_sent(conflict, sent(first)["serviceCode"])


REJECTED = [row for row in ALL if "reject" in row["expected"]]


@pytest.mark.parametrize("row", REJECTED, ids=[row["label"] for row in REJECTED])
def test_what_the_sample_rejects_is_refused(row: Row) -> None:
    with pytest.raises(BadForm):
        as_sent(row, "*384*000#")


@pytest.mark.parametrize("row", rows(EVENTS), ids=[row["label"] for row in rows(EVENTS)])
def test_an_event_closes_the_session_that_it_names(row: Row) -> None:
    """Of `status`, `input` and the rest nothing is kept: nothing depends on them, and they may hold codes."""
    fields = form(row["body"].encode())
    delivery = as_sent(row, fields["serviceCode"], "events")
    assert delivery.event == "close"
    assert row["expected"]["event"] == "session_end"
    assert (delivery.session, delivery.caller.id) == (fields["sessionId"], fields["phoneNumber"])
    assert dict(fields) == row["expected"].get("fields", dict(fields))
