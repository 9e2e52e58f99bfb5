"""A key that IDA rotates: its certificate is fetched anew, once, and only what IDA could not open is sent again."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from dialogs.model import Code, IdRef
from dialogs.ports import CallContext
from dialogs.refusals import OtpInvalid, PartnerMisconfigured, ProtocolViolation, RegistryError
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import MosipIdentity, connect
from sandbox.mosip import Mosip
from sandbox.mosip_crypto import KeyPair
from sandbox.phones import Phones
from sandbox.population import people, showcase
from store.clock import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

HER = showcase(people(30))[0]
UIN = IdRef("UIN", HER.uin)


@dataclass
class Country:
    """A MOSIP whose keys may change, our adapter, and the paths that were called."""

    mosip: Mosip
    config: MosipConfig
    identity: MosipIdentity
    called: list[str]
    served: list[bytes]

    async def proves(self, key: bytes = b"k", code: str = "") -> str:
        """A code is sent, and checked (hers unless told); the user token."""
        ctx = CallContext("prove", key, 5.0, consent=True)
        challenge = await self.identity.send_otp(UIN, ctx=ctx)
        typed = code or self.mosip.codes[str(HER.phone)]
        return (await self.identity.verify_otp(challenge, Code("mac", typed), ctx=ctx)).token

    def times(self, name: str) -> int:
        return sum(name in path for path in self.called)


@pytest.fixture
async def country(clock: FakeClock) -> AsyncIterator[Country]:
    called, served = list[str](), list[bytes]()

    @web.middleware
    async def noting(request: web.Request, handler: Any) -> web.StreamResponse:
        called.append(request.path)
        if "getCertificate" in request.path and served:
            return web.Response(body=served[-1])
        answer: web.StreamResponse = await handler(request)
        return answer

    mosip, app = Mosip(people(30), Phones(), clock), web.Application(middlewares=[noting])
    mosip.attach(app, "/mosip")
    async with TestServer(app, host="127.0.0.1") as server, aiohttp.ClientSession() as session:
        config = MosipConfig(**mosip.client_settings(str(server.make_url("/mosip"))))  # type: ignore[arg-type]
        yield Country(mosip, config, connect(config, session, clock), called, served)


async def test_the_call_that_could_not_be_opened_goes_out_once_more_and_the_code_still_holds(country: Country) -> None:
    token = await country.proves()
    country.mosip.rotate()
    with capture_logs() as lines:
        assert await country.proves(b"again") == token
    assert (country.times("getCertificate"), country.times("/auth/")) == (1, 3)
    assert [line["outcome"] for line in lines if line["event"] == "ida.certificate"] == ["renewed"]
    await country.proves(b"third")
    assert (country.times("getCertificate"), country.times("/auth/")) == (1, 4)


async def test_a_wrong_code_after_a_rotation_is_checked_once(country: Country) -> None:
    country.mosip.rotate()
    with pytest.raises(OtpInvalid):
        await country.proves(code="000000")
    assert country.times("/auth/") == 2


async def test_a_recovery_by_the_sim_survives_a_rotation(country: Country) -> None:
    ctx = CallContext("recover", b"k", 5.0, consent=True)
    country.mosip.rotate()
    challenge = await country.identity.recover_start(IdRef("HANDLE", f"{HER.phone}@phone"), ctx=ctx)
    code = Code("mac", country.mosip.codes[str(HER.phone)])
    assert (await country.identity.recover_finish(challenge, code, ctx=ctx)).ref == UIN
    assert (country.times("getCertificate"), country.times("/kyc/")) == (1, 2)


@pytest.mark.parametrize(("lie", "error"), [("code:IDA-MPA-004", PartnerMisconfigured), ("code:IDA-MPA-003", ProtocolViolation)])
async def test_where_the_certificate_is_the_same_nothing_is_repeated(
    country: Country, clock: FakeClock, lie: str, error: type[RegistryError]
) -> None:
    ctx = CallContext("prove", b"k", 5.0, consent=True)
    challenge = await country.identity.send_otp(UIN, ctx=ctx)
    country.mosip.faults_ida.lie = lie
    for _ in range(2):
        with pytest.raises(error):
            await country.identity.verify_otp(challenge, Code("mac", "1"), ctx=ctx)
    assert (country.times("getCertificate"), country.times("/auth/")) == (1, 2), "and it is not looked for at every call"
    await clock.advance(61)
    with pytest.raises(error):
        await country.identity.verify_otp(challenge, Code("mac", "1"), ctx=ctx)
    assert country.times("getCertificate") == 2


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>maintenance</html>", id="a page"),
        pytest.param(b'{"response": null, "errors": [{"errorCode": "KER-KMS-012"}]}', id="an error"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", id="no certificate"),
        pytest.param(json.dumps({"response": {"certificate": "\u2014"}}).encode(), id="no PEM"),
    ],
)
async def test_what_is_no_certificate_is_left_and_an_operator_is_told(country: Country, body: bytes) -> None:
    country.mosip.rotate()
    country.served.append(body)
    with capture_logs() as lines, pytest.raises(PartnerMisconfigured, match="IDA-MPA-004"):
        await country.proves()
    assert [line["outcome"] for line in lines if line["event"] == "ida.certificate"] == ["refused"]


async def test_a_certificate_that_has_run_out_is_left(country: Country, clock: FakeClock) -> None:
    country.mosip.rotate()
    await clock.advance(30 * 365 * 86400)
    country.served.append(KeyPair.generate("old").cert_pem.encode())
    with pytest.raises(PartnerMisconfigured):
        await country.proves()


async def test_a_plain_pem_will_do(country: Country) -> None:
    country.mosip.rotate()
    country.served.append(country.mosip._ida.opener.cert_pem.encode())
    assert await country.proves()


async def test_without_an_address_it_is_our_operators_job(country: Country, clock: FakeClock) -> None:
    country.mosip.rotate()
    async with aiohttp.ClientSession() as session:
        still = replace(country, identity=connect(replace(country.config, ida_certificate_url=""), session, clock))
        with pytest.raises(PartnerMisconfigured, match="IDA-MPA-004"):
            await still.proves()
    assert (country.times("getCertificate"), country.times("/auth/")) == (0, 1)
