"""The fake operator's SMS: what its send API answers and reports, each lie of it, and our own sender against them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.outbound import Again, Courier, Refused, Stop, Taken, Unknown
from channels.sms.africastalking import AfricasTalking, delivery
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State
from sandbox.faults import Faults
from store.memory_outbox import MemoryOutbox
from tests.sandbox.telco_world import AMINA, World, opened, until


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with opened() as made:
        yield made


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
