"""The guard port on the twin and on a real Redis: tries and locks by party."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.ports import Guard
from store.clock import FakeClock
from store.memory import MemoryGuard
from store.redis_guard import RedisGuard
from store.redis_mux import Multiplexer

World = tuple[Guard, Callable[[float], Awaitable[None]]]
CALLER, SUBJECT, OTHER = b"caller hash 0001", b"subject hash 001", b"caller hash 0002"


@pytest.fixture(params=["twin", "redis"])
async def world(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    """A guard, and how time passes in its world."""
    if request.param == "twin":
        yield MemoryGuard(clock), clock.advance
        return
    mux = Multiplexer(request.getfixturevalue("redis_url"), connect_seconds=5, command_seconds=5)
    yield RedisGuard(mux), asyncio.sleep
    await mux.close()


@pytest.fixture
def guard(world: World) -> Guard:
    return world[0]


class Spender:
    """Spends tries, each as a new deed."""

    def __init__(self, guard: Guard, *, tries: int = 3, window: float = 600, lock: float = 900) -> None:
        self._guard, self._deeds = guard, count()
        self._limit = {"tries": tries, "window": window, "lock": lock}

    async def __call__(self, *who: bytes, what: str = "code") -> int:
        deed = b"deed %011d" % next(self._deeds)
        tries, window, lock = int(self._limit["tries"]), self._limit["window"], self._limit["lock"]
        return await self._guard.spend(what, who, tries=tries, window=window, lock=lock, key=deed)


async def test_tries_count_down_and_then_the_door_is_shut(guard: Guard) -> None:
    spend = Spender(guard)
    assert [await spend(CALLER) for _ in range(3)] == [2, 1, 0]
    assert await guard.locked("code", [CALLER]) == 0.0
    assert await spend(CALLER) == -1
    assert 890 < await guard.locked("code", [CALLER]) <= 900
    assert await spend(CALLER) == -1


async def test_the_least_of_all_parties_counts(guard: Guard) -> None:
    spend = Spender(guard)
    assert await spend(CALLER) == 2
    assert await spend(OTHER, SUBJECT) == 2
    assert await spend(CALLER, SUBJECT) == 1
    assert await spend(SUBJECT) == 0


async def test_another_phone_does_not_help_against_a_spent_subject(guard: Guard) -> None:
    spend = Spender(guard)
    for _ in range(3):
        await spend(CALLER, SUBJECT)
    assert await spend(OTHER, SUBJECT) == -1
    assert await guard.locked("code", [SUBJECT]) > 0


async def test_a_refused_attempt_costs_the_other_parties_nothing(guard: Guard) -> None:
    spend = Spender(guard)
    await guard.lock("code", [CALLER], 60)
    for _ in range(5):
        assert await spend(CALLER, SUBJECT) == -1
    assert await spend(SUBJECT) == 2


async def test_the_same_deed_spends_once_and_gets_the_same_answer(guard: Guard) -> None:
    again = {"tries": 3, "window": 600.0, "lock": 900.0, "key": b"one deed only..."}
    assert [await guard.spend("code", [CALLER], **again) for _ in range(5)] == [2] * 5  # type: ignore[arg-type]
    assert await Spender(guard)(CALLER) == 1


async def test_a_refusal_is_remembered_for_its_deed_too(guard: Guard) -> None:
    await guard.lock("code", [CALLER], 60)
    refused = {"tries": 3, "window": 600.0, "lock": 900.0, "key": b"a refused deed.."}
    assert [await guard.spend("code", [CALLER], **refused) for _ in range(2)] == [-1, -1]  # type: ignore[arg-type]


async def test_a_party_named_twice_pays_once(guard: Guard) -> None:
    assert await Spender(guard)(CALLER, CALLER) == 2


async def test_kinds_of_tries_are_counted_apart(guard: Guard) -> None:
    spend = Spender(guard)
    await spend(CALLER)
    assert await spend(CALLER, what="recover") == 2
    await guard.lock("recover", [CALLER], 60)
    assert await guard.locked("code", [CALLER]) == 0.0


async def test_success_forgives_the_tries_but_not_the_lock(guard: Guard) -> None:
    spend = Spender(guard)
    await spend(CALLER, SUBJECT)
    await guard.forgive("code", [CALLER])
    assert await spend(CALLER) == 2
    assert await spend(SUBJECT) == 1
    await guard.lock("code", [CALLER], 60)
    await guard.forgive("code", [CALLER])
    assert await spend(CALLER) == -1


async def test_a_window_ends_counted_from_its_first_try(world: World) -> None:
    guard, let_pass = world
    spend = Spender(guard, window=1.0)
    assert await spend(CALLER) == 2
    await let_pass(0.3)
    assert await spend(CALLER) == 1
    await let_pass(0.75)
    assert await spend(CALLER) == 2


async def test_after_the_lock_the_tries_begin_anew(world: World) -> None:
    guard, let_pass = world
    spend = Spender(guard, tries=1, lock=0.05)
    assert [await spend(CALLER), await spend(CALLER)] == [0, -1]
    await let_pass(0.07)
    assert await guard.locked("code", [CALLER]) == 0.0
    assert await spend(CALLER) == 0


async def test_a_lock_is_never_shortened_and_the_longest_counts(guard: Guard) -> None:
    await guard.lock("code", [CALLER], 100)
    await guard.lock("code", [CALLER], 10)
    await guard.lock("code", [SUBJECT], 50)
    assert 90 < await guard.locked("code", [CALLER, SUBJECT]) <= 100
    assert await guard.locked("code", [OTHER]) == 0.0


async def test_of_many_racing_attempts_only_the_allowed_ones_pass(guard: Guard) -> None:
    spend = Spender(guard)
    left = await asyncio.gather(*(spend(CALLER, SUBJECT) for _ in range(40)))
    assert sorted(left, reverse=True)[:4] == [2, 1, 0, -1]


async def test_every_key_in_redis_has_an_end(redis_url: str) -> None:
    mux = Multiplexer(redis_url)
    guard = RedisGuard(mux)
    spend = Spender(guard, tries=1)
    await spend(CALLER, SUBJECT)
    await spend(CALLER)
    await guard.lock("code", [OTHER], 5)
    lasting = "local n=0 for _,k in ipairs(redis.call('KEYS','*')) do if redis.call('PTTL',k)<0 then n=n+1 end end return n"
    assert await mux.call("DBSIZE") == 5
    assert await mux.call("EVAL", lasting, 0) == 0
    await mux.close()


MOVES = st.one_of(
    st.tuples(st.just("spend"), st.sets(st.sampled_from([CALLER, SUBJECT, OTHER]), min_size=1), st.integers(0, 9)),
    st.tuples(st.just("lock"), st.sets(st.sampled_from([CALLER, SUBJECT, OTHER]), min_size=1), st.just(60)),
    st.tuples(st.just("forgive"), st.sets(st.sampled_from([CALLER, SUBJECT, OTHER]), min_size=1), st.just(0)),
)


@given(moves=st.lists(MOVES, max_size=40))
def test_twin_and_redis_answer_alike(redis_server: str, moves: list[tuple[str, set[bytes], int]]) -> None:
    async def play(guard: Guard) -> list[object]:
        seen: list[object] = []
        for kind, who, n in moves:
            parties = sorted(who)
            if kind == "spend":
                seen.append(await guard.spend("code", parties, tries=2, window=600, lock=900, key=b"deed %d" % n))
            elif kind == "lock":
                await guard.lock("code", parties, n)
            else:
                await guard.forgive("code", parties)
            seen.append([round(await guard.locked("code", [p]), -2) for p in (CALLER, SUBJECT, OTHER)])
        return seen

    async def both() -> tuple[list[object], list[object]]:
        mux = Multiplexer(redis_server)
        await mux.call("FLUSHDB")
        answers = await play(MemoryGuard(FakeClock())), await play(RedisGuard(mux))
        await mux.close()
        return answers

    twin, redis = asyncio.run(both())
    assert twin == redis
