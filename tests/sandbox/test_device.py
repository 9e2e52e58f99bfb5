"""The sandbox's device and IDA's side of it, against captures that were made apart from both."""

import hashlib
import json
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sandbox.device import Device, DeviceService, laid_by
from sandbox.mosip_bio import mix
from sandbox.mosip_crypto import unb64url
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_handoffs import MemoryHandoffs
from tests.console.counter import counter
from tests.registry_client.test_biometrics_contract import FATIMA, IDA, PARTNER, PEOPLE, TXN

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())["bio"]
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
Client = TestClient[web.Request, web.Application]


def test_captures_that_were_made_elsewhere_open_by_our_reading_of_the_rules() -> None:
    before = hashlib.sha256(b"").digest()
    for block, plain in zip(VECTORS["biometrics"], VECTORS["plain_bdb"], strict=True):
        data = json.loads(unb64url(block["data"].split(".")[1]))
        mixed = mix(data["timestamp"], data["transactionId"])
        key = IDA.key.decrypt(unb64url(block["sessionKey"]), OAEP)
        assert AESGCM(key).decrypt(mixed[-12:], unb64url(data["bioValue"]), mixed[-16:]) == plain.encode()
        before = hashlib.sha256(before + hashlib.sha256(plain.encode()).digest()).digest()
        assert block["hash"] == before.hex().upper()


def test_our_captures_have_the_fields_of_those_made_elsewhere(clock: FakeClock) -> None:
    theirs = VECTORS["biometrics"][0]
    (ours,) = Device(PARTNER, IDA.cert, clock).capture(TXN, "Staging", "https://ida.test", [laid_by(FATIMA, "Finger", "UNKNOWN")])
    assert set(ours) == set(theirs)
    assert set(_payload(ours["data"])) == set(_payload(theirs["data"]))
    assert set(_payload(_payload(ours["data"])["digitalId"])) == set(_payload(_payload(theirs["data"])["digitalId"]))


def _payload(jws: str) -> dict[str, Any]:
    return dict(json.loads(unb64url(jws.split(".")[1])))


@pytest.fixture
async def device(clock: FakeClock) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(DeviceService(Device(PARTNER, IDA.cert, clock), PEOPLE).routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield client


async def capture(device: Client, task: dict[str, Any], *bio: dict[str, Any], **changed: str) -> list[dict[str, Any]]:
    asked = {
        "env": task["env"],
        "purpose": "Auth",
        "specVersion": "0.9.5",
        "timeout": "10000",
        "captureTime": "2027-01-15T08:00:00Z",
        "domainUri": task["domainUri"],
        "transactionId": task["transactionId"],
        "bio": bio or [{"type": "Finger", "count": 1, "bioSubType": ["UNKNOWN"], "requestedScore": "60"}],
    }
    async with device.post("/capture", json=asked | changed) as answer:
        assert answer.status == 200
        return list((await answer.json())["biometrics"])


async def test_what_the_device_answers_goes_to_the_api_as_it_is(device: Client, keys: Keyring, clock: FakeClock) -> None:
    codes, ids = count(100_000), count()
    handoffs = MemoryHandoffs(lambda: str(next(codes)), lambda: f"{next(ids):032x}")
    async with counter(handoffs, keys, clock) as desk:
        task = await desk.task()
        async with device.put("/person", json={"uin": FATIMA.uin}) as answer:
            assert answer.status == 204
        face = {"type": "Face", "count": 1, "bioSubType": [], "requestedScore": "60"}
        finger = {"type": "Finger", "count": 1, "bioSubType": ["UNKNOWN"], "requestedScore": "60"}
        blocks = await capture(device, task, finger, face)
        assert (await desk.post(f"{task['id']}/submit", "salma", {"biometrics": blocks}))[1]["state"] == "proved"


TASK = {"env": "Staging", "domainUri": "https://ida.test", "transactionId": TXN}


async def test_a_device_with_nobody_there_or_a_strange_question_says_so_as_sbi_does(device: Client) -> None:
    assert (await capture(device, TASK))[0]["error"]["errorCode"] == "108"
    async with device.put("/person", json={"uin": FATIMA.uin}) as answer:
        assert answer.status == 204
    assert (await capture(device, TASK, {"type": "Voice"}))[0]["error"]["errorCode"] == "104"
    assert (await capture(device, TASK, purpose="Registration"))[0]["error"]["errorCode"] == "104"
    async with device.post("/capture", data=b"{") as answer:
        assert (await answer.json())["biometrics"][0]["error"]["errorCode"] == "109"
    async with device.put("/person", json={"uin": "0"}) as answer:
        assert answer.status == 404
