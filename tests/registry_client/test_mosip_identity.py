"""What the MOSIP adapter sends, and how it reads what it is told."""

import json
import re
from typing import Any

import pytest

from dialogs import refusals as r
from dialogs.model import IdRef, Phone
from dialogs.ports import Stage
from registry_client.mosip.identity import MosipIdentity
from registry_client.mosip.wire import timestamp
from registry_client.mosip.words import STAGES
from store.clock import FakeClock
from tests.registry_client.mosip_desk import (
    AID,
    CODE,
    HANDLE,
    IDA_KEYS,
    PARTNER_AS_SIGNER,
    TXN,
    UIN,
    Desk,
    challenge,
    ctx,
    kyc,
    signed_in,
)


async def test_the_otp_call_is_as_ida_wants_it(desk: Desk, mosip: MosipIdentity, clock: FakeClock) -> None:
    desk.answers["otp"] = {"response": {"maskedMobile": "XXXXXXX007", "maskedEmail": None}}
    sent = await mosip.recover_start(HANDLE, ctx=ctx())
    path, headers, body = desk.asked[0]
    assert path == "/ida/otp/MISP%20LK/guichet/API%2FKEY"
    assert headers["Authorization"] == "any"
    IDA_KEYS.verify(body, headers["signature"])
    assert json.loads(body) == {
        "id": "mosip.identity.otp",
        "version": "1.0",
        "individualId": "+212612340007@phone",
        "individualIdType": "HANDLE",
        "transactionID": TXN,
        "requestTime": timestamp(clock.now()),
        "otpChannel": ["phone"],
        "metadata": {},
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", json.loads(body)["requestTime"])
    assert (sent.txn, sent.by, sent.masked_phone) == (TXN, HANDLE, "**07")


async def test_the_kyc_call_is_as_ida_wants_it(desk: Desk, mosip: MosipIdentity, clock: FakeClock) -> None:
    desk.answers["kyc"] = kyc({"UIN": UIN.value})
    await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())
    _, headers, raw = desk.asked[0]
    IDA_KEYS.verify(raw, headers["signature"])
    body = json.loads(raw)
    plain = IDA_KEYS.open(body.pop("request"), body["requestSessionKey"])
    assert json.loads(plain) == {
        "timestamp": timestamp(clock.now()),
        "otp": "123456",
        "demographics": None,
        "biometrics": [],
    }
    assert len(IDA_KEYS.open(body.pop("requestHMAC"), body.pop("requestSessionKey"))) == 64
    assert body == {
        "id": "mosip.identity.kyc",
        "version": "1.0",
        "individualId": HANDLE.value,
        "individualIdType": "HANDLE",
        "transactionID": TXN,
        "requestTime": timestamp(clock.now()),
        "specVersion": "1.0",
        "thumbprint": PARTNER_AS_SIGNER.thumbprint,
        "domainUri": "https://ida.test",
        "env": "Staging",
        "consentObtained": True,
        "metadata": {},
    }


async def test_the_calls_by_receipt_are_as_resident_wants_them(desk: Desk, mosip: MosipIdentity, clock: FakeClock) -> None:
    now = timestamp(clock.now())
    desk.answers = {
        "individualId/otp": {"response": {"maskedMobile": None}},
        "aid/status": {"response": {"individualId": UIN.value, "individualIdType": "UIN", "aidStatus": "PROCESSED"}},
        "authenticate": lambda _: signed_in(),
        "identity": {"response": {"status": "ACTIVATED", "identity": {"phone": "0612340007"}}},
    }
    sent = await mosip.recover_start(AID, ctx=ctx())
    assert sent.masked_phone == ""
    await mosip.recover_finish(sent, CODE, ctx=ctx())
    assert desk.body("individualId/otp") == {
        "id": "mosip.identity.otp.internal",
        "version": "1.0",
        "transactionId": TXN,
        "requestTime": now,
        "individualId": AID.value,
        "otpChannel": ["PHONE"],
        "metadata": {},
    }
    assert desk.body("aid/status") == {
        "id": "mosip.resident.checkstatus",
        "version": "1.0",
        "requesttime": now,
        "request": {"individualId": AID.value, "otp": "123456", "transactionId": TXN},
    }
    path, headers, _ = desk.asked[-1]
    assert path == "/idrepo/identity/idvid/2639425169?type=demo&idType=UIN"
    assert headers["Cookie"] == "Authorization=token-1"
    assert [path.split("/")[1] for path, _, _ in desk.asked] == ["resident", "authmanager", "resident", "idrepo"]


@pytest.mark.parametrize(
    ("identity", "ref", "phone"),
    [
        ({"UIN": "2639425169", "phoneNumber": "+212612340009"}, UIN, "+212612340009"),
        ({"UIN": "2639425169", "phoneNumber": "0612340009"}, UIN, "+212612340009"),
        ({"UIN": 2639425169, "phoneNumber": None}, UIN, "+212612340007"),
        ({"VID": "2639425169426435"}, IdRef("VID", "2639425169426435"), "+212612340007"),
        ({"UIN": "2639425169", "VID": "2639425169426435"}, UIN, "+212612340007"),
        (
            {
                "UIN": [{"language": "ara", "value": "٢"}, {"language": "fra", "value": "2639425169"}],
                "phoneNumber": [{"language": "eng", "value": "0612340009"}],
            },
            UIN,
            "+212612340009",
        ),
    ],
)
async def test_an_identity_is_read_in_all_its_forms(
    desk: Desk, mosip: MosipIdentity, identity: dict[str, Any], ref: IdRef, phone: str
) -> None:
    desk.answers["kyc"] = kyc(identity)
    found = await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())
    assert (found.ref, found.phone) == (ref, Phone(phone))


@pytest.mark.parametrize(
    ("identity", "error"),
    [
        ({"fullName": "Fatima"}, r.PartnerMisconfigured),
        ({"UIN": None, "VID": []}, r.PartnerMisconfigured),
        ({"UIN": "2639425169", "phoneNumber": "none"}, r.NoContactRegistered),
        ({"UIN": "2639425169", "phoneNumber": "12"}, r.NoContactRegistered),
    ],
)
async def test_an_identity_without_what_we_need_is_refused(
    desk: Desk, mosip: MosipIdentity, identity: dict[str, Any], error: type[r.RegistryError]
) -> None:
    desk.answers["kyc"] = kyc(identity)
    with pytest.raises(error):
        await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())


@pytest.mark.parametrize("status", ["PROCESSED", "PROCESSING"])
async def test_a_recovery_without_a_number_is_no_success(desk: Desk, mosip: MosipIdentity, status: str) -> None:
    desk.answers = {
        "authenticate": lambda _: signed_in(),
        "aid/status": {"response": {"individualId": None, "aidStatus": status}, "errors": None},
    }
    with pytest.raises(r.OtpInvalid if status == "PROCESSED" else r.NotReady):
        await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ("RECEIVED", Stage.RECEIVED),
        ("UPLOAD_PENDING", Stage.RECEIVED),
        ("PROCESSING", Stage.PROCESSING),
        ("RESEND", Stage.PROCESSING),
        ("AWAITING_INFORMATION", Stage.AWAITING),
        ("UNDER PROCESSING - PLEASE CHECK BACK AGAIN LATER.", Stage.PROCESSING),
        ("Processed", Stage.ISSUED),
        ("UIN_GENERATED", Stage.ISSUED),
        ("REJECTED", Stage.REJECTED),
        ("REJECTED - PLEASE VISIT THE NEAREST CENTER.", Stage.REJECTED),
        ("REREGISTER", Stage.REJECTED),
        ("RE-REGISTER - PLEASE VISIT", Stage.REJECTED),
        ("REPROCESS_FAILED", Stage.REJECTED),
    ],
)
async def test_each_status_of_an_application_has_its_stage(desk: Desk, mosip: MosipIdentity, told: str, stage: Stage) -> None:
    desk.answers["rid/check-status"] = {"response": {"ridStatus": told}, "errors": []}
    assert (await mosip.application_status(AID, ctx=ctx())).stage is stage
    assert desk.body("rid")["request"] == {"individualId": AID.value, "individualIdType": "RID"}


def test_every_stage_can_be_told() -> None:
    assert set(STAGES.values()) == set(Stage)


async def test_an_unknown_status_is_for_an_operator(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers["rid/check-status"] = {"response": {"ridStatus": "LOST_IN_SPACE"}}
    with pytest.raises(r.ProtocolViolation):
        await mosip.application_status(AID, ctx=ctx())
