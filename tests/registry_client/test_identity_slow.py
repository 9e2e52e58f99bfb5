"""Every population registry when it is slow, silent or lies: scaled down always, at the real 1, 2, 5 and 20 s when asked for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from dialogs.model import Code, IdRef
from dialogs.ports import AuthOutcome, CallContext, Claims, Factor, OtpChallenge
from dialogs.refusals import Outage, RegistryError, Unavailable
from store.clock import FakeClock
from tests.registry_client.identity_worlds import FATIMA, World, opened

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

NEVER = float("inf")
QUICK = pytest.param(0.02, [0.02, 2.0, NEVER], 0.5, id="scaled")
TRUE = pytest.param(1.0, [1.0, 2.0, 5.0, 20.0, NEVER], 3.5, id="true", marks=pytest.mark.full)
LIES = ["html", "empty", "code:IDA-XYZ-999"]
Ask = Callable[[World, CallContext], Awaitable[object]]

BY = OtpChallenge("1234567890", IdRef("?", FATIMA.uin), 0.0)
ASKS: dict[str, Ask] = {
    "send": lambda w, ctx: w.registry.send_otp(w.number(FATIMA), ctx=ctx),
    "claims": lambda w, ctx: w.registry.verify_demographics(w.number(FATIMA), Claims(born=FATIMA.born), ctx=ctx),
    "lock": lambda w, ctx: w.registry.lock(
        replace(BY, by=w.number(FATIMA)), Code("mac", "1"), [Factor.OTP], ctx=replace(ctx, purpose="lock")
    ),
    "event": lambda w, ctx: w.registry.event_status(IdRef("EVENT", "1000000000000001"), ctx=ctx),
}


@pytest.fixture(params=["mosip", "rsmis", "rsmis-xroad"])
async def far(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    """Each registry that is reached over a network."""
    async with opened(request.param, clock) as made:
        yield made


def spoil(world: World, *, latency: float = 0.0, lie: str = "") -> None:
    for faults in world.faults:
        faults.latency, faults.hang, faults.lie = (0.0, True, lie) if latency == NEVER else (latency, False, lie)


async def outcome(ask: Awaitable[object]) -> type[object]:
    """What came out, as a class; a refusal is an answer."""
    try:
        return type(await ask)
    except RegistryError as raised:
        return type(raised)


@pytest.mark.parametrize(("_unit", "latencies", "deadline"), [QUICK, TRUE])
async def test_who_answers_within_the_deadline_is_heard_and_nobody_else_is_waited_for(
    far: World, _unit: float, latencies: list[float], deadline: float
) -> None:
    for latency in latencies:
        await far.clock.advance(11)  # the breaker forgives what the round before did
        spoil(far, latency=latency)
        contexts = [replace(far.next(), deadline=deadline) for _ in ASKS]
        began = asyncio.get_running_loop().time()
        got = await asyncio.gather(*(outcome(ask(far, ctx)) for ask, ctx in zip(ASKS.values(), contexts, strict=True)))
        took = asyncio.get_running_loop().time() - began
        if latency < deadline:
            assert not {kind for kind in got if issubclass(kind, Outage)}
            assert got[1] is AuthOutcome
        else:
            assert set(got) == {Unavailable}
            assert took < deadline + 2.0, "no call outlived its deadline by much"


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize(("unit", "_latencies", "_deadline"), [QUICK, TRUE])
async def test_a_slow_lie_is_not_believed(far: World, unit: float, _latencies: list[float], _deadline: float, lie: str) -> None:
    spoil(far, latency=unit, lie=lie)
    got = await asyncio.gather(*(outcome(ask(far, replace(far.next(), deadline=10.0))) for ask in ASKS.values()))
    assert all(issubclass(kind, Outage) for kind in got)
