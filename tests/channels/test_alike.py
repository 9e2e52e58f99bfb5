"""Announcements of one text share a request, each phone keeps an outcome of its own, and no doubt is resent (T27, T30, T40)."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.alike import alike
from channels.consent import Consented
from channels.outbound import Again, Courier, Outcome, Pace, Refused, Stop, Taken, Unknown
from channels.pacing import Paced
from channels.sms.africastalking import AfricasTalking, judge
from channels.sms.routes import ELSE, Routes
from dialogs.model import Phone
from dialogs.ports import Claimed, Lane, Message, State
from sandbox.phones import Phones
from sandbox.telco import Callbacks, Postman
from sandbox.telco_at import SendApi, attach_send_api
from store.clock import FakeClock
from store.memory import MemoryContacts, MemoryPacer
from store.memory_outbox import MemoryOutbox

PACE = Pace(at_once=4, together=50)


def phone(n: int) -> Phone:
    return Phone(f"+2126{n:08d}")


def message(n: int, text: str = "Demain", lane: Lane = Lane.CAMPAIGN, encoding: str = "gsm7") -> Message:
    return Message(b"m%05d" % n, phone(n), text, lane, 2e9, encoding=encoding)


def sizes(*messages: Message, most: int = 50) -> list[int]:
    return [len(group) for group in alike([Claimed(n, one, 1) for n, one in enumerate(messages)], most)]


class Bulk:
    """A sender that takes several; `requests` are the keys of each request."""

    name = "bulk"

    def __init__(self) -> None:
        self.requests: list[list[bytes]] = []
        self.says: Callable[[Message], Outcome] = lambda one: Taken(one.key.decode(), 1)

    async def send(self, message: Message) -> Outcome:
        return (await self.send_alike([message]))[0]

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        self.requests.append([one.key for one in messages])
        await asyncio.sleep(0)
        return [self.says(one) for one in messages]

    @property
    def heard(self) -> list[bytes]:
        return [key for keys in self.requests for key in keys]


async def carried(bulk: Bulk, *messages: Message, clock: FakeClock | None = None, steps: int = 60) -> MemoryOutbox:
    box, clock = MemoryOutbox(), clock or FakeClock()
    for one in messages:
        await box.put(one)
    courier = Courier(box, bulk, clock, PACE)
    for _ in range(steps):
        await courier.step()
        await clock.advance(1)
    return box


# --- what may share a request ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "groups"),
    [
        ([message(1), message(2), message(3)], [3]),
        ([message(1), message(2, "Autre"), message(3)], [2, 1]),
        ([message(1), message(2, encoding="auto")], [1, 1]),
        ([message(1, lane=Lane.CODE), message(2, lane=Lane.CODE)], [1, 1]),
        ([message(1, lane=Lane.REPLY), message(2, lane=Lane.CASE), message(3)], [1, 1, 1]),
        ([message(1), message(1), message(2)], [2, 1]),
        ([], []),
    ],
)
def test_only_announcements_of_one_text_to_different_phones_share(messages: list[Message], groups: list[int]) -> None:
    assert sizes(*messages) == groups


def test_a_request_takes_no_more_than_it_may() -> None:
    assert sizes(*(message(n) for n in range(7)), most=3) == [3, 3, 1]


# --- the courier -------------------------------------------------------------------------------


async def test_everybody_gets_one_message_in_few_requests() -> None:
    bulk = Bulk()
    box = await carried(bulk, *(message(n, "Demain" if n % 3 else "غدا") for n in range(600)))
    assert set(box.states.values()) == {State.SENT}
    assert Counter(bulk.heard) == {b"m%05d" % n: 1 for n in range(600)}
    assert len(bulk.requests) < 60


async def test_messages_that_differ_never_share_and_none_is_lost() -> None:
    bulk = Bulk()
    box = await carried(
        bulk, *(message(n) for n in range(200)), *(message(n, f"Bonjour {n}") for n in range(200, 400)), steps=120
    )
    assert set(box.states.values()) == {State.SENT}
    assert sorted(bulk.heard) == [b"m%05d" % n for n in range(400)]
    assert all(len(keys) == 1 for keys in bulk.requests if keys[0] >= b"m00200")


async def test_a_request_without_an_answer_leaves_all_of_it_in_doubt_and_nothing_is_resent() -> None:
    bulk = Bulk()
    bulk.says = lambda _: Unknown("no-answer")
    box = await carried(bulk, *(message(n) for n in range(12)), steps=2000)
    assert set(box.states.values()) == {State.UNKNOWN}
    assert max(map(len, bulk.requests)) > 1
    assert max(Counter(bulk.heard).values()) == 1


async def test_a_sender_that_breaks_leaves_all_of_it_in_doubt() -> None:
    class Broken(Bulk):
        async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
            self.requests.append([one.key for one in messages])
            raise RuntimeError("boom")

    bulk = Broken()
    box = await carried(bulk, *(message(n) for n in range(12)), steps=2000)
    assert set(box.states.values()) == {State.UNKNOWN}
    assert max(map(len, bulk.requests)) > 1
    assert max(Counter(bulk.heard).values()) == 1


async def test_one_request_in_doubt_is_one_doubt_however_many_it_holds() -> None:
    """Three of them running pause the courier; the forty phones of one do not."""
    bulk, clock = Bulk(), FakeClock()
    box = MemoryOutbox()
    for n in range(40):
        await box.put(message(n))
    courier = Courier(box, bulk, clock, replace(PACE, at_once=1))
    courier._width = 20
    bulk.says = lambda _: Unknown("no-answer")
    assert [await courier.step(), await courier.step()] == [20, 20]


async def test_each_phone_has_its_own_outcome() -> None:
    told: list[Outcome] = [
        Taken("1", 1),
        Refused("UserInBlacklist", permanent=True),
        Unknown("not-named"),
        Again("GatewayError", 1),
    ]
    bulk = Bulk()
    bulk.says = lambda one: told[int(one.key[1:])]
    box = await carried(bulk, *(message(n) for n in range(4)), steps=1)
    assert list(box.states.values()) == [State.SENT, State.FAILED, State.UNKNOWN, State.QUEUED]


async def test_an_account_that_ran_dry_in_the_middle_of_a_request_pauses_and_loses_nobody() -> None:
    bulk, left = Bulk(), 5

    def says(one: Message) -> Outcome:
        nonlocal left
        left -= 1
        return Taken(one.key.decode(), 1) if left >= 0 else Stop("InsufficientBalance")

    bulk.says = says
    box, clock = MemoryOutbox(), FakeClock()
    for n in range(20):
        await box.put(message(n))
    courier = Courier(box, bulk, clock, replace(PACE, at_once=16))
    await courier.step()
    await courier.step()
    assert await courier.step() == 0
    left = 100
    for _ in range(60):
        await clock.advance(1)
        await courier.step()
    assert set(box.states.values()) == {State.SENT}


# --- on the way --------------------------------------------------------------------------------


async def test_who_said_stop_is_left_out_of_the_request() -> None:
    bulk, contacts = Bulk(), MemoryContacts()
    await contacts.set_consent(phone(1), "campaign", False, how="sms:stop", at=1)
    told = await Consented(bulk, contacts).send_alike([message(n) for n in range(3)])
    assert [type(one) for one in told] == [Taken, Refused, Taken]
    assert bulk.requests == [[b"m00000", b"m00002"]]


async def test_a_request_takes_no_more_slots_than_leave_at_once_anyway(clock: FakeClock) -> None:
    bulk, at = Bulk(), list[tuple[float, int]]()
    bulk.says = lambda one: Taken(one.key.decode(), 1)
    paced = Paced(bulk, MemoryPacer(clock), clock, 100.0)
    sending = asyncio.create_task(paced.send_alike([message(n) for n in range(40)]))
    for _ in range(2000):
        before = len(bulk.heard)
        await clock.advance(0.001)
        at.append((clock.at, len(bulk.heard) - before))
    assert [one for one in await sending if not isinstance(one, Taken)] == []
    assert sorted(bulk.heard) == [b"m%05d" % n for n in range(40)]
    assert max(map(len, bulk.requests)) == 6
    assert all(sum(many for when, many in at if since <= when < since + 1) <= 100 for since, _ in at)


async def test_a_route_takes_what_its_first_sender_certainly_has_not(clock: FakeClock) -> None:
    first, second = Bulk(), Bulk()
    first.name, second.name = "first", "second"
    first.says = lambda one: Taken("a", 1) if one.to == phone(0) else Stop("InsufficientBalance")

    async def anybody(_: Phone) -> str:
        return ""

    told = await Routes({ELSE: (first, second)}, clock, anybody).send_alike([message(n) for n in range(3)])
    assert [one.via for one in told if isinstance(one, Taken)] == ["first", "second", "second"]


# --- Africa's Talking --------------------------------------------------------------------------


@pytest.fixture
async def wire() -> AsyncIterator[tuple[AfricasTalking, SendApi, Phones]]:
    phones, clock = Phones(), FakeClock()
    async with aiohttp.ClientSession() as http:
        postman = Postman(http, clock)
        api = SendApi(phones, clock, postman, Callbacks("", "", "", "", ""), lambda text: ("gsm7", len(text)))
        api.reporting.lie = "lost"
        app = web.Application()
        attach_send_api(app, api)
        async with TestServer(app) as server:
            url = str(server.make_url("/africastalking"))
            yield (
                AfricasTalking(http, username="sandbox", api_key="sandbox", base_url=url, timeout=(0.5, 0.5)),
                api,
                phones,
            )
        await postman.close()


FOUR = [message(n) for n in range(4)]


def told(outcomes: Sequence[Outcome]) -> list[str]:
    return ["taken" if isinstance(one, Taken) else f"{type(one).__name__} {one.reason}" for one in outcomes]


@pytest.mark.parametrize(
    ("lie", "expected", "each"),
    [
        ("", ["taken"] * 4, 1),
        ("charset", ["taken"] * 4, 1),
        ("forgets", ["taken", "Unknown not-named", "taken", "Unknown not-named"], 1),
        ("twice", ["taken"] * 4, 1),
        ("nobody", ["Stop NoRecipients"] * 4, 0),
        ("sender", ["Stop InvalidSenderId"] * 4, 0),
        ("one", ["taken"] * 4, 1),
        ("406", ["Refused UserInBlacklist"] * 4, 0),
        ("empty", ["Unknown unreadable"] * 4, 1),
        ("garbage", ["Unknown unreadable"] * 4, 1),
        ("taken", ["Unknown no-answer"] * 4, 1),
    ],
)
async def test_what_the_operator_says_of_several(
    wire: tuple[AfricasTalking, SendApi, Phones], lie: str, expected: list[str], each: int
) -> None:
    sender, api, phones = wire
    api.sending.lie = lie
    assert told(await sender.send_alike(FOUR)) == expected
    assert [len(phones.messages(one.to.e164)) for one in FOUR] == [each] * 4


async def test_a_number_that_no_mobile_can_have_does_not_leave_with_the_others(
    wire: tuple[AfricasTalking, SendApi, Phones],
) -> None:
    sender, _, phones = wire
    odd = replace(message(9), to=Phone("+212522334455"))
    assert told(await sender.send_alike([odd, *FOUR])) == ["Refused invalid-number", *["taken"] * 4]
    assert phones.messages("+212522334455") == []


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ({"statusCode": 101, "messageId": "A"}, {"statusCode": 101, "messageId": "B"}, Taken("A", 1)),
        ({"statusCode": 406, "messageId": "None"}, {"statusCode": 101, "messageId": "B"}, Taken("B", 1)),
        ({"statusCode": 406, "messageId": "None"}, {"statusCode": 500, "messageId": "None"}, Unknown("contradiction")),
        ({"statusCode": 406, "messageId": "None"}, {}, Unknown("contradiction")),
    ],
)
def test_a_phone_that_is_named_twice_is_taken_when_it_may_be(
    first: dict[str, object], second: dict[str, object], outcome: Outcome
) -> None:
    recipients = [{"number": phone(1).e164, **one} for one in (first, second)]
    body = json.dumps({"SMSMessageData": {"Message": "", "Recipients": [*recipients, 7, {"number": []}]}}).encode()
    assert judge(201, {}, body, [phone(1), phone(2)], 1) == [outcome, Unknown("not-named")]
