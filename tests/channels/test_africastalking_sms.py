"""Sending SMS by Africa's Talking: our request is the SDK's own, and no ambiguous answer is taken for a clear one (T27, T40)."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qsl

import aiohttp
import pytest
from africastalking.SMS import SMSService
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.africastalking import AfricasTalking, judge
from dialogs.model import Phone
from dialogs.ports import Lane, Message
from tests.channels.samples import samples

PHONE = Phone("+212612345678")
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
