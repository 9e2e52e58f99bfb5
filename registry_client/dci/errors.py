"""Turns SP-DCI's codes into the one tree of `dialogs.refusals`; upstream texts end here.

An unknown code becomes a `ProtocolViolation`, as with MOSIP: guessing a refusal would tell a citizen something wrong.
"""

import re
from collections.abc import Mapping

from dialogs.refusals import (
    Ambiguous,
    ClockSkew,
    Conflict,
    NotFound,
    NotSupported,
    PartnerMisconfigured,
    ProtocolViolation,
    RateLimited,
    RegistryError,
    Unavailable,
)

__all__ = ["CODES", "refusal", "refusal_by_status"]

_Kind = type[RegistryError]


def _codes(kind: _Kind, prefix: str, *names: str) -> dict[str, _Kind]:
    return {f"{prefix}.{name}": kind for name in names}


# SP-DCI 1.0.0: Error (transport), MsgHeaderStatusReasonCode, SearchStatusReasonCode, SubscribeStatusReasonCode,
# UnSubscribeStatusReasonCode; then the codes that OpenSPP adds.
CODES: Mapping[str, _Kind] = {
    **_codes(ProtocolViolation, "err.request", "bad"),
    **_codes(PartnerMisconfigured, "err.request", "unauthorized", "forbidden"),
    **_codes(NotFound, "err.request", "not_found"),
    **_codes(Unavailable, "err.request", "timeout"),
    **_codes(RateLimited, "err.request", "too_many_requests"),
    **_codes(ProtocolViolation, "err.version", "not_supported"),
    **_codes(PartnerMisconfigured, "err", "sender_id.invalid", "sender_uri.invalid", "receiver_id.invalid"),
    **_codes(PartnerMisconfigured, "err", "signature.missing", "signature.invalid", "encryption.invalid"),
    **_codes(Unavailable, "err.service", "unavailable"),
    **_codes(ProtocolViolation, "rjct", "version.invalid", "message_id.duplicate", "action.invalid"),
    **_codes(ClockSkew, "rjct", "message_ts.invalid", "timestamp.invalid"),
    **_codes(NotSupported, "rjct", "action.not_supported"),
    **_codes(ProtocolViolation, "rjct", "total_count.invalid", "total_count.limit_exceeded", "errors.too_many"),
    **_codes(ProtocolViolation, "rjct", "reference_id.invalid", "reference_id.duplicate", "search_criteria.invalid"),
    **_codes(ProtocolViolation, "rjct", "filter.invalid", "sort.invalid", "pagination.invalid"),
    **_codes(Ambiguous, "rjct", "search.too_many_records_found"),
    **_codes(ProtocolViolation, "rjct", "notify_types.invalid", "notify_details.invalid"),
    **_codes(Conflict, "rjct", "event.already_subscribed", "event.already_unsubscribed"),
    **_codes(NotFound, "rjct", "person_id.invalid", "subscription_code.invalid"),
    **_codes(PartnerMisconfigured, "rjct", "requester.invalid"),
    **_codes(PartnerMisconfigured, "err.sender", "unknown"),
    **_codes(PartnerMisconfigured, "err.auth", "missing_header", "invalid_format", "empty_token", "invalid_token"),
}

_BY_STATUS: Mapping[int, _Kind] = {
    401: PartnerMisconfigured,
    403: PartnerMisconfigured,
    404: PartnerMisconfigured,
    408: Unavailable,
}
_CODE = re.compile(r"[a-z_]{1,24}(\.[a-z_]{1,40}){1,3}")


def refusal(code: str, upstream: str) -> RegistryError:
    """What a code means. Only something in the form of a code is kept: the field may hold anything."""
    kept = code if _CODE.fullmatch(code) else "unreadable-code"
    return CODES.get(code, ProtocolViolation)(kept, upstream=upstream)


def refusal_by_status(status: int, code: str, upstream: str) -> RegistryError:
    """What an HTTP status of 400 or more means; a known code in the body says more than the status."""
    if code in CODES:
        return refusal(code, upstream)
    return _BY_STATUS.get(status, ProtocolViolation)(f"http-{status}", upstream=upstream)
