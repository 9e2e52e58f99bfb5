"""The envelope around every SP-DCI message: strict in what we send, lenient in what we get."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from registry_client.dci.lenient import Member

__all__ = ["Envelope", "canonical", "decode", "fresh_id", "header", "iso", "transaction"]

VERSION = "1.0.0"

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """A decoded body. `header` and `message` are as they came, for the signature; `slips` counts what was read leniently."""

    signature: str
    header: Member
    message: Member
    whole: Member

    @property
    def slips(self) -> Counter[str]:
        return self.whole.slips


def iso(at: float) -> str:
    """Unix seconds as a date-time with milliseconds and an offset: `2026-11-22T02:31:47.237+00:00`."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def fresh_id() -> str:
    """A message or reference id that was never used before: 32 characters of the 99 allowed."""
    return uuid.uuid4().hex


def transaction(key: bytes) -> str:
    """A transaction id, the same for the same idempotency key."""
    return hashlib.sha256(b"dci transaction" + key).hexdigest()[:32]


def header(action: str, now: float, *, sender_id: str, receiver_id: str, sender_uri: str, count: int = 1) -> dict[str, object]:
    """The header of a request, with no field that servers which rebuild it from a model would drop or add."""
    made: dict[str, object] = {
        "version": VERSION,
        "message_id": fresh_id(),
        "message_ts": iso(now),
        "action": action,
        "sender_id": sender_id,
        "receiver_id": receiver_id,
        "total_count": count,
        "is_msg_encrypted": False,
    }
    return made | ({"sender_uri": sender_uri} if sender_uri else {})


def canonical(head: object, message: object) -> bytes:
    """The bytes that both sides sign: sorted keys, no blanks, everything beyond ASCII escaped."""
    return json.dumps({"header": head, "message": message}, sort_keys=True, separators=(",", ":")).encode()


def decode(body: bytes) -> Envelope | None:
    """The envelope in a body, or None when that is no JSON object."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    whole = Member(document, Counter())
    return Envelope(whole.at("signature").text, whole.at("header"), whole.at("message"), whole)
