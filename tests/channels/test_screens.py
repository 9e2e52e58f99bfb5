"""A screen on the wire: the same answer on a connection that stays, on one that closes, and to HTTP/1.0."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from channels.ussd.screens import send

BODY = "CON مرحبا\n1 Oui".encode()
POST = "POST /hop HTTP/{version}\r\nHost: x\r\nContent-Length: 3\r\n{more}\r\na=1"


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async def hop(request: web.Request) -> web.StreamResponse:
        await request.read()
        return send(request, BODY, "text/plain; charset=utf-8")

    app = web.Application()
    app.router.add_post("/hop", hop)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def asked(port: int, *requests: str) -> list[tuple[str, dict[str, str], bytes]]:
    """Status line, headers and body of each answer on one connection, and that it is closed when the server says so."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("".join(requests).encode())
    answers = []
    async with asyncio.timeout(10):
        for _ in requests:
            status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines)
            answers.append((status, headers, await reader.readexactly(int(headers["content-length"]))))
        if "close" in answers[-1][1].get("connection", "") or answers[-1][0].startswith("HTTP/1.0"):
            assert await reader.read() == b""
    writer.close()
    return answers


@pytest.mark.parametrize(
    ("version", "more"),
    [
        pytest.param("1.1", "", id="stays open"),
        pytest.param("1.1", "Connection: close\r\n", id="closes"),
        pytest.param("1.0", "", id="HTTP/1.0"),
    ],
)
async def test_every_client_gets_the_whole_screen(port: int, version: str, more: str) -> None:
    ((status, headers, body),) = await asked(port, POST.format(version=version, more=more))
    assert status == f"HTTP/{version} 200 OK"
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["date"].endswith("gmt")
    assert body == BODY
    assert (headers.get("connection") == "close") == bool(more)


async def test_requests_sent_ahead_on_one_connection_are_answered_in_order(port: int) -> None:
    plain, last = POST.format(version="1.1", more=""), POST.format(version="1.1", more="Connection: close\r\n")
    answers = await asked(port, plain, plain, plain, last)
    assert [body for _, _, body in answers] == [BODY] * 4
    assert ["connection" in headers for _, headers, _ in answers] == [False, False, False, True]


async def test_a_client_that_hangs_up_early_leaves_the_server_well(port: int) -> None:
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST.format(version="1.1", more="").encode())
        writer.transport.abort()
    assert (await asked(port, POST.format(version="1.1", more="")))[0][2] == BODY
