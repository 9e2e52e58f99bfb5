"""The MOSIP adapter against the sandbox's MOSIP when that is slow, down, or lies."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from dialogs import refusals as r
from dialogs.model import Code, IdRef
from dialogs.ports import CallContext, Stage
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import MosipIdentity, connect
from sandbox.faults import Faults
from sandbox.mosip import Mosip
from sandbox.mosip_crypto import KeyPair, MosipKeys
from sandbox.phones import Phones
from sandbox.population import people, showcase
from store.clock import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

PEM = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())["keys"]
KEYS = MosipKeys(
    partner=KeyPair.from_pem(PEM["partner_private_pem"], PEM["partner_cert_pem"]),
    ida=KeyPair.from_pem(PEM["ida_private_pem"], PEM["ida_cert_pem"]),
)
CITIZEN = showcase(people(50))[0]
HANDLE = IdRef("HANDLE", f"{CITIZEN.phone}@phone")
AID = IdRef("AID", CITIZEN.receipt)


@pytest.fixture
def sandbox(clock: FakeClock) -> Mosip:
    return Mosip([CITIZEN], Phones(), clock, keys=KEYS)


@pytest.fixture
async def at(sandbox: Mosip) -> AsyncIterator[Callable[[FakeClock], MosipIdentity]]:
    """Connects an adapter that goes by a given clock."""
    app = web.Application()
    sandbox.attach(app, "/mosip")
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        config = MosipConfig(**sandbox.client_settings(str(server.make_url("/mosip"))))  # type: ignore[arg-type]
        yield lambda clock: connect(config, session, clock)


@pytest.fixture
def mosip(at: Callable[[FakeClock], MosipIdentity], clock: FakeClock) -> MosipIdentity:
    return at(clock)


def ctx(key: bytes = b"k", deadline: float = 10.0) -> CallContext:
    return CallContext(purpose="recover", key=key, deadline=deadline, consent=True)


def spoil(faults: Faults, lie: str = "", *, hang: bool = False, status: int = 0, times: int = -1) -> None:
    faults.lie, faults.hang, faults.status, faults.times = lie, hang, status, times


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ("signature", r.ProtocolViolation),
        ("unsigned", r.ProtocolViolation),
        ("html", r.ProtocolViolation),
        ("empty", r.ProtocolViolation),
        ("time", r.ClockSkew),
    ],
)
async def test_a_lie_of_ida_is_noticed(sandbox: Mosip, mosip: MosipIdentity, lie: str, error: type[r.RegistryError]) -> None:
    spoil(sandbox.faults_ida, lie)
    with pytest.raises(error):
        await mosip.recover_start(HANDLE, ctx=ctx())


@pytest.mark.parametrize("lie", ["html", "empty"])
async def test_nonsense_of_resident_is_an_outage(sandbox: Mosip, mosip: MosipIdentity, lie: str) -> None:
    spoil(sandbox.faults_resident, lie)
    with pytest.raises(r.Unavailable):
        await mosip.application_status(AID, ctx=ctx())


async def test_the_trap_of_the_receipt_is_not_taken_for_a_success(sandbox: Mosip, mosip: MosipIdentity) -> None:
    challenge = await mosip.recover_start(AID, ctx=ctx())
    spoil(sandbox.faults_resident, "aid-trap")
    with pytest.raises(r.OtpInvalid):
        await mosip.recover_finish(challenge, Code("mac", "no code"), ctx=ctx(b"2"))


async def test_a_hung_registry_ends_in_time_and_the_next_call_works(sandbox: Mosip, mosip: MosipIdentity) -> None:
    spoil(sandbox.faults_ida, hang=True, times=1)
    with pytest.raises(r.Unavailable):
        await mosip.recover_start(HANDLE, ctx=ctx(deadline=0.1))
    assert await mosip.recover_start(HANDLE, ctx=ctx())


async def test_a_status_survives_two_failures(sandbox: Mosip, mosip: MosipIdentity) -> None:
    spoil(sandbox.faults_resident, status=503, times=2)
    assert (await mosip.application_status(AID, ctx=ctx())).stage is Stage.ISSUED


async def test_a_token_that_ran_out_is_renewed(sandbox: Mosip, mosip: MosipIdentity, clock: FakeClock) -> None:
    for key in (b"1", b"2"):
        challenge = await mosip.recover_start(AID, ctx=ctx(key))
        code = Code("mac", sandbox.codes[str(CITIZEN.phone)])
        assert (await mosip.recover_finish(challenge, code, ctx=ctx(key + b"!"))).ref.value == CITIZEN.uin
        await clock.advance(4000)


async def test_a_clock_that_is_off_is_told_by_ida(at: Callable[[FakeClock], MosipIdentity], clock: FakeClock) -> None:
    late = at(FakeClock(clock.now() - 45))
    with pytest.raises(r.ClockSkew) as skew:
        await late.recover_start(HANDLE, ctx=ctx())
    assert skew.value.code == "IDA-MLC-001"


async def test_a_whole_recovery_leaves_nothing_personal_in_the_log(sandbox: Mosip, mosip: MosipIdentity) -> None:
    with capture_logs() as logs:
        for by, key in ((HANDLE, b"1"), (AID, b"2")):
            challenge = await mosip.recover_start(by, ctx=ctx(key))
            code = sandbox.codes[str(CITIZEN.phone)]
            await mosip.recover_finish(challenge, Code("mac", code), ctx=ctx(key + b"!"))
    assert len(logs) == 6
    assert all(set(entry) == {"event", "log_level", "upstream", "status", "trace"} for entry in logs)
    written = json.dumps([{**entry, "trace": ""} for entry in logs])
    assert all(secret not in written for secret in (CITIZEN.uin, CITIZEN.receipt, str(CITIZEN.phone), code))
