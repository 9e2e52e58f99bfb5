"""What all MOSIP services share on the wire: times, transaction ids and answers in JSON."""

import hashlib
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

from dialogs.model import Masked
from dialogs.refusals import PartnerMisconfigured, ProtocolViolation, Unavailable
from registry_client.http import Answer
from registry_client.mosip.errors import Fault

__all__ = ["Wrapped", "read", "timestamp", "transaction"]

R = TypeVar("R")


class Wrapped(Masked, msgspec.Struct, Generic[R], rename="camel"):
    """An answer of IDA, Resident or ID Repository; failures come with HTTP 200 and `errors`."""

    response: R | None = None
    errors: list[Fault] | None = None
    response_time: str | None = None
    transaction: str | None = msgspec.field(default=None, name="transactionID")


def timestamp(at: float) -> str:
    """Unix seconds as MOSIP writes a time: `2026-11-22T02:31:47.237Z`."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def transaction(key: bytes) -> str:
    """A ten-digit transaction id, the same for the same idempotency key."""
    return f"{int.from_bytes(hashlib.sha256(b'mosip transaction' + key).digest()) % 10**10:010}"


def read(answer: Answer, kind: type[Wrapped[R]], upstream: str) -> Wrapped[R]:
    """The decoded answer. Raises `PartnerMisconfigured`, `ProtocolViolation` (4xx) and `Unavailable` (not this JSON)."""
    if answer.status in (401, 403, 404):
        raise PartnerMisconfigured(f"http-{answer.status}", upstream=upstream)
    if answer.status >= 400:
        raise ProtocolViolation(f"http-{answer.status}", upstream=upstream)
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise Unavailable("not-json", upstream=upstream)
