"""A gateway that only settings describe: templates in, rules on the answer, names of fields in callbacks."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.outbound import Outcome, Refused, Stop, Taken, Unknown
from channels.sms.configured import Configured, Shape, judge
from channels.sms.exchange import Answered, Callback, Malformed
from channels.sms.gateway import Account
from dialogs.ports import State
from store.clock import FakeClock
from tests.channels.sms_wires import ID, PHONE, Wire, sms, wired


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


async def test_a_get_carries_its_fields_in_the_query(wire: Wire, http: aiohttp.ClientSession, clock: FakeClock) -> None:
    shape = Shape(f"{wire.url}/a/$digits", "GET", {"m": "$text", "u": "$unicode"}, {"X-Key": "$password"}, taken="OK")
    await Configured(http, clock, "c", Account(password="p"), shape).send(sms("é & $to سلام"))
    [seen] = wire.seen
    assert (seen.method, seen.headers["X-Key"]) == ("GET", "p")
    assert seen.path.startswith("/a/212612345678?m=%C3%A9+%26+%24to+%D8%B3") or "%D8%B3" in seen.path
    assert seen.path.endswith("u=1")


async def test_json_is_a_template_whose_values_cannot_break_it(wire: Wire, http: aiohttp.ClientSession, clock: FakeClock) -> None:
    shape = Shape(f"{wire.url}/j", json='{"messages":[{"to":"$to","text":"$text","ref":"$id"}]}', id_pointer="/data/0/id")
    wire.says = (200, b'{"data":[{"id":4711}]}')
    sender = Configured(http, clock, "c", Account(), shape)
    assert await sender.send(sms('a "quoted"\n$to}')) == Taken("4711", 1)
    [seen] = wire.seen
    assert json.loads(seen.body) == {"messages": [{"to": PHONE.e164, "text": 'a "quoted"\n$to}', "ref": ID}]}
    assert seen.headers["Content-Type"] == "application/json"
    wire.says = (200, b"")
    assert await sender.send(sms()) == Unknown("no-id", ID)


POINTED = Shape("https://g", id_pointer="/a~1b/0")
MATCHED = Shape("https://g", id_pattern=r"id=(\w+)", taken="^OK", refused="^ERR")
WORDED = Shape("https://g", taken="^OK", success=(200,))


@pytest.mark.parametrize(
    ("shape", "status", "body", "outcome"),
    [
        (POINTED, 200, b'{"a/b":["x1"]}', Taken("x1", 2)),
        (POINTED, 200, b'{"a/b":[true]}', Unknown("no-id")),
        (POINTED, 200, b'{"a/b":[]}', Unknown("no-id")),
        (POINTED, 202, b"", Unknown("no-id")),
        (MATCHED, 200, b"OK id=x1", Taken("x1", 2)),
        (MATCHED, 200, b"OK", Unknown("no-id")),
        (MATCHED, 200, b"ERR no credit", Refused("refused", permanent=False)),
        (MATCHED, 400, b"ERR", Refused("refused", permanent=False)),
        (MATCHED, 502, b"ERR", Unknown("http-502")),
        (MATCHED, 200, b"<html>id=x1</html>", Unknown("unreadable")),
        (WORDED, 200, b"OK", Taken("", 2)),
        (WORDED, 201, b"OK", Unknown("unreadable")),
        (WORDED, 401, b"", Stop("http-401")),
    ],
)
def test_what_an_answer_means(shape: Shape, status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body), shape, "ours", 2) == outcome


def test_faults_are_told_all_at_once() -> None:
    shape = Shape("https://g/$nope", fields={"a": "$to", "b": "${also}"}, taken="(", refused="[")
    assert shape.faults() == [
        "taken is no regular expression",
        "refused is no regular expression",
        "$nope is no placeholder",
        "$also is no placeholder",
    ]
    assert MATCHED.faults() == POINTED.faults() == WORDED.faults() == []


REPORTED = Shape(
    "https://g",
    taken="OK",
    report={"id": "ref", "status": "st", "phone": "msisdn"},
    delivered=("DELIVRD", "1"),
    failed=("UNDELIV",),
    expired=("EXPIRED",),
    inbound={"from": "src", "to": "dst", "text": "msg", "id": "mo"},
)


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("DELIVRD", State.DELIVERED, ""),
        ("1", State.DELIVERED, ""),
        ("UNDELIV", State.FAILED, "UNDELIV"),
        ("EXPIRED", State.EXPIRED, "EXPIRED"),
        ("whatever", State.SENT, "whatever"),
    ],
)
async def test_reports_and_texts_are_read_by_their_names(
    http: aiohttp.ClientSession, clock: FakeClock, status: str, state: State, reason: str
) -> None:
    gateway = Configured(http, clock, "sahel", Account(), REPORTED)
    query = f"ref=0042&st={status}&msisdn=212612345678"
    for callback in (
        Callback(query, b""),
        Callback("", query.encode()),
        Callback("", json.dumps({"ref": "0042", "st": status, "msisdn": PHONE.e164}).encode()),
    ):
        [form] = gateway.read(callback)
        report = gateway.delivery(form)
        assert (report.provider, report.provider_id, report.state) == ("sahel", "0042", state)
        assert (report.reason, report.phone) == (reason, PHONE)
    [form] = gateway.read(Callback("", b"mo=7&src=212612345678&dst=3737&msg=AIDE"))
    got = gateway.inbound(form)
    assert (got.id, got.phone, got.to, got.text) == ("7", PHONE, "3737", "AIDE")
    with pytest.raises(Malformed, match="st"):
        gateway.delivery({"ref": "1"})
