"""The server's half of MOSIP IDA 1.0 cryptography, written apart from our client so that each checks the other."""

import base64
import binascii
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

_IV = 16
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


class BadSignature(Exception):
    """The detached JWS is not one, or does not sign these bytes."""


class BadCertificate(Exception):
    """The JWS carries no certificate that can be read; `missing` when it carries none at all."""

    def __init__(self, *, missing: bool) -> None:
        super().__init__("no readable certificate in the signature header")
        self.missing = missing


class Undecryptable(Exception):
    """The session key or the sealed data do not open with our key."""


class HashMismatch(Exception):
    """The request's HMAC is not the upper-case hex SHA-256 of its plain bytes."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """An RSA key and its X.509 certificate."""

    key: rsa.RSAPrivateKey
    cert: x509.Certificate

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new 2048-bit key with a self-signed certificate, valid from 2024 to 2044."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        unsigned = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        unsigned = unsigned.serial_number(x509.random_serial_number())
        unsigned = unsigned.not_valid_before(datetime(2024, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2044, 1, 1, tzinfo=UTC))
        return cls(key, unsigned.sign(key, hashes.SHA256()))

    @classmethod
    def from_pem(cls, key: str, cert: str) -> Self:
        loaded = serialization.load_pem_private_key(key.encode(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey):
            raise TypeError("not an RSA key")
        return cls(loaded, x509.load_pem_x509_certificate(cert.encode()))

    @property
    def key_pem(self) -> str:
        form = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()

    @property
    def cert_pem(self) -> str:
        return self.cert.public_bytes(serialization.Encoding.PEM).decode()


@dataclass(frozen=True, slots=True, repr=False)
class MosipKeys:
    """The two parties: the authentication partner (the gateway) and IDA."""

    partner: KeyPair
    ida: KeyPair

    @classmethod
    def generate(cls) -> Self:
        return cls(KeyPair.generate("guichet-auth-partner"), KeyPair.generate("IDA-SANDBOX"))


def b64url(data: bytes) -> str:
    """Base64url without padding, as JWS wants it (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """The bytes of base64url text, padded or not; the other alphabet raises `ValueError`, as Java's URL decoder does."""
    if "+" in text or "/" in text:
        raise ValueError("not base64url")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def thumbprint(cert: x509.Certificate) -> bytes:
    """SHA-256 of the certificate's DER bytes."""
    return cert.fingerprint(hashes.SHA256())


def names_certificate(text: str, cert: x509.Certificate) -> bool:
    """Whether a request's thumbprint means `cert`: the server tries hex first, then base64url (MOSIP IDA 1.0)."""
    for decode in (bytes.fromhex, unb64url):
        try:
            given = decode(text)
        except ValueError:
            continue
        if given == thumbprint(cert):
            return True
    return False


def verify_detached(jws: str, body: bytes) -> x509.Certificate:
    """The certificate that signed `body`; whether it is the right one is for the caller to say.

    `jws` is `b64url(header)..b64url(signature)`, RS256. Raises `BadSignature`, `BadCertificate`.
    """
    head, dots, signature = jws.partition("..")
    try:
        header = json.loads(unb64url(head))
        sealed = unb64url(signature)
    except ValueError as broken:
        raise BadSignature from broken
    if not dots or not isinstance(header, dict) or header.get("alg") != "RS256":
        raise BadSignature
    cert = certificate(header.get("x5c"))
    key = cert.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise BadCertificate(missing=False)
    try:
        key.verify(sealed, f"{head}.{b64url(body)}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as wrong:
        raise BadSignature from wrong
    return cert


def certificate(x5c: object) -> x509.Certificate:
    """The first certificate of `x5c`: base64 of DER (RFC 7515), or of PEM as MOSIP's own SDK sends it, in wrapped lines."""
    if not isinstance(x5c, list) or not x5c or not isinstance(x5c[0], str):
        raise BadCertificate(missing=True)
    try:
        data = base64.b64decode(x5c[0])
        return x509.load_pem_x509_certificate(data) if data.startswith(b"-----") else x509.load_der_x509_certificate(data)
    except (binascii.Error, ValueError) as broken:
        raise BadCertificate(missing=False) from broken


def sign_detached(body: bytes, by: KeyPair) -> str:
    """The detached JWS that goes into `response-signature`, certificate (DER) included."""
    der = by.cert.public_bytes(serialization.Encoding.DER)
    head = b64url(json.dumps({"x5c": [base64.b64encode(der).decode()], "alg": "RS256"}).encode())
    signature = by.key.sign(f"{head}.{b64url(body)}".encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{head}..{b64url(signature)}"


def open_request(sealed: str, session_key: str, hmac: str, key: rsa.RSAPrivateKey) -> bytes:
    """The plain bytes of an auth or kyc request (all three parts base64url).

    Raises `Undecryptable`, or `HashMismatch` when the decrypted HMAC is not exactly the upper-case hex of their hash.
    """
    try:
        aes = AESGCM(key.decrypt(unb64url(session_key), _OAEP))
        plain = _open(aes, unb64url(sealed))
        claimed = _open(aes, unb64url(hmac))
    except (ValueError, InvalidTag) as wrong:
        raise Undecryptable from wrong
    if claimed != hashlib.sha256(plain).hexdigest().upper().encode():
        raise HashMismatch
    return plain


def _open(aes: AESGCM, sealed: bytes) -> bytes:
    """Ciphertext, tag (16), then the IV (16) at the very end; no associated data."""
    return aes.decrypt(sealed[-_IV:], sealed[:-_IV], None)


def seal_identity(plain: bytes, to: x509.Certificate) -> tuple[str, str]:
    """(`identity`, `sessionKey`) of a kyc answer, in the layout of the request."""
    secret, iv = AESGCM.generate_key(256), os.urandom(_IV)
    key = to.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("the partner's certificate has no RSA key")
    return b64url(AESGCM(secret).encrypt(iv, plain, None) + iv), b64url(key.encrypt(secret, _OAEP))
