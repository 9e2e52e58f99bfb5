"""The floors under a USSD hop: what aiohttp alone and Redis alone cost. `python -m bench.floors constant|pipelined|pool URL`."""

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

import redis.asyncio
import uvloop
from aiohttp import web

from store.redis_mux import Multiplexer

Handler = Callable[[web.Request], Awaitable[web.Response]]
SCREEN = b"CON IDCS: what do you need?\n1 Recover my IDCS\n2 My registration and aid\n3 Find an office\n4 My data"
STATE = b"s" * 200
LIFE = 180_000  # milliseconds
PATH = "/ussd"


async def constant(_: web.Request) -> web.Response:
    """(a) The same screen to everybody."""
    return web.Response(body=SCREEN, content_type="text/plain")


def pipelined(url: str) -> Handler:
    """(b) The form's session is read from Redis and written back; commands of one loop turn share a write."""
    mux = Multiplexer(url, command_seconds=30)  # a floor that a busy machine stalls is no wrong answer

    async def hop(request: web.Request) -> web.Response:
        key = await _session(request)
        await mux.call(b"GET", key)
        await mux.call(b"SET", key, STATE, b"PX", LIFE)
        return web.Response(body=SCREEN, content_type="text/plain")

    return hop


def pool(url: str) -> Handler:
    """(c) The same through redis-py and its connection pool, as its documentation has it."""
    client = redis.asyncio.Redis.from_url(url)

    async def hop(request: web.Request) -> web.Response:
        key = await _session(request)
        await client.get(key)
        await client.set(key, STATE, px=LIFE)
        return web.Response(body=SCREEN, content_type="text/plain")

    return hop


async def _session(request: web.Request) -> bytes:
    form = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    return form["sessionId"].encode()


async def stay(port: int) -> None:
    """Say on stdout where we serve, until SIGTERM."""
    print(json.dumps({"port": port}), flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


async def main(kind: str, url: str) -> None:
    app = web.Application()
    app.router.add_post(PATH, {"pipelined": pipelined, "pool": pool}[kind](url) if kind != "constant" else constant)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await stay(runner.addresses[0][1])
    await runner.cleanup()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
