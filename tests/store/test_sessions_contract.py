"""The session port on the twin and on a real Redis."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random

import pytest

from dialogs.ports import Sessions
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions
from store.redis_mux import Multiplexer
from store.redis_sessions import RedisSessions

World = tuple[Sessions, Callable[[float], Awaitable[None]]]
KEY = bytes(range(16))


@pytest.fixture(params=["twin", "redis"])
async def world(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    """A session store, and how time passes in its world."""
    if request.param == "twin":
        yield MemorySessions(clock), clock.advance
        return
    mux = Multiplexer(request.getfixturevalue("redis_url"), connect_seconds=5, command_seconds=5)
    yield RedisSessions(mux), asyncio.sleep
    await mux.close()


@pytest.fixture
def sessions(world: World) -> Sessions:
    return world[0]


async def test_an_unknown_conversation_is_none(sessions: Sessions) -> None:
    assert await sessions.load(KEY) is None


async def test_what_was_saved_is_loaded_with_its_revision(sessions: Sessions) -> None:
    assert await sessions.save(KEY, 0, b"one\x00\r\n", 60)
    assert await sessions.load(KEY) == (1, b"one\x00\r\n")
    assert await sessions.save(KEY, 1, b"", 60)
    assert await sessions.load(KEY) == (2, b"")


@pytest.mark.parametrize("was", [0, 1, 3, 258])
async def test_a_save_on_another_revision_changes_nothing(sessions: Sessions, was: int) -> None:
    await sessions.save(KEY, 0, b"one", 60)
    await sessions.save(KEY, 1, b"two", 60)
    assert not await sessions.save(KEY, was, b"lost", 60)
    assert await sessions.load(KEY) == (2, b"two")


async def test_a_revision_cannot_be_saved_on_nothing(sessions: Sessions) -> None:
    assert not await sessions.save(KEY, 1, b"ghost", 60)
    assert await sessions.load(KEY) is None


async def test_a_dropped_conversation_starts_anew(sessions: Sessions) -> None:
    await sessions.save(KEY, 0, b"one", 60)
    await sessions.drop(KEY)
    assert await sessions.load(KEY) is None
    assert not await sessions.save(KEY, 1, b"late", 60)
    assert await sessions.save(KEY, 0, b"new", 60)
    await sessions.drop(b"another key.....")


async def test_a_conversation_ends_by_itself(world: World) -> None:
    sessions, let_pass = world
    await sessions.save(KEY, 0, b"one", 0.05)
    await let_pass(0.07)
    assert await sessions.load(KEY) is None
    assert not await sessions.save(KEY, 1, b"late", 60)


async def test_each_save_gives_the_conversation_its_whole_time_again(world: World) -> None:
    sessions, let_pass = world
    await sessions.save(KEY, 0, b"one", 0.5)
    await sessions.save(KEY, 1, b"two", 60)
    await let_pass(0.55)
    assert await sessions.load(KEY) == (2, b"two")


async def test_of_two_racing_saves_one_wins(sessions: Sessions) -> None:
    won = await asyncio.gather(*(sessions.save(KEY, 0, b"by %d" % n, 60) for n in range(50)))
    assert won.count(True) == 1
    assert await sessions.load(KEY) == (1, b"by %d" % won.index(True))


async def test_a_thousand_conversations_never_mix(sessions: Sessions) -> None:
    async def hold(n: int) -> None:
        pause, key = Random(n), n.to_bytes(16, "big")
        for revision in range(5):
            assert await sessions.save(key, revision, b"canary %d.%d" % (n, revision), 60)
            for _ in range(pause.randrange(4)):
                await asyncio.sleep(0)
            assert await sessions.load(key) == (revision + 1, b"canary %d.%d" % (n, revision))

    await asyncio.gather(*(hold(n) for n in range(1000)))


async def test_the_twin_forgets_what_has_ended(clock: FakeClock) -> None:
    sessions = MemorySessions(clock)
    for n in range(100):
        await sessions.save(n.to_bytes(16, "big"), 0, b"value", 10)
        await clock.advance(1)
    assert len(sessions._kept._entries) <= 11


async def test_redis_holds_nothing_in_clear(redis_url: str, keys: Keyring) -> None:
    mux = Multiplexer(redis_url)
    phone, key = "+212612345678", keys.mac("conversation", "ussd", "+212612345678")
    await RedisSessions(mux).save(key, 0, keys.seal("journal", phone.encode(), key), 60)
    stored = await mux.call("GET", b"c" + key)
    await mux.close()
    assert isinstance(stored, bytes)
    assert b"612345678" not in stored + key
    assert len(stored) == 4 + 1 + 12 + len(phone) + 16
