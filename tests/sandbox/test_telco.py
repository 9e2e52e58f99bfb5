"""The fake operator speaks Africa's Talking on the wire, and every trap it can set is one that a real one has."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.outbound import Again, Courier, Refused, Stop, Taken, Unknown
from channels.sms.africastalking import AfricasTalking, delivery
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State
from sandbox.faults import Faults
from sandbox.operators import PROFILES, Profile
from sandbox.phones import Phones
from sandbox.telco import Callbacks, Postman, Screen, Telco
from sandbox.telco_at import Account, SendApi, attach_send_api
from sandbox.telco_http import attach
from store.clock import FakeClock
from store.memory_outbox import MemoryOutbox

AMINA = "+212612345678"
CODE = "*384*123#"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what we wait for happens in the code under test
            await asyncio.sleep(0)


def measure(text: str) -> tuple[str, int]:
    return ("gsm7" if text.isascii() else "ucs2"), len(text)


@dataclass
class Service:
    """An application behind the aggregator: answers as told and writes down what came."""

    hops: list[dict[str, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    say: Callable[[dict[str, str]], web.Response] = lambda form: web.Response(text=f"CON {form['text']}")
    hold: asyncio.Event | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/ussd", self.ussd)
        app.router.add_post("/last", self.last)
        app.router.add_post("/events", self.keep(self.events))
        app.router.add_post("/delivery", self.keep(self.reports))
        return app

    async def ussd(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.hops.append(form)
        self.marks.append(request.headers.get("at-ussd-hop-metadata", ""))
        if self.hold:
            await self.hold.wait()
        return self.say(form)

    async def last(self, request: web.Request) -> web.Response:
        hop = await request.json()
        self.hops.append(hop)
        said = self.say({"text": hop.get("userData") or hop.get("Message", "")})
        page = str(said.text).removeprefix("CON ")
        if page == said.text:
            return said
        told = {"message": page, "continueSession": True} if "userData" in hop else {"Type": "response", "Message": page}
        return web.json_response(told)

    def keep(self, kept: list[dict[str, str]]) -> Callable[[web.Request], Any]:
        async def handler(request: web.Request) -> web.Response:
            kept.append({name: str(value) for name, value in (await request.post()).items()})
            return web.Response()

        return handler


@dataclass
class World:
    service: Service
    telco: Telco
    postman: Postman
    api: SendApi
    phones: Phones
    clock: FakeClock
    http: aiohttp.ClientSession
    url: str

    async def sms(self, status: int = 201, /, *, key: str = "secret", **change: str) -> Any:
        form = {"username": "guichet", "to": AMINA, "message": "Bonjour", "bulkSMSMode": "1"} | change
        headers = {"apiKey": key, "Accept": "application/json"}
        async with self.http.post(self.url + "/africastalking/version1/messaging", data=form, headers=headers) as answer:
            assert answer.status == status
            text = await answer.text()
            return json.loads(text) if answer.content_type == "application/json" else text

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    service, clock, phones = Service(), FakeClock(), Phones()
    async with TestServer(service.app()) as behind, aiohttp.ClientSession() as http:
        callbacks = Callbacks(*(str(behind.make_url(path)) for path in ("/ussd", "/events", "/delivery", "/last", "/last")))
        postman = Postman(http, clock)
        telco = Telco(http, clock, postman, callbacks, services=[CODE])
        account = Account("guichet", "secret", frozenset({"GUICHET"}))
        api = SendApi(phones, clock, postman, callbacks, measure, account=account)
        app = web.Application()
        attach_send_api(app, api)
        attach(app, telco, phones, measure, demo={AMINA: {"fr": "Amina"}}, faults={"sms": api.sending, "reports": api.reporting})
        async with TestServer(app) as server:
            yield World(service, telco, postman, api, phones, clock, http, str(server.make_url("/")).rstrip("/"))
        await postman.close()


# --- the handset -------------------------------------------------------------------------------


async def test_a_session_has_one_id_and_cumulative_text(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    for typed in ("1", "1", "", "a*b"):
        screen = await world.telco.send(AMINA, typed)
    assert [hop["text"] for hop in world.service.hops] == ["", "1", "1*1", "1*1*", "1*1**a*b"]
    assert {hop["sessionId"] for hop in world.service.hops} == {world.service.hops[0]["sessionId"]}
    assert world.service.hops[0].keys() == {"sessionId", "phoneNumber", "networkCode", "serviceCode", "text"}
    assert world.service.hops[0]["sessionId"].startswith("ATUid_")
    assert len(world.service.hops[0]["sessionId"]) == 38
    assert (world.service.hops[0]["phoneNumber"], world.service.hops[0]["serviceCode"]) == (AMINA, CODE)
    assert screen == Screen("1*1**a*b", open=True, expires_in=180.0)


async def test_a_longer_code_dials_into_the_service(world: World) -> None:
    await world.telco.dial(AMINA, "*384*123*7*2#")
    assert world.service.hops[0]["text"] == "7*2"
    assert world.service.hops[0]["serviceCode"] == CODE


@pytest.mark.parametrize("code", ["*100#", "*384*1234#", "384*123", "*384*123*7", ""])
async def test_a_code_of_nobody_reaches_nobody(world: World, code: str) -> None:
    assert (await world.telco.dial(AMINA, code)).error == "no-service"
    assert world.service.hops == []


async def test_the_last_input_profile_sends_only_the_last_as_json(world: World) -> None:
    await world.telco.dial(AMINA, CODE, PROFILES["last"])
    await world.telco.send(AMINA, "1")
    assert await world.telco.send(AMINA, "2") == Screen("2", open=True, expires_in=180.0)
    assert [hop["userData"] for hop in world.service.hops] == [CODE, "1", "2"]
    assert [str(hop["newSession"]) for hop in world.service.hops] == ["True", "False", "False"]


async def test_the_numbered_profile_counts_its_hops(world: World) -> None:
    await world.telco.dial(AMINA, "*384*123*7#", PROFILES["numbered"])
    await world.telco.send(AMINA, "2")
    assert [hop["Message"] for hop in world.service.hops] == ["*384*123*7#", "2"]
    assert [str(hop["Sequence"]) for hop in world.service.hops] == ["1", "2"]
    assert [hop["Type"] for hop in world.service.hops] == ["Initiation", "Response"]


async def test_a_last_input_answer_out_of_form_ends_the_session(world: World) -> None:
    world.service.say = lambda _: web.Response(text="[]")
    assert await world.telco.dial(AMINA, CODE, PROFILES["last"]) == Screen("", open=False, error="bad-prefix")
    assert (await world.telco.dial(AMINA, CODE, replace(PROFILES["last"], numbered=True))).error == "bad-prefix"


async def test_a_handset_shows_only_what_it_has_room_for(world: World) -> None:
    world.service.say = lambda _: web.Response(text="CON " + "é" * 90 + "€" * 90)
    assert (await world.telco.dial(AMINA, CODE, PROFILES["small"])).text == "é" * 90 + "€" * 35
    assert (await world.telco.dial(AMINA, CODE, PROFILES["no-arabic"])).text == "é" * 90 + "€" * 46


async def test_end_closes_and_tells_the_events_address(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    world.service.say = lambda _: web.Response(text="END Merci", headers={"at-ussd-hop-metadata": "thanks"})
    await world.clock.advance(2)
    assert await world.telco.send(AMINA, "1") == Screen("Merci", open=False)
    assert (await world.telco.send(AMINA, "1")).error == "no-session"
    await world.postman.quiet()
    (event,) = world.service.events
    assert event == {
        **{name: value for name, value in world.service.hops[0].items() if name != "text"},
        "date": "2027-01-15 08:00:02",
        "status": "Success",
        "cost": "KES 0.00",
        "durationInMillis": "2000",
        "hopsCount": "2",
        "hopsMetadata": "thanks",
        "input": "1",
        "lastAppResponse": "END Merci",
    }


async def test_a_mark_comes_back_with_the_next_hop_of_the_same_session(world: World) -> None:
    world.service.say = lambda form: web.Response(text="CON x", headers={"at-ussd-hop-metadata": f"step-{len(form['text'])}"})
    await world.telco.dial(AMINA, CODE, PROFILES["after"])
    await world.telco.send(AMINA, "1")
    await world.telco.dial(AMINA, CODE)
    assert world.service.marks == ["", "", "step-0", "step-0", ""]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda: web.Response(text=" CON x"), "bad-prefix"),
        (lambda: web.Response(text="\ufeffCON x"), "bad-prefix"),
        (lambda: web.Response(text=""), "bad-prefix"),
        (lambda: web.Response(text="con x"), "bad-prefix"),
        (lambda: web.Response(text="CON"), "bad-prefix"),
        (lambda: web.Response(text="ENDE"), "bad-prefix"),
        (lambda: web.Response(body=b"CON \xff"), "bad-encoding"),
        (lambda: web.Response(text="CON x", status=404), "http-404"),
        (lambda: web.Response(text="END x", status=500), "http-500"),
    ],
)
async def test_an_answer_out_of_form_ends_the_session(world: World, answer: Callable[[], web.Response], error: str) -> None:
    world.service.say = lambda _: answer()
    assert await world.telco.dial(AMINA, CODE) == Screen("", open=False, error=error)
    await world.postman.quiet()
    assert [(event["status"], event["errorMessage"]) for event in world.service.events] == [("Failed", error)]


async def test_an_application_that_is_too_slow_or_away_ends_the_session(world: World) -> None:
    world.service.hold = asyncio.Event()
    slow = await world.telco.dial(AMINA, CODE, replace(PROFILES["hasty"], answer=0.05))
    world.service.hold.set()
    world.telco._callbacks.ussd = "http://127.0.0.1:9/ussd"
    away = await world.telco.dial(AMINA, CODE)
    assert (slow.error, away.error) == ("no-answer", "unreachable")


async def test_a_session_lives_only_so_long(world: World) -> None:
    await world.telco.dial(AMINA, CODE, PROFILES["hasty"])
    await world.clock.advance(19)
    assert (await world.telco.send(AMINA, "1")).expires_in == 1.0
    await world.clock.advance(1)
    assert await world.telco.send(AMINA, "1") == Screen("", open=False, error="session-timeout")
    await world.postman.quiet()
    assert [event["status"] for event in world.service.events] == ["Incomplete"]


@pytest.mark.parametrize("close", [True, False])
async def test_hanging_up_is_told_only_where_the_profile_tells(world: World, close: bool) -> None:
    await world.telco.dial(AMINA, CODE, Profile("p", close=close))
    assert world.telco.drop(AMINA)
    assert not world.telco.drop(AMINA)
    await world.postman.quiet()
    assert [event["status"] for event in world.service.events] == ["Incomplete"] * close


@pytest.mark.parametrize("profile", ["after", "together"])
async def test_double_delivery_says_whether_both_answers_were_equal(world: World, profile: str) -> None:
    assert (await world.telco.dial(AMINA, CODE, PROFILES[profile])).equal is True
    count = iter(range(100))
    world.service.say = lambda _: web.Response(text=f"CON {next(count)}")
    assert (await world.telco.send(AMINA, "1")).equal is False
    assert [hop["text"] for hop in world.service.hops] == ["", "", "1", "1"]


async def test_a_phone_cannot_type_while_it_waits(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    world.service.hold = asyncio.Event()
    first = asyncio.create_task(world.telco.send(AMINA, "1"))
    await until(lambda: len(world.service.hops) == 2)
    assert (await world.telco.send(AMINA, "2")).error == "busy"
    world.service.hold.set()
    assert (await first).text == "1"


async def test_an_answer_for_a_phone_that_hung_up_is_shown_to_nobody(world: World) -> None:
    world.service.hold = asyncio.Event()
    first = asyncio.create_task(world.telco.dial(AMINA, CODE))
    await until(lambda: bool(world.service.hops))
    world.telco.drop(AMINA)
    world.service.hold.set()
    assert await first == Screen("", open=False, error="no-session")


# --- the send API ------------------------------------------------------------------------------


async def test_a_message_is_answered_delivered_and_reported(world: World) -> None:
    answer = await world.sms(**{"from": "GUICHET", "enqueue": "1"})
    assert answer["SMSMessageData"]["Message"] == "Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1"
    (recipient,) = answer["SMSMessageData"]["Recipients"]
    message_id = recipient.pop("messageId")
    assert recipient == {"cost": "KES 0.8000", "number": AMINA, "status": "Success", "statusCode": 102}
    assert message_id.startswith("ATXid_")
    assert [(sms.sender, sms.text) for sms in world.phones.messages(AMINA)] == [("GUICHET", "Bonjour")]
    assert world.service.reports == []
    await reported(world)
    told = {"phoneNumber": AMINA, "retryCount": "0", "networkCode": "99999"}
    assert world.service.reports == [{"id": message_id, "status": "Success"} | told]


async def reported(world: World, after: float = 0.3) -> None:
    await world.clock.advance(after)
    await world.postman.quiet()


async def test_a_wrong_key_or_user_is_refused_in_plain_text(world: World) -> None:
    for change in ({"key": "other"}, {"username": "other"}):
        assert await world.sms(401, **change) == "The supplied authentication is invalid"
    assert world.phones.messages(AMINA) == []


@pytest.mark.parametrize("name", ["to", "message"])
async def test_a_missing_field_is_a_bad_request(world: World, name: str) -> None:
    assert name in await world.sms(400, **{name: ""})


async def test_an_unregistered_sender_is_a_success_with_no_recipient(world: World) -> None:
    answer = await world.sms(**{"from": "OTHER"})
    assert answer == {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}


async def test_each_recipient_has_an_answer_of_its_own(world: World) -> None:
    answer = await world.sms(to=f"{AMINA},0612345678")
    good, bad = answer["SMSMessageData"]["Recipients"]
    assert good["statusCode"] == 101
    assert bad == {"cost": "0", "messageId": "None", "number": "0612345678", "status": "InvalidPhoneNumber", "statusCode": 403}
    assert answer["SMSMessageData"]["Message"].startswith("Sent to 1/2 ")


@pytest.mark.parametrize(("text", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("é" * 70, 1), ("é" * 71, 2), ("é" * 135, 3)])
async def test_the_operator_counts_its_own_parts(world: World, text: str, parts: int) -> None:
    assert (await world.sms(message=text))["SMSMessageData"]["Message"].endswith(f"Message parts: {parts}")


@pytest.mark.parametrize(
    ("lie", "status", "inbox"),
    [("html", 200, 1), ("empty", 201, 1), ("garbage", 201, 1), ("charset", 201, 1), ("sender", 201, 0), ("405", 201, 0)],
)
async def test_lies_of_the_send_api(world: World, lie: str, status: int, inbox: int) -> None:
    world.api.sending.lie = lie
    headers, form = {"apiKey": "secret"}, {"username": "guichet", "to": AMINA, "message": "x"}
    async with world.http.post(world.url + "/africastalking/version1/messaging", data=form, headers=headers) as answer:
        assert answer.status == status
        assert (answer.headers.get("Content-Type") == "application/json; charset=utf-8") == (lie == "charset")
    assert len(world.phones.messages(AMINA)) == inbox


async def test_an_operator_may_take_a_message_and_never_answer(world: World) -> None:
    world.api.sending.lie, world.api.sending.times = "taken", 1
    sending = asyncio.create_task(world.sms())
    await until(lambda: bool(world.phones.messages(AMINA)))
    await reported(world)
    assert not sending.done()
    assert len(world.service.reports) == 1
    sending.cancel()
    await world.sms()


@pytest.mark.parametrize(
    ("lie", "statuses"),
    [
        ("", ["Success"]),
        ("lost", []),
        ("doubled", ["Success", "Success"]),
        ("reordered", ["Success", "Sent"]),
        ("failed", ["Failed"]),
        ("expired", ["Expired"]),
        ("unheard", ["Teleported"]),
    ],
)
async def test_lies_of_the_reports(world: World, lie: str, statuses: list[str]) -> None:
    world.api.reporting.lie = lie
    await world.sms()
    await reported(world)
    assert [report["status"] for report in world.service.reports] == statuses


async def test_a_report_may_be_late_or_come_before_the_answer(world: World) -> None:
    world.api.reporting.latency = 60.0
    await world.sms()
    await world.clock.advance(60.2)
    assert world.service.reports == []
    await reported(world, 0.1)
    assert len(world.service.reports) == 1
    world.api.reporting.lie = "early"
    await world.sms()
    assert len(world.service.reports) == 2


# --- our own sender against it -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("knobs", "outcome", "inbox"),
    [
        (Faults(), Taken, 1),
        (Faults(lie="charset"), Taken, 1),
        (Faults(lie="html"), Unknown, 1),
        (Faults(lie="empty"), Unknown, 1),
        (Faults(lie="garbage"), Unknown, 1),
        (Faults(lie="taken"), Unknown, 1),
        (Faults(hang=True), Unknown, 0),
        (Faults(status=503), Unknown, 0),
        (Faults(status=429), Again, 0),
        (Faults(lie="501"), Again, 0),
        (Faults(lie="406"), Refused, 0),
        (Faults(lie="405"), Stop, 0),
        (Faults(lie="sender"), Stop, 0),
        (Faults(status=401), Stop, 0),
    ],
)
async def test_our_sender_never_takes_doubt_for_certainty(world: World, knobs: Faults, outcome: type, inbox: int) -> None:
    for name in ("hang", "status", "lie"):
        setattr(world.api.sending, name, getattr(knobs, name))
    assert type(await ours(world).send(SMS)) is outcome
    assert len(world.phones.messages(AMINA)) == inbox


def ours(world: World) -> AfricasTalking:
    url = world.url + "/africastalking"
    return AfricasTalking(world.http, username="guichet", api_key="secret", sender="GUICHET", base_url=url, timeout=(1, 0.05))


SMS = Message(b"k", Phone(AMINA), "Bonjour", Lane.CODE, 3e9)


@pytest.mark.parametrize(
    ("lie", "state"),
    [
        ("", State.DELIVERED),
        ("early", State.DELIVERED),
        ("doubled", State.DELIVERED),
        ("reordered", State.DELIVERED),
        ("failed", State.FAILED),
        ("expired", State.EXPIRED),
        ("lost", State.SENT),
        ("unheard", State.SENT),
    ],
)
async def test_every_report_moves_a_message_forward_only(world: World, lie: str, state: State) -> None:
    outbox = MemoryOutbox()

    async def report(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        await outbox.report(delivery(form), now=world.clock.now())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", report)
    async with TestServer(app) as webhooks:
        world.telco._callbacks.delivery = str(webhooks.make_url("/"))
        world.api.reporting.lie = lie
        await outbox.put(SMS)
        await Courier(outbox, ours(world), world.clock).step()
        await reported(world)
    assert outbox.states == {SMS.key: state}


# --- over HTTP ---------------------------------------------------------------------------------


async def test_the_page_lists_dials_answers_and_hangs_up(world: World) -> None:
    assert await world.call("GET", "/phones") == (200, [{"msisdn": AMINA, "names": {"fr": "Amina"}}])
    status, profiles = await world.call("GET", "/profiles")
    assert [profile["name"] for profile in profiles] == list(PROFILES)
    shown = {"text": "", "open": True, "error": "", "expires_in": 180.0, "encoding": "GSM-7", "units": 0, "equal": None}
    assert await world.call("POST", "/phones/%2B212612345678/dial", {"code": CODE}) == (200, shown)
    status, screen = await world.call("POST", "/phones/212612345678/send", {"text": "é"})
    assert (screen["text"], screen["encoding"], screen["units"]) == ("é", "UCS-2", 1)
    status, screen = await world.call("POST", f"/phones/{AMINA}/drop", {})
    assert (status, screen["open"]) == (200, False)
    status, problem = await world.call("POST", f"/phones/{AMINA}/send", {"text": "1"})
    assert (status, problem["status"], problem["title"]) == (409, 409, "Conflict")


async def test_messages_are_listed_newest_last(world: World) -> None:
    world.phones.deliver(AMINA, "GUICHET", "un", 1_767_607_200.0)
    world.phones.deliver(AMINA, "GUICHET", "deux", 1_767_607_201.5)
    _, messages = await world.call("GET", "/phones/212612345678/messages")
    assert [(sms["from"], sms["text"]) for sms in messages] == [("GUICHET", "un"), ("GUICHET", "deux")]
    assert [sms["at"] for sms in messages] == ["2026-01-05T10:00:00Z", "2026-01-05T10:00:01.500000Z"]


async def test_faults_are_turned_and_shown(world: World) -> None:
    status, _ = await world.call("PUT", "/faults/sms", {"status": 503, "times": 1})
    assert status == 200
    await world.sms(503)
    await world.sms(201)
    assert await world.call("PUT", "/faults/sms", {"latency": 0, "lie": "html"}) == (
        200,
        {"latency": 0.0, "hang": False, "status": 0, "lie": "html", "times": -1},
    )
    assert (await world.call("GET", "/faults"))[1].keys() == {"sms", "reports"}
    await world.call("PUT", "/faults/sms", {})
    assert world.api.sending == Faults()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/phones/0612345678/messages", None, 404),
        ("GET", "/phones/abc/messages", None, 404),
        ("POST", "/phones/212612345678/dial", {}, 400),
        ("POST", "/phones/212612345678/dial", [], 400),
        ("POST", "/phones/212612345678/dial", {"code": CODE, "profile": "nobody"}, 400),
        ("POST", "/phones/212612345678/send", {"text": 1}, 400),
        ("POST", "/phones/212612345678/send", {"text": "x" * 1001}, 400),
        ("PUT", "/faults/nobody", {}, 404),
        ("PUT", "/faults/sms", {"latency": -1}, 400),
        ("PUT", "/faults/sms", {"latency": "1"}, 400),
        ("PUT", "/faults/sms", {"hang": 1}, 400),
        ("PUT", "/faults/sms", {"status": 99}, 400),
        ("PUT", "/faults/sms", {"colour": 1}, 400),
    ],
)
async def test_what_cannot_be_served_is_a_problem(world: World, method: str, path: str, body: object, status: int) -> None:
    seen, problem = await world.call(method, path, body)
    assert (seen, problem["status"]) == (status, status)
    assert world.api.sending == Faults()


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://evil.example", 403),
        ("http://127.0.0.1.evil.example", 403),
        ("null", 403),
        ("http://[broken", 403),
        ("http://localhost:9", 200),
        ("http://127.0.0.1:8080", 200),
        ("http://[::1]:8080", 200),
        ("", 403),
    ],
)
async def test_a_foreign_page_is_not_served(world: World, origin: str, status: int) -> None:
    seen, _ = await world.call("GET", "/phones", Origin=origin)
    assert seen == status


async def test_the_page_of_this_very_host_is_served(world: World) -> None:
    seen, _ = await world.call("GET", "/phones", Origin="http://demo.example:8080", Host="demo.example:8080")
    assert seen == 200


# --- conformance -------------------------------------------------------------------------------


@pytest.mark.conformance
async def test_our_hops_have_the_fields_of_the_captured_ones(world: World) -> None:
    file = SAMPLES / "ussd_africastalking.jsonl"
    if not file.exists():
        pytest.skip("the shared samples are not here")
    captured = [json.loads(line) for line in file.read_text().splitlines() if "captured hop" in line]
    await world.telco.dial(AMINA, CODE)
    named = {pair.split("=")[0] for sample in captured for pair in sample["body"].split("&")}
    assert named == world.service.hops[0].keys()
