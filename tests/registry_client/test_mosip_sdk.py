"""MOSIP's own client as an outside judge of our IDA: what it sends for otp, auth and kyc is taken, and it opens what we seal."""

import asyncio
import json
import subprocess
import sys
import venv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from sandbox.mosip import Mosip
from sandbox.phones import Phones
from store.clock import SystemClock
from tests.registry_client.identity_worlds import FATIMA, KEYS, PEOPLE, served

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),  # sandbox.faults
]

SDK = "mosip-auth-sdk==0.5.4"  # it wants an older cryptography than we do, hence an environment of its own
PASSWORD = "sandbox"
OTP = "111111"
CLIENT = """
import json, logging, sys
from types import SimpleNamespace
from mosip_auth_sdk import MOSIPAuthenticator
from mosip_auth_sdk.models import DemographicsModel

told = json.load(sys.stdin)
silent = logging.getLogger("sdk")
silent.addHandler(logging.NullHandler())
silent.propagate = False
config = SimpleNamespace(**{part: SimpleNamespace(**values) for part, values in told["config"].items()})
client = MOSIPAuthenticator(config=config, logger=silent)
call = getattr(client, told["call"])
asked = told["asked"]
if "demographic_data" in asked:
    asked["demographic_data"] = DemographicsModel(**asked["demographic_data"])
answer = call(**asked).json()
opened = client.decrypt_response(answer) if told["call"] == "kyc" and answer["response"].get("identity") else None
print(json.dumps({"answer": answer, "opened": opened}))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has the SDK."""
    folder = tmp_path_factory.mktemp("mosip-sdk")
    venv.create(folder, with_pip=True)
    made = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", SDK]
    try:
        subprocess.run(install, check=True, capture_output=True, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("MOSIP's client could not be installed: no package index within reach.")
    return made


@dataclass(frozen=True)
class Judge:
    """The SDK as the partner of a fake IDA."""

    python: Path
    config: dict[str, Any]

    async def __call__(self, call: str, **asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The answer as JSON, and the identity that the SDK made of it."""
        process = await asyncio.create_subprocess_exec(
            self.python, "-c", CLIENT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        told = {"config": self.config, "call": call, "asked": asked}
        out, _ = await process.communicate(json.dumps(told).encode())
        assert process.returncode == 0
        answered = json.loads(out.splitlines()[-1])
        return answered["answer"], answered["opened"]


@pytest.fixture
async def judge(python: Path, tmp_path: Path) -> AsyncIterator[Judge]:
    sandbox, app = Mosip(PEOPLE, Phones(), SystemClock(), keys=KEYS, otp=lambda: OTP), web.Application()
    sandbox.attach(app)
    certificate, purse = tmp_path / "ida.pem", tmp_path / "partner.p12"
    certificate.write_text(KEYS.ida.cert_pem)
    sealed = BestAvailableEncryption(PASSWORD.encode())
    purse.write_bytes(serialize_key_and_certificates(b"partner", KEYS.partner.key, KEYS.partner.cert, None, sealed))
    async with served(app) as base:
        yield Judge(python, _config(sandbox, base, str(certificate), str(purse)))


def _config(sandbox: Mosip, base: str, certificate: str, purse: str) -> dict[str, Any]:
    ours = sandbox.settings
    return {
        "mosip_auth": {
            "timestamp_format": "%Y-%m-%dT%H:%M:%S",
            "ida_auth_version": "1.0",
            "ida_auth_request_demo_id": "mosip.identity.auth",
            "ida_auth_request_kyc_id": "mosip.identity.kyc",
            "ida_auth_request_otp_id": "mosip.identity.otp",
            "ida_auth_env": ours.env,
            "authorization_header_constant": "any",
            "partner_apikey": ours.api_key,
            "partner_misp_lk": ours.licence_key,
            "partner_id": ours.partner_id,
        },
        "mosip_auth_server": {
            "ida_auth_domain_uri": ours.domain_uri,
            "ida_auth_url": f"{base}/mosip/idauthentication/v1",
        },
        "crypto_encrypt": {
            "symmetric_key_size": 256,
            "symmetric_nonce_size": 128,
            "symmetric_gcm_tag_size": 128,
            "encrypt_cert_path": certificate,
            "decrypt_p12_file_path": purse,
            "decrypt_p12_file_password": PASSWORD,
        },
        "crypto_signature": {"algorithm": "RS256", "sign_p12_file_path": purse, "sign_p12_file_password": PASSWORD},
    }


WHO = {"individual_id": FATIMA.uin, "individual_id_type": "UIN", "txn_id": "1234567890"}


async def test_a_code_that_the_sdk_asks_for_proves_who_the_sdk_says(judge: Judge) -> None:
    sent, _ = await judge("genotp", **WHO, phone=True)
    assert (sent["errors"], sent["response"]["maskedMobile"]) == (None, "XXXXXXX007")
    proven, _ = await judge("auth", **WHO, otp_value=OTP, consent=True)
    assert (proven["errors"], proven["response"]["authStatus"]) == (None, True)
    again, _ = await judge("auth", **WHO, otp_value=OTP, consent=True)
    assert again["errors"][0]["errorCode"] == "IDA-OTA-012"


async def test_claims_of_the_sdk_are_compared(judge: Judge) -> None:
    name = [{"language": "fra", "value": dict(FATIMA.names)["fr"]}]
    true = {"name": name, "dob": "1980/01/01", "phone_number": FATIMA.phone}
    proven, _ = await judge("auth", **WHO, demographic_data=true, consent=True)
    assert (proven["errors"], proven["response"]["authStatus"]) == (None, True)
    refused, _ = await judge("auth", **WHO, demographic_data=true | {"dob": "1980/01/02"}, consent=True)
    assert refused["errors"][0]["errorCode"] == "IDA-DEA-001"


async def test_the_sdk_opens_the_identity_that_our_ida_seals(judge: Judge) -> None:
    await judge("genotp", **WHO, phone=True)
    answer, identity = await judge("kyc", **WHO, otp_value=OTP, consent=True)
    assert answer["errors"] is None
    assert (identity["UIN"], identity["phoneNumber"]) == (FATIMA.uin, FATIMA.phone)


async def test_the_sdk_is_refused_without_consent(judge: Judge) -> None:
    refused, _ = await judge("auth", **WHO, otp_value=OTP, consent=False)
    assert refused["errors"][0]["errorCode"] == "IDA-MLC-012"
