"""Orange's SMS API: the token is fetched once, renewed once, and the request's address carries the id of its reports."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered, Callback, Malformed
from channels.sms.gateway import Account
from channels.sms.orange import Orange, delivery, granted, inbound, judge, read
from dialogs.model import Phone
from dialogs.ports import State
from store.clock import FakeClock
from tests.channels.sms_wires import Wire, sms, wired

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "sms_orange_oneapi.jsonl"
PATH = "/smsmessaging/v1/outbound/tel%3A%2B2250000/requests"
TAKEN = b'{"outboundSMSMessageRequest":{"resourceURL":"https://api.orange.com/smsmessaging/v1/outbound/tel:+2250000/requests/6ce3-1"}}'


class Api:
    """Tokens are numbered; `stale` ones are refused."""

    def __init__(self, wire: Wire) -> None:
        self.tokens, self.stale, self.expires = 0, set[str](), "3600"
        wire.does = self.answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/oauth"):
            self.tokens += 1
            return web.json_response({"token_type": "Bearer", "access_token": f"t{self.tokens}", "expires_in": self.expires})
        stale = request.headers["Authorization"].removeprefix("Bearer ") in self.stale
        return web.Response(status=401) if stale else web.Response(status=201, body=TAKEN)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


@pytest.fixture
async def orange(wire: Wire, clock: FakeClock) -> AsyncIterator[Orange]:
    async with aiohttp.ClientSession() as http:
        yield Orange(http, clock, "ci", Account(wire.url, "client", "secret", "GUICHET"), "+2250000")


async def test_the_requests_are_those_of_the_contract(wire: Wire, orange: Orange) -> None:
    Api(wire)
    assert await orange.send(sms("Prêt")) == Taken("6ce3-1", 1)
    token, request = wire.seen
    assert (token.path, token.body) == ("/oauth/v3/token", b"grant_type=client_credentials")
    assert token.headers["Authorization"] == "Basic Y2xpZW50OnNlY3JldA=="
    assert (request.path, request.headers["Authorization"]) == (PATH, "Bearer t1")
    assert json.loads(request.body) == {
        "outboundSMSMessageRequest": {
            "address": "tel:+212612345678",
            "senderAddress": "tel:+2250000",
            "senderName": "GUICHET",
            "outboundSMSTextMessage": {"message": "Prêt"},
        }
    }


async def test_a_token_is_kept_until_shortly_before_its_end(wire: Wire, orange: Orange, clock: FakeClock) -> None:
    api = Api(wire)
    for _ in range(3):
        await orange.send(sms())
    assert api.tokens == 1
    await clock.advance(3541)
    await orange.send(sms())
    assert api.tokens == 2


async def test_a_stale_token_is_renewed_once_and_the_message_goes(wire: Wire, orange: Orange) -> None:
    api = Api(wire)
    api.stale = {"t1"}
    assert isinstance(await orange.send(sms()), Taken)
    assert api.tokens == 2
    api.stale = {f"t{n}" for n in range(10)}
    assert await orange.send(sms()) == Stop("http-401")
    assert api.tokens == 3


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (401, b"", Stop("token-401")),
        (400, b"{}", Stop("token-400")),
        (500, b"", Again("token-500", 5.0, everyone=True)),
        (200, b"<html>", Again("token-200", 5.0, everyone=True)),
        (200, b'{"access_token": ""}', Again("token-200", 5.0, everyone=True)),
        (302, b"", Again("token-302", 5.0, everyone=True)),
        (200, b'{"access_token": "t", "expires_in": 60}', ("t", 60.0)),
        (200, b'{"access_token": "t", "expires_in": "7776000"}', ("t", 7776000.0)),
        (200, b'{"access_token": "t"}', ("t", 3600.0)),
    ],
)
def test_without_a_token_nothing_has_left(status: int, body: bytes, outcome: object) -> None:
    assert granted(Answered(status, {}, body)) == outcome


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, TAKEN, Taken("6ce3-1", 2)),
        (201, b'{"outboundSMSMessageRequest":{}}', Unknown("no-id")),
        (201, b'{"outboundSMSMessageRequest":{"resourceURL":"https://api.orange.com/"}}', Unknown("no-id")),
        (201, b"", Unknown("unreadable")),
        (201, b"<html>", Unknown("unreadable")),
        (200, TAKEN, Unknown("unreadable")),
        (202, b"", Unknown("unreadable")),
        (400, b'{"requestError":{"serviceException":{"messageId":"SVC0004"}}}', Refused("SVC0004", permanent=True)),
        (400, b'{"requestError":{"serviceException":{"messageId":"SVC0002"}}}', Refused("http-400", permanent=False)),
        (403, b'{"requestError":{"policyException":{"messageId":"POL0001"}}}', Stop("http-403")),
        (429, b"", Again("http-429", 5.0, everyone=True)),
        (503, b"", Unknown("http-503")),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body), 2) == outcome


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("DeliveredToTerminal", State.DELIVERED, ""),
        ("DeliveredToNetwork", State.SENT, ""),
        ("MessageWaiting", State.SENT, ""),
        ("DeliveryUncertain", State.SENT, ""),
        ("DeliveryImpossible", State.FAILED, "DeliveryImpossible"),
        ("Teleported", State.SENT, "Teleported"),
    ],
)
def test_the_status_of_a_report_says_its_state(status: str, state: State, reason: str) -> None:
    told = {"callbackData": "6ce3-1", "deliveryInfo": {"address": "tel:+212612345678", "deliveryStatus": status}}
    [form] = read(Callback("", json.dumps({"deliveryInfoNotification": told}).encode()))
    report = delivery(form)
    assert (report.provider_id, report.state, report.reason, report.phone) == ("6ce3-1", state, reason, Phone("+212612345678"))


def texted(**changed: object) -> bytes:
    message = {"dateTime": "2024-02-10T14:30:00Z", "destinationAddress": "tel:+2253737", "message": "STOP"}
    told = message | {"messageId": "m-1", "senderAddress": "tel:+2250701234567"} | changed
    kept = {name: value for name, value in told.items() if value is not None}
    return json.dumps({"inboundSMSMessageNotification": {"inboundSMSMessage": kept}}).encode()


def test_a_text_is_read() -> None:
    [form] = read(Callback("", texted()))
    got = inbound(form)
    assert (got.id, got.phone, got.to, got.text, got.at) == ("m-1", Phone("+2250701234567"), "2253737", "STOP", 1707575400.0)


def test_without_an_id_the_same_text_at_the_same_time_is_the_same() -> None:
    first, again, other = (
        inbound(read(Callback("", texted(messageId=None, message=text)))[0]).id for text in ("STOP", "STOP", "AIDE")
    )
    assert first == again != other


@pytest.mark.parametrize("wrong", [{"senderAddress": "tel:IAM"}, {"dateTime": "yesterday at noon"}, {"message": 3}])
def test_a_text_of_the_wrong_form_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        inbound(read(Callback("", texted(**wrong)))[0])


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"deliveryInfoNotification": []}', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(BadForm):
        read(Callback("", body))


@pytest.mark.conformance
@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_samples_are_read_as_they_say() -> None:
    """Row 05 is not followed: its phone is blacked out (`+2677XXXXXXX`), and a phone that is none is never taken."""
    for line in SAMPLES.read_text("utf-8").splitlines():
        row = json.loads(line)
        [form] = read(Callback("", row["body"].encode()))
        expected = row["expected"]
        if expected["event"] == "dlr":
            report = delivery(form)
            assert (report.provider_id, report.state.value) == (expected["id"], expected["mapped"])
        elif row["id"].endswith("-05"):
            with pytest.raises(Malformed, match="senderAddress"):
                inbound(form)
        else:
            assert inbound(form).text == expected["text"]
