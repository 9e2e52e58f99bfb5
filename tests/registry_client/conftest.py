"""Fixtures for tests of the registry adapters: every population registry, a session, a MOSIP that says what a test tells it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import MosipIdentity, connect
from store.clock import FakeClock
from tests.registry_client.identity_worlds import World, opened
from tests.registry_client.mosip_desk import PEM, Desk


@pytest.fixture(params=["memory", "mosip", "rsmis", "rsmis-xroad"])
async def world(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    """Each population registry in turn."""
    async with opened(request.param, clock) as made:
        yield made


@pytest.fixture
def desk(clock: FakeClock) -> Desk:
    return Desk(clock)


@pytest.fixture
async def base(desk: Desk) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", desk.serve)
    server = TestServer(app, host="127.0.0.1")
    async with server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
def config(base: str) -> MosipConfig:
    return MosipConfig(
        ida_url=f"{base}/ida",
        resident_url=f"{base}/resident",
        idrepo_url=f"{base}/idrepo",
        authmanager_url=f"{base}/authmanager",
        misp_key="MISP LK",
        partner_id="guichet",
        api_key="API/KEY",
        auth_header="any",
        partner_private_key=PEM["partner_private_pem"],
        partner_certificate=PEM["partner_cert_pem"],
        ida_certificate=PEM["ida_cert_pem"],
        ida_signing_certificate=PEM["ida_cert_pem"],
        domain_uri="https://ida.test",
        client_id="guichet",
        client_secret="s3cret",
        region="MA",
        languages=("fra", "ara"),
    )


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as opened:
        yield opened


@pytest.fixture
def mosip(config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock) -> MosipIdentity:
    return connect(config, session, clock)
