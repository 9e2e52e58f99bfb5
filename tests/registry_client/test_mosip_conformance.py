"""Our requests against MOSIP's published OpenAPI files, where those lie beside the project."""

import json
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, cast

import pytest

from dialogs.model import IdRef
from dialogs.refusals import Unavailable
from registry_client.http import Answer, Upstream
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.ida import Ida
from registry_client.mosip.resident import Resident
from store.clock import FakeClock
from tests.registry_client.mosip_desk import PARTNER_AS_SIGNER, TXN

SPECS = Path(__file__).parents[3] / "shared" / "specs" / "mosip"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SPECS.is_dir(), reason="the published specifications of MOSIP are not here"),
]


class Recorder:
    """Stands where an upstream would be, and keeps the body that came."""

    body: dict[str, Any]

    async def call(self, method: str, path: str, *, body: bytes = b"", **_: object) -> Answer:
        self.body = json.loads(body)
        raise Unavailable("recorded")


def schema(file: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SPECS / file).read_text())["components"]["schemas"][name]
    return found


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.mark.parametrize(
    ("call", "file", "name"),
    [
        ("otp", "authentication-otp-service-openapi.json", "OtpRequestDTO"),
        ("auth", "authentication-service-openapi.json", "AuthRequestDTO"),
        ("kyc", "authentication-service-openapi.json", "KycAuthRequestDTO"),
    ],
)
async def test_a_request_to_ida_has_the_published_fields(
    recorder: Recorder, config: MosipConfig, call: str, file: str, name: str
) -> None:
    ida = Ida(cast(Upstream, recorder), config, PARTNER_AS_SIGNER, FakeClock())
    ref = IdRef("UIN", "2639425169")
    if call == "otp":
        asked: Awaitable[object] = ida.send_otp(ref, TXN, deadline=1)
    else:
        asked = (ida.auth if call == "auth" else ida.kyc)(ref, TXN, "123456", consent=True, deadline=1)
    with pytest.raises(Unavailable, match="recorded"):
        await asked
    # the server fills in the attributes of a kyc from the partner's policy
    assert set(recorder.body) == set(schema(file, name)["properties"]) - {"allowedKycAttributes"}


async def test_a_question_after_an_application_has_the_published_fields(recorder: Recorder) -> None:
    resident = Resident(cast(Upstream, recorder), FakeClock())
    with pytest.raises(Unavailable, match="recorded"):
        await resident.stage(IdRef("AID", "10001101230005020240125061502"), deadline=1)
    file = "resident-services-openapi.json"
    assert set(recorder.body) == set(schema(file, "RequestWrapperRequestDTO")["properties"])
    assert set(recorder.body["request"]) == set(schema(file, "RequestDTO")["properties"])
