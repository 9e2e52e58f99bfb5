"""Sign-in by the ministry's identity provider: what is believed, what is not, and who is an operator at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from joserfc import jwk

from console.pages.openid import OpenId, OpenIdConfig
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions
from tests.console.provider import Provider
from tests.console.staff import Clerk, Room, Seen, console

REDIRECT = "https://console.example/console/sign-in/callback"


@asynccontextmanager
async def met(keys: Keyring, clock: FakeClock, **more: str) -> AsyncIterator[tuple[Room, Provider]]:
    provider = Provider(clock)
    async with TestServer(provider.app(), host="127.0.0.1") as server, aiohttp.ClientSession() as http:
        provider.url = str(server.make_url("")).rstrip("/")
        config = OpenIdConfig(provider.url, "guichet", REDIRECT, **more)
        openid = OpenId(config, http, clock, keys, MemorySessions(clock))
        async with console(clock=clock, keys=keys, openid=openid) as room:
            await room.token("officer", id="hind")
            yield room, provider


@pytest.fixture
async def pair(keys: Keyring, clock: FakeClock) -> AsyncIterator[tuple[Room, Provider]]:
    async with met(keys, clock) as made:
        yield made


async def sent(clerk: Clerk) -> str:
    """Where the browser is sent to."""
    async with clerk.http.get(f"{clerk.url}/console/sign-in/openid", allow_redirects=False) as answer:
        assert answer.status == 303
        return answer.headers["Location"]


async def come(clerk: Clerk, provider: Provider) -> Seen:
    state, code = provider.agree(await sent(clerk))
    return await clerk.open(f"/sign-in/callback?state={state}&code={code}")


async def test_an_operator_comes_in_with_his_account_at_work(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    clerk = room.stranger()
    assert "Sign in with your work account" in (await clerk.open("/sign-in")).text
    seen = await come(clerk, provider)
    assert (seen.status, "You are signed in" in seen.text) == (200, True)
    home = await clerk.open()
    assert (home.path, "hind" in home.text) == ("", True)
    (entered,) = room.audit.events
    assert (entered.action, entered.outcome) == ("console-sign-in", "openid")


async def test_a_whole_office_comes_in_from_one_address(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    assert {(await come(room.stranger(), provider)).status for _ in range(25)} == {200}


async def test_who_begins_over_and_over_has_to_wait_and_keeps_nobody_from_his_token(pair: tuple[Room, Provider]) -> None:
    room, _ = pair
    clerk = room.stranger()
    for _ in range(20):
        await sent(clerk)
    assert (await clerk.open("/sign-in/openid")).status == 429
    assert (await clerk.sign_in(await room.token("lead"))).status == 200
    await room.clock.advance(301)
    await sent(clerk)


async def test_the_browser_is_sent_with_all_that_protects_it(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    clerk = room.stranger("fr")
    provider.agree(await sent(clerk))
    asked = provider.begun["code-0"]
    assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri", "scope", "code_challenge_method")} == {
        "response_type": "code",
        "client_id": "guichet",
        "redirect_uri": REDIRECT,
        "scope": "openid",
        "code_challenge_method": "S256",
    }
    assert (asked["ui_locales"], len(asked["state"]), len(asked["nonce"])) == ("fr", 43, 43)
    (cookie,) = [one for one in clerk.http.cookie_jar if one.key == "guichet-openid"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "other"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["guichet", "another"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"sub": 7},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_and_now_is_not_believed(pair: tuple[Room, Provider], claims: dict[str, Any]) -> None:
    room, provider = pair
    provider.claims = claims
    clerk = room.stranger()
    seen = await come(clerk, provider)
    assert (seen.status, "could not be confirmed" in seen.text) == (403, True)
    assert (await clerk.open()).path == "/sign-in?done=left"
    assert room.audit.events == []


async def test_a_key_that_nobody_published_signs_nothing(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    provider.signing = jwk.ECKey.generate_key("P-256", {"kid": "1"})
    assert (await come(room.stranger(), provider)).status == 403


async def test_a_new_key_of_the_provider_is_found(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    assert (await come(room.stranger(), provider)).status == 200
    assert (await come(room.stranger(), provider)).status == 200
    assert provider.fetched == 1
    provider.key = jwk.ECKey.generate_key("P-256", {"kid": "1"})
    assert (await come(room.stranger(), provider)).status == 200
    assert provider.fetched == 2


async def test_an_answer_serves_once_and_only_the_browser_that_asked(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    clerk = room.stranger()
    state, code = provider.agree(await sent(clerk))
    callback = f"/sign-in/callback?state={state}&code={code}"
    assert (await room.stranger().open(callback)).status == 403
    assert (await clerk.open("/sign-in/callback?state=other&code=x")).status == 403
    assert (await clerk.open(callback)).status == 200
    assert (await clerk.open(callback)).status == 403


async def test_an_answer_that_comes_late_is_not_taken(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    clerk = room.stranger()
    state, code = provider.agree(await sent(clerk))
    await room.clock.advance(601)
    assert (await clerk.open(f"/sign-in/callback?state={state}&code={code}")).status == 403


@pytest.mark.parametrize("who", ["nobody", "gone", "hind\x00", "a" * 65, "<b>"])
async def test_who_is_no_operator_stays_outside_and_is_in_the_audit(pair: tuple[Room, Provider], who: str) -> None:
    room, provider = pair
    await room.token("officer", id="gone")
    await room.operators.disable("gone")
    provider.claims = {"sub": who}
    clerk = room.stranger()
    seen = await come(clerk, provider)
    assert (seen.status, "not an operator" in seen.text, "<b>" in seen.html) == (403, True, False)
    assert [(one.action, one.outcome) for one in room.audit.events] == [("console-sign-in", "refused")]


async def test_a_provider_of_another_name_is_not_ours(pair: tuple[Room, Provider]) -> None:
    room, provider = pair
    provider.issuer = "https://elsewhere.example"
    seen = await room.stranger().open("/sign-in/openid")
    assert (seen.status, "could not be confirmed" in seen.text) == (403, True)


@pytest.mark.parametrize(
    ("methods", "basic"), [(("client_secret_basic", "client_secret_post"), True), (("client_secret_post",), False)]
)
async def test_our_secret_is_told_as_the_provider_wants_it(
    keys: Keyring, clock: FakeClock, methods: tuple[str, ...], basic: bool
) -> None:
    async with met(keys, clock, secret="s e:c") as (room, provider):
        provider.methods = methods
        assert (await come(room.stranger(), provider)).status == 200
        (form,) = provider.seen
        assert (form["authorization"].startswith("Basic "), form.get("client_secret")) == (basic, None if basic else "s e:c")


@pytest.mark.parametrize(("verified", "status"), [(True, 200), (False, 403), (None, 403), ("true", 403)])
async def test_an_address_counts_only_when_the_provider_verified_it(
    keys: Keyring, clock: FakeClock, verified: object, status: int
) -> None:
    async with met(keys, clock, claim="email") as (room, provider):
        await room.token("officer", id="hind@example.org")
        provider.claims = {"email": "hind@example.org", "email_verified": verified}
        assert (await come(room.stranger(), provider)).status == status


async def test_without_a_provider_there_is_no_such_way_in(keys: Keyring, clock: FakeClock) -> None:
    async with console(clock=clock, keys=keys) as room:
        assert (await room.stranger().open("/sign-in/openid")).status == 404
        assert (await room.stranger().open("/sign-in/callback?state=a&code=b")).status == 403
        assert "work account" not in (await room.stranger().open("/sign-in")).text
