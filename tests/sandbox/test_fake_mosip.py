"""The sandbox's IDA opens recorded requests, authenticates by code, and keeps codes as MOSIP does."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from gsm0338 import Codec

from sandbox import mosip_crypto as crypto
from sandbox.mosip_ida import IdaSettings
from sandbox.mosip_otp import OtpRules
from tests.sandbox.mosip_partner import (
    AT,
    KEYS,
    OAEP,
    TXN,
    VECTORS,
    YOUNGER,
    ZINEB,
    Partner,
    Served,
    code_of,
    person,
)

# --- cryptography ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["otp", "auth_otp", "kyc_otp"])
def test_a_recorded_request_verifies_and_a_touched_one_does_not(name: str) -> None:
    body, signature = VECTORS[name]["body_text"].encode(), VECTORS[name]["headers"]["Signature"]
    assert crypto.verify_detached(signature, body) == KEYS.partner.cert
    with pytest.raises(crypto.BadSignature):
        crypto.verify_detached(signature, body + b" ")


@pytest.mark.parametrize("name", ["auth_otp", "kyc_otp"])
def test_a_recorded_request_opens_to_the_recorded_plain_text(name: str) -> None:
    body = json.loads(VECTORS[name]["body_text"])
    plain = crypto.open_request(body["request"], body["requestSessionKey"], body["requestHMAC"], KEYS.ida.key)
    assert plain.decode() == VECTORS[name]["plaintext_request"]
    assert hashlib.sha256(plain).hexdigest().upper() == VECTORS[name]["plaintext_hmac"]
    assert crypto.names_certificate(body["thumbprint"], KEYS.ida.cert)


@pytest.mark.parametrize("call", ["auth", "kyc"])
async def test_recorded_requests_pass_from_end_to_end(served: Served, call: str) -> None:
    settings = IdaSettings("MISPLK", "ussd-gw", "APIKEY", domain_uri="https://ida.test")
    citizen, at = person(1, uin="2047631038"), 1795314707.3  # 2026-11-22T02:31:47.3Z, when they were made
    partner = await served((citizen,), at, settings=settings, otp=lambda: "111111")
    for name in ("otp", f"{call}_otp"):
        vector = VECTORS[name]
        url = f"/mosip/idauthentication/v1/{vector['path']}"
        answer = await partner.client.post(url, data=vector["body_text"].encode(), headers=vector["headers"])
        assert code_of(await answer.json()) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (crypto.thumbprint(KEYS.ida.cert).hex(), True),
        (crypto.thumbprint(KEYS.ida.cert).hex().upper(), True),
        (crypto.b64url(crypto.thumbprint(KEYS.ida.cert)), True),
        (crypto.thumbprint(KEYS.partner.cert).hex(), False),
        ("", False),
        ("é", False),
    ],
)
def test_a_thumbprint_is_hex_or_base64url(text: str, right: bool) -> None:
    assert crypto.names_certificate(text, KEYS.ida.cert) is right


def test_the_other_base64_alphabet_is_refused() -> None:
    assert crypto.unb64url("-_-_") == b"\xfb\xff\xbf"
    with pytest.raises(ValueError):
        crypto.unb64url("+/+/")


def test_new_keys_are_two_different_pairs_that_survive_pem() -> None:
    keys = crypto.MosipKeys.generate()
    again = crypto.KeyPair.from_pem(keys.partner.key_pem, keys.partner.cert_pem)
    assert again.cert == keys.partner.cert != keys.ida.cert
    assert keys.partner.cert_pem not in repr(keys)
    assert keys.partner.key_pem not in repr(keys)


# --- the happy roads ---------------------------------------------------------------------------


async def test_an_sms_in_one_gsm7_part_carries_the_code_and_no_other_number_like_it(partner: Partner) -> None:
    answer = await partner.otp()
    assert answer["response"] == {"maskedMobile": "XXXXXXX001", "maskedEmail": None}
    assert answer["transactionID"] == TXN
    assert answer["id"] == "mosip.identity.otp"
    (sms,) = partner.phones.messages(str(ZINEB.phone))
    assert (sms.sender, sms.at) == ("RNP", AT)
    assert [word for word in sms.text.replace(",", " ").split() if word.isdecimal() and len(word) == 6] == [partner.code]
    assert len(Codec().encode(sms.text)[0]) <= 160


@pytest.mark.parametrize(("id_type", "id"), [("UIN", ZINEB.uin), ("VID", ZINEB.vid), ("HANDLE", f"{ZINEB.phone}@phone")])
async def test_a_right_code_authenticates_by_every_identifier(partner: Partner, id_type: str, id: str) -> None:
    await partner.otp(id, id_type)
    answer = await partner.auth(partner.code, id, id_type)
    assert code_of(answer) is None
    assert answer["response"]["authStatus"] is True
    assert len(answer["response"]["authToken"]) == 36


async def test_the_token_is_the_same_for_one_person_and_differs_between_people(partner: Partner) -> None:
    tokens = []
    for citizen in (ZINEB, ZINEB, YOUNGER):
        await partner.otp(citizen.uin)
        tokens.append((await partner.auth(partner.code, citizen.uin))["response"]["authToken"])
    assert tokens[0] == tokens[1] != tokens[2]


async def test_kyc_gives_the_allowed_attributes_to_the_partner_alone(served: Served) -> None:
    partner = await served(settings=IdaSettings(allowed_kyc=("UIN", "phoneNumber", "fullName", "photo")))
    await partner.otp()
    answer = (await partner.auth(partner.code, call="kyc"))["response"]
    secret = KEYS.partner.key.decrypt(crypto.unb64url(answer["sessionKey"]), OAEP)
    data = crypto.unb64url(answer["identity"])
    identity = json.loads(AESGCM(secret).decrypt(data[-16:], data[:-16], None))
    names = [{"language": "fra", "value": "Zineb Alaoui"}, {"language": "ara", "value": "زينب العلوي"}]
    assert identity == {"UIN": ZINEB.uin, "phoneNumber": ZINEB.phone, "fullName": names, "photo": None}
    assert answer["kycStatus"] is True
    assert crypto.names_certificate(answer["thumbprint"], KEYS.partner.cert)


async def test_the_handle_of_a_shared_phone_belongs_to_the_oldest(partner: Partner) -> None:
    await partner.otp(f"{YOUNGER.phone}@phone", "HANDLE")
    by_handle = await partner.auth(partner.code, f"{YOUNGER.phone}@phone", "HANDLE")
    await partner.otp(ZINEB.uin)
    by_number = await partner.auth(partner.code, ZINEB.uin)
    assert by_handle["response"]["authToken"] == by_number["response"]["authToken"]


# --- one-time codes ----------------------------------------------------------------------------


async def test_a_code_is_good_once(partner: Partner) -> None:
    await partner.otp()
    assert code_of(await partner.auth(partner.code)) is None
    assert code_of(await partner.auth(partner.code)) == "IDA-OTA-012"


async def test_a_code_expires_after_180_seconds(partner: Partner) -> None:
    await partner.otp()
    partner.clock.time += 180
    assert code_of(await partner.auth(partner.code)) == "IDA-OTA-003"


async def test_a_code_is_good_until_then(partner: Partner) -> None:
    await partner.otp()
    partner.clock.time += 179
    assert code_of(await partner.auth(partner.code)) is None


async def test_a_new_code_replaces_the_old_one(served: Served) -> None:
    codes = iter(["111111", "222222"])
    partner = await served(otp=lambda: next(codes))
    await partner.otp()
    await partner.otp(txn="1234567891")
    assert code_of(await partner.auth("222222")) == "IDA-OTA-005"
    assert code_of(await partner.auth("111111", txn="1234567891")) == "IDA-OTA-004"
    assert code_of(await partner.auth("222222", txn="1234567891")) is None


async def test_ten_wrong_codes_freeze_for_half_an_hour(partner: Partner) -> None:
    await partner.otp()
    wrong = "000000" if partner.code != "000000" else "000001"
    for _ in range(10):
        assert code_of(await partner.auth(wrong)) == "IDA-OTA-004"
    assert code_of(await partner.auth(partner.code)) == "IDA-OTA-007"
    assert code_of(await partner.otp()) == "IDA-OTA-006"
    assert code_of(await partner.receipt_otp()) == "RES-SER-465"
    assert code_of(await partner.aid_status(partner.code)) == "RES-SER-465"
    partner.clock.time += 1800
    assert code_of(await partner.otp()) is None
    assert code_of(await partner.auth(partner.code)) is None


async def test_wrong_codes_add_up_over_codes_until_a_right_one(served: Served) -> None:
    partner = await served(rules=OtpRules(tries=3), otp=lambda: "111111")
    for code in ("0", "0", "111111", "0", "0", "0"):
        await partner.otp()
        await partner.auth(code)
    assert code_of(await partner.auth("111111")) == "IDA-OTA-007"


async def test_a_flood_of_requests_is_stopped_for_a_minute(served: Served) -> None:
    partner = await served(rules=OtpRules(flood=3))
    for _ in range(3):
        assert code_of(await partner.otp()) is None
    assert code_of(await partner.otp()) == "IDA-OTA-001"
    assert code_of(await partner.receipt_otp()) == "RES-SER-510"
    assert len(partner.phones.messages(str(ZINEB.phone))) == 3
    partner.clock.time += 60
    assert code_of(await partner.otp()) is None
