"""Seals, signs and opens what passes between a partner and MOSIP's ID Authentication."""

import base64
import binascii
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificate

__all__ = ["Broken", "PartnerKeys", "Sealed"]

_NONCE = 16
_OAEP = padding.OAEP(mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_PEM_MARK = b"-----BEGIN"


class Broken(Exception):
    """A signature is missing or wrong, or a ciphertext does not open."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """The three encrypted fields of an auth or kyc request (MOSIP IDA 1.0), base64url."""

    request: str
    session_key: str
    hmac: str


class PartnerKeys:
    """The partner's key pair and the two certificates of IDA: one we encrypt for, one whose answers we believe."""

    def __init__(self, private_key: str, certificate: str, ida_certificate: str, ida_signing_certificate: str) -> None:
        """All arguments are PEM; raises `ValueError` when one cannot be read or is not RSA."""
        self._private = _rsa_private(private_key)
        self._certificate = load_pem_x509_certificate(certificate.encode())
        self._ida = load_pem_x509_certificate(ida_certificate.encode())
        self._ida_key = _rsa_public(self._ida)
        self._signer = load_pem_x509_certificate(ida_signing_certificate.encode())
        self._signer_key = _rsa_public(self._signer)

    def renew(self, pem: str, now: datetime) -> None:
        """Encrypt for another certificate of IDA from now on; raises `ValueError` for one that is not RSA or not valid now."""
        found = load_pem_x509_certificate(pem.encode())
        if not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
            raise ValueError("the certificate of IDA is not valid now")
        self._ida_key, self._ida = _rsa_public(found), found

    @property
    def thumbprint(self) -> str:
        """SHA-256 of the IDA certificate we encrypt for, base64url."""
        return _b64url(self._ida.fingerprint(hashes.SHA256()))

    def seal(self, plain: bytes) -> Sealed:
        """Encrypt the exact bytes of a plain request for IDA under a fresh session key."""
        key = AESGCM.generate_key(bit_length=256)
        digest = hashlib.sha256(plain).hexdigest().upper().encode()
        return Sealed(
            request=_b64url(_encrypt(key, plain)),
            session_key=_b64url(self._ida_key.encrypt(key, _OAEP)),
            hmac=_b64url(_encrypt(key, digest)),
        )

    def open(self, data: str, session_key: str) -> bytes:
        """The plain bytes of what IDA encrypted for the partner (the `identity` of a kyc answer); raises `Broken`."""
        try:
            return _decrypt(self._private.decrypt(_unb64url(session_key), _OAEP), _unb64url(data))
        except (ValueError, InvalidTag, binascii.Error):
            pass
        raise Broken("ciphertext")

    def sign(self, body: bytes) -> str:
        """A detached JWS (RFC 7515 appendix F), RS256, over `body` as it will be sent, with our certificate in x5c."""
        x5c = base64.b64encode(self._certificate.public_bytes(Encoding.DER)).decode()
        header = _segment(json.dumps({"alg": "RS256", "x5c": [x5c]}, separators=(",", ":")).encode())
        signed = self._private.sign(f"{header}.{_segment(body)}".encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{header}..{_segment(signed)}"

    def verify(self, body: bytes, signature: str) -> None:
        """Check IDA's detached JWS over an answer; only the configured certificate is believed. Raises `Broken`."""
        header, _, rest = signature.partition(".")
        payload, _, signed = rest.partition(".")
        if payload or not signed or not self._names_our_signer(header):
            raise Broken("signature")
        try:
            message = f"{header}.{_segment(body)}".encode()
            self._signer_key.verify(_unb64url(signed), message, padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, InvalidSignature, binascii.Error):
            signed = ""
        if not signed:
            raise Broken("signature")

    def _names_our_signer(self, header: str) -> bool:
        try:
            fields = json.loads(_unb64url(header))
            chain = fields.get("x5c") or []
            return fields.get("alg") == "RS256" and "crit" not in fields and (not chain or _certificate(chain[0]) == self._signer)
        except (ValueError, AttributeError, TypeError, LookupError):
            return False


def _certificate(x5c: str) -> Certificate:
    """RFC 7515 puts DER in `x5c`; MOSIP's own SDK puts PEM bytes there, and the server takes both."""
    data = base64.b64decode(x5c)
    return load_pem_x509_certificate(data) if data.startswith(_PEM_MARK) else load_der_x509_certificate(data)


def _encrypt(key: bytes, plain: bytes) -> bytes:
    """AES-256-GCM, no associated data: ciphertext, tag (16), nonce (16)."""
    nonce = os.urandom(_NONCE)
    return AESGCM(key).encrypt(nonce, plain, None) + nonce


def _decrypt(key: bytes, data: bytes) -> bytes:
    return AESGCM(key).decrypt(data[-_NONCE:], data[:-_NONCE], None)


def _rsa_private(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the partner's private key is not an RSA key")
    return key


def _rsa_public(certificate: Certificate) -> rsa.RSAPublicKey:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("the certificate of IDA is not for an RSA key")
    return key


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _segment(data: bytes) -> str:
    """A part of a JWS: base64url without padding."""
    return _b64url(data).rstrip("=")


def _unb64url(text: str) -> bytes:
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
