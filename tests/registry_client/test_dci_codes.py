"""Every code of SP-DCI, where registries write it, and what it becomes."""

import json

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs import refusals as r
from dialogs.model import IdRef
from dialogs.ports import Change
from registry_client.dci.client import connect
from registry_client.dci.config import DciConfig
from registry_client.dci.errors import CODES, refusal, refusal_by_status
from registry_client.dci.social import DciSocial
from store.clock import FakeClock
from tests.registry_client.dci_world import HOME, ctx, dci_world, head, number

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

TRANSPORT = {
    "err.request.bad": r.ProtocolViolation,
    "err.request.unauthorized": r.PartnerMisconfigured,
    "err.request.forbidden": r.PartnerMisconfigured,
    "err.request.not_found": r.NotFound,
    "err.request.timeout": r.Unavailable,
    "err.request.too_many_requests": r.RateLimited,
    "err.version.not_supported": r.ProtocolViolation,
    "err.sender_id.invalid": r.PartnerMisconfigured,
    "err.sender_uri.invalid": r.PartnerMisconfigured,
    "err.receiver_id.invalid": r.PartnerMisconfigured,
    "err.signature.missing": r.PartnerMisconfigured,
    "err.signature.invalid": r.PartnerMisconfigured,
    "err.encryption.invalid": r.PartnerMisconfigured,
    "err.service.unavailable": r.Unavailable,
    "err.sender.unknown": r.PartnerMisconfigured,
    "err.auth.missing_header": r.PartnerMisconfigured,
    "err.auth.invalid_format": r.PartnerMisconfigured,
    "err.auth.empty_token": r.PartnerMisconfigured,
    "err.auth.invalid_token": r.PartnerMisconfigured,
}
HEADER = {
    "rjct.version.invalid": r.ProtocolViolation,
    "rjct.message_id.duplicate": r.ProtocolViolation,
    "rjct.message_ts.invalid": r.ClockSkew,
    "rjct.action.invalid": r.ProtocolViolation,
    "rjct.action.not_supported": r.NotSupported,
    "rjct.total_count.invalid": r.ProtocolViolation,
    "rjct.total_count.limit_exceeded": r.ProtocolViolation,
    "rjct.errors.too_many": r.ProtocolViolation,
}
SEARCH = {
    "rjct.reference_id.invalid": r.ProtocolViolation,
    "rjct.reference_id.duplicate": r.ProtocolViolation,
    "rjct.timestamp.invalid": r.ClockSkew,
    "rjct.search_criteria.invalid": r.ProtocolViolation,
    "rjct.filter.invalid": r.ProtocolViolation,
    "rjct.sort.invalid": r.ProtocolViolation,
    "rjct.pagination.invalid": r.ProtocolViolation,
    "rjct.search.too_many_records_found": r.Ambiguous,
}
SUBSCRIBE = {
    "rjct.notify_types.invalid": r.ProtocolViolation,
    "rjct.notify_details.invalid": r.ProtocolViolation,
    "rjct.person_id.invalid": r.NotFound,
    "rjct.event.already_subscribed": r.Conflict,
}
UNSUBSCRIBE = {"rjct.subscription_code.invalid": r.NotFound, "rjct.requester.invalid": r.PartnerMisconfigured}

Expected = type[r.RegistryError]


def test_every_code_has_a_meaning_here_and_there() -> None:
    told = TRANSPORT | HEADER | SEARCH | SUBSCRIBE | UNSUBSCRIBE | {"rjct.event.already_unsubscribed": r.Conflict}
    assert dict(CODES) == told


@pytest.mark.parametrize(("code", "error"), [*TRANSPORT.items(), *HEADER.items(), *SEARCH.items()])
async def test_a_search_that_is_refused_says_why(clock: FakeClock, code: str, error: Expected) -> None:
    async with dci_world(clock) as world:
        world.spoil(f"code:{code}")
        with pytest.raises(error) as refused:
            await world.social.household(number(HOME), ctx=ctx())
    assert refused.value.code in (code, "http-429", "http-503")
    assert "texte" not in str(refused.value)


@pytest.mark.parametrize(("code", "error"), [*HEADER.items(), *SUBSCRIBE.items()])
async def test_a_subscription_that_is_refused_says_why(clock: FakeClock, code: str, error: Expected) -> None:
    async with dci_world(clock) as world:
        world.fake.desks["social"].acknowledges = False
        world.spoil(f"code:{code}", times=1)
        with pytest.raises(error) as refused:
            await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx())
    assert refused.value.code == code


@pytest.mark.parametrize(("code", "error"), UNSUBSCRIBE.items())
async def test_an_ending_that_is_refused_says_why(clock: FakeClock, code: str, error: Expected) -> None:
    async with dci_world(clock) as world:
        wished = await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx())
        world.spoil(f"code:{code}")
        with pytest.raises(error) as refused:
            await world.social.unsubscribe(wished, ctx=ctx())
    assert refused.value.code == code


@pytest.mark.parametrize("code", ["rjct.brand.new", "err.whatever.else"])
def test_an_unknown_code_is_a_violation_and_keeps_its_name(code: str) -> None:
    found = refusal(code, "social")
    assert type(found) is r.ProtocolViolation
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Fatima El Amrani n'est pas inscrite", "2639425169", "rjct." + "x" * 200, "RJCT.X"])
def test_a_text_in_the_place_of_a_code_is_not_kept(text: str) -> None:
    assert refusal(text, "social").code == "unreadable-code"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, r.ProtocolViolation),
        (401, r.PartnerMisconfigured),
        (403, r.PartnerMisconfigured),
        (404, r.PartnerMisconfigured),
        (408, r.Unavailable),
        (422, r.ProtocolViolation),
    ],
)
def test_a_status_without_a_code_counts_by_itself(status: int, error: Expected) -> None:
    assert type(refusal_by_status(status, "", "social")) is error
    assert type(refusal_by_status(status, "err.request.not_found", "social")) is r.NotFound


CODE = "err.sender.unknown"
PLACES = {
    "ack": {"message": {"ack_status": "ERR", "error": {"code": CODE}}},
    "nack": {"message": {"ack_status": "NACK", "error": {"code": CODE}}},
    "header": {"header": {"status": "rjct", "status_reason_code": CODE}, "message": {}},
    "header without a code": {"header": {"status": "rjct"}, "message": {"error": {"code": CODE}}},
    "errors": {"errors": [{"code": CODE, "message": "texte"}]},
    "an error alone": {"error": {"code": CODE}},
    "flat": {"code": CODE},
}


@pytest.mark.parametrize(
    ("status", "place"), [(s, p) for s in (200, 400, 401) for p in PLACES if s > 200 or "header" in p or "ack" in p]
)
async def test_a_code_is_found_wherever_a_registry_writes_it(clock: FakeClock, status: int, place: str) -> None:
    async def serve(_: web.Request) -> web.Response:
        return web.Response(status=status, body=json.dumps(PLACES[place]).encode())

    app = web.Application()
    app.router.add_post("/registry/sync/search", serve)
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession() as session:
        config = DciConfig(
            url=str(server.make_url("")),
            sender_id="us",
            receiver_id="it",
            production=False,
            signature="unsigned",
            verify_answers=False,
        )
        with pytest.raises(r.PartnerMisconfigured) as refused:
            await DciSocial(connect("social", config, session, clock)).household(IdRef("UIN", "2639425169"), ctx=ctx())
    assert refused.value.code == CODE


@pytest.mark.parametrize("status", [302, 429, 500, 502, 503, 504])
async def test_a_registry_in_trouble_is_an_outage_or_asks_for_patience(clock: FakeClock, status: int) -> None:
    async with dci_world(clock) as world:
        world.spoil(status=status)
        with pytest.raises(r.RateLimited if status == 429 else r.Unavailable):
            await world.social.household(head(HOME), ctx=ctx())
