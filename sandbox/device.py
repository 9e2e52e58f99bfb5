"""The certified device on an agent's counter: captures invented samples and encrypts them to IDA, as a real one would."""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.mosip_bio import mix, sample_of
from sandbox.mosip_crypto import KeyPair, b64url, thumbprint
from sandbox.mosip_records import Clock
from sandbox.population import Person

__all__ = ["Device", "DeviceService", "Finger", "laid_by"]

_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
_SUBTYPES = {"Finger": "Single", "Iris": "Double", "Face": "Full face"}
_PARTS = {"Finger": "Left IndexFinger", "Iris": "Left", "Face": ""}


@dataclass(frozen=True, slots=True, repr=False)
class Finger:
    """What somebody lays on the device: `kind` is `Finger`, `Iris` or `Face`, `part` its SBI subtype."""

    sample: bytes
    kind: str = "Finger"
    part: str = "Left IndexFinger"
    quality: float = 72.0


@dataclass(frozen=True, slots=True, repr=False)
class Device:
    """A device of certification level L1 (MOSIP SBI 0.9.5). `keys` sign; `fir` is IDA's biometric certificate."""

    keys: KeyPair
    fir: x509.Certificate
    clock: Clock
    serial: str = "SANDBOX-0001"

    def capture(self, txn: str, env: str, domain_uri: str, laid: Sequence[Finger]) -> list[dict[str, str]]:
        """The `biometrics` of an auth capture response: one object for each finger, iris or face, chained by hash."""
        before, blocks = hashlib.sha256(b"").digest(), []
        for one in laid:
            before = hashlib.sha256(before + hashlib.sha256(one.sample).digest()).digest()
            blocks.append(self._block(one, before, txn, env, domain_uri))
        return blocks

    def _block(self, one: Finger, chained: bytes, txn: str, env: str, domain_uri: str) -> dict[str, str]:
        now = datetime.fromtimestamp(self.clock.now(), UTC).isoformat(timespec="seconds")
        key, mixed = os.urandom(32), mix(now, txn)
        data = {
            "digitalId": self._sign(self._digital_id(one.kind, now)),
            "deviceCode": self.serial,
            "deviceServiceVersion": "0.9.5",
            "bioType": one.kind,
            "bioSubType": one.part,
            "purpose": "Auth",
            "env": env,
            "domainUri": domain_uri,
            "bioValue": b64url(AESGCM(key).encrypt(mixed[-12:], one.sample, mixed[-16:])),
            "transactionId": txn,
            "timestamp": now,
            "requestedScore": 60,
            "qualityScore": one.quality,
        }
        public = self.fir.public_key()
        assert isinstance(public, rsa.RSAPublicKey)
        return {
            "specVersion": "0.9.5",
            "data": self._sign(data),
            "hash": chained.hex().upper(),
            "sessionKey": b64url(public.encrypt(key, _OAEP)),
            "thumbprint": thumbprint(self.fir).hex().upper(),
        }

    def _digital_id(self, kind: str, now: str) -> dict[str, object]:
        return {
            "serialNo": self.serial,
            "make": "Sandbox",
            "model": "One",
            "type": kind,
            "deviceSubType": _SUBTYPES[kind],
            "deviceProvider": "Sandbox",
            "deviceProviderId": "SANDBOX",
            "dateTime": now,
        }

    def _sign(self, payload: dict[str, object]) -> str:
        """A compact JWS (RS256) with the device's certificate in `x5c`."""
        x5c = [base64.b64encode(self.keys.cert.public_bytes(Encoding.DER)).decode()]
        head = b64url(json.dumps({"alg": "RS256", "typ": "JWT", "x5c": x5c}).encode())
        signed = f"{head}.{b64url(json.dumps(payload).encode())}"
        return f"{signed}.{b64url(self.keys.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def laid_by(person: Person, kind: str, part: str) -> Finger:
    """Her finger, iris or face; a device that does not know which finger says `UNKNOWN`."""
    known = _PARTS[kind] if part == "UNKNOWN" else part
    return Finger(sample_of(person, kind, known), kind, part)


class BioAsked(msgspec.Struct, rename="camel"):
    """One entry of `bio` in a capture request."""

    type: str
    bio_sub_type: list[str] = []


class CaptureAsked(msgspec.Struct, rename="camel"):
    """An auth capture request, what of it matters here (MOSIP SBI 0.9.5)."""

    env: str
    domain_uri: str
    transaction_id: str
    bio: list[BioAsked]
    purpose: str = "Auth"


class DeviceService:
    """The device's own HTTP face, and `PUT /person` `{"uin"}`: who lays a finger on it next.

    A real device takes the verb CAPTURE, which our server's parser does not know: here it is `POST /capture`.
    """

    def __init__(self, device: Device, people: Iterable[Person]) -> None:
        self._device = device
        self._people = {person.uin: person for person in people}
        self._there: Person | None = None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/capture", self._capture), web.put("/person", self._arrive)]

    async def _arrive(self, request: web.Request) -> web.Response:
        self._there = self._people.get(str((await request.json()).get("uin")))
        return web.Response(status=204 if self._there else 404)

    async def _capture(self, request: web.Request) -> web.Response:
        """SBI answers 200 also when it fails, with an error in each element."""
        try:
            asked = msgspec.json.decode(await request.read(), type=CaptureAsked)
        except msgspec.DecodeError:
            return _failed("109", "The request is not a capture request")
        if self._there is None:
            return _failed("108", "Nobody was captured in time")
        if asked.purpose != "Auth" or any(one.type not in _PARTS for one in asked.bio):
            return _failed("104", "The device does not capture this")
        laid = [laid_by(self._there, one.type, part) for one in asked.bio for part in one.bio_sub_type or [_PARTS[one.type]]]
        blocks = self._device.capture(asked.transaction_id, asked.env, asked.domain_uri, laid)
        return web.json_response({"biometrics": [one | {"error": _SUCCESS} for one in blocks]})


_SUCCESS = {"errorCode": "0", "errorInfo": "Success"}


def _failed(code: str, info: str) -> web.Response:
    return web.json_response({"biometrics": [{"error": {"errorCode": code, "errorInfo": info}}]})
