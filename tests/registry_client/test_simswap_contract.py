"""One suite for all who tell of SIM swaps: the twin, CAMARA with both kinds of token, Africa's Talking by callback."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.gate import Gate
from config.policy import SimDoubt, SimSwapPolicy
from dialogs import refusals as r
from dialogs.model import Phone
from dialogs.ports import CallContext, SimSwap
from house.simswap import SimSwapCallback
from registry_client.simswap import africastalking, camara
from registry_client.simswap.memory import MemorySimSwap
from sandbox.simswap import CamaraOperator, Insights
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

AMINA, BADR, CHAMA, STRANGER = (Phone(f"+21261234000{n}") for n in range(4))
NOW, HOUR = 1_800_000_000.0, 3600.0
SWAPS = {AMINA: NOW - 30 * HOUR, BADR: None, CHAMA: NOW - 1000 * HOUR}
WIRE = {phone.e164: at for phone, at in SWAPS.items()}
CTX = CallContext("recover", b"key", 5.0)


async def nothing() -> None:
    return None


@dataclass
class Operator:
    """Somebody who tells of SIM swaps; `deliver` lets answers that come later come."""

    simswap: SimSwap
    deliver: Callable[[], Awaitable[None]] = nothing

    async def swapped(self, phone: Phone, hours: int) -> bool:
        try:
            return await self.simswap.swapped(phone, hours=hours, ctx=CTX)
        except r.Pending:
            await self.deliver()
            return await self.simswap.swapped(phone, hours=hours, ctx=CTX)


@dataclass
class Wire:
    """Both fakes behind one server, and what a test needs to look at."""

    session: aiohttp.ClientSession
    operator: CamaraOperator
    insights: Insights
    base: str
    clock: FakeClock
    keys: Keyring

    def by_camara(self, grant: str, **changed: str) -> camara.CamaraSimSwap:
        told = self.operator.client_settings(f"{self.base}/camara", grant) | changed  # type: ignore[arg-type]
        return camara.connect(camara.CamaraConfig(**told), self.session, self.clock)  # type: ignore[arg-type]

    def by_insights(self, api_key: str = "key") -> africastalking.AfricasTalkingSimSwap:
        config = africastalking.AfricasTalkingConfig(username="sandbox", api_key=api_key, url=f"{self.base}/insights/v1")
        return africastalking.connect(config, self.session, self.clock, self.keys, MemorySessions(self.clock))


@pytest.fixture
async def wire(clock: FakeClock, keys: Keyring) -> AsyncIterator[Wire]:
    app = web.Application()
    operator, insights = CamaraOperator(WIRE, clock), Insights(WIRE, "key")
    operator.attach(app)
    insights.attach(app)
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Wire(session, operator, insights, str(server.make_url("/")).rstrip("/"), clock, keys)


@pytest.fixture(params=["memory", "client_credentials", "ciba", "africastalking"])
def operator(request: pytest.FixtureRequest, wire: Wire) -> Operator:
    if request.param == "memory":
        return Operator(MemorySimSwap(SWAPS, wire.clock))
    if request.param != "africastalking":
        return Operator(wire.by_camara(request.param))
    simswap = wire.by_insights()

    async def deliver() -> None:
        for answer in wire.insights.answers():
            assert await simswap.told(json.dumps(answer).encode()) == "kept"

    return Operator(simswap, deliver)


async def test_a_sim_that_was_changed_within_the_hours_is_known(operator: Operator) -> None:
    assert await operator.swapped(AMINA, 72) is True
    assert await operator.swapped(AMINA, 2) is False


async def test_a_sim_that_was_changed_long_ago_or_never_is_the_old_one(operator: Operator) -> None:
    assert await operator.swapped(CHAMA, 72) is False
    assert await operator.swapped(BADR, 2400) is False


async def test_a_number_of_nobody_has_no_answer(operator: Operator) -> None:
    with pytest.raises(r.Unavailable):
        await operator.swapped(STRANGER, 72)


async def test_one_token_serves_many_questions_until_it_is_old(wire: Wire) -> None:
    simswap = wire.by_camara("client_credentials")
    for _ in range(3):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert wire.operator.tokens_given == 1
    await wire.clock.advance(280)
    await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert wire.operator.tokens_given == 2


async def test_a_token_that_is_not_known_any_more_is_asked_for_again_once(wire: Wire) -> None:
    simswap = wire.by_camara("client_credentials")
    await simswap.swapped(AMINA, hours=72, ctx=CTX)
    wire.operator.forget_tokens()
    assert await simswap.swapped(AMINA, hours=72, ctx=CTX) is True
    assert (wire.operator.tokens_given, wire.operator.asked) == (2, 2)


async def test_a_subscriber_token_is_for_one_subscriber(wire: Wire) -> None:
    simswap = wire.by_camara("ciba")
    assert [await simswap.swapped(one, hours=72, ctx=CTX) for one in (AMINA, BADR)] == [True, False]
    assert wire.operator.tokens_given == 2


async def test_a_subscriber_token_that_is_not_ready_is_an_answer_that_comes_later(wire: Wire) -> None:
    wire.operator.pending = 1
    simswap = wire.by_camara("ciba")
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert await simswap.swapped(AMINA, hours=72, ctx=CTX) is True


@pytest.mark.parametrize("hours", [0, 2401, -1])
async def test_hours_that_camara_does_not_know_are_not_asked_for(wire: Wire, hours: int) -> None:
    with pytest.raises(r.NotSupported):
        await wire.by_camara("client_credentials").swapped(AMINA, hours=hours, ctx=CTX)
    assert wire.operator.asked == 0


async def test_an_operator_who_looks_less_far_back_gives_no_answer(wire: Wire) -> None:
    wire.operator._watched = 240
    with pytest.raises(r.Unavailable, match="OUT_OF_RANGE"):
        await wire.by_camara("client_credentials").swapped(AMINA, hours=720, ctx=CTX)


ANSWERS: list[tuple[int, bytes, type[r.RegistryError]]] = [
    (200, b"<html>", r.Unavailable),
    (200, b"{}", r.ProtocolViolation),
    (200, b'{"swapped":"no"}', r.Unavailable),
    (200, b'{"swapped":null}', r.ProtocolViolation),
    (400, b'{"status":400,"code":"INVALID_ARGUMENT","message":"x"}', r.ProtocolViolation),
    (400, b'{"status":400,"code":"OUT_OF_RANGE","message":"x"}', r.Unavailable),
    (401, b'{"status":401,"code":"UNAUTHENTICATED","message":"x"}', r.PartnerMisconfigured),
    (403, b'{"status":403,"code":"PERMISSION_DENIED","message":"x"}', r.PartnerMisconfigured),
    (404, b'{"status":404,"code":"IDENTIFIER_NOT_FOUND","message":"x"}', r.Unavailable),
    (422, b'{"status":422,"code":"SERVICE_NOT_APPLICABLE","message":"x"}', r.Unavailable),
    (422, b'{"status":422,"code":"UNSUPPORTED_IDENTIFIER","message":"x"}', r.Unavailable),
    (422, b'{"status":422,"code":"MISSING_IDENTIFIER","message":"x"}', r.ProtocolViolation),
    (422, b'{"status":422,"code":"UNNECESSARY_IDENTIFIER","message":"x"}', r.ProtocolViolation),
    (429, b'{"status":429,"code":"TOO_MANY_REQUESTS","message":"x"}', r.RateLimited),
    (500, b"", r.Unavailable),
    (503, b"", r.Unavailable),
]


@pytest.mark.parametrize(("status", "body", "error"), ANSWERS, ids=[f"{s} {b[:40].decode()}" for s, b, _ in ANSWERS])
async def test_each_answer_of_camara_has_its_error(
    clock: FakeClock, status: int, body: bytes, error: type[r.RegistryError]
) -> None:
    async def check(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    async def token(_: web.Request) -> web.Response:
        return web.json_response({"access_token": "t", "expires_in": 300})

    app = web.Application()
    app.add_routes([web.post("/check", check), web.post("/token", token)])
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession() as session:
        base = str(server.make_url("/")).rstrip("/")
        config = camara.CamaraConfig(url=base, token_url=f"{base}/token", client_id="c", client_secret="s")
        with pytest.raises(error) as refused:
            await camara.connect(config, session, clock).swapped(AMINA, hours=72, ctx=CTX)
    assert AMINA.e164 not in repr(refused.value)


async def test_a_client_that_the_operator_does_not_know_is_misconfigured(wire: Wire) -> None:
    for grant in ("client_credentials", "ciba"):
        with pytest.raises(r.PartnerMisconfigured):
            await wire.by_camara(grant, client_secret="other").swapped(AMINA, hours=72, ctx=CTX)
    with pytest.raises(r.PartnerMisconfigured):
        await wire.by_insights("other").swapped(AMINA, hours=72, ctx=CTX)


async def test_insights_are_asked_once_while_an_answer_is_due(wire: Wire) -> None:
    simswap = wire.by_insights()
    for _ in range(3):
        with pytest.raises(r.Pending):
            await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert wire.insights.asked == 1
    await wire.clock.advance(3601)
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert wire.insights.asked == 2


async def test_a_question_that_did_not_get_through_may_be_asked_again(wire: Wire) -> None:
    simswap = wire.by_insights()
    wire.insights.faults.status, wire.insights.faults.times = 503, 1
    with pytest.raises(r.Unavailable):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)


async def test_a_callback_that_overtakes_the_answer_to_our_question_counts(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    simswap, post = wire.by_insights(), africastalking.AfricasTalkingSimSwap._post

    async def overtaken(self: africastalking.AfricasTalkingSimSwap, phone: Phone, deadline: float) -> object:
        answer = await post(self, phone, deadline)
        assert await self.told(json.dumps(wire.insights.answers()[0]).encode()) == "early"
        return answer

    monkeypatch.setattr(africastalking.AfricasTalkingSimSwap, "_post", overtaken)
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    assert await simswap.swapped(AMINA, hours=72, ctx=CTX) is True


@pytest.mark.parametrize(
    ("status", "date", "swapped"),
    [
        ("Swapped", "15-01-2027", True),
        ("Swapped", "12-01-2027", True),
        ("Swapped", "11-01-2027", False),
        ("Swapped", None, True),
        ("Swapped", "yesterday", True),
        ("NotSwapped", "", False),
        ("NotSwapped", "15-01-2027", False),
        ("Failed", None, None),
    ],
)
async def test_a_callback_is_read_to_the_day_and_in_doubt_says_swapped(
    wire: Wire, status: str, date: str | None, swapped: bool | None
) -> None:
    simswap = wire.by_insights()  # NOW is 15 January 2027, 08:00 UTC
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    answer = wire.insights.answers()[0] | {"status": status, "lastSimSwapDate": date}
    await simswap.told(json.dumps(answer).encode())
    if swapped is None:
        with pytest.raises(r.Unavailable):
            await simswap.swapped(AMINA, hours=72, ctx=CTX)
    else:
        assert await simswap.swapped(AMINA, hours=72, ctx=CTX) is swapped


async def test_the_callback_has_a_secret_address_and_bounds(wire: Wire) -> None:
    simswap = wire.by_insights()
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    answer = wire.insights.answers()[0]
    app = web.Application()
    SimSwapCallback(simswap, Gate("s3cret")).attach(app)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:

        async def post(key: str, body: bytes) -> int:
            async with client.post(f"/simswap/africastalking/{key}", data=body) as told:
                return told.status

        good = json.dumps(answer).encode()
        assert [await post("wrong", good), await post("s3cret", b"{"), await post("s3cret", b"x" * 20_000)] == [404, 400, 413]
        assert [await post("s3cret", good), await post("s3cret", good)] == [200, 200]
    assert await simswap.swapped(AMINA, hours=72, ctx=CTX) is True


async def test_what_is_kept_of_a_question_names_nobody(wire: Wire) -> None:
    kept = MemorySessions(wire.clock)
    config = africastalking.AfricasTalkingConfig(username="sandbox", api_key="key", url=f"{wire.base}/insights/v1")
    simswap = africastalking.connect(config, wire.session, wire.clock, wire.keys, kept)
    with pytest.raises(r.Pending):
        await simswap.swapped(AMINA, hours=72, ctx=CTX)
    await simswap.told(json.dumps(wire.insights.answers()[0]).encode())
    assert "612340000" not in str(kept._kept._entries)
    assert "Swapped" not in str(kept._kept._entries)


@pytest.mark.parametrize(
    ("swapped", "unavailable", "decided"),
    [
        (True, SimDoubt.ALLOW, SimDoubt.REFUSE),
        (False, SimDoubt.REFUSE, SimDoubt.ALLOW),
        (None, SimDoubt.ALLOW, SimDoubt.ALLOW),
        (None, SimDoubt.NOTICE, SimDoubt.NOTICE),
        (None, SimDoubt.REFUSE, SimDoubt.REFUSE),
    ],
)
def test_the_policy_decides_also_when_nobody_can_say(swapped: bool | None, unavailable: SimDoubt, decided: SimDoubt) -> None:
    assert SimSwapPolicy(72, unavailable).decide(swapped) is decided
