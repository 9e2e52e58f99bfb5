"""The Redis multiplexer when Redis dies, hangs, restarts or talks nonsense."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
import uvloop

from dialogs.ports import StoreDown
from store.redis_mux import Multiplexer, Script
from store.redis_sessions import RedisSessions
from tests.servers import OwnRedis

KEY = bytes(16)


@pytest.fixture
async def mux(own_redis: OwnRedis) -> AsyncIterator[Multiplexer]:
    mux = Multiplexer(own_redis.url, connect_seconds=5, command_seconds=5)
    yield mux
    await mux.close()


async def until_it_answers(mux: Multiplexer) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                await mux.call("PING")
                return
            except StoreDown:
                await asyncio.sleep(0.01)


async def test_a_killed_redis_is_down_and_a_restarted_one_is_back(own_redis: OwnRedis, mux: Multiplexer) -> None:
    sessions = RedisSessions(mux)
    assert await sessions.save(KEY, 0, b"one", 60)
    own_redis.kill()
    for _ in range(3):
        with pytest.raises(StoreDown):
            await sessions.load(KEY)
    own_redis.start()
    await until_it_answers(mux)
    assert await sessions.load(KEY) is None
    assert await sessions.save(KEY, 0, b"two", 60)  # the new server does not know the script yet
    assert await sessions.load(KEY) == (1, b"two")


async def test_all_that_is_pending_fails_when_the_connection_is_lost(own_redis: OwnRedis, mux: Multiplexer) -> None:
    await mux.call("PING")
    os.kill(own_redis.pid, signal.SIGSTOP)
    pending = [asyncio.ensure_future(mux.call("GET", KEY)) for _ in range(20)]
    await asyncio.sleep(0)
    own_redis.kill()
    answers = await asyncio.gather(*pending, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreDown] * 20


async def test_a_hanging_redis_is_down_in_time_and_late_answers_go_to_nobody(own_redis: OwnRedis) -> None:
    mux = Multiplexer(own_redis.url, connect_seconds=0.3, command_seconds=0.3)
    await mux.call("SET", "mine", "1")
    os.kill(own_redis.pid, signal.SIGSTOP)
    with pytest.raises(StoreDown):
        await mux.call("GET", "mine")
    with pytest.raises(StoreDown):  # the kernel still takes connections; the greeting is not answered
        await mux.call("GET", "mine")
    os.kill(own_redis.pid, signal.SIGCONT)
    await until_it_answers(mux)
    assert await mux.call("GET", "mine") == b"1"
    await mux.close()


async def test_a_caller_that_gives_up_does_not_shift_the_answers(mux: Multiplexer) -> None:
    await mux.call("SET", "a", "1")
    await mux.call("SET", "b", "2")
    left = asyncio.ensure_future(mux.call("GET", "a"))
    stayed = asyncio.ensure_future(mux.call("GET", "b"))
    await asyncio.sleep(0)
    left.cancel()
    assert await stayed == b"2"
    assert await mux.call("GET", "a") == b"1"


async def test_many_first_callers_share_one_connection(own_redis: OwnRedis, mux: Multiplexer) -> None:
    await asyncio.gather(*(mux.call("PING") for _ in range(50)))
    clients = await mux.call("CLIENT", "LIST")
    assert isinstance(clients, bytes)
    assert clients.count(b"\n") == 1


async def test_after_a_failed_connect_the_next_callers_do_not_wait(own_redis: OwnRedis, mux: Multiplexer) -> None:
    own_redis.kill()
    answers = await asyncio.gather(*(mux.call("PING") for _ in range(3)), return_exceptions=True)
    for _ in range(20):  # each failed connect doubles the pause
        answers += await asyncio.gather(mux.call("PING"), return_exceptions=True)
    assert {str(answer) for answer in answers} == {"no connection", "backing off"}


async def test_an_error_reply_is_down_with_its_code_alone(mux: Multiplexer) -> None:
    await mux.call("SET", "name", "Amina")
    with pytest.raises(StoreDown) as refused:
        await mux.call("LPUSH", "name", "Amina")
    assert str(refused.value) == "WRONGTYPE"
    with pytest.raises(StoreDown) as broken:
        await mux.run(Script("return redis.call('GET')"), [])
    assert "Amina" not in str(broken.value)
    assert await mux.call("GET", "name") == b"Amina"


async def test_a_server_that_talks_nonsense_is_down() -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    mux = Multiplexer(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    with pytest.raises(StoreDown):
        await mux.call("PING")
    await mux.close()
    server.close()
    await server.wait_closed()


async def test_password_and_database_of_the_address_are_used(own_redis: OwnRedis, mux: Multiplexer) -> None:
    await mux.call("CONFIG", "SET", "requirepass", "p@ss word")
    address = own_redis.url.removesuffix("/0").replace("redis://", "redis://:p%40ss%20word@")
    other = Multiplexer(address + "/3")
    await other.call("SET", "here", "1")
    assert await mux.call("DBSIZE") == 0
    with pytest.raises(StoreDown):
        await Multiplexer(own_redis.url).call("PING")
    assert await other.call("DBSIZE") == 1
    await other.close()


def test_it_runs_on_uvloop_too(redis_url: str) -> None:
    async def round_trip() -> object:
        mux = Multiplexer(redis_url, connect_seconds=5, command_seconds=5)
        try:
            await RedisSessions(mux).save(KEY, 0, b"one", 60)
            return await RedisSessions(mux).load(KEY)
        finally:
            await mux.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(round_trip()) == (1, b"one")


def test_an_address_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="redis://"):
        Multiplexer("http://127.0.0.1:6379")
