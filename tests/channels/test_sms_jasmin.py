"""Jasmin: texts as octets both ways, and both levels of its reports."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered, Callback, Malformed
from channels.sms.gateway import Account
from channels.sms.jasmin import OK, Jasmin, delivery, inbound, judge, read
from dialogs.ports import State
from store.clock import FakeClock
from tests.channels.sms_wires import PHONE, Wire, sms, wired

TAKEN = b'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"'


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


async def test_the_request_carries_octets_and_asks_for_both_reports(wire: Wire, clock: FakeClock) -> None:
    wire.says = (200, TAKEN)
    async with aiohttp.ClientSession() as http:
        jasmin = Jasmin(http, clock, "j", Account(f"{wire.url}/send", "u", "p", "3737", "https://g.example/d"))
        assert await jasmin.send(sms("5 €")) == Taken("07033084-5cfd-4812-90a4-e4d24ffb6e3d", 1)
        await jasmin.send(sms("سلام"))
    latin, arabic = wire.seen
    assert (latin.method, latin.path) == ("POST", "/send")
    assert latin.form == {
        "username": "u", "password": "p", "from": "3737", "to": "212612345678", "coding": "0", "hex-content": "35201b65",
        "validity-period": "10", "dlr": "yes", "dlr-level": "3", "dlr-method": "POST", "dlr-url": "https://g.example/d",
    }  # fmt: skip
    assert (arabic.form["coding"], arabic.form["hex-content"]) == ("8", "سلام".encode("utf-16-be").hex())


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, TAKEN, Taken("07033084-5cfd-4812-90a4-e4d24ffb6e3d", 2)),
        (200, b'Success ""', Unknown("unreadable")),
        (200, b"Success", Unknown("unreadable")),
        (202, TAKEN, Unknown("unreadable")),
        (400, b'Error "Mandatory argument [to] is not found."', Refused("http-400", permanent=False)),
        (403, b'Error "Authentication failure for username:u"', Stop("http-403")),
        (403, b'Error "Cannot charge submit_sm, check RouterPB log file for details"', Stop("charging")),
        (403, b'Error "User throughput exceeded"', Again("throughput", 5.0, everyone=True)),
        (403, b"<html>forbidden</html>", Stop("http-403")),
        (412, b'Error "No route found"', Refused("no-route", permanent=True)),
        (500, b'Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details"', Unknown("http-500")),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body), 2) == outcome


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("ESME_ROK", State.SENT, ""),
        ("ESME_RTHROTTLED", State.FAILED, "ESME_RTHROTTLED"),
        ("DELIVRD", State.DELIVERED, ""),
        ("delivrd", State.DELIVERED, ""),
        ("UNDELIV", State.FAILED, "UNDELIV"),
        ("REJECTD", State.FAILED, "REJECTD"),
        ("EXPIRED", State.EXPIRED, ""),
        ("ACCEPTD", State.SENT, ""),
        ("UNKNOWN", State.SENT, ""),
        ("MOONED", State.SENT, "MOONED"),
    ],
)
def test_the_status_of_a_report_says_its_state(status: str, state: State, reason: str) -> None:
    told = f"id=07033084&message_status={status}&level=2&sub=001&dlvrd=001&err=000"
    for callback in (Callback("", told.encode()), Callback(told, b"")):
        [form] = read(callback)
        report = delivery(form)
        assert (report.provider, report.provider_id, report.state, report.reason) == ("jasmin", "07033084", state, reason)


@pytest.mark.parametrize(
    ("binary", "coding", "said"),
    [("062A064806420641", "8", "\u062a\u0648\u0642\u0641"), ("35201b65", "0", "5 €"), ("4149", "1", "AI"), ("", "0", "")],
)
def test_a_text_is_read_from_its_octets(binary: str, coding: str, said: str) -> None:
    body = f"id=1&from=212612345678&to=3737&coding={coding}&content=%06*%FF&binary={binary}&origin-connector=iam&priority=1"
    [form] = read(Callback("", body.encode()))
    texted = inbound(form)
    assert (texted.phone, texted.to, texted.text) == (PHONE, "3737", said)


@pytest.mark.parametrize("wrong", [{"binary": "zz"}, {"binary": "062"}, {"coding": "4", "binary": "00"}, {"coding": "x"}])
def test_octets_that_are_no_text_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        inbound({"id": "1", "from": "212612345678", "to": "3737", "coding": "0", "binary": "41"} | wrong)


def test_it_is_thanked_as_it_wants() -> None:
    assert OK == b"ACK/Jasmin"
