"""The partner's cryptography against recorded requests of another implementation, in both directions (MOSIP IDA 1.0)."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from registry_client.mosip.crypto import Broken, PartnerKeys

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())
PEM = VECTORS["keys"]
IDA_KEY = serialization.load_pem_private_key(PEM["ida_private_pem"].encode(), None)
PARTNER_KEY = serialization.load_pem_private_key(PEM["partner_private_pem"].encode(), None)
PARTNER_CERT = x509.load_pem_x509_certificate(PEM["partner_cert_pem"].encode())

PARTNER = PartnerKeys(PEM["partner_private_pem"], PEM["partner_cert_pem"], PEM["ida_cert_pem"], PEM["ida_cert_pem"])
# IDA's seat: it opens with its own key, and believes the partner's certificate.
IDA = PartnerKeys(PEM["ida_private_pem"], PEM["ida_cert_pem"], PEM["partner_cert_pem"], PEM["partner_cert_pem"])


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def open_by_hand(private: object, data: str, session_key: str) -> bytes:
    """The rules of the server, read again: OAEP with SHA-256 twice; the last 16 bytes are the nonce, the 16 before the tag."""
    assert isinstance(private, rsa.RSAPrivateKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    raw = unb64(data)
    return AESGCM(private.decrypt(unb64(session_key), oaep)).decrypt(raw[-16:], raw[:-16], None)


@pytest.mark.parametrize("name", ["auth_otp", "kyc_otp"])
def test_a_recorded_request_opens_to_what_was_recorded(name: str) -> None:
    vector = VECTORS[name]
    body = json.loads(vector["body_text"])
    plain = IDA.open(body["request"], body["requestSessionKey"])
    assert plain.decode() == vector["plaintext_request"]
    assert IDA.open(body["requestHMAC"], body["requestSessionKey"]).decode() == vector["plaintext_hmac"]
    assert hashlib.sha256(plain).hexdigest().upper() == vector["plaintext_hmac"]
    assert body["thumbprint"] == PARTNER.thumbprint


@pytest.mark.parametrize("name", ["otp", "auth_otp", "kyc_otp"])
def test_a_recorded_signature_verifies(name: str) -> None:
    IDA.verify(VECTORS[name]["body_text"].encode(), VECTORS[name]["headers"]["Signature"])


@pytest.mark.parametrize("name", ["otp", "auth_otp", "kyc_otp"])
def test_a_recorded_signature_fails_for_another_body(name: str) -> None:
    with pytest.raises(Broken):
        IDA.verify(VECTORS[name]["body_text"].encode() + b" ", VECTORS[name]["headers"]["Signature"])


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_what_we_seal_opens_by_the_rules_of_the_server(plain: bytes) -> None:
    sealed = PARTNER.seal(plain)
    assert open_by_hand(IDA_KEY, sealed.request, sealed.session_key) == plain
    digest = open_by_hand(IDA_KEY, sealed.hmac, sealed.session_key)
    assert digest == hashlib.sha256(plain).hexdigest().upper().encode()


def test_the_layout_is_ciphertext_tag_nonce() -> None:
    sealed = PARTNER.seal(b"four")
    assert len(unb64(sealed.request)) == 4 + 16 + 16
    assert len(unb64(sealed.hmac)) == 64 + 16 + 16
    assert len(unb64(sealed.session_key)) == 256


def test_every_sealing_has_its_own_key_and_nonce() -> None:
    one, two = PARTNER.seal(b"same"), PARTNER.seal(b"same")
    assert one.session_key != two.session_key
    assert unb64(one.request)[-16:] != unb64(one.hmac)[-16:]
    assert unb64(one.request) != unb64(two.request)


def test_the_thumbprint_is_that_of_the_certificate() -> None:
    der = x509.load_pem_x509_certificate(PEM["ida_cert_pem"].encode()).public_bytes(serialization.Encoding.DER)
    assert unb64(PARTNER.thumbprint) == hashlib.sha256(der).digest()


def test_our_signature_is_a_detached_jws_with_our_certificate_in_der() -> None:
    body = b'{"id":"mosip.identity.otp"}'
    header, payload, signed = PARTNER.sign(body).split(".")
    fields = json.loads(unb64(header))
    assert payload == ""
    assert "=" not in header + signed
    assert fields["alg"] == "RS256"
    assert base64.b64decode(fields["x5c"][0]) == PARTNER_CERT.public_bytes(serialization.Encoding.DER)
    message = f"{header}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}".encode()
    key = PARTNER_CERT.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(unb64(signed), message, padding.PKCS1v15(), hashes.SHA256())


def test_an_answer_signed_by_ida_is_believed() -> None:
    PARTNER.verify(b"answer", IDA.sign(b"answer"))


def segments(header: dict[str, object], body: bytes, key: object, payload: str = "") -> str:
    """A JWS made by hand."""
    assert isinstance(key, rsa.RSAPrivateKey)
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    message = f"{head}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}".encode()
    signed = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return f"{head}.{payload}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


IDA_DER = base64.b64encode(
    x509.load_pem_x509_certificate(PEM["ida_cert_pem"].encode()).public_bytes(serialization.Encoding.DER)
).decode()
PARTNER_DER = base64.b64encode(PARTNER_CERT.public_bytes(serialization.Encoding.DER)).decode()


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "..",
        "not a jws",
        segments({"alg": "RS256", "x5c": [PARTNER_DER]}, b"answer", PARTNER_KEY),  # a valid JWS of somebody else
        segments({"alg": "RS256", "x5c": [IDA_DER]}, b"answer", PARTNER_KEY),  # who only shows IDA's certificate
        segments({"alg": "RS256"}, b"answer", PARTNER_KEY),
        segments({"alg": "RS256", "x5c": [PARTNER_DER]}, b"answer", IDA_KEY),  # IDA's key under another name
        segments({"alg": "none", "x5c": [IDA_DER]}, b"answer", IDA_KEY),
        segments({"alg": "RS512", "x5c": [IDA_DER]}, b"answer", IDA_KEY),
        segments({"alg": "RS256", "x5c": [IDA_DER], "crit": ["b64"]}, b"answer", IDA_KEY),
        segments({"alg": "RS256", "x5c": ["AAAA"]}, b"answer", IDA_KEY),
        segments({"alg": "RS256", "x5c": [7]}, b"answer", IDA_KEY),
        segments({"alg": "RS256", "x5c": [IDA_DER]}, b"other", IDA_KEY),
        segments({"alg": "RS256", "x5c": [IDA_DER]}, b"answer", IDA_KEY, payload="b3RoZXI"),
        segments({"alg": "RS256", "x5c": [IDA_DER]}, b"answer", IDA_KEY) + "!",
    ],
)
def test_only_a_signature_of_the_configured_certificate_is_believed(signature: str) -> None:
    with pytest.raises(Broken):
        PARTNER.verify(b"answer", signature)


def test_a_signature_without_certificate_is_believed_when_the_key_is_right() -> None:
    PARTNER.verify(b"answer", segments({"alg": "RS256"}, b"answer", IDA_KEY))


@pytest.mark.parametrize("damage", [("", None), ("AAAA", None), (None, ""), (None, "AAAA"), ("!!", "!!")])
def test_what_does_not_open_is_broken(damage: tuple[str | None, str | None]) -> None:
    sealed = IDA.seal(b"identity")
    data, session_key = damage
    with pytest.raises(Broken):
        PARTNER.open(sealed.request if data is None else data, sealed.session_key if session_key is None else session_key)


def test_a_ciphertext_with_one_bit_changed_is_broken() -> None:
    sealed = IDA.seal(b"identity")
    raw = bytearray(unb64(sealed.request))
    raw[0] ^= 1
    with pytest.raises(Broken):
        PARTNER.open(base64.urlsafe_b64encode(bytes(raw)).decode(), sealed.session_key)


def test_keys_that_are_not_rsa_are_refused_at_start() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    with pytest.raises(ValueError, match="RSA"):
        PartnerKeys(pem, PEM["partner_cert_pem"], PEM["ida_cert_pem"], PEM["ida_cert_pem"])
