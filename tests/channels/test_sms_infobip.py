"""Infobip: our id goes with the message and comes back with its report; several events share a callback."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered, Callback, Malformed
from channels.sms.gateway import Account
from channels.sms.infobip import Infobip, delivery, inbound, judge, read
from dialogs.ports import State
from store.clock import FakeClock
from tests.channels.sms_wires import ID, PHONE, Wire, sms, wired


def answer(group: object, name: str = "PENDING_ACCEPTED", **more: object) -> bytes:
    status = {"groupId": group, "groupName": "X", "id": 26, "name": name, "description": "said of +212612345678"}
    return json.dumps({"bulkId": "b", "messages": [{"to": "212612345678", "status": status, "messageId": "m"} | more]}).encode()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


def account(wire: Wire, report: str = "") -> Account:
    return Account(wire.url, password="key", sender="3737", report_url=report)


async def test_the_request_is_json_with_our_id(wire: Wire, clock: FakeClock) -> None:
    wire.says = (200, answer(1, messageId=ID, smsCount=2))
    async with aiohttp.ClientSession() as http:
        assert await Infobip(http, clock, "i", account(wire, "https://g.example/d")).send(sms()) == Taken(ID, 2)
    [seen] = wire.seen
    assert (seen.method, seen.path, seen.headers["Authorization"]) == ("POST", "/sms/2/text/advanced", "App key")
    assert json.loads(seen.body)["messages"] == [
        {
            "from": "3737",
            "destinations": [{"to": "212612345678", "messageId": ID}],
            "text": "Votre code est 123456",
            "validityPeriod": 10,
            "notifyUrl": "https://g.example/d",
            "notifyContentType": "application/json",
        }
    ]


async def test_a_doubt_keeps_our_id_for_the_report(wire: Wire, clock: FakeClock) -> None:
    wire.says = (200, b"")
    async with aiohttp.ClientSession() as http:
        assert await Infobip(http, clock, "i", account(wire)).send(sms()) == Unknown("unreadable", ID)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, answer(1), Taken("m", 3)),
        (200, answer(3), Taken("m", 3)),
        (200, answer(1, smsCount=1), Taken("m", 1)),
        (200, answer(1, messageId=None), Taken("ours", 3)),
        (200, answer(5, "REJECTED_NOT_ENOUGH_CREDITS"), Stop("REJECTED_NOT_ENOUGH_CREDITS")),
        (200, answer(5, "REJECTED_SENDER"), Stop("REJECTED_SENDER")),
        (200, answer(5, "REJECTED_DESTINATION"), Refused("REJECTED_DESTINATION", permanent=True)),
        (200, answer(5, "REJECTED_FLOODING_FILTER"), Refused("REJECTED_FLOODING_FILTER", permanent=False)),
        (200, answer(5, "REJECTED_SYSTEM_ERROR"), Again("REJECTED_SYSTEM_ERROR", 5.0)),
        (200, answer(2), Unknown("group-2")),
        (200, answer(9), Unknown("group-9")),
        (200, answer(None), Unknown("unreadable")),
        (200, b'{"messages": []}', Unknown("unreadable")),
        (401, b"", Stop("http-401")),
        (400, b"", Refused("http-400", permanent=False)),
        (500, b"", Unknown("http-500")),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body), "ours", 3) == outcome


@pytest.mark.parametrize(
    ("group", "state"),
    [(1, State.SENT), (2, State.FAILED), (3, State.DELIVERED), (4, State.EXPIRED), (5, State.FAILED), (8, State.SENT)],
)
def test_the_group_of_a_report_says_its_state(group: int, state: State) -> None:
    told = {"messageId": ID, "to": "212612345678", "status": {"groupId": group, "name": "SOMETHING"}}
    report = delivery(told)
    assert (report.provider_id, report.state, report.phone) == (ID, state, PHONE)
    assert report.reason == ("" if state is State.DELIVERED else "SOMETHING")


def test_a_callback_brings_several_events() -> None:
    body = {"results": [{"messageId": "a", "status": {"groupId": 3}}, {"messageId": "b", "status": {"groupId": 2}}]}
    assert [delivery(one).state for one in read(Callback("", json.dumps(body).encode()))] == [State.DELIVERED, State.FAILED]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"results": [1]}', b'{"results": {}}', b"\xff"])
def test_a_body_without_results_is_refused(body: bytes) -> None:
    with pytest.raises(BadForm):
        read(Callback("", body))


@pytest.mark.parametrize("written", ["2026-01-15T09:30:00.000+0000", "2026-01-15T10:30:00+01:00", "2026-01-15T09:30:00Z"])
def test_a_text_is_read(written: str) -> None:
    told = {"messageId": "m", "from": "212612345678", "to": "3737", "text": "IDCS رقمي", "keyword": "IDCS", "receivedAt": written}
    got = inbound(told)
    assert (got.id, got.phone, got.to, got.text, got.at) == ("m", PHONE, "3737", "IDCS رقمي", 1768469400.0)
    for name in ("messageId", "from", "to", "text", "receivedAt"):
        with pytest.raises(Malformed):
            inbound(told | {name: None})
