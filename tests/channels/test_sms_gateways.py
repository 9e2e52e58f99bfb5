"""Every HTTP gateway for SMS under the answers that nobody documents: what may have been taken is never sent again (T27, T40)."""

import asyncio
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from channels.outbound import Again, Refused, Sender, Stop, Taken, Unknown
from channels.sms import exchange
from channels.sms.africastalking import AfricasTalking
from channels.sms.configured import Configured, Shape
from channels.sms.gateway import Account
from channels.sms.infobip import Infobip
from channels.sms.jasmin import Jasmin
from channels.sms.kannel import Kannel
from channels.sms.orange import Orange
from dialogs.model import Phone
from store.clock import FakeClock
from tests.channels.sms_wires import Wire, sms, wired

Maker = Callable[[aiohttp.ClientSession, FakeClock, str], Sender]


def account(url: str) -> Account:
    return Account(url, "u", "s3cret", "3737", f"{url}/dlr")


def orange(http: aiohttp.ClientSession, clock: FakeClock, url: str) -> Sender:
    return Orange(http, clock, "orange", account(url), "+2250000", _token="t", _until=clock.now() + 1e6)


MAKERS: dict[str, Maker] = {
    "africastalking": lambda http, clock, url: AfricasTalking(http, username="u", api_key="s3cret", base_url=url),
    "kannel": lambda http, clock, url: Kannel(http, clock, "k", account(f"{url}/cgi-bin/sendsms")),
    "jasmin": lambda http, clock, url: Jasmin(http, clock, "j", account(f"{url}/send")),
    "orange": orange,
    "infobip": lambda http, clock, url: Infobip(http, clock, "i", account(url)),
    "configured": lambda http, clock, url: Configured(
        http, clock, "c", account(""), Shape(f"{url}/sms", fields={"to": "$to", "text": "$text"}, id_pointer="/id")
    ),
}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest, http: aiohttp.ClientSession, clock: FakeClock) -> Callable[[str], Sender]:
    return lambda url: MAKERS[request.param](http, clock, url)


AMBIGUOUS = [
    *[(status, b"") for status in (200, 201, 202, 204, 206, 302, 303, 500, 502, 503, 504)],
    *[(status, b"<html><body>Welcome</body></html>") for status in (200, 201, 202, 502, 503)],
    *[(status, b'{"SMSMessageData": {"Recipients": [{"sta') for status in (200, 201, 202)],
    *[(status, b"{}") for status in (200, 201, 202)],
    *[(status, b"OK") for status in (200, 201, 202)],
    *[(status, b"null") for status in (200, 201, 202)],
    *[(status, b"[" * 70_000) for status in (200, 201, 202)],
    (200, b"\xff\xfe\x00"),
    (200, b'Success ""'),
    (200, b"0: Accepted for delivery"),
    (202, b"0: Accepted for"),
    (200, b'{"messages": [{}]}'),
    (200, b'{"messages": [], "id": null}'),
    (201, b'{"outboundSMSMessageRequest": {"resourceURL": ""}}'),
]


@pytest.mark.parametrize(("status", "body"), AMBIGUOUS)
async def test_an_answer_that_does_not_say_what_came_of_it_is_doubt(
    wire: Wire, make: Callable[[str], Sender], status: int, body: bytes
) -> None:
    wire.says = (status, body)
    assert isinstance(await make(wire.url).send(sms()), Unknown)
    assert len(wire.seen) == 1


@pytest.mark.parametrize(("status", "kind"), [(307, Stop), (308, Stop), (403, Stop), (404, Stop), (429, Again), (413, Refused)])
async def test_a_status_that_took_nothing_has_the_same_policy_everywhere(
    wire: Wire, make: Callable[[str], Sender], status: int, kind: type
) -> None:
    wire.says = (status, b"<html>no</html>")
    assert isinstance(await make(wire.url).send(sms()), kind)
    assert [seen.path for seen in wire.seen if "elsewhere" in seen.path] == []


async def test_a_connection_cut_after_the_request_may_have_been_taken(wire: Wire, make: Callable[[str], Sender]) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    wire.does = cut
    assert isinstance(await make(wire.url).send(sms()), Unknown)


async def test_a_refused_connection_certainly_took_nothing(make: Callable[[str], Sender]) -> None:
    outcome = await make(f"http://127.0.0.1:{unused_port()}").send(sms())
    assert outcome == Again("unreachable", 1.0, everyone=True)


async def test_no_answer_in_time_is_doubt(wire: Wire, http: aiohttp.ClientSession) -> None:
    closing = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        await closing.wait()
        return web.Response()

    wire.does = hang
    assert await exchange.ask(http, "GET", wire.url, headers={}, timeout=(0.1, 0.1)) == Unknown("no-answer")
    closing.set()


@pytest.mark.parametrize("number", ["+1234", "+2120661345678", "+212522334455", "+22507099573", ""])
async def test_a_number_that_no_mobile_can_have_never_leaves(wire: Wire, make: Callable[[str], Sender], number: str) -> None:
    assert await make(wire.url).send(sms(to=Phone(number))) == Refused("invalid-number", permanent=True)
    assert wire.seen == []


async def test_half_a_surrogate_pair_never_leaves(wire: Wire, make: Callable[[str], Sender]) -> None:
    assert await make(wire.url).send(sms("\ud83d")) == Refused("unencodable", permanent=False)
    assert wire.seen == []


async def test_no_credential_is_in_an_address_or_a_repr(wire: Wire, make: Callable[[str], Sender]) -> None:
    sender = make(wire.url)
    await sender.send(sms())
    assert not [seen for seen in wire.seen if "s3cret" in seen.path]
    assert "s3cret" not in repr(sender)


def test_taken_compares_without_a_route() -> None:
    assert Taken("a", 1) == Taken("a", 1, "")
