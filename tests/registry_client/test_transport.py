"""The way to an upstream through X-Road: headers, addresses, errors, and a security server on loopback."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from dialogs.breaker import Breaker
from dialogs.refusals import PartnerMisconfigured, RegistryError, Unavailable
from registry_client.http import Upstream
from registry_client.transport import Direct, XRoad
from sandbox.xroad import SecurityServer
from store.clock import FakeClock
from tests.registry_client.identity_worlds import XROAD, served

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults


@pytest.mark.parametrize(
    ("client", "service", "represented"),
    [
        ("DJ/GOV/10001", XROAD.service, ""),
        ("DJ/GOV/10001/guichet/more", XROAD.service, ""),
        ("", XROAD.service, ""),
        ("DJ//10001/guichet", XROAD.service, ""),
        ("DJ/GOV/../guichet", XROAD.service, ""),
        ("DJ/GOV/10;01/guichet", XROAD.service, ""),
        ("DJ/GOV/10%2F01/guichet", XROAD.service, ""),
        (XROAD.client, "DJ/GOV/20002/rs-mis", ""),
        (XROAD.client, "", ""),
        (XROAD.client, XROAD.service, "GOV"),
        (XROAD.client, XROAD.service, "GOV/\n30003"),
    ],
)
def test_identifiers_of_another_form_are_refused_at_once(client: str, service: str, represented: str) -> None:
    with pytest.raises(ValueError, match="X-Road"):
        XRoad(client, service, represented)


def test_a_message_names_us_and_never_a_person() -> None:
    message = uuid.uuid4()
    way = XRoad("DJ/GOV/10001/guichet unique", "DJ/GOV/20002/rs-mis/niu é", represented="GOV/30003")
    assert way.path("/otp?a=%2B1") == "/r1/DJ/GOV/20002/rs-mis/niu%20%C3%A9/otp?a=%2B1"
    assert way.headers(message) == {
        "X-Road-Client": "DJ/GOV/10001/guichet%20unique",
        "X-Road-Id": str(message),
        "X-Road-Represented-Party": "GOV/30003",
    }
    assert set(XROAD.headers(message)) >= {"X-Road-Client", "X-Road-Id"}
    assert "X-Road-Represented-Party" not in XRoad(XROAD.client, XROAD.service).headers(message)


@pytest.mark.parametrize(
    ("told", "kind", "code"),
    [
        ("Client.BadRequest", PartnerMisconfigured, "Client.BadRequest"),
        ("Client.MissingHeader", PartnerMisconfigured, "Client.MissingHeader"),
        ("Server.ClientProxy.NetworkError", Unavailable, "Server.ClientProxy.NetworkError"),
        ("Server.ServerProxy.ServiceDisabled", Unavailable, "Server.ServerProxy.ServiceDisabled"),
        ("Server.ServerProxy.DatabaseError", Unavailable, "Server.ServerProxy.DatabaseError"),
        ("Server.ServerProxy.AccessDenied", PartnerMisconfigured, "Server.ServerProxy.AccessDenied"),
        ("Server.ClientProxy.UnknownMember", PartnerMisconfigured, "Server.ClientProxy.UnknownMember"),
        ("Server.ServerProxy.UnknownService", PartnerMisconfigured, "Server.ServerProxy.UnknownService"),
        ("2639425169", Unavailable, "X-Road"),
        ("Server.2639425169", Unavailable, "X-Road"),
        ("", Unavailable, "X-Road"),
    ],
)
def test_each_error_on_the_way_has_its_class(told: str, kind: type[RegistryError], code: str) -> None:
    fault = XROAD.fault({"X-Road-Error": told})
    assert type(fault) is kind
    assert (fault.code, fault.upstream) == (code, "x-road")
    assert Direct().fault({"X-Road-Error": told}) is None


class Road:
    """A service behind a security server, and the way there."""

    def __init__(self, security: SecurityServer, upstream: Upstream) -> None:
        self.security = security
        self.upstream = upstream
        self.seen: list[web.Request] = []
        self.status = 200

    async def serve(self, request: web.Request) -> web.Response:
        self.seen.append(request)
        return web.Response(status=self.status, body=await request.read() + b"!")

    async def call(self, *, safe: bool = False) -> bytes:
        headers = {"Content-Type": "application/json"}
        answer = await self.upstream.call("POST", "/niu?x=%2F", body=b"{}", headers=headers, deadline=5, safe=safe)
        return answer.body


Build = Callable[..., Awaitable[Road]]


@pytest.fixture
async def road(session: aiohttp.ClientSession, clock: FakeClock) -> AsyncIterator[Build]:
    servers: list[TestServer] = []

    async def serve(app: web.Application) -> str:
        servers.append(TestServer(app, host="127.0.0.1"))
        await servers[-1].start_server()
        return str(servers[-1].make_url("/")).rstrip("/")

    async def build(way: XRoad = XROAD, rights: dict[str, frozenset[str]] | None = None, behind: str = "") -> Road:
        provider, road_app = web.Application(), web.Application()
        security = SecurityServer(session, clients=[XROAD.client], services={}, rights=rights)
        security.attach(road_app)
        upstream = Upstream("niu", await serve(road_app), session, clock, transport=way, breaker=Breaker(clock.now, failures=9))
        made = Road(security, upstream)
        provider.router.add_route("*", "/{tail:.*}", made.serve)
        security._services = {XROAD.service: behind or await serve(provider)}
        return made

    yield build
    for server in servers:
        await server.close()


async def test_a_call_arrives_behind_the_security_server_unchanged(road: Build) -> None:
    made = await road()
    assert await made.call() == b"{}!"
    (request,) = made.seen
    assert (request.method, request.raw_path) == ("POST", "/niu?x=%2F")
    assert request.headers["traceparent"].startswith("00-")
    assert request.headers["Content-Type"] == "application/json"


async def test_each_attempt_is_a_message_of_its_own(road: Build) -> None:
    made = await road()
    made.status = 503
    with pytest.raises(Unavailable, match="http-503"):
        await made.call(safe=True)
    assert len({uuid.UUID(message.id) for message in made.security.log}) == 3


@pytest.mark.parametrize(
    ("way", "rights", "kind", "code"),
    [
        (XRoad("DJ/GOV/10001/another", XROAD.service), None, PartnerMisconfigured, "Server.ClientProxy.UnknownMember"),
        (XRoad(XROAD.client, "DJ/GOV/20002/rs-mis/no"), None, PartnerMisconfigured, "Server.ServerProxy.UnknownService"),
        (XROAD, {XROAD.service: frozenset[str]()}, PartnerMisconfigured, "Server.ServerProxy.AccessDenied"),
    ],
)
async def test_who_may_not_use_a_service_is_told_so_and_it_is_not_tried_again(
    road: Build, way: XRoad, rights: dict[str, frozenset[str]] | None, kind: type[RegistryError], code: str
) -> None:
    made = await road(way, rights)
    with pytest.raises(kind) as refused, capture_logs() as logs:
        await made.call(safe=True)
    assert refused.value.code == code
    assert len(logs) == 1
    assert made.seen == []


async def test_a_provider_that_is_gone_is_an_outage_and_its_text_stays_away(road: Build) -> None:
    made = await road(behind="http://127.0.0.1:9")
    with pytest.raises(Unavailable) as failed, capture_logs() as logs:
        await made.call(safe=True)
    assert failed.value.code == "Server.ServerProxy.NetworkError"
    assert len(made.security.log) == 3, "a read is tried again"
    assert "text of the security server" not in f"{logs} {failed.value!r}"


async def test_a_request_that_x_road_does_not_understand_is_ours(road: Build) -> None:
    made = await road()
    made.security.faults.lie = "Client.BadRequest"
    with pytest.raises(PartnerMisconfigured, match="BadRequest"):
        await made.call()


@pytest.mark.parametrize("missing", ["X-Road-Client", "service"])
async def test_the_security_server_wants_a_client_and_a_whole_service(session: aiohttp.ClientSession, missing: str) -> None:
    app = web.Application()
    SecurityServer(session, clients=[XROAD.client], services={}).attach(app)
    async with served(app) as base:
        path = "/r1/DJ/GOV/20002" if missing == "service" else f"/r1/{XROAD.service}/niu"
        headers = {} if missing == "X-Road-Client" else {"X-Road-Client": XROAD.client}
        async with session.post(base + path, headers=headers) as answer:
            assert (answer.status, answer.headers["X-Road-Error"]) == (400, "Client.BadRequest")
            assert set(await answer.json()) == {"type", "message", "detail"}
