"""The link to the operator: what breaks it and builds it again, and what arrives on it."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.outbound import Again, Stop, Taken, Unknown
from channels.smpp import pdu
from channels.smpp.session import Session
from store.clock import FakeClock, SystemClock
from tests.smpp.bound import ALICE, World, config, make_link, until
from tests.smpp.bound_by_hand import bound, send
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
