"""The courier: every outcome has its policy, doubt is never resent, and no message can hold the others (T27, T32, T34, T41)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from channels.outbound import Again, Courier, Outcome, Pace, Refused, Stop, Taken, Unknown
from dialogs.model import Phone
from dialogs.ports import Claimed, Dispatch, Lane, Message, Report, State, StoreDown
from store.clock import FakeClock
from store.memory_outbox import MemoryOutbox

Behaviour = Callable[[Message], Outcome | Exception | Awaitable[Outcome]]


class Operator:
    """A sender that does as told and writes down the keys that it was handed."""

    name = "operator"

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.under_way = self.most_under_way = 0
        self.does: Behaviour = lambda message: Taken("id-" + message.key.decode(), 1)

    async def send(self, message: Message) -> Outcome:
        self.heard.append(message.key)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            outcome = self.does(message)
            if isinstance(outcome, Exception):
                raise outcome
            return await outcome if isinstance(outcome, Awaitable) else outcome
        finally:
            self.under_way -= 1


class Bench:
    """An outbox, an operator and a courier between them."""

    def __init__(self, dispatch: Dispatch | None = None, pace: Pace | None = None) -> None:
        self.clock, self.outbox, self.operator = FakeClock(), MemoryOutbox(), Operator()
        self.courier = Courier(dispatch or self.outbox, self.operator, self.clock, pace)

    async def put(self, *keys: str, lane: Lane = Lane.CASE, valid: float = 1e6) -> None:
        for key in keys:
            to = Phone("+212612345678")
            await self.outbox.put(Message(key.encode(), to, "Bonjour", lane, self.clock.now() + valid))

    async def steps(self, seconds: int) -> None:
        """Let the courier step once a second."""
        for _ in range(seconds):
            await self.courier.step()
            await self.clock.advance(1)

    def state(self, key: str) -> State:
        return self.outbox.states[key.encode()]

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        run = asyncio.create_task(self.courier.run(stop))
        yield
        stop.set()
        await run


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what we wait for happens in the code under test
            await asyncio.sleep(0.005)


# --- one message -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Taken("ATXid_1", 2), State.SENT),
        (Refused("UserInBlacklist", permanent=True), State.FAILED),
        (Refused("RejectedByGateway", permanent=False), State.FAILED),
        (Unknown("no-answer"), State.UNKNOWN),
        (RuntimeError("boom"), State.UNKNOWN),
        (Again("GatewayError", 5.0), State.QUEUED),
        (Again("unreachable", 1.0, everyone=True), State.QUEUED),
        (Stop("http-401"), State.QUEUED),
    ],
)
async def test_each_outcome_has_its_state(outcome: Outcome | Exception, state: State) -> None:
    bench = Bench()
    await bench.put("a")
    bench.operator.does = lambda _: outcome
    assert await bench.courier.step() == 1
    assert bench.state("a") is state


@pytest.mark.parametrize("outcome", [Unknown("no-answer"), RuntimeError(), Refused("x", permanent=True), Taken("1", 1)])
async def test_a_message_that_may_have_left_is_never_sent_again(outcome: Outcome | Exception) -> None:
    bench = Bench()
    await bench.put("a")
    bench.operator.does = lambda _: outcome
    await bench.steps(400)
    assert bench.operator.heard == [b"a"]


async def test_what_is_unknown_is_settled_by_its_report() -> None:
    bench = Bench()
    await bench.put("a")
    bench.operator.does = lambda _: Unknown("no-answer")
    await bench.courier.step()
    report = Report("operator", "ATXid_9", State.DELIVERED, phone=Phone("+212612345678"))
    await bench.outbox.report(report, now=bench.clock.now() + 5)
    assert bench.state("a") is State.DELIVERED


async def test_retries_back_off_and_end_in_failure_with_the_cause() -> None:
    bench = Bench(pace=Pace(tries=5, longest_wait=6))
    await bench.put("a")
    sent_at: list[float] = []
    bench.operator.does = lambda _: sent_at.append(bench.clock.now()) or Again("GatewayError", 1.5)  # type: ignore[func-returns-value]
    for _ in range(60):
        await bench.courier.step()
        await bench.clock.advance(0.5)
    assert [later - before for before, later in pairwise(sent_at)] == [1.5, 2, 4, 6]
    assert bench.state("a") is State.FAILED
    assert bench.outbox._by_key[b"a"].reason == "GatewayError"


async def test_a_stale_message_is_never_sent() -> None:
    bench = Bench()
    await bench.put("a", valid=30)
    bench.operator.does = lambda _: Again("GatewayError", 25.0)
    await bench.steps(2)
    await bench.clock.advance(100)
    await bench.courier.step()
    assert bench.operator.heard == [b"a"]
    assert bench.state("a") is State.EXPIRED


async def test_a_message_that_goes_stale_between_claim_and_sending_is_never_sent() -> None:
    bench = Bench()

    class Slow(MemoryOutbox):
        async def claim(self, most: int, *, lease: float, now: float, upto: Lane = Lane.CAMPAIGN) -> list[Claimed]:
            claimed = await super().claim(most, lease=lease, now=now, upto=upto)
            await bench.clock.advance(10)
            return claimed

    bench.outbox = slow = Slow()
    bench.courier = Courier(slow, bench.operator, bench.clock)
    await bench.put("a", valid=5)
    await bench.courier.step()
    assert bench.operator.heard == []
    assert bench.state("a") is State.EXPIRED


# --- the operator ------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Stop("http-401"), Again("unreachable", 1.0, everyone=True)])
async def test_a_refused_account_is_probed_with_one_message_at_a_time(outcome: Outcome) -> None:
    bench = Bench(pace=Pace(at_once=4))
    await bench.put(*(f"m{n}" for n in range(8)))
    bench.operator.does = lambda _: outcome
    await bench.courier.step()
    assert len(bench.operator.heard) == 4
    assert await bench.courier.step() == 0
    await bench.clock.advance(1)
    assert [await bench.courier.step(), await bench.courier.step()] == [1, 0]
    await bench.clock.advance(1.9)
    assert await bench.courier.step() == 0
    await bench.clock.advance(0.1)
    bench.operator.does = lambda message: Taken(message.key.decode(), 1)
    assert [await bench.courier.step(), await bench.courier.step() > 1] == [1, True]
    await bench.steps(20)
    assert set(bench.outbox.states.values()) == {State.SENT}


async def test_pauses_double_up_to_the_longest() -> None:
    bench = Bench(pace=Pace(at_once=16, longest_wait=8, tries=1000))
    await bench.put(*(f"m{n}" for n in range(100)))
    tried_at: list[float] = []
    began = bench.clock.now()
    bench.operator.does = lambda _: tried_at.append(bench.clock.now() - began) or Stop("http-401")  # type: ignore[func-returns-value]
    await bench.steps(40)
    assert sorted(set(tried_at)) == [0, 1, 3, 7, 15, 23, 31, 39]


async def test_an_outage_of_hours_fails_nobody() -> None:
    bench = Bench(pace=Pace(tries=3))
    await bench.put("a", "b")
    bench.operator.does = lambda _: Again("unreachable", 1.0, everyone=True)
    for _ in range(200):
        await bench.courier.step()
        await bench.clock.advance(60)
    bench.operator.does = lambda message: Taken(message.key.decode(), 1)
    await bench.steps(400)
    assert set(bench.outbox.states.values()) == {State.SENT}


async def test_a_poisonous_message_is_quarantined_and_the_others_flow() -> None:
    bench = Bench(pace=Pace(at_once=1))
    await bench.put("poison", *(f"m{n}" for n in range(20)))
    bench.operator.does = lambda message: Stop("NoRecipients") if message.key == b"poison" else Taken(message.key.decode(), 1)
    await bench.steps(30)
    assert [bench.state(f"m{n}") for n in range(20)] == [State.SENT] * 20
    await bench.steps(200)
    assert bench.state("poison") is State.FAILED
    assert bench.outbox._by_key[b"poison"].reason == "NoRecipients"


async def test_an_operator_that_never_answers_does_not_eat_the_outbox() -> None:
    bench = Bench(pace=Pace(at_once=2))
    await bench.put(*(f"m{n}" for n in range(1000)))
    bench.operator.does = lambda _: Unknown("no-answer")
    await bench.steps(3600)
    assert len(bench.operator.heard) < 30


async def test_one_unknown_outcome_among_others_stops_nothing() -> None:
    bench = Bench(pace=Pace(at_once=4))
    await bench.put(*(f"m{n}" for n in range(100)))
    bench.operator.does = lambda message: Unknown("x") if message.key.endswith(b"7") else Taken(message.key.decode(), 1)
    for _ in range(25):
        await bench.courier.step()
    assert len(bench.operator.heard) == 100


@given(st.lists(st.sampled_from(["taken", "refused", "unknown", "again", "stop", "away", "bug"]), min_size=1, max_size=40))
@settings(deadline=None, max_examples=50)
def test_no_order_of_outcomes_loses_or_doubles_a_message(script: list[str]) -> None:
    outcomes: dict[str, Outcome | Exception] = {
        "taken": Taken("1", 1),
        "refused": Refused("x", permanent=True),
        "unknown": Unknown("x"),
        "again": Again("x", 1.0),
        "stop": Stop("x"),
        "away": Again("x", 1.0, everyone=True),
        "bug": RuntimeError(),
    }

    async def scenario() -> None:
        bench, told = Bench(pace=Pace(at_once=3, longest_wait=10)), iter(script)
        left: list[bytes] = []

        def answer(message: Message) -> Outcome | Exception:
            what = next(told, "taken")
            if what in ("taken", "unknown", "bug"):
                left.append(message.key)
            return outcomes[what]

        bench.operator.does = answer
        await bench.put(*(f"m{n}" for n in range(10)))
        await bench.steps(300)
        assert len(left) == len(set(left)), "sent twice"
        assert not {State.QUEUED, State.SENDING} & set(bench.outbox.states.values()), "left behind"
        assert bench.courier._flying == 0

    asyncio.run(scenario())


# --- the work goes on --------------------------------------------------------------------------


async def test_a_code_leaves_before_a_campaign() -> None:
    bench = Bench(pace=Pace(at_once=2))
    await bench.put(*(f"c{n}" for n in range(5)), lane=Lane.CAMPAIGN)
    await bench.put("code", lane=Lane.CODE)
    await bench.courier.step()
    assert bench.operator.heard[0] == b"code"


async def test_a_slow_sending_does_not_hold_the_next_claim() -> None:
    bench, gate = Bench(pace=Pace(at_once=3)), asyncio.Event()

    async def slow() -> Outcome:
        await gate.wait()
        return Taken("slow", 1)

    bench.operator.does = lambda message: slow() if message.key == b"slow" else Taken(message.key.decode(), 1)
    await bench.put("slow")
    async with bench.working():
        await until(lambda: bench.operator.under_way == 1)
        await bench.put("code", lane=Lane.CODE)
        await until(lambda: bench.state("code") is State.SENT)
        gate.set()
    assert bench.state("slow") is State.SENT


async def test_no_more_than_so_many_are_under_way_and_refusals_leak_no_place() -> None:
    bench = Bench(pace=Pace(at_once=5, idle=0.001))
    await bench.put(*(f"m{n}" for n in range(500)))

    async def refuse() -> Outcome:
        await asyncio.sleep(0)
        return Refused("x", permanent=True)

    bench.operator.does = lambda _: refuse()
    async with bench.working():
        await until(lambda: set(bench.outbox.states.values()) == {State.FAILED})
    assert bench.operator.most_under_way == 5
    assert len(bench.operator.heard) == 500


async def test_stopping_lets_what_is_under_way_finish_and_claims_no_more() -> None:
    bench, gate = Bench(pace=Pace(at_once=1)), asyncio.Event()

    async def slow() -> Outcome:
        await gate.wait()
        return Taken("1", 1)

    bench.operator.does = lambda _: slow()
    await bench.put("a", "b")
    stop = asyncio.Event()
    run = asyncio.create_task(bench.courier.run(stop))
    await until(lambda: bench.operator.under_way == 1)
    stop.set()
    gate.set()
    await run
    assert (bench.state("a"), bench.state("b")) == (State.SENT, State.QUEUED)


class Flaky(MemoryOutbox):
    """An outbox whose database goes away for so many calls of one method."""

    def __init__(self, method: str, times: int) -> None:
        super().__init__()
        self._method, self._times = method, times

    def _fail(self, method: str) -> None:
        if method == self._method and self._times:
            self._times -= 1
            raise StoreDown

    async def claim(self, most: int, *, lease: float, now: float, upto: Lane = Lane.CAMPAIGN) -> list[Claimed]:
        self._fail("claim")
        return await super().claim(most, lease=lease, now=now, upto=upto)

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        self._fail("settle")
        await super().settle(id, state, provider=provider, provider_id=provider_id, reason=reason, parts=parts)


async def test_a_database_that_is_away_for_a_moment_loses_nothing() -> None:
    for method, times in (("claim", 2), ("settle", 3)):
        bench = Bench()
        bench.outbox = outbox = Flaky(method, times)
        bench.courier = Courier(outbox, bench.operator, bench.clock)
        await bench.put("a")
        for _ in range(3):
            step = asyncio.create_task(bench.courier.step())
            await bench.clock.advance(10)
            await step
        assert (bench.operator.heard, bench.state("a")) == ([b"a"], State.SENT)


async def test_an_outcome_that_the_database_never_hears_becomes_unknown() -> None:
    bench = Bench()
    bench.outbox = outbox = Flaky("settle", 4)
    bench.courier = Courier(outbox, bench.operator, bench.clock)
    await bench.put("a")
    step = asyncio.create_task(bench.courier.step())
    await bench.clock.advance(61)
    await step
    await bench.courier.step()
    assert (bench.operator.heard, bench.state("a")) == ([b"a"], State.UNKNOWN)


async def test_logs_and_metrics_name_no_person_and_no_text() -> None:
    bench = Bench()
    await bench.put("a", "b", "c", "d", "e")
    outcomes: list[Outcome | Exception] = [
        Taken("ATXid_1", 1),
        Unknown("x"),
        Again("y", 1.0),
        Stop("z"),
        RuntimeError("+212612345678"),
    ]
    told = iter(outcomes)
    bench.operator.does = lambda _: next(told)
    with structlog.testing.capture_logs() as logs:
        await bench.courier.step()
    assert {log["event"] for log in logs} == {"sms.not-sent", "sms.again", "sms.paused"}
    shown = repr(logs) + repr([sample for metric in REGISTRY.collect() for sample in metric.samples])
    assert "612345678" not in shown
    assert "Bonjour" not in shown


async def test_each_settled_message_is_counted_by_lane_and_outcome() -> None:
    def count() -> float:
        labels = {"lane": "CODE", "outcome": "sent"}
        return REGISTRY.get_sample_value("guichet_sms_settled_total", labels) or 0.0

    bench, before = Bench(), count()
    await bench.put("a", lane=Lane.CODE)
    await bench.courier.step()
    assert count() == before + 1
