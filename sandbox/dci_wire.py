"""The sandbox's own reading of SP-DCI's envelope: headers checked, signatures verified and made, in both dialects."""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

Dialect = Literal["cavage", "jws"]
Json = dict[str, object]

SKEW = 60.0
_COVERED = "(created) (expires) digest"


class Refused(Exception):
    """The registry says no with one code of SP-DCI."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def moment(told: object) -> float | None:
    """The Unix time of a date-time with an offset."""
    try:
        read = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return read.timestamp() if read and read.tzinfo else None


@dataclass
class Pair:
    """Keys of one party for both dialects: ed25519, and P-256 for JWS (ES256)."""

    id: str
    ed25519: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    p256: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))

    def pem(self, dialect: Dialect) -> str:
        if dialect == "jws":
            return self.p256.as_pem(private=True).decode()
        shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self.ed25519.private_bytes(*shape).decode()

    def jwk(self, dialect: Dialect) -> Json:
        key = self.p256 if dialect == "jws" else OKPKey.import_key(self.pem("cavage"))
        alg = "ES256" if dialect == "jws" else "Ed25519"
        return {**key.as_dict(private=False), "kid": self.id, "use": "sig", "alg": alg}


def canonical(head: object, message: object) -> bytes:
    return json.dumps({"header": head, "message": message}, sort_keys=True, separators=(",", ":")).encode()


def sign(pair: Pair, dialect: Dialect, sender: str, head: Json, message: object, now: float) -> str:
    """The JSON field `signature` of an answer or a notice."""
    if dialect == "jws":
        whole = jws.serialize_compact({"alg": "ES256", "kid": pair.id}, canonical(head, message), pair.p256, algorithms=["ES256"])
        return re.sub(r"\.[^.]*\.", "..", whole)
    created, expires = str(int(now)), str(int(now) + 300)
    signed = base64.b64encode(pair.ed25519.sign(_string(created, expires, head, message))).decode()
    return (
        f'Signature: namespace="dci", kidId="{sender}|{pair.id}|ed25519", algorithm="ed25519", created="{created}", '
        f'expires="{expires}", headers="{_COVERED}", signature="{signed}"'
    )


def check(partner: Pair, dialect: Dialect, sender: str, body: Mapping[str, object], now: float) -> None:
    """Raises `Refused` with `err.signature.missing` or `err.signature.invalid`."""
    told = body.get("signature")
    if not told or not isinstance(told, str):
        raise Refused("err.signature.missing")
    checked = _check_jws if dialect == "jws" else _check_cavage
    if not checked(partner, sender, told, body, now):
        raise Refused("err.signature.invalid")


def _check_cavage(partner: Pair, sender: str, told: str, body: Mapping[str, object], now: float) -> bool:
    fields = dict(re.findall(r'(\w+)="([^"]*)"', told))
    try:
        created, expires = int(fields["created"]), int(fields["expires"])
        signed = base64.b64decode(fields["signature"])
    except (KeyError, ValueError):
        return False
    named = fields.get("namespace") == "dci" and fields.get("kidId") == f"{sender}|{partner.id}|ed25519"
    if not named or fields.get("headers") != _COVERED or created > now + SKEW or expires < now - SKEW or expires - created > 300:
        return False
    try:
        string = _string(fields["created"], fields["expires"], body.get("header"), body.get("message"))
        partner.ed25519.public_key().verify(signed, string)
    except InvalidSignature:
        return False
    return True


def _check_jws(partner: Pair, sender: str, told: str, body: Mapping[str, object], now: float) -> bool:
    parts = told.split(".")
    if len(parts) != 3 or parts[1]:
        return False
    content = base64.urlsafe_b64encode(canonical(body.get("header"), body.get("message"))).rstrip(b"=").decode()
    try:
        read = jws.deserialize_compact(f"{parts[0]}.{content}.{parts[2]}", partner.p256, algorithms=["ES256"])
    except (JoseError, ValueError):
        return False
    return read.headers().get("kid") == partner.id


def _string(created: str, expires: str, head: object, message: object) -> bytes:
    digest = base64.b64encode(hashlib.sha256(canonical(head, message)).digest()).decode()
    return f"(created): {created}\n(expires): {expires}\ndigest: {digest}".encode()


def check_header(head: object, *, action: str, sender: str, receiver: str, count: int, seen: set[str], now: float) -> Json:
    """The header of a request, or `Refused` with the code for what is wrong with it; a message id is good for once."""
    if not isinstance(head, dict):
        raise Refused("err.request.bad")
    faults = (
        ("rjct.version.invalid", head.get("version", "1.0.0") != "1.0.0"),
        ("err.sender_id.invalid", head.get("sender_id") != sender),
        ("err.receiver_id.invalid", head.get("receiver_id") not in (None, receiver)),
        ("err.sender_uri.invalid", "sender_uri" in head and not str(head["sender_uri"]).startswith(("http://", "https://"))),
        ("err.encryption.invalid", head.get("is_msg_encrypted", False) is not False),
        ("err.request.bad", not isinstance(head.get("message_id"), str) or not 1 <= len(head["message_id"]) <= 99),
        ("rjct.message_ts.invalid", abs((moment(head.get("message_ts")) or 0.0) - now) > SKEW),
        ("rjct.action.invalid", head.get("action") != action),
        ("rjct.total_count.invalid", type(head.get("total_count")) is not int or head["total_count"] != count),
        ("rjct.message_id.duplicate", head.get("message_id") in seen),
    )
    if wrong := next((code for code, is_so in faults if is_so), ""):
        raise Refused(wrong)
    seen.add(head["message_id"])
    return head


def answer_header(action: str, sender: str, receiver: str, now: float, *, status: str = "succ", code: str = "") -> Json:
    head: Json = {
        "version": "1.0.0",
        "message_id": uuid.uuid4().hex,
        "message_ts": stamp(now),
        "action": action,
        "status": status,
        "total_count": 1,
        "completed_count": 1 if status == "succ" else 0,
        "sender_id": sender,
        "receiver_id": receiver,
        "is_msg_encrypted": False,
    }
    return head | ({"status_reason_code": code, "status_reason_message": "texte du registre"} if code else {})
