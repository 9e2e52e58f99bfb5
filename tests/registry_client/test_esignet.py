"""eSignet from the link in her chat to the page that sends her back, against a fake that checks every signature."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from joserfc import jwk

from dialogs import refusals as r
from dialogs.model import IdRef, Phone
from dialogs.ports import Handoff, HandoffState
from house.esignet import WORDS, EsignetCallback
from registry_client.biometrics.esignet import Esignet as Client
from registry_client.biometrics.esignet import EsignetConfig, Link, connect
from sandbox.esignet import Esignet
from sandbox.mosip_crypto import KeyPair
from store.clock import FakeClock
from store.handoffs import Held
from store.keyring import Keyring
from store.memory import MemoryAudit, MemorySessions
from store.memory_handoffs import MemoryHandoffs
from tests.registry_client.test_biometrics_contract import FATIMA, IDA, OMAR, PARTNER

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults


@dataclass
class Smartphone:
    """Her smartphone's browser, our callback, and the eSignet between them."""

    browser: aiohttp.ClientSession
    fake: Esignet
    client: Client
    config: EsignetConfig
    handoffs: MemoryHandoffs
    audit: MemoryAudit
    clock: FakeClock
    told: list[Held]

    async def begin(self, lang: str = "ar") -> tuple[Handoff, str]:
        made = await self.handoffs.begin(
            key=b"conversation", subject=IdRef("UIN", FATIMA.uin), phone=Phone("+212612340001"), purpose="change", lang=lang,
            now=self.clock.now(),
        )  # fmt: skip
        return made, await self.client.begin(made.id, lang)

    async def approve(self, url: str, uin: str = FATIMA.uin) -> str:
        """She shows her face; the address that eSignet sends her browser to."""
        form = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        async with self.browser.post(url.partition("?")[0], data=form | {"uin": uin}, allow_redirects=False) as answer:
            return answer.headers["Location"]

    async def open(self, url: str) -> str:
        async with self.browser.get(url) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            return await answer.text()

    async def link(self, uin: str = FATIMA.uin) -> tuple[Link, str]:
        """A link that was taken, and its code."""
        _, url = await self.begin()
        query = parse_qs(urlsplit(await self.approve(url, uin)).query)
        link = await self.client.take(query["state"][0])
        assert link is not None
        return link, query["code"][0]

    async def state(self, made: Handoff) -> HandoffState:
        return await self.handoffs.state(made.id, now=self.clock.now())


@pytest.fixture
async def phone(clock: FakeClock, keys: Keyring) -> AsyncIterator[Smartphone]:
    codes, ids = count(100_000), count()
    handoffs, audit = MemoryHandoffs(lambda: str(next(codes)), lambda: f"id-{next(ids)}"), MemoryAudit(keys)
    told: list[Held] = []

    async def notice(held: Held) -> None:
        told.append(held)

    app, port = web.Application(), unused_port()
    base = f"http://127.0.0.1:{port}"
    fake = Esignet([FATIMA, OMAR], PARTNER, IDA, clock, f"{base}/proof/esignet/callback")
    fake.attach(app, f"{base}/esignet")
    config = EsignetConfig(**fake.client_settings(PARTNER))  # type: ignore[arg-type]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        client = connect(config, session, clock, keys, MemorySessions(clock))
        EsignetCallback(client, handoffs, notice, audit, keys, clock, "fr").attach(app)
        server = TestServer(app, host="127.0.0.1", port=port)
        await server.start_server(access_log=None)  # as `house.running.serving` starts it
        yield Smartphone(session, fake, client, config, handoffs, audit, clock, told)
        await server.close()


async def test_her_face_on_her_phone_proves_her_and_the_page_sends_her_back_in_her_language(
    phone: Smartphone, keys: Keyring
) -> None:
    made, url = await phone.begin("ar")
    page = await phone.open(await phone.approve(url))
    assert WORDS["ar"]["proved"].partition("$")[0] in page
    assert 'dir="rtl"' in page
    assert await phone.state(made) is HandoffState.PROVED
    assert [held.phone for held in phone.told] == [Phone("+212612340001")]
    [line] = phone.audit.events
    assert (line.action, line.outcome, line.subject) == ("esignet-proof", "proved", keys.mac("subject", "UIN", FATIMA.uin))


async def test_the_link_asks_for_biometrics_with_pkce_and_names_nobody(phone: Smartphone) -> None:
    _, url = await phone.begin("fr")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert (asked["acr_values"], asked["code_challenge_method"], asked["response_type"]) == (
        "mosip:idp:acr:biometrics",
        "S256",
        "code",
    )
    assert (asked["ui_locales"], len(asked["code_challenge"]), len(asked["state"])) == ("fr", 43, 43)
    assert FATIMA.uin not in url
    assert (await phone.begin("fr"))[1] != url


async def test_somebody_elses_face_proves_nothing_and_is_in_the_audit_of_her_number(phone: Smartphone, keys: Keyring) -> None:
    made, url = await phone.begin("en")
    page = await phone.open(await phone.approve(url, OMAR.uin))
    assert WORDS["en"]["not-proved"] in page
    assert (await phone.state(made), phone.told) == (HandoffState.WAITING, [])
    [line] = phone.audit.events
    assert (line.outcome, line.subject) == ("other-person", keys.mac("subject", "UIN", FATIMA.uin))


async def test_a_link_is_used_once(phone: Smartphone) -> None:
    _, url = await phone.begin("en")
    back = await phone.approve(url)
    assert WORDS["en"]["proved"].partition("$")[0] in await phone.open(back)
    assert WORDS["fr"]["over"].replace("'", "&#x27;") in await phone.open(back)
    assert len(phone.told) == 1


async def test_a_link_that_waited_too_long_is_over(phone: Smartphone) -> None:
    made, url = await phone.begin()
    await phone.clock.advance(601)
    assert WORDS["fr"]["over"] in await phone.open(await phone.approve(url))
    assert await phone.state(made) is HandoffState.EXPIRED


@pytest.mark.parametrize("query", ["", "state=x", "state=x&code=y", "code=y", "state=%00"])
async def test_a_state_that_is_not_ours_leads_nowhere(phone: Smartphone, query: str) -> None:
    assert WORDS["fr"]["over"] in await phone.open(f"{phone.config.redirect_uri}?{query}")


async def test_who_turns_back_is_told_of_other_ways_and_the_link_is_over(phone: Smartphone) -> None:
    made, url = await phone.begin("fr")
    back = await phone.approve(url, "nobody")
    assert "d&#x27;autres moyens" in await phone.open(back)
    assert WORDS["fr"]["over"] in await phone.open(back)
    assert await phone.state(made) is HandoffState.WAITING


async def test_a_proof_that_was_not_by_biometrics_counts_for_nothing(phone: Smartphone) -> None:
    phone.fake.acr = "mosip:idp:acr:generated-code"
    link, code = await phone.link()
    with pytest.raises(r.NotPermitted, match="acr"):
        await phone.client.finish(link, code, deadline=5)


async def test_the_code_of_another_link_is_refused(phone: Smartphone) -> None:
    """A code that was stolen from one browser and put into another: PKCE and the nonce are of the other link."""
    (mine, _), (_, theirs) = await phone.link(), await phone.link()
    with pytest.raises(r.NotFound, match="invalid_grant"):
        await phone.client.finish(mine, theirs, deadline=5)


async def test_a_nonce_of_another_link_is_refused(phone: Smartphone) -> None:
    link, code = await phone.link()
    with pytest.raises(r.ProtocolViolation, match="id-token"):
        await phone.client.finish(Link(link.handoff, link.lang, "other", link.verifier), code, deadline=5)


async def test_a_code_is_exchanged_once(phone: Smartphone) -> None:
    link, code = await phone.link()
    proof = await phone.client.finish(link, code, deadline=5)
    assert (proof.handoff, proof.number) == (link.handoff, FATIMA.uin)
    assert FATIMA.uin not in proof.token
    with pytest.raises(r.NotFound):
        await phone.client.finish(link, code, deadline=5)


async def test_a_word_that_another_key_signed_is_not_believed(phone: Smartphone) -> None:
    phone.fake.signer = jwk.RSAKey.import_key(PARTNER.key_pem, {"kid": "esignet-1"})
    link, code = await phone.link()
    with pytest.raises(r.ProtocolViolation, match="jws"):
        await phone.client.finish(link, code, deadline=5)


async def test_a_new_key_of_esignet_is_fetched_once_when_it_signs(phone: Smartphone) -> None:
    link, code = await phone.link()
    phone.client._theirs = jwk.KeySet([jwk.RSAKey.import_key(PARTNER.cert_pem, {"kid": "old"})])
    assert (await phone.client.finish(link, code, deadline=5)).number == FATIMA.uin


async def test_a_client_whose_key_is_not_on_file_is_misconfigured(phone: Smartphone, clock: FakeClock, keys: Keyring) -> None:
    link, code = await phone.link()
    stranger = replace(phone.config, private_key=KeyPair.generate("stranger").key_pem)
    other = connect(stranger, phone.browser, clock, keys, MemorySessions(clock))
    with pytest.raises(r.PartnerMisconfigured):
        await other.finish(link, code, deadline=5)


async def test_userinfo_may_be_encrypted_to_us(phone: Smartphone) -> None:
    phone.fake.encrypted = True
    link, code = await phone.link()
    assert (await phone.client.finish(link, code, deadline=5)).number == FATIMA.uin


async def test_when_esignet_is_down_she_is_asked_to_come_back(phone: Smartphone) -> None:
    made, url = await phone.begin("en")
    back = await phone.approve(url)
    phone.fake.faults.status = 503
    assert WORDS["en"]["later"] in await phone.open(back)
    assert await phone.state(made) is HandoffState.WAITING


async def test_nothing_of_her_is_in_a_log(phone: Smartphone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        _, url = await phone.begin("en")
        back = await phone.approve(url)
        await phone.open(back)
    query = parse_qs(urlsplit(back).query)
    assert lines
    for secret in (query["code"][0], query["state"][0], FATIMA.uin, urlencode({"uin": FATIMA.uin})):
        assert secret not in f"{lines} {caplog.text}"


def test_a_key_that_is_none_is_told_at_once(clock: FakeClock, keys: Keyring) -> None:
    names = ("issuer", "authorize_url", "token_url", "userinfo_url", "jwks_url", "client_id", "key_id", "redirect_uri")
    config = EsignetConfig(**dict.fromkeys(names, "http://127.0.0.1"), private_key="secret words")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not an RSA key") as refused:
        Client(config, None, None, None, clock, keys, MemorySessions(clock))  # type: ignore[arg-type]
    assert "secret words" not in str(refused.value)
