"""Our requests against MOSIP's published OpenAPI files, where those lie beside the project."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from dialogs.model import IdRef, Phone
from dialogs.ports import Claims, Factor, OtpChallenge
from dialogs.refusals import Unavailable
from registry_client.http import Answer, Upstream
from registry_client.mosip.claims import demographics
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.ida import Ida
from registry_client.mosip.resident import Resident
from store.clock import FakeClock
from tests.registry_client.mosip_desk import AID, PARTNER_AS_SIGNER, TXN

VID = IdRef("VID", "2639425169426435")
EVENT = IdRef("EVENT", "1000000000000001")
SPECS = Path(__file__).parents[3] / "shared" / "specs" / "mosip"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SPECS.is_dir(), reason="the published specifications of MOSIP are not here"),
]


class Recorder:
    """Stands where an upstream would be, and keeps what came."""

    body: dict[str, Any]
    asked: tuple[str, str]

    async def call(self, method: str, path: str, *, body: bytes = b"", **_: object) -> Answer:
        self.asked, self.body = (method, path), json.loads(body or b"{}")
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


Ask = Callable[[Resident], Awaitable[object]]
BY = OtpChallenge(TXN, IdRef("UIN", "2639425169"), 0.0)


@pytest.mark.parametrize(
    ("path", "method", "ask"),
    [
        pytest.param("/rid/check-status", "post", lambda r: r.stage(AID, deadline=1), id="stage"),
        pytest.param("/req/otp", "post", lambda r: r.send_otp(BY.by, TXN, deadline=1), id="otp"),
        pytest.param("/req/auth-lock", "post", lambda r: r.lock(BY, "1", [Factor.OTP], deadline=1), id="lock"),
        pytest.param("/req/auth-unlock", "post", lambda r: r.unlock(BY, "1", [Factor.OTP], 60, deadline=1), id="unlock"),
        pytest.param("/req/auth-history", "post", lambda r: r.history(BY, "1", 5, deadline=1), id="history"),
        pytest.param("/vid", "post", lambda r: r.issue_vid(BY, "1", deadline=1), id="vid"),
        pytest.param("/vid/{vid}", "patch", lambda r: r.revoke_vid(VID, BY, "1", deadline=1), id="revoke"),
    ],
)
async def test_a_request_to_resident_has_the_published_fields_and_types(
    recorder: Recorder, config: MosipConfig, path: str, method: str, ask: Ask
) -> None:
    with pytest.raises(Unavailable, match="recorded"):
        await ask(Resident(cast(Upstream, recorder), config, FakeClock()))
    file = json.loads((SPECS / "resident-services-openapi.json").read_text())
    body = file["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    assert recorder.asked == (method.upper(), path.replace("{vid}", VID.value))
    assert fits(recorder.body, body, file["components"]["schemas"]) == []


@pytest.mark.parametrize(("name", "path"), [("events", "/events/{event-id}"), ("aid-stageaid", "/aid-stage/{aid}")])
async def test_a_read_of_resident_goes_to_the_published_path(
    recorder: Recorder, config: MosipConfig, name: str, path: str
) -> None:
    resident = Resident(cast(Upstream, recorder), replace(config, stage_from="aid-stage"), FakeClock())
    ask = resident.event(EVENT, deadline=1) if name == "events" else resident.stage(AID, deadline=1)
    with pytest.raises(Unavailable, match="recorded"):
        await ask
    assert path in (SPECS / "resident" / f"{name}.yaml").read_text()
    method, asked = recorder.asked
    expected = path.replace("{event-id}", EVENT.value).replace("{aid}", AID.value)
    assert (method, asked.partition("?")[0]) == ("GET", expected)


async def test_claims_go_to_ida_under_the_published_names(config: MosipConfig) -> None:
    said = demographics(Claims("Zineb", date(1980, 1, 2), Phone("+212612340007")), config)
    file = json.loads((SPECS / "authentication-service-openapi.json").read_text())["components"]["schemas"]
    assert fits(said, file["IdentityDTO"], file) == []


def fits(value: object, schema: dict[str, Any], known: dict[str, Any], at: str = "") -> list[str]:
    """Where `value` has a field that the schema does not know, or of another type. Every property counts as optional there."""
    if "$ref" in schema:
        return fits(value, known[schema["$ref"].rpartition("/")[2]], known, at)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    if not isinstance(value, kinds[schema["type"]]):
        return [at]
    if isinstance(value, list):
        return [fault for item in value for fault in fits(item, schema["items"], known, f"{at}[]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    given = schema["properties"]
    known_fields = {name: one for name, one in value.items() if name in given}
    unknown = [f"{at}/{name}" for name in value if name not in given]
    return unknown + [fault for name, one in known_fields.items() for fault in fits(one, given[name], known, f"{at}/{name}")]
