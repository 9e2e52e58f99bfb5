"""Every error code that MOSIP documents for our calls: the sandbox says it on the wire, the adapter raises what it means."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web

from dialogs import refusals as r
from dialogs.model import IdRef
from dialogs.ports import Claims, Factor, OtpChallenge
from registry_client.mosip.identity import MosipIdentity, connect
from sandbox.mosip import Mosip
from store.clock import FakeClock
from tests.registry_client.identity_worlds import FATIMA, aid, ctx, mosip, mosip_config, served, typed

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

UIN = IdRef("UIN", FATIMA.uin)
VID = IdRef("VID", FATIMA.vid)
BY = OtpChallenge("1234567890", UIN, 0.0)
CODE = typed("123456")
Call = Callable[[MosipIdentity], Awaitable[object]]


def _numbered(prefix: str, *numbers: int) -> list[str]:
    return [f"{prefix}-{number:03}" for number in numbers]


IDA: dict[type[r.RegistryError], list[str]] = {
    r.OtpInvalid: ["IDA-OTA-004"],
    r.OtpNotRequested: ["IDA-OTA-012"],
    r.OtpExpired: ["IDA-OTA-003"],
    r.RateLimited: ["IDA-OTA-001"],
    r.OtpFrozen: _numbered("IDA-OTA", 6, 7, 13),
    r.NoContactRegistered: [*_numbered("IDA-OTA", 2, 8, 9), "IDA-MLC-014"],
    r.NotFound: _numbered("IDA-MLC", 2, 4, 18, 26, 27, 28, 29),
    r.IdentityInactive: _numbered("IDA-MLC", 3, 5, 10, 22, 23),
    r.FactorLocked: ["IDA-MLC-019"],
    r.ClockSkew: ["IDA-MLC-001"],
    r.ConsentMissing: ["IDA-MLC-012"],
    r.NotPermitted: ["IDA-MLC-011", *_numbered("IDA-MPA", 5, 6, 30)],
    r.DemographicMismatch: _numbered("IDA-DEA", 1, 3),
    r.BiometricMismatch: ["IDA-BIA-001"],
    r.BiometricNotEnrolled: ["IDA-BIA-006"],
    r.CaptureRejected: _numbered("IDA-BIA", 2, 3, 7, 8, 9, 10, 11, 16),
    r.DeviceUntrusted: [*_numbered("IDA-BIA", 4, 5, 12), "IDA-DPM-001", "IDA-DPM-003"],
    r.ProtocolViolation: [*_numbered("IDA-OTA", 5, 10, 11), *_numbered("IDA-BIA", 14, 15), *_numbered("IDA-MPA", 1, 2, 3, 16)],
    r.Unavailable: [*_numbered("IDA-BIA", 17, 18), "IDA-MLC-007", *_numbered("IDA-RST", 6, 7, 8, 9)],
    r.PartnerMisconfigured: ["IDA-MPA-004", *_numbered("IDA-MPA", *range(7, 15), *range(17, 30), *range(31, 40))],
}
IDA_CALLS: dict[str, Call] = {
    "otp": lambda m: m.send_otp(UIN, ctx=ctx()),
    "auth": lambda m: m.verify_otp(BY, CODE, ctx=ctx()),
    "claims": lambda m: m.verify_demographics(UIN, Claims("Naïma"), ctx=ctx()),
    "kyc": lambda m: m.recover_finish(OtpChallenge("1234567890", IdRef("HANDLE", f"{FATIMA.phone}@phone"), 0.0), CODE, ctx=ctx()),
}

OTP = {
    "RES-SER-425": r.Unavailable,
    "RES-SER-463": r.Unavailable,
    "RES-SER-440": r.NoContactRegistered,
    "RES-SER-464": r.RateLimited,
    "RES-SER-510": r.RateLimited,
    "RES-SER-465": r.OtpFrozen,
}
CHECKED = {"RES-SER-422": r.OtpInvalid, "RES-SER-469": r.OtpExpired, "RES-SER-465": r.OtpFrozen, "RES-SER-402": r.Unavailable}
ANYWHERE = {
    "RES-SER-401": r.PartnerMisconfigured,
    "RES-SER-403": r.PartnerMisconfigured,
    "RES-SER-408": r.NotFound,
    "RES-SER-413": r.NotFound,
    "RES-SER-456": r.NotFound,
    "RES-SER-457": r.NotFound,
    "RES-SER-411": r.Unavailable,
    "RES-SER-412": r.Unavailable,
    "RES-SER-419": r.Unavailable,
    "RES-SER-467": r.Unavailable,
    "RES-SER-449": r.NotReady,
    "RES-SER-999": r.ProtocolViolation,
}
RESIDENT: dict[str, tuple[Call, dict[str, type[r.RegistryError]]]] = {
    "receipt-otp": (lambda m: m.recover_start(aid(FATIMA), ctx=ctx()), OTP),
    "req-otp": (lambda m: m.send_otp(UIN, ctx=ctx(purpose="lock")), OTP),
    "aid-status": (lambda m: m.recover_finish(OtpChallenge("1234567890", aid(FATIMA), 0.0), CODE, ctx=ctx()), CHECKED),
    "rid-status": (lambda m: m.application_status(aid(FATIMA), ctx=ctx()), {}),
    "lock": (lambda m: m.lock(BY, CODE, [Factor.OTP], ctx=ctx()), CHECKED),
    "unlock": (lambda m: m.unlock(BY, CODE, [Factor.OTP], 60, ctx=ctx()), CHECKED),
    "history": (lambda m: m.usage_history(BY, CODE, 5, ctx=ctx()), CHECKED | {"RES-SER-445": r.Unavailable}),
    "vid": (
        lambda m: m.issue_alias(BY, CODE, ctx=ctx()),
        CHECKED | {"RES-SER-405": r.NotPermitted, "RES-SER-406": r.Unavailable},
    ),
    "revoke": (
        lambda m: m.revoke_alias(VID, BY, CODE, ctx=ctx()),
        CHECKED | {"RES-SER-407": r.Unavailable, "RES-SER-453": r.NotFound, "RES-SER-454": r.NotFound},
    ),
    "event": (lambda m: m.event_status(IdRef("EVENT", "1000000000000001"), ctx=ctx()), {"RES-SER-459": r.NotFound}),
}


@dataclass(frozen=True)
class Pair:
    sandbox: Mosip
    registry: MosipIdentity


@pytest.fixture
async def pair(clock: FakeClock) -> AsyncIterator[Pair]:
    sandbox, app = mosip(clock), web.Application()
    sandbox.attach(app)
    async with served(app) as base, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Pair(sandbox, connect(mosip_config(sandbox, f"{base}/mosip"), session, clock))


@pytest.mark.parametrize(("call", "ask"), IDA_CALLS.items(), ids=IDA_CALLS)
async def test_each_code_of_ida_raises_what_it_means_at_each_call(pair: Pair, call: str, ask: Call) -> None:
    for kind, codes in IDA.items():
        for code in codes:
            pair.sandbox.faults_ida.lie = f"code:{code}"
            with pytest.raises(r.RegistryError) as raised:
                await ask(pair.registry)
            assert (type(raised.value), raised.value.code) == (kind, code)


@pytest.mark.parametrize(("ask", "codes"), RESIDENT.values(), ids=RESIDENT)
async def test_each_code_of_resident_raises_what_it_means_at_its_endpoint(
    pair: Pair, ask: Call, codes: dict[str, type[r.RegistryError]]
) -> None:
    for code, kind in {**ANYWHERE, **codes}.items():
        pair.sandbox.faults_resident.lie = f"code:{code}"
        with pytest.raises(r.RegistryError) as raised:
            await ask(pair.registry)
        assert (type(raised.value), raised.value.code) == (kind, code)


@pytest.mark.parametrize("call", ["ida", "resident"])
async def test_a_server_error_is_an_outage(pair: Pair, call: str) -> None:
    pair.sandbox.faults_ida.status = pair.sandbox.faults_resident.status = 503
    ask = IDA_CALLS["auth"] if call == "ida" else RESIDENT["lock"][0]
    with pytest.raises(r.Unavailable) as raised:
        await ask(pair.registry)
    assert (raised.value.code, raised.value.retryable) == ("http-503", True)
