"""The sandbox's Resident, authmanager and ID repository on their real wire shapes."""

import pytest

from sandbox.faults import Faults
from sandbox.population import Person
from tests.sandbox.mosip_partner import (
    CHILD,
    INACTIVE,
    NO_PHONE,
    NOBODY,
    REJECTED,
    TXN,
    WAITING,
    ZINEB,
    Partner,
    Served,
    code_of,
)

# --- Resident ----------------------------------------------------------------------------------


async def test_a_receipt_and_its_code_give_the_number(partner: Partner) -> None:
    assert (await partner.receipt_otp())["response"]["maskedMobile"] == "XXXXXXX001"
    answer = await partner.aid_status(partner.code)
    found = {"individualId": ZINEB.uin, "individualIdType": "UIN", "transactionId": TXN, "aidStatus": "PROCESSED"}
    assert (answer["response"], answer["errors"]) == (found, None)
    assert code_of(await partner.aid_status(partner.code)) == "RES-SER-422"


async def test_req_otp_takes_a_number_but_no_receipt(partner: Partner) -> None:
    body = {"id": "mosip.identity.otp.internal", "version": "1.0", "transactionID": TXN, "otpChannel": ["PHONE"]}
    assert code_of(await partner.resident("/req/otp", body | {"individualId": ZINEB.uin})) is None
    assert code_of(await partner.resident("/req/otp", body | {"individualId": ZINEB.receipt})) == "RES-SER-410"


@pytest.mark.parametrize(
    ("code", "aid", "txn"),
    [
        ("RES-SER-449", WAITING.receipt, TXN),
        ("RES-SER-449", REJECTED.receipt, TXN),
        ("RES-SER-408", NOBODY.receipt, TXN),
        ("RES-SER-410", ZINEB.receipt[:-1], TXN),
        ("RES-SER-410", ZINEB.receipt, "12345"),
        ("RES-SER-425", INACTIVE.receipt, TXN),
        ("RES-SER-440", NO_PHONE.receipt, TXN),
        (None, CHILD.receipt, TXN),
    ],
)
async def test_a_code_by_receipt_is_refused_with_the_code_of_resident(
    partner: Partner, code: str | None, aid: str, txn: str
) -> None:
    answer = await partner.receipt_otp(aid, txn)
    assert code_of(answer) == code
    if code:
        assert answer["response"] is None
        assert set(answer["errors"][0]) == {"errorCode", "message"}


@pytest.mark.parametrize("spoil", [{"code": "0"}, {"txn": "1234567891"}, {"aid": CHILD.receipt}])
async def test_a_wrong_code_transaction_or_receipt_gives_no_number(partner: Partner, spoil: dict[str, str]) -> None:
    await partner.receipt_otp()
    answer = await partner.aid_status(**({"code": partner.code} | spoil))
    assert code_of(answer) == "RES-SER-422"
    assert answer["response"] is None


async def test_an_expired_code_by_receipt_has_its_own_error(partner: Partner) -> None:
    await partner.receipt_otp()
    partner.clock.time += 180
    assert code_of(await partner.aid_status(partner.code)) == "RES-SER-469"


async def test_under_the_trap_a_wrong_code_answers_without_error_and_without_number(served: Served) -> None:
    partner = await served(faults_resident=Faults(lie="aid-trap"))
    await partner.receipt_otp()
    trapped = {"individualId": None, "individualIdType": None, "transactionId": None, "aidStatus": "PROCESSED"}
    answer = await partner.aid_status("0")
    assert (answer["response"], answer["errors"]) == (trapped, None)
    assert (await partner.aid_status(partner.code))["response"]["individualId"] == ZINEB.uin


async def test_an_application_without_a_number_has_a_status_alone(partner: Partner) -> None:
    answer = await partner.aid_status("123456", WAITING.receipt)
    assert answer["response"]["individualId"] is None
    assert answer["response"]["aidStatus"] == "PROCESSING"


@pytest.mark.parametrize(("citizen", "status"), [(ZINEB, "PROCESSED"), (WAITING, "PROCESSING"), (REJECTED, "REJECTED")])
async def test_the_status_of_an_application_needs_no_code(partner: Partner, citizen: Person, status: str) -> None:
    assert (await partner.rid_status(citizen.receipt))["response"] == {"ridStatus": status}


@pytest.mark.parametrize(("aid", "code"), [(NOBODY.receipt, "RES-SER-408"), ("12", "RES-SER-413")])
async def test_an_unknown_application_has_no_status(partner: Partner, aid: str, code: str) -> None:
    assert code_of(await partner.rid_status(aid)) == code


# --- authmanager and idrepo --------------------------------------------------------------------


async def _token(partner: Partner, secret: str | None = None) -> tuple[int, str | None, str | None]:
    known = partner.mosip.client_settings("")
    request = {"appId": known["app_id"], "clientId": known["client_id"], "secretKey": secret or known["client_secret"]}
    answer = await partner.client.post("/mosip/v1/authmanager/authenticate/clientidsecretkey", json={"request": request})
    cookie = answer.cookies.get("Authorization")
    return answer.status, answer.headers.get("Authorization"), cookie.value if cookie else None


async def test_a_token_comes_as_cookie_and_header_for_the_right_secret(partner: Partner) -> None:
    status, header, cookie = await _token(partner)
    assert (status, bool(header)) == (200, True)
    assert header == cookie
    assert await _token(partner, "wrong") == (401, None, None)


@pytest.mark.parametrize(("id_type", "id"), [("UIN", ZINEB.uin), ("VID", ZINEB.vid), ("HANDLE", f"{ZINEB.phone}@phone")])
async def test_the_id_repository_gives_the_identity_to_a_holder_of_the_token(partner: Partner, id_type: str, id: str) -> None:
    _, token, _ = await _token(partner)
    url, query = f"/mosip/idrepository/v1/identity/idvid/{id}", {"type": "demo", "idType": id_type}
    partner.client.session.cookie_jar.clear()
    answer = await partner.client.get(url, params=query, headers={"Cookie": f"Authorization={token}"})
    wire = await answer.json()
    assert wire["response"]["status"] == "ACTIVATED"
    identity = wire["response"]["identity"]
    assert (identity["UIN"], identity["phone"], identity["dateOfBirth"]) == (ZINEB.uin, ZINEB.phone, "1980/05/17")
    assert {name["language"] for name in identity["fullName"]} == {"fra", "ara"}
    partner.client.session.cookie_jar.clear()
    assert (await partner.client.get(url, params=query, headers={"Authorization": "stale"})).status == 401
    partner.clock.time += 3600
    assert (await partner.client.get(url, params=query, headers={"Authorization": str(token)})).status == 401


async def test_the_id_repository_says_deactivated_and_not_found(partner: Partner) -> None:
    _, token, _ = await _token(partner)
    base = "/mosip/idrepository/v1/identity/idvid"
    headers = {"Authorization": str(token)}
    inactive = await partner.client.get(f"{base}/{INACTIVE.uin}", headers=headers)
    assert (await inactive.json())["response"]["status"] == "DEACTIVATED"
    for unknown in (NOBODY.uin, WAITING.uin):
        answer = await partner.client.get(f"{base}/{unknown}", headers=headers)
        assert code_of(await answer.json()) == "IDR-IDC-007"
