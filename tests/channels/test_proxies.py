"""The caller behind proxies: only what our own proxies wrote is believed, and a webhook's list of sources goes by it."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_network

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpClient

import house
from channels.proxies import behind, caller
from channels.sms.africastalking import AfricasTalking
from config.settings import Settings, Ussd
from dialogs.model import Phone
from tests.channels.gateway import KEY
from tests.player import stage

OURS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4", "198.51.100.1,10.0.0.2"], "198.51.100.1"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "unknown"),
        ("10.0.0.1", [""], ""),
        (None, ["198.51.100.1"], None),
    ],
)
def test_the_caller_is_the_first_that_is_no_proxy_of_ours(peer: str | None, forwarded: list[str], who: str | None) -> None:
    assert caller(peer, forwarded, OURS) == who


@pytest.fixture
async def echo(aiohttp_client: AiohttpClient) -> Callable[[str], Awaitable[str]]:
    """An application behind a proxy on loopback; says whom it takes the caller for, and what was posted."""

    async def told(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.remote} {request.match_info['key']} {(await request.read()).decode()}")

    app = web.Application(middlewares=[behind([ip_network("127.0.0.0/8")])])
    app.router.add_post("/{key}", told)
    client = await aiohttp_client(app)

    async def ask(forwarded: str) -> str:
        async with client.post("/k", data=b"body", headers={"X-Forwarded-For": forwarded} if forwarded else {}) as answer:
            return await answer.text()

    return ask


async def test_a_handler_sees_the_caller_and_still_reads_the_body(echo: Callable[[str], Awaitable[str]]) -> None:
    assert await echo("198.51.100.1") == "198.51.100.1 k body"
    assert await echo("") == "127.0.0.1 k body"


@pytest.mark.parametrize(("caller", "status"), [("198.51.100.7", 200), ("203.0.113.1", 404), ("nonsense", 404)])
async def test_a_webhook_admits_the_networks_of_its_contract(aiohttp_client: AiohttpClient, caller: str, status: int) -> None:
    sources = {"sources": ["198.51.100.0/24"], "key": KEY}
    settings = Settings.model_validate(
        {
            "environment": "demo",
            "trusted_proxies": ["127.0.0.0/8"],
            "ussd": {"hubtel": sources},
            "africastalking": {"sms_key": KEY, "ussd_key": KEY, "sources": ["198.51.100.0/24"]},
        }
    )
    scene = stage()
    turns = scene.turns()
    lines = house.ussd_lines(settings, turns, scene.handset().face, None)  # type: ignore[arg-type]  # nothing is posted back
    sender = AfricasTalking(None, username="u", api_key="k")  # type: ignore[arg-type]  # nothing is sent
    texted = house.sms_lines(settings, house.sms_conversation(scene.world), scene.outbox, {"africastalking": sender})
    client = await aiohttp_client(house.web_app(settings, scene.world, lines, texted))
    told = {"X-Forwarded-For": caller}
    stop = {"from": "+212612345678", "to": "3737", "text": "STOP", "id": "a", "date": "2026-01-05 10:00:00"}
    async with client.post(f"/sms/africastalking/{KEY}/inbound", data=stop, headers=told) as answer:
        assert answer.status == status
    assert await scene.world.contacts.consent(Phone("+212612345678"), "campaign") is (False if status == 200 else None)
    hop = {"sessionId": "s", "phoneNumber": "+212612345678", "networkCode": "60401", "serviceCode": "*3737#", "text": ""}
    async with client.post(f"/ussd/africastalking/{KEY}", data=hop, headers=told) as answer:
        assert answer.status == status
    async with client.post(f"/ussd/hubtel/{KEY}", json={}, headers=told) as answer:
        assert answer.status == status


def test_networks_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="sources"):
        Ussd.model_validate({"sources": ["x"]})
    assert Ussd.model_validate({"sources": "10.1.0.0/16, ::1"}).sources == (ip_network("10.1.0.0/16"), ip_network("::1"))
