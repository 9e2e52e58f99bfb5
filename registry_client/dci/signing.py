"""The signature dialects of SP-DCI in the field; the standard itself gives an example only."""

import base64
import binascii
import hashlib
import re
import warnings
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import Key, OKPKey, import_key

from dialogs.ports.machine import Clock
from registry_client.dci.envelope import canonical
from registry_client.dci.keys import Keys, UnknownKey
from registry_client.http import Deadline

__all__ = ["Broken", "CavageEd25519", "Jws", "Missing", "Signer", "Stale", "Unsigned"]

SIGNED = "(created) (expires) digest"
ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519", "EdDSA")
_PARAMETER = re.compile(r'([A-Za-z]+)="([^"]*)"')


class Broken(Exception):
    """A signature that does not hold; the argument is a static word on why."""


class Missing(Broken):
    """There is no signature at all."""


class Stale(Broken):
    """A signature of another time: a replay, or one of the clocks is wrong."""


class Signer(Protocol):
    """Signs what leaves and checks what comes. `head` and `message` are JSON values."""

    def sign(self, head: object, message: object) -> str:
        """The text of the envelope's `signature`."""
        ...

    async def verify(self, head: object, message: object, signature: str, by: Deadline) -> None:
        """Raises `Broken`, or `Unavailable` when the key cannot be had in time."""
        ...


class Unsigned:
    """No signatures, for trials against a registry that has none yet. Production refuses it with `ValueError`."""

    def __init__(self, *, production: bool) -> None:
        if production:
            raise ValueError("messages to a registry must be signed in production")

    def sign(self, head: object, message: object) -> str:
        return ""

    async def verify(self, head: object, message: object, signature: str, by: Deadline) -> None:
        return


class CavageEd25519:
    """draft-cavage-http-signatures in the JSON field, ed25519 over created, expires and the digest of the envelope.

    The key id is `{sender_id}|{key_id}|ed25519`. Raises `ValueError` for a key that is not ed25519 in PEM.
    """

    def __init__(
        self, private_key: str, sender_id: str, key_id: str, peer_id: str, keys: Keys, clock: Clock, validity: float, skew: float
    ) -> None:
        self._key = _ed25519(private_key)
        self._kid = f"{sender_id}|{key_id}|ed25519"
        self._peer_id = peer_id
        self._keys = keys
        self._clock = clock
        self._validity = validity
        self._skew = skew

    def sign(self, head: object, message: object) -> str:
        created = int(self._clock.now())
        expires = created + int(self._validity)
        signed = self._key.sign(_signing_string(str(created), str(expires), head, message))
        return (
            f'namespace="dci", kidId="{self._kid}", algorithm="ed25519", created="{created}", expires="{expires}", '
            f'headers="{SIGNED}", signature="{base64.b64encode(signed).decode()}"'
        )

    async def verify(self, head: object, message: object, signature: str, by: Deadline) -> None:
        told = dict(_PARAMETER.findall(signature))
        if not told:
            raise Missing("signature")
        if told.get("algorithm") != "ed25519" or told.get("headers") != SIGNED:
            raise Broken("algorithm")
        created, expires = told.get("created", ""), told.get("expires", "")
        self._check_times(created, expires)
        public = await self._public(told.get("kidId", ""), by)
        try:
            raw = base64.b64decode(told.get("signature", ""), validate=True)
            public.verify(raw, _signing_string(created, expires, head, message))
        except (InvalidSignature, binascii.Error, ValueError):
            raise Broken("signature") from None

    def _check_times(self, created: str, expires: str) -> None:
        if not (_is_time(created) and _is_time(expires)):
            raise Broken("form")
        now = self._clock.now()
        if int(created) > now + self._skew or int(expires) < now - self._skew:
            raise Stale("signature-times")

    async def _public(self, kid: str, by: Deadline) -> Ed25519PublicKey:
        sender, _, rest = kid.partition("|")
        if sender != self._peer_id:
            raise Broken("signer")
        key = await _find(self._keys, rest.rpartition("|")[0], by)
        native = key.public_key if isinstance(key, OKPKey) else None
        if not isinstance(native, Ed25519PublicKey):
            raise Broken("key")
        return native


class Jws:
    """A compact JWS (RFC 7515) with detached content over the same canonical bytes; keys by JWKS.

    Answers may carry their content too, as MOSIP's key manager makes them. Raises `ValueError` for a key that
    does not go with `algorithm` (of `ALGORITHMS`).
    """

    def __init__(self, private_key: str, key_id: str, algorithm: str, keys: Keys) -> None:
        self._key = _private(private_key, algorithm)
        self._kid = key_id
        self._algorithm = algorithm
        self._keys = keys

    def sign(self, head: object, message: object) -> str:
        protected = {"alg": self._algorithm, "kid": self._kid}
        whole = jws.serialize_compact(protected, canonical(head, message), self._key, algorithms=[self._algorithm])
        first, _, last = whole.split(".")
        return f"{first}..{last}"

    async def verify(self, head: object, message: object, signature: str, by: Deadline) -> None:
        if not signature:
            raise Missing("signature")
        parts = signature.split(".")
        if len(parts) != 3:
            raise Broken("form")
        content = base64.urlsafe_b64encode(canonical(head, message)).rstrip(b"=").decode()
        if parts[1] not in ("", content):
            raise Broken("content")
        key = await _find(self._keys, _kid(parts[0]), by)
        try:
            with warnings.catch_warnings(action="ignore", category=SecurityWarning):  # EdDSA: its old name is still in use
                jws.deserialize_compact(f"{parts[0]}.{content}.{parts[2]}", key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError):
            raise Broken("signature") from None


def _signing_string(created: str, expires: str, head: object, message: object) -> bytes:
    digest = base64.b64encode(hashlib.sha256(canonical(head, message)).digest()).decode()
    return f"(created): {created}\n(expires): {expires}\ndigest: {digest}".encode()


def _is_time(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) <= 12


def _kid(protected: str) -> str:
    try:
        head = msgspec.json.decode(base64.urlsafe_b64decode(protected + "=" * (-len(protected) % 4)), type=dict[str, object])
    except (msgspec.DecodeError, binascii.Error, ValueError):
        raise Broken("form") from None
    return str(head.get("kid", ""))


async def _find(keys: Keys, kid: str, by: Deadline) -> Key:
    try:
        return await keys.find(kid, by)
    except UnknownKey:
        raise Broken("kid") from None


def _ed25519(pem: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the signing key is not an ed25519 key in PEM")
    return key


def _private(pem: str, algorithm: str) -> Key:
    if algorithm not in ALGORITHMS:
        raise ValueError(f"the signing algorithm is one of {', '.join(ALGORITHMS)}")
    try:
        key = import_key(pem, "RSA" if algorithm[:2] in ("RS", "PS") else "EC" if algorithm[:2] == "ES" else "OKP")
        if key.is_private:
            return key
    except (JoseError, ValueError, TypeError):
        pass
    raise ValueError(f"the signing key is not a private key for {algorithm} in PEM")
