"""The sandbox's IDA says no with the documented codes, and lies when it is told to."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from dialogs.ports import Factor
from sandbox import mosip_crypto as crypto
from sandbox.faults import Faults
from sandbox.mosip_ida import IdaSettings
from sandbox.mosip_ida_wire import ERRORS
from sandbox.mosip_records import stamp
from tests.sandbox.mosip_partner import (
    AT,
    CHILD,
    INACTIVE,
    KEYS,
    NO_PHONE,
    NOBODY,
    TXN,
    WAITING,
    ZINEB,
    Partner,
    Served,
    code_of,
    sealed,
)

STRANGER = crypto.KeyPair.generate("stranger")


# --- one row per error code --------------------------------------------------------------------

Step = Callable[[Partner], Awaitable[dict[str, Any]]]


async def _coded(partner: Partner, **other: Any) -> dict[str, Any]:
    """auth with the right code and one thing wrong."""
    await partner.otp()
    return await partner.auth(partner.code, **other)


async def _sent(partner: Partner, **spoil: str | None) -> dict[str, Any]:
    return await partner.post("otp", partner.base("otp", ZINEB.uin, "UIN", TXN) | {"otpChannel": ["phone"]}, **spoil)


async def _signed_by_stranger(partner: Partner) -> dict[str, Any]:
    partner.signer = STRANGER
    return await partner.otp()


async def _said(partner: Partner, who: str = ZINEB.uin, **claims: Any) -> dict[str, Any]:
    """auth with demographics and no code."""
    return await partner.auth("", who, plain={"otp": None, "demographics": claims})


async def _sent_by_resident(partner: Partner) -> dict[str, Any]:
    """A code of another service, which is another partner of IDA."""
    await partner.receipt_otp()
    return await partner.auth(partner.code)


async def _locked(partner: Partner, factor: Factor) -> dict[str, Any]:
    partner.mosip.holdings.lock(ZINEB, [factor])
    if factor is Factor.DEMOGRAPHIC:
        return await _said(partner, dob="1980/05/17")
    return await _coded(partner)


async def _by_alias(partner: Partner, *, late: float = 0.0, revoked: bool = False) -> dict[str, Any]:
    alias = partner.mosip.holdings.issue(ZINEB)
    assert alias is not None
    if revoked:
        partner.mosip.holdings.revoke(alias)
    partner.clock.time += late
    return await partner.otp(alias.number, "VID")


def _jws(**header: Any) -> str:
    return f"{crypto.b64url(json.dumps(header).encode())}..AAAA"


REFUSALS: list[tuple[str, Step]] = [
    ("IDA-DEA-001", lambda p: _said(p, dob="1980/05/18")),
    ("IDA-DEA-001", lambda p: _said(p, name=[{"language": "fra", "value": "Zineb Bennani"}])),
    ("IDA-DEA-001", lambda p: _said(p, name=[{"language": "ara", "value": "Zineb Alaoui"}])),
    ("IDA-DEA-001", lambda p: _said(p, dob="1980/05/17", phoneNumber="+212612340002")),
    ("IDA-DEA-003", lambda p: _said(p, postalCode="10000")),
    ("IDA-DEA-003", lambda p: _said(p, who=NO_PHONE.uin, phoneNumber="+212612340002")),
    ("IDA-OTA-008", lambda p: p.otp(otpChannel=[])),
    ("IDA-OTA-009", lambda p: p.otp(otpChannel=["email"])),
    ("IDA-OTA-011", lambda p: _sent_by_resident(p)),
    ("IDA-OTA-012", lambda p: p.auth("123456")),
    ("IDA-OTA-005", lambda p: _coded(p, txn="1234567891")),
    ("IDA-OTA-010", lambda p: _coded(p, who=ZINEB.vid, id_type="VID")),
    ("IDA-MLC-001", lambda p: p.otp(requestTime=stamp(AT - 31))),
    ("IDA-MLC-001", lambda p: p.otp(requestTime=stamp(AT + 31))),
    ("IDA-MLC-001", lambda p: _coded(p, plain={"timestamp": stamp(AT - 31)})),
    ("IDA-MLC-002", lambda p: p.otp(ZINEB.uin[:-1] + str(9 - int(ZINEB.uin[-1])))),
    ("IDA-MLC-003", lambda p: p.otp(INACTIVE.uin)),
    ("IDA-MLC-004", lambda p: p.otp(ZINEB.uin, "VID")),
    ("IDA-MLC-005", lambda p: _by_alias(p, late=1800)),
    ("IDA-MLC-009", lambda p: _said(p, dob="17/05/1980")),
    ("IDA-MLC-009", lambda p: _said(p, name="Zineb Alaoui")),
    ("IDA-MLC-009", lambda p: _said(p, name=[{"language": "eng", "value": "Zineb Alaoui"}])),
    ("IDA-MLC-009", lambda p: _said(p, name=None)),
    ("IDA-MLC-009", lambda p: p.otp("0612340001@phone", "HANDLE")),
    ("IDA-MLC-009", lambda p: p.otp(ZINEB.receipt, "AID")),
    ("IDA-MLC-009", lambda p: p.otp(txn="12345")),
    ("IDA-MLC-009", lambda p: p.otp(txn="12345678901")),
    ("IDA-MLC-009", lambda p: p.otp(txn="١٢٣٤٥٦٧٨٩٠")),
    ("IDA-MLC-009", lambda p: p.otp(version="2.0")),
    ("IDA-MLC-009", lambda p: p.otp(requestTime="yesterday")),
    ("IDA-MLC-009", lambda p: p.otp(individualId=7)),
    ("IDA-MLC-009", lambda p: p.post("auth", p.base("otp", ZINEB.uin, "UIN", TXN))),
    ("IDA-MLC-009", lambda p: _coded(p, id="mosip.identity.kyc")),
    ("IDA-MLC-009", lambda p: _coded(p, env="Production")),
    ("IDA-MLC-009", lambda p: _coded(p, domainUri="https://ida.sandbox.test/")),
    ("IDA-MLC-009", lambda p: _coded(p, plain={"otp": None})),
    ("IDA-MLC-009", lambda p: _coded(p, **sealed(b"not json"))),
    ("IDA-MLC-009", lambda p: _sent(p, Authorization=None)),
    ("IDA-MLC-010", lambda p: p.otp(INACTIVE.vid, "VID")),
    ("IDA-MLC-010", lambda p: _by_alias(p, revoked=True)),
    ("IDA-MLC-011", lambda p: p.otp(CHILD.uin)),
    ("IDA-MLC-011", lambda p: p.auth("123456", CHILD.uin)),
    ("IDA-MLC-012", lambda p: _coded(p, consentObtained=False)),
    ("IDA-MLC-014", lambda p: p.otp(NO_PHONE.uin)),
    ("IDA-MLC-018", lambda p: p.otp(NOBODY.uin)),
    ("IDA-MLC-018", lambda p: p.otp(WAITING.uin)),
    ("IDA-MLC-018", lambda p: p.otp(f"{WAITING.phone}@phone", "HANDLE")),
    ("IDA-MLC-019", lambda p: _locked(p, Factor.OTP)),
    ("IDA-MLC-019", lambda p: _locked(p, Factor.DEMOGRAPHIC)),
    ("IDA-MLC-022", lambda p: p.otp(f"{INACTIVE.phone}@phone", "HANDLE")),
    ("IDA-MPA-001", lambda p: _sent(p, signature=None)),
    ("IDA-MPA-001", lambda p: _sent(p, signature="a.b.c")),
    ("IDA-MPA-001", lambda p: _sent(p, signature=crypto.sign_detached(b"{}", KEYS.partner))),
    ("IDA-MPA-001", lambda p: _sent(p, signature=_jws(alg="none"))),
    ("IDA-MPA-002", lambda p: _sent(p, signature=_jws(alg="RS256", x5c=["AAAA"]))),
    ("IDA-MPA-003", lambda p: _coded(p, request=sealed(b"{}")["request"])),
    ("IDA-MPA-003", lambda p: _coded(p, requestSessionKey="AAAA")),
    ("IDA-MPA-003", lambda p: _coded(p, request="")),
    ("IDA-MPA-004", lambda p: _coded(p, thumbprint=crypto.thumbprint(KEYS.partner.cert).hex())),
    ("IDA-MPA-006", lambda p: _coded(p, plain={"biometrics": [{}]})),
    ("IDA-MPA-007", lambda p: _sent(p, licence="another")),
    ("IDA-MPA-009", lambda p: _sent(p, partner_id="another")),
    ("IDA-MPA-014", lambda p: _sent(p, api_key="another")),
    ("IDA-MPA-016", lambda p: _coded(p, **sealed(b"{}", digest=hashlib.sha256(b"{}").hexdigest()))),
    ("IDA-MPA-021", _signed_by_stranger),
    ("IDA-MPA-022", lambda p: _sent(p, signature=_jws(alg="RS256"))),
]  # fmt: skip
OF_CAPTURES = {"IDA-MLC-016", "IDA-MLC-030", "IDA-MLC-031"}
IN_LIFE_CYCLE = {"IDA-OTA-001", "IDA-OTA-003", "IDA-OTA-004", "IDA-OTA-006", "IDA-OTA-007"}


@pytest.mark.parametrize(("code", "step"), [pytest.param(*row, id=f"{row[0]}-{at}") for at, row in enumerate(REFUSALS)])
async def test_each_fault_has_its_code_in_the_wire_shape_of_ida(partner: Partner, code: str, step: Step) -> None:
    answer = await step(partner)
    assert code_of(answer) == code
    assert set(answer) == {"id", "version", "responseTime", "transactionID", "response", "errors"}
    assert set(answer["errors"][0]) == {"errorCode", "errorMessage", "actionMessage"}
    assert not any((answer["response"] or {}).values())


def test_every_code_of_the_table_is_provoked() -> None:
    ours = {code for code in ERRORS if not code.startswith("IDA-BIA") and code not in OF_CAPTURES}
    assert ours == {code for code, _ in REFUSALS} | IN_LIFE_CYCLE


async def test_a_factor_that_the_policy_does_not_have_is_refused(served: Served) -> None:
    partner = await served(settings=IdaSettings(allowed=frozenset({Factor.OTP})))
    assert code_of(await _said(partner, dob="1980/05/17")) == "IDA-MPA-006"
    assert code_of(await _coded(partner)) is None


async def test_true_claims_pass_with_and_without_a_code_and_minors_may_claim(partner: Partner) -> None:
    names = [{"language": "fra", "value": "zineb  ALAOUI"}, {"language": "ara", "value": "زينب العلوي"}]
    claims: dict[str, Any] = {"name": names, "dob": "1980/05/17", "phoneNumber": ZINEB.phone, "age": None, "gender": []}
    answer = await _said(partner, **claims)
    assert answer["response"]["authStatus"] is True
    assert code_of(await _coded(partner, plain={"demographics": claims})) is None
    assert code_of(await _said(partner, who=CHILD.uin, dob="2015/01/01")) is None


async def test_what_was_tried_is_in_the_history_whatever_came_out(partner: Partner) -> None:
    await _coded(partner)
    await _said(partner, dob="1980/05/18")
    tried = [(use.factor, use.passed, use.asked) for use in partner.mosip.holdings.uses(ZINEB)]
    assert tried == [(Factor.DEMOGRAPHIC, False, False), (Factor.OTP, True, False), (Factor.OTP, True, True)]


async def test_a_refused_request_sends_no_sms_and_spends_no_code(partner: Partner) -> None:
    await partner.otp()
    await partner.auth(partner.code, env="Production")
    await _sent(partner, signature=None)
    assert code_of(await partner.auth(partner.code)) is None
    assert len(partner.phones.messages(str(ZINEB.phone))) == 1


# --- lies --------------------------------------------------------------------------------------


async def _raw(partner: Partner) -> tuple[Any, bytes]:
    data = json.dumps(partner.base("otp", ZINEB.uin, "UIN", TXN) | {"otpChannel": ["phone"]}).encode()
    ours = partner.mosip.settings
    url = f"/mosip/idauthentication/v1/otp/{ours.licence_key}/{ours.partner_id}/{ours.api_key}"
    headers = {"Authorization": "any", "signature": crypto.sign_detached(data, KEYS.partner)}
    answer = await partner.client.post(url, data=data, headers=headers)
    return answer, await answer.read()


async def test_the_lie_signature_is_a_good_signature_of_somebody_else(served: Served) -> None:
    answer, body = await _raw(await served(faults_ida=Faults(lie="signature")))
    assert crypto.verify_detached(answer.headers["response-signature"], body) != KEYS.ida.cert


async def test_the_lie_unsigned_leaves_the_signature_out(served: Served) -> None:
    answer, body = await _raw(await served(faults_ida=Faults(lie="unsigned")))
    assert "response-signature" not in answer.headers
    assert json.loads(body)["errors"] is None


async def test_the_lie_time_is_an_hour_off(served: Served) -> None:
    partner = await served(faults_ida=Faults(lie="time"), faults_resident=Faults(lie="time"))
    assert json.loads((await _raw(partner))[1])["responseTime"] == stamp(AT + 3600)
    assert (await partner.rid_status(ZINEB.receipt))["responsetime"] == stamp(AT + 3600)


@pytest.mark.parametrize(("lie", "kind", "start"), [("html", "text/html", b"<!doctype"), ("empty", "application/json", b"")])
async def test_the_lies_html_and_empty_are_status_200(served: Served, lie: str, kind: str, start: bytes) -> None:
    answer, body = await _raw(await served(faults_ida=Faults(lie=lie)))
    assert (answer.status, answer.content_type, body[:9]) == (200, kind, start)


async def test_a_status_fault_hits_the_service_it_is_meant_for(served: Served) -> None:
    partner = await served(faults_ida=Faults(status=503, times=1))
    assert (await _raw(partner))[0].status == 503
    assert code_of(await partner.receipt_otp()) is None
    assert code_of(await partner.otp()) is None
