"""What proofs in person put on the wire, against published files and samples where those lie beside the project."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import Phone
from dialogs.ports import CallContext
from dialogs.refusals import Pending
from registry_client.biometrics.esignet import EsignetConfig
from registry_client.biometrics.esignet import connect as esignet
from registry_client.simswap import africastalking, camara
from sandbox.device import Device, laid_by
from sandbox.mosip_crypto import unb64url
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions
from tests.registry_client.test_biometrics_contract import FATIMA, IDA, PARTNER, TXN

SHARED = Path(__file__).parents[3] / "shared"
MOSIP, SAMPLES = SHARED / "specs" / "mosip", SHARED / "samples"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the published specifications and samples are not here"),
]


def sample(name: str) -> dict[str, Any]:
    first = (SAMPLES / f"{name}.jsonl").read_text().splitlines()[0]
    return dict(json.loads(first))


def test_the_devices_captures_have_the_fields_of_sbi(clock: FakeClock) -> None:
    published = yaml.safe_load((MOSIP / "sbi" / "common.yaml").read_text())["$defs"]
    (block,) = Device(PARTNER, IDA.cert, clock).capture(
        TXN, "Staging", "https://ida.test", [laid_by(FATIMA, "Finger", "UNKNOWN")]
    )
    assert set(block) == set(published["captureBiometrics"]["properties"]) - {"error"}
    data = json.loads(_part(block["data"]))
    assert set(data) == set(published["bioData"]["properties"])
    digital = yaml.safe_load((MOSIP / "sbi" / "digital-id.yaml").read_text())["properties"]
    assert set(json.loads(_part(data["digitalId"]))) == set(digital)


def _part(jws: str) -> bytes:
    return unb64url(jws.split(".")[1])


async def test_the_link_to_esignet_asks_what_its_authorize_endpoint_knows(clock: FakeClock, keys: Keyring) -> None:
    published = yaml.safe_load((MOSIP / "esignet-openapi.yaml").read_text())["paths"]["/authorize"]["get"]["parameters"]
    known = {one["name"]: one for one in published}
    url = "https://esignet.test"
    config = EsignetConfig(
        issuer=url, authorize_url=url, token_url=url, userinfo_url=url, jwks_url=url, client_id="c", key_id="k",
        redirect_uri=url, private_key=PARTNER.key_pem,
    )  # fmt: skip
    async with aiohttp.ClientSession() as session:
        link = await esignet(config, session, clock, keys, MemorySessions(clock)).begin("handoff", "fr")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert set(asked) <= set(known)
    assert {name for name, one in known.items() if one.get("required")} <= set(asked)
    assert asked["acr_values"] in known["acr_values"]["schema"]["enum"]
    assert len(asked["state"]) <= known["state"]["schema"]["maxLength"]


async def test_a_sim_swap_check_is_that_of_camara(clock: FakeClock) -> None:
    told, asked = sample("camara_sim_swap"), []

    async def serve(request: web.Request) -> web.Response:
        asked.append((request.method, request.path, await request.text(), set(request.headers)))
        expected = told["expected"]
        return web.json_response(expected["body"] if "check" in request.path else {"access_token": "t", "expires_in": 300})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", serve)
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession() as session:
        base = str(server.make_url("/")).rstrip("/")
        config = camara.CamaraConfig(url=f"{base}/sim-swap/v2", token_url=f"{base}/token", client_id="c", client_secret="s")
        body = json.loads(told["body"])
        context = CallContext("recover", b"", 5.0)
        swapped = await camara.connect(config, session, clock).swapped(
            Phone(body["phoneNumber"]), hours=body["maxAge"], ctx=context
        )
    method, path, sent, headers = asked[-1]
    assert swapped is told["expected"]["body"]["swapped"]
    assert (method, path, json.loads(sent)) == (told["method"], told["path"], body)
    assert set(told["headers"]) <= {*headers, "x-correlator"}


async def test_a_recorded_callback_of_africas_talking_is_read(clock: FakeClock, keys: Keyring) -> None:
    body = json.loads(sample("simswap_africastalking_callback")["body"])

    async def queue(_: web.Request) -> web.Response:
        return web.json_response({"status": "Processed", "responses": [{"requestId": body["requestId"], "status": "Queued"}]})

    app = web.Application()
    app.router.add_post("/sim-swap", queue)
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession() as session:
        config = africastalking.AfricasTalkingConfig(username="sandbox", api_key="key", url=str(server.make_url("/")))
        simswap = africastalking.connect(config, session, clock, keys, MemorySessions(clock))
        amina, context = Phone("+212612340007"), CallContext("recover", b"", 5.0)
        with pytest.raises(Pending):
            await simswap.swapped(amina, hours=2400, ctx=context)
        assert await simswap.told(json.dumps(body).encode()) == "kept"
        assert await simswap.swapped(amina, hours=2600, ctx=context) is True
        assert await simswap.swapped(amina, hours=72, ctx=context) is False
