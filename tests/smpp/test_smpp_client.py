"""What the client does when the operator is slow, full, confused or gone (T27, T41)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.smpp import pdu
from channels.smpp.link import Link
from channels.smpp.sender import SmsWire, validity
from channels.smpp.session import Session
from store.clock import FakeClock, SystemClock
from tests.smpp.bound import ALICE, World, config, make_link, message, running, until
from tests.smpp.by_hand import (
    BIND,
    BIND_RESP,
    DELIVER,
    DELIVER_RESP,
    ENQUIRE,
    NACK,
    SUBMIT,
    SUBMIT_RESP,
    UNBIND,
    HandSmsc,
    hand_smsc,
    wire,
)  # fmt: skip

T = TypeVar("T")

DIAL = bytes.fromhex(
    "55535344000101" + b"212612345678".hex() + "0000003337333700" + "00" * 9 + "062a3337333723" + "0501000101" + "138300022a00"
)
TEXT = bytes.fromhex("000101" + b"212612345678".hex() + "0000003337333700" + "00" * 9 + "024142")


@asynccontextmanager
async def bound(
    world: World | None = None, sms: SmsWire | None = None, **changes: object
) -> AsyncIterator[tuple[HandSmsc, Link]]:
    async with hand_smsc() as smsc, running(make_link(config(smsc.port, **changes), world or World(), sms)) as link:
        yield smsc, link


async def send(link: Link, text: str = "Bonjour") -> Outcome:
    return await link.sender.send(message(text))


# --- answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0x0B, Refused("destination", permanent=True)),
        (0x0A, Stop("source-address")),
        (0x64, Again("temporary", 5.0)),
        (0x08, Again("system-error", 5.0)),
        (0x45, Again("submit-failed", 5.0)),
        (0x65, Refused("status-0x00000065", permanent=False)),
        (0x66, Refused("status-0x00000066", permanent=False)),
        (0x400, Refused("status-0x00000400", permanent=False)),
        (0x04, Again("wrong-bind-state", 5.0, everyone=True)),
        (0xFF, Unknown("unknown-error")),
    ],
)
async def test_each_refusal_has_its_policy(status: int, outcome: Outcome) -> None:
    async with bound() as (smsc, link):
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, status)
        assert await send(link) == outcome
        assert len(smsc.commands(SUBMIT)) == 1


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"7\0", Taken("7", 1)),
        (b"7", Taken("7", 1)),
        (b"", Unknown("no-id")),
        (b"\0", Unknown("no-id")),
        (b"\xff\0", Unknown("no-id")),
    ],
)
async def test_a_yes_without_an_id_is_doubt(body: bytes, outcome: Outcome) -> None:
    async with bound() as (smsc, link):
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, body)
        assert await send(link) == outcome


async def test_a_nack_of_a_submit_is_its_answer() -> None:
    async with bound() as (smsc, link):
        smsc.on_submit = lambda sequence, _: wire(NACK, sequence, 0x03)
        assert await send(link) == Refused("status-0x00000003", permanent=False)
        smsc.on_submit = lambda sequence, _: wire(NACK, sequence, 0)
        assert await send(link) == Unknown("nack-without-status")


async def test_a_thousand_refusals_leak_no_slot_of_the_window() -> None:
    async with bound(window=5) as (smsc, link):
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0x0B)
        await asyncio.gather(*(send(link) for _ in range(1000)))
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, b"9\0")
        assert await send(link) == Taken("9", 1)


async def test_the_window_is_never_exceeded() -> None:
    async with bound(window=4) as (smsc, link):
        smsc.on_submit = lambda sequence, _: b""
        sends = [asyncio.create_task(send(link)) for _ in range(12)]
        for answered in range(12):
            await until(partial(_heard, smsc, min(12, answered + 4)))
            smsc.say(wire(SUBMIT_RESP, smsc.commands(SUBMIT)[answered][2], 0, b"1\0"))
        assert await asyncio.gather(*sends) == [Taken("1", 1)] * 12


def _heard(smsc: HandSmsc, submits: int) -> bool:
    return len(smsc.commands(SUBMIT)) == submits


async def test_no_answer_is_doubt_and_a_late_one_changes_nothing() -> None:
    async with bound(answer_timeout=0.05) as (smsc, link):
        smsc.on_submit = lambda sequence, _: b""
        assert await send(link) == Unknown("no-answer")
        smsc.say(wire(SUBMIT_RESP, smsc.commands(SUBMIT)[0][2], 0, b"late\0"))
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, b"mine\0")
        assert await send(link) == Taken("mine", 1)
        assert (len(smsc.commands(SUBMIT)), smsc.connections) == (2, 1)


# --- throttling --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0x58, 0x14])
async def test_a_throttled_message_is_the_same_message_again(status: int) -> None:
    async with bound() as (smsc, link):
        left = [status] * 3
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, left.pop() if left else 0, b"7\0")
        assert await send(link) == Taken("7", 1)
        bodies = [body for _, _, _, body in smsc.commands(SUBMIT)]
    assert len(bodies) == 4
    assert len(set(bodies)) == 1


async def test_an_operator_that_stays_full_gets_it_back_to_the_outbox() -> None:
    async with bound(sms=SmsWire("3737", patience=0.2)) as (smsc, link):
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0x58)
        outcomes = await asyncio.gather(send(link), send(link))
    assert {type(outcome) for outcome in outcomes} == {Again}
    assert all(isinstance(outcome, Again) and outcome.everyone for outcome in outcomes)


async def test_a_message_that_expires_meanwhile_is_not_sent_late() -> None:
    async with bound() as (smsc, link):
        assert await link.sender.send(message("Bonjour", valid=-1)) == Again("busy", 1.0, everyone=True)
        assert smsc.commands(SUBMIT) == []


# --- several parts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "outcome", "submits"),
    [
        ([0x0B], Refused("destination", permanent=True), 1),
        ([0, 0x0B], Unknown("cut-destination"), 2),
        ([0, 0, 0x64], Unknown("cut-temporary"), 3),
        ([0, 0x58, 0, 0], Taken("id", 3), 4),
        ([0x64], Again("temporary", 5.0), 1),
    ],
)
async def test_the_outcome_is_decided_over_all_parts(statuses: list[int], outcome: Outcome, submits: int) -> None:
    async with bound() as (smsc, link):
        left = list(statuses)
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, left.pop(0), b"id\0")
        assert await send(link, "é" * 400) == outcome
        assert len(smsc.commands(SUBMIT)) == submits


async def test_two_long_messages_have_two_references() -> None:
    async with bound() as (smsc, link):
        await send(link, "a" * 200)
        await send(link, "b" * 200)
        headers = [body.partition(b"\x05\x00\x03")[2][:3].hex() for _, _, _, body in smsc.commands(SUBMIT)]
    assert headers == ["800201", "800202", "810201", "810202"]


@pytest.mark.parametrize(("text", "why"), [("\ud800", "unencodable"), ("é" * 153 * 256, "does-not-fit")])
async def test_what_cannot_be_carried_is_refused_before_it_leaves(text: str, why: str) -> None:
    async with bound() as (smsc, link):
        assert await send(link, text) == Refused(why, permanent=False)
        assert smsc.commands(SUBMIT) == []


def test_validity_is_relative_and_bounded() -> None:
    assert validity(3600) == "000000010000000R"
    assert validity(3 * 86400 + 3661) == "000003010101000R"
    assert validity(1e9) == "000028000000000R"
    assert validity(-5) == "000000000001000R"


# --- the link ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "garbage",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\x0f\0\0\0\x04", b"\xff" * 64, wire(SUBMIT_RESP, 0, 0)[:3] + b"\0",
        wire(ENQUIRE | 0x80000000, 2), wire(NACK, 0, 2),
    ],
    ids=["http", "short", "long", "empty", "wrong-kind", "nack-of-nothing"],
)  # fmt: skip
async def test_garbage_ends_the_link_and_leaves_doubt(garbage: bytes) -> None:
    async with bound() as (smsc, link):
        smsc.on_submit = lambda sequence, _: garbage
        assert await send(link) == Unknown("link-lost")
        await until(lambda: smsc.connections == 2 and link.client.bound)
        smsc.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, b"7\0")
        assert await send(link) == Taken("7", 1)
        assert len(smsc.commands(SUBMIT)) == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=80), st.binary(max_size=60))
async def test_whatever_the_operator_says_the_client_goes_on(noise: bytes, body: bytes) -> None:
    async with bound(answer_timeout=0.3, retry_first=0.01) as (smsc, link):
        smsc.say(wire(DELIVER, 9, 0, body) + noise + bytes(16))  # sixteen zeros end any stream
        await until(lambda: smsc.connections == 2 and link.client.bound)
        assert isinstance(await send(link), Taken)


async def test_an_unknown_request_is_nacked_and_an_alert_is_not() -> None:
    async with bound() as (smsc, link):
        smsc.say(wire(0x102, 4) + wire(0x103, 5))
        await until(lambda: bool(smsc.commands(NACK)))
        assert smsc.commands(NACK) == [(NACK, 3, 5, b"")]
        assert isinstance(await send(link), Taken)


async def test_sequence_numbers_come_round_past_those_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.smpp.session.LAST_SEQUENCE", 4)
    assert pdu.LAST_SEQUENCE == 0x7FFFFFFF
    async with bound() as (smsc, link):  # the bind was number 1
        plain, smsc.on_submit = smsc.on_submit, lambda sequence, _: b""
        waiting = asyncio.create_task(send(link))
        await until(lambda: len(smsc.commands(SUBMIT)) == 1)
        smsc.on_submit = plain
        for _ in range(5):
            assert isinstance(await send(link), Taken)
        assert [sequence for _, _, sequence, _ in smsc.commands(SUBMIT)] == [2, 3, 4, 1, 3, 4]
        smsc.say(wire(SUBMIT_RESP, 2, 0, b"first\0"))
        assert await waiting == Taken("first", 1)


async def test_without_a_bind_nothing_is_sent() -> None:
    link = make_link(config(1), World())
    assert await send(link) == Again("not-bound", 1.0, everyone=True)


async def test_a_silent_link_is_noticed_and_built_again() -> None:
    clock = FakeClock()
    async with hand_smsc() as smsc:
        smsc.answers_enquiries = False
        link = make_link(config(smsc.port, enquire_every=30.0, answer_timeout=10.0), World(), clock=clock)
        stop = asyncio.Event()
        run = asyncio.create_task(link.run(stop))
        await until(lambda: link.client.bound)
        await clock.advance(30)
        await until(lambda: bool(smsc.commands(ENQUIRE)))
        await clock.advance(10)
        await until(lambda: not link.client.bound)
        smsc.answers_enquiries = True
        await clock.advance(1)
        await until(lambda: smsc.connections == 2 and link.client.bound)
        await clock.advance(30)
        await until(lambda: len(smsc.commands(ENQUIRE)) == 2)
        stop.set()
        await run
        assert len(smsc.commands(UNBIND)) == 1


class Hasty(SystemClock):
    """Lets time run two hundred times as fast, and writes down what was waited for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        self.waits.append(seconds)
        return await super().within(seconds / 200, work)


async def test_waits_between_connections_double_to_their_longest() -> None:
    """With chance at its middle each wait is three quarters of 1, 2, 4 and 4 seconds."""
    clock = Hasty()
    async with hand_smsc() as smsc:
        smsc.on_bind = lambda sequence: wire(BIND_RESP, sequence, 0x0D)
        plain = config(smsc.port, retry_first=0.5, retry_longest=4.0, connect_timeout=1000.0, answer_timeout=1000.0)
        link, stop = make_link(plain, World(), clock=clock), asyncio.Event()
        run = asyncio.create_task(link.run(stop))
        await until(lambda: len(smsc.commands(BIND)) == 5)
        assert await send(link) == Stop("bind-0x0d")
        stop.set()
        await run
    assert [wait for wait in clock.waits if wait < 1000][:4] == [0.75, 1.5, 3.0, 3.0]


async def test_stopping_lets_the_window_be_answered_first() -> None:
    async with hand_smsc() as smsc:
        smsc.on_submit = lambda sequence, _: b""
        link, stop = make_link(config(smsc.port), World()), asyncio.Event()
        run = asyncio.create_task(link.run(stop))
        await until(lambda: link.client.bound)
        sending = asyncio.create_task(send(link))
        await until(lambda: bool(smsc.commands(SUBMIT)))
        stop.set()
        await until(lambda: not link.client.bound)
        assert await send(link) == Again("not-bound", 1.0, everyone=True)
        assert smsc.commands(UNBIND) == []
        smsc.say(wire(SUBMIT_RESP, smsc.commands(SUBMIT)[0][2], 0, b"7\0"))
        assert await sending == Taken("7", 1)
        await run
        assert len(smsc.commands(UNBIND)) == 1


async def test_a_session_closed_before_it_was_made_is_no_fault() -> None:
    session = Session(FakeClock(), lambda *_: None)
    session.close()
    session.abort()
    assert not session.open


# --- what arrives ------------------------------------------------------------------------------


async def _answered(smsc: HandSmsc, body: bytes) -> int:
    before = len(smsc.commands(DELIVER_RESP))
    smsc.say(wire(DELIVER, 77, 0, body))
    await until(lambda: len(smsc.commands(DELIVER_RESP)) > before)
    _, status, sequence, answer = smsc.commands(DELIVER_RESP)[-1]
    assert (sequence, answer) == (77, b"\0")
    return status


async def test_two_equal_texts_both_count() -> None:
    world = World()
    async with bound(world) as (smsc, _):
        assert [await _answered(smsc, TEXT), await _answered(smsc, TEXT)] == [0, 0]
    assert [(texted.phone, texted.to, texted.text) for texted in world.texts] == [(ALICE, "3737", "AB")] * 2
    assert len({texted.id for texted in world.texts}) == 2


async def test_a_poisonous_message_is_refused_for_ever_and_others_flow() -> None:
    world = World()
    async with bound(world) as (smsc, _):
        assert await _answered(smsc, b"\xff" * 9) == 0x65
        assert await _answered(smsc, TEXT.replace(b"212612345678", b"not-a-number")) == 0x65
        assert await _answered(smsc, TEXT) == 0
    assert len(world.texts) == 1


async def test_a_bug_of_ours_asks_the_operator_to_come_again() -> None:
    world = World(fault=RuntimeError("+212612345678"))
    async with bound(world) as (smsc, _):
        assert await _answered(smsc, TEXT) == 0x64
        world.fault = None
        assert await _answered(smsc, TEXT) == 0


async def test_a_turn_that_breaks_ends_the_dialogue_on_the_phone() -> None:
    world = World(fault=RuntimeError("broken"))
    async with bound(world) as (smsc, _):
        assert await _answered(smsc, DIAL) == 0
        await until(lambda: bool(smsc.commands(SUBMIT)))
        assert smsc.commands(SUBMIT)[0][3].endswith(bytes.fromhex("00 0501 0001 11 1383 0002 2a01"))


async def test_a_phone_that_hung_up_gets_nothing() -> None:
    world = World(screen=lambda delivery: None)
    async with bound(world) as (smsc, _):
        assert await _answered(smsc, DIAL.replace(bytes.fromhex("0501000101"), bytes.fromhex("0501000181"))) == 0
        assert await _answered(smsc, TEXT) == 0
    assert [hop.event for hop in world.hops] == ["close"]
    assert smsc.commands(SUBMIT) == []


async def test_too_many_at_once_are_told_to_come_again() -> None:
    async with bound(most_inbound=0) as (smsc, _):
        assert await _answered(smsc, TEXT) == 0x64


async def test_nothing_personal_is_in_a_repr() -> None:
    whole = pdu.ShortMessage.decode(DIAL)
    assert "2126" not in f"{whole!r} {whole.source!r} {pdu.Pdu(5, 1, body=DIAL)!r} {config(1)!r}"
    assert "secret" not in repr(config(1))
