"""The way to an upstream, against real servers on loopback that are slow, dead, large, or lie."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from dialogs.breaker import Breaker
from dialogs.refusals import RateLimited, Unavailable
from registry_client.http import Deadline, Upstream
from store.clock import FakeClock

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Country:
    """An upstream whose handler a test sets; counts the calls that arrived and that are under way."""

    def __init__(self) -> None:
        self.handler: Handler | None = None
        self.seen: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.arrived = asyncio.Event()
        self.at_once = self.most_at_once = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self.bodies.append(await request.read())
        self.arrived.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            assert self.handler is not None
            return await self.handler(request)
        finally:
            self.at_once -= 1


@pytest.fixture
def country() -> Country:
    return Country()


@pytest.fixture
async def server(country: Country) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", country.serve)
    running = TestServer(app, host="127.0.0.1")
    async with running:
        yield running


@pytest.fixture
def upstream(server: TestServer, session: aiohttp.ClientSession, clock: FakeClock) -> Upstream:
    breaker = Breaker(clock.now, failures=3, rest=10.0)
    return Upstream("country", str(server.make_url("/v1")), session, clock, most=2, largest=1000, breaker=breaker)


async def answer_ok(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"fine")


async def hang(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


def answer_status(*statuses: int, headers: dict[str, str] | None = None) -> Handler:
    left = list(statuses)

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(status=left.pop(0) if len(left) > 1 else left[0], headers=headers)

    return handler


async def drop(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_the_body_leaves_unchanged_with_a_trace(country: Country, upstream: Upstream) -> None:
    country.handler = answer_ok
    answer = await upstream.call("POST", "/x%2Fy?a=%2B1", body=b"{ }", headers={"signature": "s"}, deadline=5, safe=False)
    assert (answer.status, answer.body) == (200, b"fine")
    assert country.bodies == [b"{ }"]
    assert country.seen[0].raw_path == "/v1/x%2Fy?a=%2B1"
    assert country.seen[0].headers["signature"] == "s"
    assert country.seen[0].headers["traceparent"].startswith("00-")


@pytest.mark.parametrize("status", [200, 400, 401, 404])
async def test_an_answer_below_500_is_handed_on(country: Country, upstream: Upstream, status: int) -> None:
    country.handler = answer_status(status)
    assert (await upstream.call("GET", "/", deadline=5, safe=False)).status == status


async def test_a_redirect_is_not_followed(country: Country, upstream: Upstream) -> None:
    country.handler = answer_status(302, headers={"Location": "http://127.0.0.1:9/elsewhere"})
    with pytest.raises(Unavailable) as failed:
        await upstream.call("POST", "/", body=b"secret", deadline=5, safe=False)
    assert failed.value.code == "http-302"
    assert len(country.seen) == 1


async def test_a_hung_upstream_ends_with_the_deadline(country: Country, upstream: Upstream) -> None:
    country.handler = hang
    with pytest.raises(Unavailable) as failed:
        await upstream.call("GET", "/", deadline=0.05, safe=True)
    assert failed.value.code == "timeout"


async def test_an_answer_that_never_ends_ends_with_the_deadline(country: Country, upstream: Upstream) -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"a")
        return await hang(request)

    country.handler = trickle
    with pytest.raises(Unavailable, match="timeout"):
        await upstream.call("GET", "/", deadline=0.1, safe=False)


async def test_a_deadline_in_the_past_calls_nobody(country: Country, upstream: Upstream) -> None:
    country.handler = answer_ok
    with pytest.raises(Unavailable, match="timeout"):
        await upstream.call("GET", "/", deadline=-1.0, safe=False)
    assert country.seen == []


async def test_a_huge_answer_is_refused(country: Country, upstream: Upstream) -> None:
    async def huge(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * 1001)

    country.handler = huge
    with pytest.raises(Unavailable, match="too-large"):
        await upstream.call("GET", "/", deadline=5, safe=False)


async def test_a_compressed_bomb_is_refused(country: Country, upstream: Upstream) -> None:
    async def bomb(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=b"0" * 10_000_000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    country.handler = bomb
    with pytest.raises(Unavailable, match="too-large"):
        await upstream.call("GET", "/", deadline=20, safe=False)


async def test_a_safe_call_is_tried_again(country: Country, upstream: Upstream) -> None:
    country.handler = answer_status(503, 200)
    assert (await upstream.call("GET", "/", deadline=5, safe=True)).status == 200
    assert len(country.seen) == 2


async def test_an_open_breaker_ends_the_tries(country: Country, upstream: Upstream) -> None:
    country.handler = answer_status(503)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await upstream.call("GET", "/", deadline=5, safe=False)
    with pytest.raises(Unavailable, match="http-503"):
        await upstream.call("GET", "/", deadline=5, safe=True)
    assert len(country.seen) == 3


async def test_it_says_that_it_is_left_alone_while_the_breaker_is_open(
    country: Country, upstream: Upstream, clock: FakeClock
) -> None:
    country.handler = answer_status(503)
    assert upstream.well
    for _ in range(3):
        with pytest.raises(Unavailable):
            await upstream.call("GET", "/", deadline=5, safe=False)
    assert not upstream.well
    await clock.advance(10.1)
    assert upstream.well


@pytest.mark.parametrize("handler", [answer_status(503, 200), drop])
async def test_a_call_that_may_have_done_something_is_never_tried_again(
    country: Country, upstream: Upstream, handler: Handler
) -> None:
    country.handler = handler
    with pytest.raises(Unavailable):
        await upstream.call("POST", "/", deadline=5, safe=False)
    assert len(country.seen) == 1


async def test_nobody_at_the_address_is_unavailable(session: aiohttp.ClientSession, clock: FakeClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Upstream("nobody", f"http://127.0.0.1:{taken.getsockname()[1]}", session, clock)
        with pytest.raises(Unavailable) as failed:
            await nobody.call("GET", "/", deadline=5, safe=True)
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


async def test_too_many_requests_is_a_refusal_with_a_delay(country: Country, upstream: Upstream) -> None:
    country.handler = answer_status(429, headers={"Retry-After": "30"})
    with pytest.raises(RateLimited) as refused:
        await upstream.call("GET", "/", deadline=5, safe=True)
    assert refused.value.retry_after == 30.0
    assert len(country.seen) == 1


async def test_a_snowball_stays_small_and_the_breaker_opens(country: Country, upstream: Upstream, clock: FakeClock) -> None:
    country.handler = hang
    calls = [upstream.call("POST", "/", deadline=0.2, safe=False) for _ in range(30)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert country.most_at_once <= 2

    seen = len(country.seen)
    with pytest.raises(Unavailable):
        await upstream.call("POST", "/", deadline=0.1, safe=False)
    with pytest.raises(Unavailable, match="breaker"):
        await upstream.call("POST", "/", deadline=5, safe=True)
    assert len(country.seen) <= seen + 1

    country.handler = answer_ok
    await clock.advance(11)
    assert (await upstream.call("GET", "/", deadline=5, safe=False)).status == 200


async def test_half_open_lets_one_probe_through(country: Country, upstream: Upstream, clock: FakeClock) -> None:
    country.handler = answer_status(500)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await upstream.call("GET", "/", deadline=5, safe=False)
    await clock.advance(11)
    go = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        await go.wait()
        return web.Response()

    country.handler, before = slow, len(country.seen)
    country.arrived.clear()
    probe = asyncio.create_task(upstream.call("GET", "/", deadline=5, safe=False))
    await country.arrived.wait()
    for _ in range(5):
        with pytest.raises(Unavailable, match="breaker"):
            await upstream.call("GET", "/", deadline=5, safe=False)
    go.set()
    assert (await probe).status == 200
    assert len(country.seen) == before + 1


async def test_a_cancelled_probe_does_not_stay_for_ever(country: Country, upstream: Upstream, clock: FakeClock) -> None:
    country.handler = answer_status(500)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await upstream.call("GET", "/", deadline=5, safe=False)
    await clock.advance(11)
    country.handler = hang
    country.arrived.clear()
    probe = asyncio.create_task(upstream.call("GET", "/", deadline=5, safe=False))
    await country.arrived.wait()
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    await clock.advance(11)
    country.handler = answer_ok
    assert (await upstream.call("GET", "/", deadline=5, safe=False)).status == 200


async def test_nothing_personal_is_logged(country: Country, upstream: Upstream) -> None:
    country.handler = answer_status(200, 500)
    with capture_logs() as logs:
        await upstream.call("POST", "/identity/2639425169", body=b"code 123456", deadline=5, safe=False)
        with pytest.raises(Unavailable) as failed:
            await upstream.call("POST", "/identity/2639425169", body=b"code 123456", deadline=5, safe=False)
    assert [entry["event"] for entry in logs] == ["upstream_answered", "upstream_failed"]
    written = f"{logs} {failed.value!r} {failed.value}"
    assert "2639425169" not in written
    assert "123456" not in written.replace(logs[0]["trace"], "").replace(logs[1]["trace"], "")


async def test_a_deadline_runs_over_all_calls() -> None:
    assert 0 < Deadline(5).left() <= 5
    assert Deadline(-1).left() < 0
