"""A proof in person over the API, from the code on her screen to the word of the registry, and all that may go wrong."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from itertools import count

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import AuditEvent, HandoffState
from sandbox.device import Finger
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_handoffs import MemoryHandoffs
from store.sql.handoffs import SqlHandoffs
from tests.console.counter import Desk, counter
from tests.registry_client.test_biometrics_contract import FATIMA, OMAR, face, finger

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

S = HandoffState


def numbered() -> MemoryHandoffs:
    codes, ids = count(100_000), count()
    return MemoryHandoffs(lambda: str(next(codes)), lambda: f"{next(ids):032x}")


@pytest.fixture
async def desk(keys: Keyring, clock: FakeClock) -> AsyncIterator[Desk]:
    async with counter(numbered(), keys, clock) as made:
        yield made


def outcomes(desk: Desk, action: str) -> list[str]:
    return [event.outcome for event in desk.audit.events if event.action == action]


async def test_a_finger_at_the_counter_proves_her(desk: Desk) -> None:
    made = await desk.begin()
    status, task = await desk.claim(made.code)
    assert (status, task["id"], task["purpose"]) == (200, made.id, "change")
    assert task["modalities"] == ["face", "finger", "iris"]
    assert FATIMA.uin not in json.dumps(task)
    status, outcome = await desk.submit(task, [finger(FATIMA)])
    assert (status, outcome) == (200, {"state": "proved", "verdict": "matched"})
    assert await desk.state(made.id) is S.PROVED
    assert [(held.phone and held.phone.e164, held.lang) for held in desk.told] == [(FATIMA.phone, "fr")]
    assert (outcomes(desk, "handoff-claim"), outcomes(desk, "handoff-submit")) == (["claimed"], ["matched"])


async def test_another_finger_proves_nothing_and_may_be_tried_again(desk: Desk) -> None:
    task = await desk.task()
    assert await desk.submit(task, [finger(OMAR)]) == (200, {"state": "claimed", "verdict": "mismatch"})
    assert desk.told == []
    assert (await desk.submit(task, [face(FATIMA)]))[1]["state"] == "proved"


async def test_five_wrong_captures_end_it(desk: Desk) -> None:
    task = await desk.task()
    states = [(await desk.submit(task, [finger(OMAR)]))[1]["state"] for _ in range(5)]
    assert states == ["claimed"] * 4 + ["failed"]
    assert (await desk.submit(task, [finger(FATIMA)]))[0] == 409
    assert await desk.state(task["id"]) is S.FAILED


async def test_two_agents_race_for_a_code_and_one_gets_it(desk: Desk) -> None:
    made = await desk.begin()
    came = await asyncio.gather(*(desk.claim(made.code, by) for by in ("salma", "omar", "boss")))
    assert sorted(status for status, _ in came) == [200, 404, 404]


async def test_an_expired_code_reads_like_a_wrong_one(desk: Desk) -> None:
    made = await desk.begin()
    await desk.clock.advance(600)
    late, wrong = await desk.claim(made.code), await desk.claim("999999")
    assert late == wrong
    assert late[1]["type"] == "urn:guichet:problem:unknown-code"


async def test_five_wrong_codes_lock_the_agent_out_even_from_the_right_one(desk: Desk) -> None:
    made = await desk.begin()
    assert [(await desk.claim(f"99999{n}"))[0] for n in range(5)] == [404] * 5
    status, problem = await desk.claim("999995")
    assert (status, problem["type"]) == (429, "urn:guichet:problem:locked")
    assert (await desk.claim(made.code))[0] == 429
    assert (await desk.claim(made.code, "omar"))[0] == 200
    assert "locked" in outcomes(desk, "handoff-claim")


async def test_wrong_codes_between_right_ones_lock_the_agent_out_for_the_day(desk: Desk) -> None:
    for turn in range(5):
        for n in range(4):
            assert (await desk.claim(f"99{turn}00{n}"))[0] == 404
        made = await desk.begin()
        status = (await desk.claim(made.code))[0]
        assert status == (429 if turn == 4 else 200)
        await desk.clock.advance(61)


async def test_another_agent_cannot_submit_for_a_claim(desk: Desk) -> None:
    task = await desk.task()
    status, problem = await desk.submit(task, [finger(FATIMA)], by="omar")
    assert (status, problem["type"]) == (404, "urn:guichet:problem:not-yours")
    assert await desk.state(task["id"]) is S.CLAIMED


async def test_a_capture_of_one_citizen_does_not_prove_another(desk: Desk) -> None:
    """A replay: what was captured for one hand-off is posted to the next."""
    first = await desk.task()
    blocks = desk.device.capture(first["transactionId"], first["env"], first["domainUri"], [finger(FATIMA)])
    second = await desk.task()
    status, outcome = await desk.post(f"{second['id']}/submit", "salma", {"biometrics": blocks})
    assert (status, outcome) == (200, {"state": "claimed", "verdict": "recapture"})


async def test_the_same_idempotency_key_is_answered_and_compared_once(desk: Desk) -> None:
    task = await desk.task()
    once = {"Idempotency-Key": "capture-1"}
    first = await desk.submit(task, [finger(FATIMA)], **once)
    assert await desk.submit(task, [finger(FATIMA)], **once) == first
    assert first[1]["state"] == "proved"
    assert len(desk.told) == 1
    assert outcomes(desk, "handoff-submit") == ["matched"]


async def test_a_registry_that_is_down_costs_nothing_and_the_same_key_may_be_sent_again(desk: Desk) -> None:
    task = await desk.task()
    desk.faults.status, desk.faults.times = 503, 1
    once = {"Idempotency-Key": "capture-1"}
    status, problem = await desk.submit(task, [finger(FATIMA)], **once)
    assert (status, problem["type"]) == (503, "urn:guichet:problem:registry-unavailable")
    assert (await desk.submit(task, [finger(FATIMA)], **once))[1]["state"] == "proved"


async def test_two_captures_at_once_are_compared_one_by_one(desk: Desk) -> None:
    task = await desk.task()
    came = await asyncio.gather(*(desk.submit(task, [finger(FATIMA)]) for _ in range(2)))
    assert sorted(status for status, _ in came) == [200, 409]
    assert len(desk.told) == 1


async def test_whoever_cannot_be_captured_is_vouched_for_by_two(desk: Desk) -> None:
    task = await desk.task()
    assert await desk.vouch(task["id"], "salma") == (200, {"state": "claimed"})
    assert (await desk.vouch(task["id"], "omar"))[0] == 404
    assert await desk.vouch(task["id"], "boss") == (200, {"state": "exception"})
    assert await desk.state(task["id"]) is S.EXCEPTION
    assert len(desk.told) == 1
    assert outcomes(desk, "handoff-vouch") == ["unreadable", "not-yours", "unreadable"]
    assert len({event.subject for event in desk.audit.events}) == 1, "who was refused wanted to vouch for her too"


async def test_a_supervisor_alone_cannot_vouch(desk: Desk) -> None:
    task = await desk.task("boss")
    for _ in range(2):
        assert await desk.vouch(task["id"], "boss") == (200, {"state": "claimed"})
    others = await desk.task("salma")
    assert (await desk.vouch(others["id"], "boss"))[1]["type"] == "urn:guichet:problem:not-vouched"
    assert desk.told == []


async def test_every_step_is_in_the_chain_and_nobody_is_named_in_it(desk: Desk) -> None:
    task = await desk.task()
    await desk.submit(task, [finger(OMAR)])
    await desk.vouch(task["id"], "salma", "injury")
    await desk.vouch(task["id"], "boss", "injury")
    assert [(event.action, event.outcome) for event in desk.audit.events] == [
        ("handoff-claim", "claimed"),
        ("handoff-submit", "mismatch"),
        ("handoff-vouch", "injury"),
        ("handoff-vouch", "injury"),
    ]
    assert len({event.actor for event in desk.audit.events}) == 2
    assert len({event.subject for event in desk.audit.events}) == 1
    assert await desk.audit.verify() is None


async def test_nothing_of_a_capture_or_a_code_is_in_a_log_or_in_the_database(
    sql_engine: AsyncEngine, keys: Keyring, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ids, sent = count(), []
    handoffs = SqlHandoffs(sql_engine, keys, lambda: "424242", lambda: f"{next(ids):032x}")
    with structlog.testing.capture_logs() as lines:
        async with counter(handoffs, keys, clock) as desk:
            task = await desk.task()
            for laid in (Finger(b"somebody"), finger(FATIMA)):
                blocks = desk.device.capture(task["transactionId"], task["env"], task["domainUri"], [laid])
                sent += [part for block in blocks for part in (block["data"], block["sessionKey"], block["hash"])]
                await desk.post(f"{task['id']}/submit", "salma", {"biometrics": blocks})
            await desk.claim("777777")
            tokens = list(desk.tokens.values())
    async with sql_engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM handoffs"))).all()
    assert len(rows) == 1
    assert rows[0].state == "proved"
    logged, kept = f"{lines} {caplog.text}", str(rows)
    assert lines
    for secret in (*sent, *tokens, FATIMA.uin, str(FATIMA.phone), "424242", "777777"):
        assert secret not in logged
        assert secret not in kept


async def test_a_match_after_she_turned_back_is_audited_and_proves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    task, append = await desk.task(), desk.audit.append

    async def turned_back(event: AuditEvent) -> None:
        """She cancels on her telephone while the registry compares."""
        await desk.handoffs.cancel(task["id"])
        await append(event)

    monkeypatch.setattr(desk.audit, "append", turned_back)
    status, problem = await desk.submit(task, [finger(FATIMA)])
    assert (status, problem["type"]) == (409, "urn:guichet:problem:closed")
    assert await desk.state(task["id"]) is S.EXPIRED
    assert outcomes(desk, "handoff-submit") == ["matched"]
