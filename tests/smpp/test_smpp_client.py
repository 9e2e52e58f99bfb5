"""What becomes of a message when the operator is slow, full or confused (T27, T41)."""

import asyncio
from functools import partial

import pytest

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.smpp.sender import SmsWire, validity
from tests.smpp.bound import message, until
from tests.smpp.bound_by_hand import bound, send
from tests.smpp.by_hand import NACK, SUBMIT, SUBMIT_RESP, HandSmsc, wire

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
