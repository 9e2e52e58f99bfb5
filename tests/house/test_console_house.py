"""Whether a house has the console, what it says of the country's languages, and that the provider of the settings is asked."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import AsyncEngine

from config.settings import Settings
from config.tables import Console
from console.api.access import token_mac
from house.pages import attach_console
from store.operators import Operator
from store.sql.operators import SqlOperators
from tests.console.provider import Provider
from tests.console.staff import forms
from tests.player import stage


async def served(
    settings: Settings, engine: AsyncEngine, http: aiohttp.ClientSession
) -> TestClient[web.Request, web.Application]:
    app = web.Application()
    attach_console(app, settings, stage("djibouti").world, engine, http, ())
    client = TestClient(TestServer(app, host="127.0.0.1"), cookie_jar=aiohttp.CookieJar(unsafe=True))
    await client.start_server()
    return client


@pytest.mark.parametrize(("enabled", "status"), [(True, 200), (False, 404)])
async def test_the_console_is_there_unless_it_is_turned_off(sqlite_engine: AsyncEngine, enabled: bool, status: int) -> None:
    settings = Settings(environment="demo", console=Console(enabled=enabled))
    async with (
        aiohttp.ClientSession() as http,
        await served(settings, sqlite_engine, http) as client,
        client.get("/console/sign-in") as answer,
    ):
        assert answer.status == status


async def test_the_languages_that_nobody_has_read_are_told(sqlite_engine: AsyncEngine) -> None:
    async with aiohttp.ClientSession() as http, await served(Settings(environment="demo"), sqlite_engine, http) as client:
        keys = stage("djibouti").world.keys
        await SqlOperators(sqlite_engine).add(Operator("hind", frozenset({"officer"})), token_mac(keys, "t" * 43))
        async with client.get("/console/sign-in") as answer:
            form = forms(await answer.text())["/console/sign-in"]
        async with client.post("/console/sign-in", data={**form, "token": "t" * 43}) as answer:
            home = await answer.text()
        assert ("(so)" in home, "(aa)" in home, "(fr)" in home) == (True, True, False)


async def test_the_provider_of_the_settings_sends_browsers_back_to_our_address(sqlite_engine: AsyncEngine) -> None:
    provider = Provider(stage().clock)
    async with TestServer(provider.app(), host="127.0.0.1") as theirs, aiohttp.ClientSession() as http:
        provider.url = str(theirs.make_url("")).rstrip("/")
        ours = Console(issuer_url=provider.url, client_id="guichet", public_url="https://guichet.example.org")
        async with (
            await served(Settings(environment="demo", console=ours), sqlite_engine, http) as client,
            client.get("/console/sign-in/openid", allow_redirects=False) as answer,
        ):
            address = urlsplit(answer.headers["Location"])
        assert f"{address.scheme}://{address.netloc}" == provider.url
        assert parse_qs(address.query)["redirect_uri"] == ["https://guichet.example.org/console/sign-in/callback"]
