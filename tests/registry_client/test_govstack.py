"""The GovStack adapter against a digital registry that speaks the Data API."""

import logging
from datetime import date
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext, Change
from dialogs.refusals import NotFound, NotSupported, PartnerMisconfigured, ProtocolViolation, RegistryError, Unavailable
from registry_client.govstack.registry import GovStackConfig, GovStackSocial
from registry_client.http import Upstream
from sandbox.govstack import DATABASE, REGISTRY, VERSION, DigitalRegistry
from store.clock import FakeClock

OURS = "XX/GOV/90000009/guichet"
HER = IdRef("UIN", "2639425169")
NOBODY = IdRef("UIN", "6981458359")
RECORD = {
    "NationalId": HER.value, "HouseholdId": "48120077", "Size": "5", "HeadInitials": "fatima bennani",
    "RegisteredOn": "2025-03-03", "UpdatedOn": "2026-01-20T10:00:00Z", "Place": "zagora", "Band": "C", "ScoredOn": "2026-01-21",
}  # fmt: skip
CTX = CallContext("status", b"k", 2.0, consent=True)


def config(**changes: Any) -> GovStackConfig:
    told: dict[str, Any] = {"client": OURS, "bodies": {"east": "health"}, "ids": {"UIN": "NationalId"}}
    return GovStackConfig(registry=REGISTRY, version=VERSION, database=DATABASE, **{**told, **changes})


class Scene:
    def __init__(self, server: AiohttpServer, session: aiohttp.ClientSession, clock: FakeClock) -> None:
        self.serve, self.session, self.clock = server, session, clock
        self.registry = DigitalRegistry({HER.value: RECORD}, {OURS: "Guichet"})

    async def adapter(self, **changes: Any) -> GovStackSocial:
        app = web.Application()
        self.registry.attach(app)
        return await self.on(app, **changes)

    async def on(self, app: web.Application, **changes: Any) -> GovStackSocial:
        server = await self.serve(app)
        return GovStackSocial(Upstream("govstack", str(server.make_url("")), self.session, self.clock), config(**changes))


@pytest.fixture
async def scene(aiohttp_server: AiohttpServer, clock: FakeClock) -> Any:
    async with aiohttp.ClientSession() as session:
        yield Scene(aiohttp_server, session, clock)


async def test_a_household_is_read_with_initials_alone(scene: Scene) -> None:
    house = await (await scene.adapter()).household(HER, ctx=CTX)
    assert (house.ref.value, house.size, house.head, house.place) == ("48120077", 5, "F. B.", "zagora")
    assert (house.registered_on, house.updated_on) == (date(2025, 3, 3), date(2026, 1, 20))


async def test_a_score_has_its_day_and_whoever_has_none_is_not_found(scene: Scene) -> None:
    registry = await scene.adapter()
    assert await registry.score(HER, ctx=CTX) is not None
    assert (await registry.score(HER, ctx=CTX)).as_of == date(2026, 1, 21)
    with pytest.raises(NotFound):
        await (await scene.adapter(band="Nothing")).score(HER, ctx=CTX)


async def test_it_tells_whether_somebody_is_there_without_reading(scene: Scene) -> None:
    registry = await scene.adapter()
    assert await registry.exists(HER, ctx=CTX)
    assert not await registry.exists(NOBODY, ctx=CTX)


async def test_who_looked_is_told_newest_first_by_the_names_of_the_profile(scene: Scene) -> None:
    scene.registry.used(HER.value, "east", "back office", "2026-01-01T08:00:00Z")
    scene.registry.used(HER.value, "school", "portal", "2026-02-01T08:00:00+01:00")
    scene.registry.used(HER.value, "east", "back office", "2026-01-15T08:00:00")
    uses = await (await scene.adapter()).data_uses(HER, 2, ctx=CTX)
    assert [(use.by, use.purpose) for use in uses] == [("School", "portal"), ("health", "back office")]


@pytest.mark.parametrize("call", ["household", "score"])
async def test_nobody_is_not_found(scene: Scene, call: str) -> None:
    registry = await scene.adapter()
    with pytest.raises(NotFound):
        await getattr(registry, call)(NOBODY, ctx=CTX)


async def test_a_client_that_is_not_let_in_is_our_operators_job(scene: Scene) -> None:
    registry = await scene.adapter(client="XX/COM/1/other")
    with pytest.raises(PartnerMisconfigured):
        await registry.household(HER, ctx=CTX)
    with pytest.raises(PartnerMisconfigured):
        await registry.data_uses(HER, 3, ctx=CTX)


async def test_a_number_without_a_field_of_its_own_cannot_be_asked_for(scene: Scene) -> None:
    with pytest.raises(NotSupported):
        await (await scene.adapter()).household(IdRef("NIU", "1"), ctx=CTX)


async def test_it_has_no_subscriptions(scene: Scene) -> None:
    registry = await scene.adapter()
    assert "subscribe" not in registry.caps()
    with pytest.raises(NotSupported):
        await registry.subscribe(HER, [Change.SCORE], ctx=CTX)


async def test_it_does_not_tell_who_is_under_a_phone(scene: Scene) -> None:
    registry = await scene.adapter()
    assert "people_of_phone" not in registry.caps()
    with pytest.raises(NotSupported):
        await registry.households_of(Phone("+212612340007"), ctx=CTX)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param(b"<html>", NotFound, id="no JSON"),
        pytest.param(b'{"content": []}', NotFound, id="nothing found"),
        pytest.param(b'{"content": [1]}', ProtocolViolation, id="a list"),
        pytest.param(b'{"content": {"Size": 5}}', ProtocolViolation, id="no household"),
        pytest.param(b'{"content": {"HouseholdId": "1", "Size": "many"}}', ProtocolViolation, id="no number"),
    ],
)
async def test_a_registry_that_lies_is_not_believed(scene: Scene, body: bytes, error: type[RegistryError]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    with pytest.raises(error):
        await (await scene.on(app)).household(HER, ctx=CTX)


async def test_a_registry_that_is_down_is_unavailable_and_nobodys_number_is_logged(
    scene: Scene, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=503, text=HER.value)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    caplog.set_level(logging.WARNING, "aiohttp.access")  # the fake registry's own log, which holds its addresses
    with caplog.at_level(logging.DEBUG), pytest.raises(Unavailable) as down:
        await (await scene.on(app)).data_uses(HER, 3, ctx=CTX)
    told = capsys.readouterr()
    assert HER.value not in f"{down.value!r}{caplog.text}{told.out}{told.err}"
