"""What the adapter relays, what it refuses to relay, and every code that IDA has for a forged, broken or stale capture."""

import base64
import json
import logging
import pickle
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import msgspec
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs import refusals as r
from dialogs.model import IdRef
from dialogs.ports import CallContext, Modality, OpaqueBlock
from registry_client.biometrics.mosip import LARGEST, MOST, MosipBiometrics, connect
from registry_client.mosip.config import MosipConfig
from sandbox.device import Device, Finger
from sandbox.mosip import Mosip
from sandbox.mosip_bio import FINGERS, BioKeys, Captures, sample_of
from sandbox.mosip_crypto import KeyPair, MosipKeys, b64url, unb64url
from sandbox.phones import Phones
from store.clock import FakeClock
from tests.registry_client.mosip_desk import IDA_KEYS, Desk
from tests.registry_client.test_biometrics_contract import FATIMA, IDA, PARTNER, TXN, face, finger

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

STAGING = ("Staging", "https://ida.sandbox.test")
REF = IdRef("UIN", FATIMA.uin)
Block = dict[str, Any]


@pytest.fixture(scope="module")
def stranger() -> KeyPair:
    """A key that no authority of devices knows."""
    return KeyPair.generate("stranger")


@pytest.fixture
def device(clock: FakeClock) -> Device:
    return Device(PARTNER, IDA.cert, clock)


@pytest.fixture
async def mosip(clock: FakeClock) -> AsyncIterator[MosipBiometrics]:
    captures = Captures(BioKeys(fir=IDA, device=PARTNER), clock, known=["SANDBOX-0001"])
    fake = Mosip([FATIMA], Phones(), clock, keys=MosipKeys(PARTNER, IDA), captures=captures)
    app = web.Application()
    fake.attach(app, "/mosip")
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        config = MosipConfig(**fake.client_settings(str(server.make_url("/mosip"))))  # type: ignore[arg-type]
        yield connect(config, session, clock, frozenset(Modality))


async def authenticate(mosip: MosipBiometrics, blocks: list[Block] | list[OpaqueBlock]) -> str:
    opaque = [one if isinstance(one, OpaqueBlock) else OpaqueBlock(json.dumps(one).encode()) for one in blocks]
    return await mosip.authenticate(REF, TXN, opaque, ctx=CallContext("prove", b"key", 10.0, consent=True))


def payload(block: Block) -> dict[str, Any]:
    return dict(json.loads(unb64url(block["data"].split(".")[1])))


def resigned(device: Device, block: Block, **changed: object) -> Block:
    """The capture with other values in `data`, signed anew by `device`."""
    return block | {"data": device._sign(payload(block) | changed)}


def tampered(block: Block) -> Block:
    head, _, signature = block["data"].split(".")
    return block | {"data": f"{head}.{b64url(json.dumps(payload(block) | {'qualityScore': 99}).encode())}.{signature}"}


FORGED: list[tuple[str, type[r.RegistryError], Callable[[Device, KeyPair], list[Block]]]] = [
    ("IDA-MLC-016", r.CaptureRejected, lambda d, _: d.capture("1111111111", *STAGING, [finger(FATIMA)])),
    ("IDA-BIA-001", r.BiometricMismatch, lambda d, _: d.capture(TXN, *STAGING, [Finger(b"somebody")])),
    ("IDA-BIA-002", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [finger(FATIMA)] * 2)),
    ("IDA-BIA-007", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [Finger(b"i", "Iris", "Left")] * 2)),
    ("IDA-BIA-009", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [face(FATIMA)] * 2)),
    ("IDA-BIA-008", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [Finger(b"i", "Iris", "UNKNOWN")] * 3)),
    ("IDA-BIA-011", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [Finger(b"toe", "Finger", "Left Toe")])),
    ("IDA-BIA-016", r.CaptureRejected, lambda d, _: d.capture(TXN, *STAGING, [replace(finger(FATIMA), quality=12.0)])),
    ("IDA-BIA-004", r.DeviceUntrusted, lambda d, _: replace(d, serial="STOLEN").capture(TXN, *STAGING, [finger(FATIMA)])),
    ("IDA-BIA-012", r.DeviceUntrusted, lambda d, k: replace(d, keys=k).capture(TXN, *STAGING, [finger(FATIMA)])),
    ("IDA-BIA-015", r.ProtocolViolation, lambda d, _: [tampered(d.capture(TXN, *STAGING, [finger(FATIMA)])[0])]),
    ("IDA-BIA-014", r.ProtocolViolation, lambda d, _: d.capture(TXN, *STAGING, [finger(FATIMA), face(FATIMA)])[::-1]),
    ("IDA-MPA-004", r.PartnerMisconfigured, lambda d, k: replace(d, fir=k.cert).capture(TXN, *STAGING, [finger(FATIMA)])),
    ("IDA-MLC-009", r.ProtocolViolation, lambda d, _: d.capture(TXN, "Production", STAGING[1], [finger(FATIMA)])),
    (
        "IDA-MPA-003",
        r.ProtocolViolation,
        lambda d, _: [resigned(d, d.capture(TXN, *STAGING, [finger(FATIMA)])[0], timestamp="2027-01-15T08:00:01+00:00")],
    ),
    (
        "IDA-MLC-031",
        r.CaptureRejected,
        lambda d, _: [
            resigned(d, one, digitalId=d._sign(d._digital_id("Finger", "2020-01-01T00:00:00+00:00")))
            for one in d.capture(TXN, *STAGING, [finger(FATIMA)])
        ],
    ),
]


@pytest.mark.parametrize(("code", "error", "forge"), FORGED, ids=[code for code, _, _ in FORGED])
async def test_a_forged_or_broken_capture_is_known_by_its_code(
    mosip: MosipBiometrics,
    device: Device,
    stranger: KeyPair,
    code: str,
    error: type[r.RegistryError],
    forge: Callable[[Device, KeyPair], list[Block]],
) -> None:
    with pytest.raises(error) as refused:
        await authenticate(mosip, forge(device, stranger))
    assert refused.value.code == code
    assert type(refused.value) is error


async def test_a_stale_capture_is_known_by_its_code(mosip: MosipBiometrics, device: Device, clock: FakeClock) -> None:
    blocks = device.capture(TXN, *STAGING, [finger(FATIMA)])
    await clock.advance(121)
    with pytest.raises(r.CaptureRejected, match="IDA-MLC-030"):
        await authenticate(mosip, blocks)


async def test_ten_fingers_are_compared_and_eleven_never_leave(mosip: MosipBiometrics, device: Device) -> None:
    hands = [Finger(sample_of(FATIMA, "Finger", part), "Finger", part) for part in FINGERS]
    assert len(hands) == MOST
    assert await authenticate(mosip, device.capture(TXN, *STAGING, hands))
    with pytest.raises(r.CaptureRejected, match="count"):
        await authenticate(mosip, device.capture(TXN, *STAGING, [*hands, face(FATIMA)]))


BAD = {
    "size": b'{"data": "' + b"x" * LARGEST + b'"}',
    "injected": b'{"specVersion":"","data":"","hash":"","sessionKey":"","thumbprint":""}],"otp":"111111","x":[{}',
    "list": b"[]",
    "number": b'{"specVersion":1,"data":"","hash":"","sessionKey":"","thumbprint":""}',
    "bytes": b"\xff\x00",
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
async def test_what_is_no_capture_never_leaves(desk: Desk, config: MosipConfig, clock: FakeClock, data: bytes) -> None:
    async with aiohttp.ClientSession() as session:
        adapter = connect(config, session, clock, frozenset(Modality))
        with pytest.raises(r.CaptureRejected):
            await authenticate(adapter, [OpaqueBlock(data)])
    assert desk.asked == []


async def test_a_number_of_another_kind_is_not_asked_for(
    desk: Desk, config: MosipConfig, clock: FakeClock, device: Device
) -> None:
    async with aiohttp.ClientSession() as session:
        adapter = connect(config, session, clock, frozenset(Modality))
        with pytest.raises(r.NotSupported):
            await adapter.authenticate(IdRef("AID", "1" * 29), TXN, [OpaqueBlock(b"{}")], ctx=CallContext("p", b"", 1.0))
    assert desk.asked == []


async def test_the_capture_arrives_in_the_sealed_request_byte_for_byte(
    desk: Desk, config: MosipConfig, clock: FakeClock, device: Device
) -> None:
    desk.answers["auth"] = {"response": {"authStatus": True, "authToken": "token-1"}}
    sent = [json.dumps(one, indent=1).encode() for one in device.capture(TXN, *STAGING, [finger(FATIMA), face(FATIMA)])]
    async with aiohttp.ClientSession() as session:
        adapter = connect(config, session, clock, frozenset(Modality))
        assert await authenticate(adapter, [OpaqueBlock(one) for one in sent]) == "token-1"
    body = desk.body("auth")
    assert (body["id"], body["transactionID"], body["individualId"]) == ("mosip.identity.auth", TXN, FATIMA.uin)
    plain = IDA_KEYS.open(body["request"], body["requestSessionKey"])
    arrived = msgspec.json.decode(msgspec.json.decode(plain, type=dict[str, msgspec.Raw])["biometrics"], type=list[msgspec.Raw])
    assert [bytes(one) for one in arrived] == sent
    assert {name: json.loads(plain)[name] for name in ("otp", "demographics")} == {"otp": None, "demographics": None}


async def test_a_capture_is_in_no_log_and_no_error(
    mosip: MosipBiometrics, device: Device, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    right, wrong = device.capture(TXN, *STAGING, [finger(FATIMA)]), device.capture(TXN, *STAGING, [Finger(b"somebody")])
    told = ""
    with structlog.testing.capture_logs() as lines:
        await authenticate(mosip, right)
        with pytest.raises(r.BiometricMismatch) as refused:
            await authenticate(mosip, wrong)
        told = f"{refused.value!r} {refused.value.args} {refused.value.__context__!r}"
    seen = f"{lines} {caplog.text} {told}"
    assert lines
    for block in (*right, *wrong):
        assert not any(part in seen for part in (block["data"], payload(block)["bioValue"], block["sessionKey"], FATIMA.uin))


def test_a_capture_cannot_be_pickled_or_shown() -> None:
    block = OpaqueBlock(b"secret capture")
    with pytest.raises(TypeError, match="never stored"):
        pickle.dumps(block)
    assert "secret" not in f"{block!r} {block} {[block]}"
    assert base64.b64encode(b"secret").decode() not in repr(block)
