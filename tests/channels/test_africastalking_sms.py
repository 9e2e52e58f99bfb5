"""Africa's Talking SMS: our request is the SDK's own, and no ambiguous answer is taken for a clear one (T27, T40)."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
import pytest
from africastalking.SMS import SMSService
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.africastalking import AfricasTalking, Inbound, Malformed, OptOut, delivery, inbound, judge, optout
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State

PHONE = Phone("+212612345678")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def message(text: str = "Votre code est 123456", *, to: Phone = PHONE, lane: Lane = Lane.CODE, encoding: str = "auto") -> Message:
    return Message(b"k", to, text, lane, 2e9, encoding=encoding)


def answer(*recipients: dict[str, object], said: str = "Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1") -> bytes:
    return json.dumps({"SMSMessageData": {"Message": said, "Recipients": recipients}}).encode()


def recipient(code: object, *, number: str = PHONE.e164, id: object = "ATXid_1") -> dict[str, object]:
    return {"cost": "KES 0.8000", "messageId": id, "number": number, "status": "Success", "statusCode": code}


# --- the request -------------------------------------------------------------------------------


class Wire:
    """A loopback server that writes down requests and answers as told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer: Handler = self._taken

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append((request.method, request.raw_path, dict(request.headers), await request.read()))
        return await self.answer(request)

    async def _taken(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(json.loads(answer(recipient(101))), status=201)


@pytest.fixture
async def wire() -> AsyncIterator[tuple[Wire, str]]:
    wire, app = Wire(), web.Application()
    app.router.add_route("*", "/{path:.*}", wire.handle)
    async with TestServer(app) as server:
        yield wire, str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize("sender", [None, "GUICHET"])
@pytest.mark.parametrize("lane", [Lane.CODE, Lane.CASE])
@pytest.mark.parametrize("text", ["Votre code: 1234 & plus + 5%", "رمزكم 1234 – 🎉", "à\nbientôt €"])
async def test_our_request_is_the_one_of_the_sdk(
    wire: tuple[Wire, str], http: aiohttp.ClientSession, sender: str | None, lane: Lane, text: str
) -> None:
    tape, url = wire
    sdk = SMSService("guichet", "a-key")
    sdk._baseUrl = url + "/version1"
    await asyncio.to_thread(sdk.send, text, [PHONE.e164], sender, lane is not Lane.CODE)
    ours = AfricasTalking(http, username="guichet", api_key="a-key", sender=sender, base_url=url + "/")
    assert await ours.send(message(text, lane=lane)) == Taken("ATXid_1", 1)
    (method, path, headers, body), mine = tape.seen
    assert (method, path, body) == (mine[0], mine[1], mine[3])
    for name in ("apiKey", "Accept", "User-Agent", "Content-Type", "Content-Length"):
        assert mine[2][name] == headers[name]


@pytest.mark.parametrize(
    ("username", "url"),
    [
        ("guichet", "https://api.africastalking.com/version1/messaging"),
        ("sandbox", "https://api.sandbox.africastalking.com/version1/messaging"),
    ],
)
async def test_without_a_base_url_the_sdk_names_the_host(http: aiohttp.ClientSession, username: str, url: str) -> None:
    assert AfricasTalking(http, username=username, api_key="k")._service._make_url("/messaging") == url


async def test_gsm7_messages_are_transliterated_and_others_go_as_written(
    wire: tuple[Wire, str], http: aiohttp.ClientSession
) -> None:
    tape, url = wire
    sender = AfricasTalking(http, username="u", api_key="k", base_url=url)
    await sender.send(message("reçu", encoding="gsm7"))
    await sender.send(message("reçu"))
    assert [dict(parse_qsl(body.decode()))["message"] for *_, body in tape.seen] == ["recu", "reçu"]


@pytest.mark.parametrize(
    "number",
    ["+1234", "+2120661345678", "+212522334455", "+212612345678\n", "+٢١٢٦١٢٣٤٥٦٧٨", "0612345678", "+22507099573", "", "x" * 300],
)
async def test_a_number_that_no_mobile_can_have_never_leaves(
    wire: tuple[Wire, str], http: aiohttp.ClientSession, number: str
) -> None:
    tape, url = wire
    sender = AfricasTalking(http, username="u", api_key="k", base_url=url)
    assert await sender.send(message(to=Phone(number))) == Refused("invalid-number", permanent=True)
    assert tape.seen == []


async def test_half_a_surrogate_pair_never_leaves(wire: tuple[Wire, str], http: aiohttp.ClientSession) -> None:
    sender = AfricasTalking(http, username="u", api_key="k", base_url=wire[1])
    assert await sender.send(message("\ud83d")) == Refused("unencodable", permanent=False)
    assert wire[0].seen == []


# --- the network -------------------------------------------------------------------------------


async def test_a_refused_connection_certainly_took_nothing(http: aiohttp.ClientSession) -> None:
    sender = AfricasTalking(http, username="u", api_key="k", base_url=f"http://127.0.0.1:{unused_port()}")
    assert await sender.send(message()) == Again("unreachable", 1.0, everyone=True)


async def test_a_request_that_is_never_answered_may_have_been_taken(wire: tuple[Wire, str], http: aiohttp.ClientSession) -> None:
    closing = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        await closing.wait()
        return web.Response()

    wire[0].answer = hang
    sender = AfricasTalking(http, username="u", api_key="k", base_url=wire[1], timeout=(0.1, 0.1))
    assert await sender.send(message()) == Unknown("no-answer")
    closing.set()


async def test_a_connection_cut_after_the_request_may_have_been_taken(
    wire: tuple[Wire, str], http: aiohttp.ClientSession
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    wire[0].answer = cut
    outcome = await AfricasTalking(http, username="u", api_key="k", base_url=wire[1]).send(message())
    assert isinstance(outcome, Unknown)


async def test_an_answer_cut_in_the_middle_may_have_been_taken(wire: tuple[Wire, str], http: aiohttp.ClientSession) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=201, headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"SMSMessageData"')
        assert request.transport is not None
        request.transport.abort()
        return response

    wire[0].answer = half
    outcome = await AfricasTalking(http, username="u", api_key="k", base_url=wire[1]).send(message())
    assert isinstance(outcome, Unknown)


async def test_a_redirect_is_not_followed(wire: tuple[Wire, str], http: aiohttp.ClientSession) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    wire[0].answer = elsewhere
    assert await AfricasTalking(http, username="u", api_key="k", base_url=wire[1]).send(message()) == Stop("http-307")
    assert len(wire[0].seen) == 1


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "text/plain", "application/json; charset=x-no"]
)
async def test_the_content_type_does_not_change_the_answer(
    wire: tuple[Wire, str], http: aiohttp.ClientSession, kind: str
) -> None:
    async def typed(request: web.Request) -> web.StreamResponse:
        return web.Response(status=201, body=answer(recipient(102)), headers={"Content-Type": kind})

    wire[0].answer = typed
    assert await AfricasTalking(http, username="u", api_key="k", base_url=wire[1]).send(message()) == Taken("ATXid_1", 1)


# --- the meaning of answers --------------------------------------------------------------------

BAD_SENDER = b'{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}'


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, answer(recipient(100)), Taken("ATXid_1", 1)),
        (201, answer(recipient(101)), Taken("ATXid_1", 1)),
        (201, answer(recipient(102)), Taken("ATXid_1", 1)),
        (200, answer(recipient("102")), Taken("ATXid_1", 1)),
        (201, answer(recipient(101), said="Sent to 1/1"), Taken("ATXid_1", 7)),
        (201, answer(recipient(101), said="Sent to 1/1 Total Cost: USD 0.0079 Message parts: 3"), Taken("ATXid_1", 3)),
        (201, answer(recipient(406, number="+212600000000"), recipient(101)), Taken("ATXid_1", 1)),
        (201, answer(recipient(401, id="None")), Stop("RiskHold")),
        (201, answer(recipient(402, id="None")), Stop("InvalidSenderId")),
        (201, answer(recipient(403, id="None")), Refused("InvalidPhoneNumber", permanent=True)),
        (201, answer(recipient(404, id="None")), Refused("UnsupportedNumberType", permanent=True)),
        (201, answer(recipient(405, id="None")), Stop("InsufficientBalance")),
        (201, answer(recipient(406, id="None")), Refused("UserInBlacklist", permanent=True)),
        (201, answer(recipient(407, id="None")), Refused("CouldNotRoute", permanent=True)),
        (201, answer(recipient(409, id="None")), Refused("DoNotDisturbRejection", permanent=True)),
        (201, answer(recipient(500, id="None")), Again("InternalServerError", 5.0)),
        (201, answer(recipient(501, id="None")), Again("GatewayError", 5.0)),
        (201, answer(recipient(502, id="None")), Refused("RejectedByGateway", permanent=False)),
        (201, BAD_SENDER, Stop("InvalidSenderId")),
        (201, answer(said="Sent to 0/1 for +212612345678"), Stop("NoRecipients")),
        (401, b"The supplied authentication is invalid", Stop("http-401")),
        (403, b"", Stop("http-403")),
        (404, b"", Stop("http-404")),
        (302, b"", Unknown("http-302")),
        (308, b"", Stop("http-308")),
        (400, b"Request is missing required form field 'to'", Refused("http-400", permanent=False)),
        (413, b"", Refused("http-413", permanent=False)),
        (408, b"", Again("http-408", 5.0)),
        (500, b"", Unknown("http-500")),
        (502, b"<html>Bad gateway</html>", Unknown("http-502")),
        (504, b"", Unknown("http-504")),
        (200, b"<html>Welcome</html>", Unknown("unreadable")),
        (201, b"", Unknown("unreadable")),
        (204, b"", Unknown("unreadable")),
        (201, b"\xff\xfe", Unknown("unreadable")),
        (201, b"[" * 100_000, Unknown("unreadable")),
        (201, b"null", Unknown("unreadable")),
        (201, b'"Sent"', Unknown("unreadable")),
        (201, b"{}", Unknown("unreadable")),
        (201, b'{"SMSMessageData":null}', Unknown("unreadable")),
        (201, b'{"SMSMessageData":{"Message":"Sent"}}', Unknown("unreadable")),
        (201, b'{"SMSMessageData":{"Recipients":null}}', Unknown("unreadable")),
        (201, b'{"SMSMessageData":{"Recipients":["x"]}}', Unknown("unreadable")),
        (201, b'{"SMSMessageData":{"Recipients":[{}]}}', Unknown("unreadable")),
        (201, answer(recipient(999)), Unknown("status-999")),
        (201, answer(recipient("Success")), Unknown("unreadable")),
        (201, answer(recipient(101, id="None")), Unknown("no-id")),
        (201, answer(recipient(101, id=None)), Unknown("no-id")),
        (201, answer(recipient(101, id="")), Unknown("no-id")),
        (201, answer(recipient(101, number="+212600000001"), recipient(101, number="+212600000002")), Unknown("not-named")),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(status, {}, body, [PHONE], parts=7) == [outcome]


@pytest.mark.parametrize(
    ("header", "after"), [("3", 3.0), ("0", 0.0), ("", 5.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 5.0), ("9" * 9, 3600.0)]
)
def test_too_many_requests_waits_as_long_as_told(header: str, after: float) -> None:
    assert judge(429, {"Retry-After": header}, b"", [PHONE], 1) == [Again("http-429", after, everyone=True)]


# --- callbacks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "failure", "state", "reason"),
    [
        ("Sent", None, State.SENT, ""),
        ("Submitted", None, State.SENT, ""),
        ("Buffered", "", State.SENT, ""),
        ("Success", None, State.DELIVERED, ""),
        ("success", None, State.DELIVERED, ""),
        ("Failed", "DeliveryFailure", State.FAILED, "DeliveryFailure"),
        ("Failed", "NotNetworkSubcriber", State.FAILED, "NotNetworkSubscriber"),
        ("Failed", "NotNetworkSubscriber", State.FAILED, "NotNetworkSubscriber"),
        ("Failed", "SomethingNew", State.FAILED, "SomethingNew"),
        ("Rejected", "UserInBlackList", State.FAILED, "UserInBlackList"),
        ("Rejected", None, State.FAILED, "Rejected"),
        ("AbsentSubscriber", None, State.FAILED, "AbsentSubscriber"),
        ("Expired", None, State.EXPIRED, ""),
        ("Teleported", None, State.SENT, "Teleported"),
    ],
)
def test_delivery_reports(status: str, failure: str | None, state: State, reason: str) -> None:
    form = {"id": "ATXid_1", "status": status, "phoneNumber": PHONE.e164, "networkCode": "60401", "retryCount": "0"}
    report = delivery(form if failure is None else {**form, "failureReason": failure})
    assert (report.provider, report.provider_id, report.phone) == ("africastalking", "ATXid_1", PHONE)
    assert (report.state, report.reason) == (state, reason)


def test_a_report_without_a_phone_is_still_a_report() -> None:
    assert delivery({"id": "ATXid_1", "status": "Success"}).phone is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": "a b"}, "id"),
        ({"id": "x" * 129}, "id"),
        ({"id": "ATXid\0"}, "id"),
        ({"status": ""}, "status"),
        ({"status": "Success\n"}, "status"),
        ({"failureReason": "call +212 6"}, "failureReason"),
        ({"phoneNumber": " 212612345678"}, "phoneNumber"),
        ({"phoneNumber": "+٢١٢٦١٢٣٤٥٦٧٨"}, "phoneNumber"),
        ({"phoneNumber": object()}, "phoneNumber"),
    ],
)
def test_a_broken_report_names_its_field_and_no_value(change: dict[str, object], field: str) -> None:
    form = {"id": "ATXid_1", "status": "Success", "phoneNumber": PHONE.e164} | change
    with pytest.raises(Malformed) as caught:
        delivery(form)
    assert str(caught.value) == field


def incoming(**change: object) -> dict[str, object]:
    sms = {"date": "2026-01-05 10:00:00", "from": PHONE.e164, "id": "ATUid_1", "linkId": "", "text": "STOP", "to": "22384"}
    return sms | {"networkCode": "60401"} | change


@pytest.mark.parametrize("date", ["2026-01-05 10:00:00", "2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00"])
def test_an_incoming_sms_in_each_date_shape(date: str) -> None:
    assert inbound(incoming(date=date)) == Inbound("ATUid_1", PHONE, "22384", "STOP", 1767607200.0, "60401")


@pytest.mark.parametrize(("told", "network"), [({"networkCode": "99999"}, "99999"), ({"networkCode": ""}, "")])
def test_a_text_tells_its_network_where_it_is_told(told: dict[str, str], network: str) -> None:
    assert inbound(incoming(**told)).network == network


@pytest.mark.parametrize(("text", "read"), [("", ""), ("a\0b", "ab"), ("نعم\n1*2", "نعم\n1*2")])
def test_the_text_of_an_incoming_sms_is_kept_but_for_nul(text: str, read: str) -> None:
    assert inbound(incoming(text=text)).text == read


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date": "yesterday, 10:00"}, "date"),
        ({"from": " 212612345678"}, "from"),
        ({"from": "ORANGE"}, "from"),
        ({"to": ""}, "to"),
        ({"text": "x" * 2001}, "text"),
        ({"text": None}, "text"),
        ({"id": ""}, "id"),
    ],
)
def test_a_broken_incoming_sms_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Malformed) as caught:
        inbound(incoming(**change))
    assert str(caught.value) == field


@pytest.mark.parametrize("sender", ["COMPANY", "220225"])
def test_opt_outs(sender: str) -> None:
    assert optout({"senderId": sender, "phoneNumber": PHONE.e164}) == OptOut(sender, PHONE)


def test_no_parsed_callback_shows_a_number_or_a_text() -> None:
    shown = repr([inbound(incoming(text="secret")), optout({"senderId": "A", "phoneNumber": PHONE.e164})])
    assert "secret" not in shown
    assert "612345678" not in shown


# --- conformance -------------------------------------------------------------------------------


def samples(name: str) -> list[dict[str, object]]:
    file = SAMPLES / name
    if not file.exists():
        pytest.skip("the shared samples are not here")
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.conformance
def test_every_recorded_send_answer_is_understood() -> None:
    seen = 0
    for sample in samples("africastalking_send_responses.jsonl"):
        if "/version1/messaging" not in str(sample["path"]):
            continue
        expected = sample["expected"]
        assert isinstance(expected, dict)
        (outcome,) = judge(expected["http_status"], {}, str(sample["body"]).encode(), [PHONE], 1)
        wanted = {"invalid-key.json": Stop, "invalid-sender-id.json": Stop}.get(str(sample["label"]).split("/")[-1], Taken)
        assert isinstance(outcome, wanted), sample["id"]
        seen += 1
    assert seen


@pytest.mark.conformance
def test_every_recorded_callback_is_understood() -> None:
    for sample in samples("sms_africastalking_callbacks.jsonl"):
        form = dict(parse_qsl(str(sample["body"]), keep_blank_values=True))
        expected = sample["expected"]
        assert isinstance(expected, dict)
        match expected["event"]:
            case "mo_sms":
                assert inbound(form).text == expected["text"]
            case "dlr":
                report = delivery(form)
                assert (report.state is not State.SENT) == expected["final"]
                assert (report.reason or None) == expected["failure_reason"]
            case "optout":
                assert optout(form).sender == expected["sender"]
