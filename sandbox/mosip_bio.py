"""How the sandbox's IDA takes captures apart: the device's signature, transaction, times, hash chain, encryption, the sample."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sandbox import mosip_crypto as crypto
from sandbox.mosip_ida_wire import Refused
from sandbox.mosip_records import Clock
from sandbox.population import Person

FINGERS: Final = tuple(
    f"{hand} {finger}"
    for hand in ("Left", "Right")
    for finger in ("IndexFinger", "MiddleFinger", "RingFinger", "LittleFinger", "Thumb")
)
_SUBTYPES: Final = {"Finger": (*FINGERS, "UNKNOWN"), "Iris": ("Left", "Right", "UNKNOWN"), "Face": ("",)}
_MOST: Final = {"Finger": (10, "IDA-BIA-003"), "Iris": (2, "IDA-BIA-008"), "Face": (1, "IDA-BIA-009")}
_DOUBLE: Final = {"Finger": "IDA-BIA-002", "Iris": "IDA-BIA-007", "Face": "IDA-BIA-009"}
_TOGETHER = 120.0
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class Capture(msgspec.Struct):
    """One element of `request.biometrics[]`."""

    specVersion: str
    data: str
    hash: str
    sessionKey: str
    thumbprint: str


class Data(msgspec.Struct):
    """The payload of `data`."""

    digitalId: str
    deviceCode: str
    deviceServiceVersion: str
    bioType: str
    purpose: str
    env: str
    domainUri: str
    bioValue: str
    transactionId: str
    timestamp: str
    requestedScore: float
    qualityScore: float
    bioSubType: str = ""


class DigitalId(msgspec.Struct):
    """Who the device says it is."""

    serialNo: str
    make: str
    model: str
    type: str
    deviceSubType: str
    deviceProvider: str
    deviceProviderId: str
    dateTime: str


@dataclass(frozen=True, slots=True)
class BioKeys:
    """`fir` opens the session keys of captures (reference id `IDA-FIR`); `device` is the certificate that devices sign with."""

    fir: crypto.KeyPair
    device: crypto.KeyPair

    @classmethod
    def generate(cls) -> Self:
        return cls(crypto.KeyPair.generate("IDA-FIR-SANDBOX"), crypto.KeyPair.generate("sandbox-device"))


def sample_of(person: Person, kind: str, part: str = "") -> bytes:
    """The invented sample of one finger, iris or face: bytes that are the same whenever she is captured."""
    return hashlib.sha256(f"sample {person.receipt} {kind} {part}".encode()).digest()


class Captures:
    """Compares what devices send with the samples on file. `known` are the serial numbers of registered devices."""

    def __init__(self, keys: BioKeys, clock: Clock, *, known: Iterable[str], uncaptured: Iterable[Person] = ()) -> None:
        self.keys = keys
        self._clock = clock
        self._known = set(known)
        self._uncaptured = {person.receipt for person in uncaptured}

    def check(self, person: Person, txn: str, env: str, domain_uri: str, sent: Sequence[object]) -> None:
        """Pass when every capture is hers, else raise `Refused` with the code that IDA has for it."""
        captures, before = [self._read(one) for one in sent], hashlib.sha256(b"").digest()
        _count([data for _, data, _ in captures])
        self._together(captures)
        for capture, data, digital in captures:
            if data.transactionId != txn:
                raise Refused("IDA-MLC-016")
            if digital.serialNo not in self._known:
                raise Refused("IDA-BIA-004")
            if (data.env, data.domainUri, data.purpose) != (env, domain_uri, "Auth"):
                raise Refused("IDA-MLC-009", "request/biometrics/data")
            before = self._match(person, capture, data, before)

    def _match(self, person: Person, capture: Capture, data: Data, before: bytes) -> bytes:
        sample = self._open(capture, data)
        chained = hashlib.sha256(before + hashlib.sha256(sample).digest()).digest()
        if capture.hash != chained.hex().upper():
            raise Refused("IDA-BIA-014")
        if person.receipt in self._uncaptured:
            raise Refused("IDA-BIA-006", data.bioType)
        parts = _SUBTYPES[data.bioType] if data.bioSubType == "UNKNOWN" else (data.bioSubType,)
        if sample not in {sample_of(person, data.bioType, part) for part in parts}:
            raise Refused("IDA-BIA-001", f" - {data.bioType}")
        return chained

    def _read(self, one: object) -> tuple[Capture, Data, DigitalId]:
        try:
            capture = msgspec.convert(one, Capture)
            data = msgspec.json.decode(self._signed(capture.data), type=Data)
            digital = msgspec.json.decode(self._signed(data.digitalId), type=DigitalId)
        except (msgspec.DecodeError, ValueError) as broken:
            raise Refused("IDA-MLC-009", "request/biometrics") from broken
        if data.bioType not in _SUBTYPES or data.bioSubType not in _SUBTYPES[data.bioType] or digital.type != data.bioType:
            raise Refused("IDA-BIA-011")
        if data.qualityScore < data.requestedScore:
            raise Refused("IDA-BIA-016")
        return capture, data, digital

    def _signed(self, jws: str) -> bytes:
        """The payload of a JWS that our devices' certificate signed; another certificate's is no device of ours."""
        head, payload, signature = jws.split(".")
        x5c = json.loads(crypto.unb64url(head)).get("x5c")
        cert = crypto.certificate(x5c)
        if cert != self.keys.device.cert:
            raise Refused("IDA-BIA-012")
        try:
            key = self.keys.device.key.public_key()
            key.verify(crypto.unb64url(signature), f"{head}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as wrong:
            raise Refused("IDA-BIA-015") from wrong
        return crypto.unb64url(payload)

    def _together(self, captures: Sequence[tuple[Capture, Data, DigitalId]]) -> None:
        """All captured within 120 s of one another and of now (authrequest.biometrics.allowed-segment-time-difference)."""
        now = self._clock.now()
        for code, moments in (
            ("IDA-MLC-030", [_moment(data.timestamp) for _, data, _ in captures]),
            ("IDA-MLC-031", [_moment(digital.dateTime) for _, _, digital in captures]),
        ):
            if max(*moments, now) - min(*moments, now) > _TOGETHER:
                raise Refused(code)

    def _open(self, capture: Capture, data: Data) -> bytes:
        if not crypto.names_certificate(capture.thumbprint, self.keys.fir.cert):
            raise Refused("IDA-MPA-004")
        try:
            key = self.keys.fir.key.decrypt(crypto.unb64url(capture.sessionKey), _OAEP)
            mixed = mix(data.timestamp, data.transactionId)
            return AESGCM(key).decrypt(mixed[-12:], crypto.unb64url(data.bioValue), mixed[-16:])
        except (ValueError, InvalidTag) as wrong:
            raise Refused("IDA-MPA-003") from wrong


def mix(timestamp: str, txn: str) -> bytes:
    """XOR of both texts, the shorter one with zero bytes in front: its last 12 bytes are the IV, its last 16 the AAD."""
    length = max(len(timestamp), len(txn))
    pairs = zip(timestamp.encode().rjust(length, b"\0"), txn.encode().rjust(length, b"\0"), strict=True)
    return bytes(a ^ b for a, b in pairs)


def _count(captured: Sequence[Data]) -> None:
    if not captured:
        raise Refused("IDA-BIA-011")
    for kind, (most, code) in _MOST.items():
        parts = [data.bioSubType for data in captured if data.bioType == kind]
        if len(parts) > most:
            raise Refused(code, str(most))
        named = [part for part in parts if part != "UNKNOWN"]
        if len(named) != len(set(named)):
            raise Refused(_DOUBLE[kind])


def _moment(text: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as broken:
        raise Refused("IDA-MLC-009", "request/biometrics/data/timestamp") from broken
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
