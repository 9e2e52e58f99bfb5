"""Turns MOSIP's error codes into the one tree of `dialogs.refusals`; upstream texts end here.

An unknown code becomes a `ProtocolViolation`: the upstream did answer, so "try later" would be a lie that nobody
is told about, and guessing a refusal would tell a citizen something wrong. An operator must look at it.
"""

import re
from collections.abc import Iterable

import msgspec

from dialogs.refusals import (
    BiometricMismatch,
    BiometricNotEnrolled,
    CaptureRejected,
    ClockSkew,
    ConsentMissing,
    DemographicMismatch,
    DeviceUntrusted,
    FactorLocked,
    IdentityInactive,
    InvalidIdentifier,
    NoContactRegistered,
    NotFound,
    NotPermitted,
    NotReady,
    OtpExpired,
    OtpFrozen,
    OtpInvalid,
    OtpNotRequested,
    PartnerMisconfigured,
    ProtocolViolation,
    RateLimited,
    RegistryError,
    Unavailable,
)
from registry_client.mosip.config import Endpoint

__all__ = ["Fault", "ida_error", "idrepo_error", "resident_error"]

# Seconds after which an upstream lifts its own block: mosip.kernel.otp.key-freeze-time, otp.request.flooding.duration.
FREEZE = 1800.0
FLOOD = 60.0

_Kind = type[RegistryError]
_CODE = re.compile(r"[A-Z]{2,4}(-[A-Z0-9]{1,5}){1,3}")


class Fault(msgspec.Struct, rename="camel"):
    """One entry of `errors`: IDA says `errorMessage`, Resident and ID Repository say `message`."""

    error_code: str = ""
    error_message: str | None = None
    message: str | None = None

    def blames(self, parameter: str) -> bool:
        """Whether the message ends with the name of this parameter (`Invalid Input Parameter - individualId`)."""
        return (self.error_message or self.message or "").lower().rstrip(" .").endswith(parameter.lower())


def _codes(prefix: str, numbers: Iterable[int], kind: _Kind) -> dict[str, _Kind]:
    return {f"{prefix}-{number:03}": kind for number in numbers}


# MOSIP IDA 1.2, IdAuthenticationErrorConstants. A capture of another transaction or too old (IDA-MLC-016, 030, 031) is for
# the agent to take again, not our fault: its times and its transaction are sealed in by the device.
# IDA-MPA-004 (our copy of the IDA certificate is too old) is an operator's job where no new one can be fetched.
_IDA: dict[str, _Kind] = {
    **_codes("IDA-OTA", (4,), OtpInvalid),
    **_codes("IDA-OTA", (12,), OtpNotRequested),
    **_codes("IDA-OTA", (3,), OtpExpired),
    **_codes("IDA-OTA", (1,), RateLimited),
    **_codes("IDA-OTA", (6, 7, 13), OtpFrozen),
    **_codes("IDA-OTA", (5, 10, 11), ProtocolViolation),
    **_codes("IDA-OTA", (2, 8, 9), NoContactRegistered),
    **_codes("IDA-MLC", (14,), NoContactRegistered),
    **_codes("IDA-MLC", (2, 4, 18, 26, 27, 28, 29), NotFound),
    **_codes("IDA-MLC", (3, 5, 10, 22, 23), IdentityInactive),
    **_codes("IDA-MLC", (19,), FactorLocked),
    **_codes("IDA-MLC", (1,), ClockSkew),
    **_codes("IDA-MLC", (12,), ConsentMissing),
    **_codes("IDA-MLC", (11,), NotPermitted),
    **_codes("IDA-MLC", (7,), Unavailable),
    **_codes("IDA-DEA", (1, 3), DemographicMismatch),
    **_codes("IDA-BIA", (1,), BiometricMismatch),
    **_codes("IDA-BIA", (6,), BiometricNotEnrolled),
    **_codes("IDA-BIA", (2, 3, 7, 8, 9, 10, 11, 16), CaptureRejected),
    **_codes("IDA-MLC", (16, 30, 31), CaptureRejected),
    **_codes("IDA-BIA", (4, 5, 12), DeviceUntrusted),
    **_codes("IDA-DPM", range(1, 10), DeviceUntrusted),
    **_codes("IDA-BIA", (14, 15), ProtocolViolation),
    **_codes("IDA-BIA", (17, 18), Unavailable),
    **_codes("IDA-RST", (6, 7, 8, 9), Unavailable),
    **_codes("IDA-MPA", (1, 2, 3, 16), ProtocolViolation),
    **_codes("IDA-MPA", (4, *range(7, 15), *range(17, 40)), PartnerMisconfigured),
    **_codes("IDA-MPA", (5, 6, 30), NotPermitted),
}

# MOSIP Resident 1.2, ResidentErrorCode. Codes repeat with other meanings elsewhere, hence one table per endpoint.
_COMMON: dict[str, _Kind] = {
    **_codes("RES-SER", (401, 403, 409), PartnerMisconfigured),
    **_codes("RES-SER", (408, 413, 456, 457), NotFound),
    **_codes("RES-SER", (411, 412, 419, 467), Unavailable),
    **_codes("RES-SER", (449,), NotReady),
}
_OTP_SENT: dict[str, _Kind] = {
    **_codes("RES-SER", (425, 463), Unavailable),
    **_codes("RES-SER", (440,), NoContactRegistered),
    **_codes("RES-SER", (464, 510), RateLimited),
    **_codes("RES-SER", (465,), OtpFrozen),
}
_OTP_CHECKED: dict[str, _Kind] = {
    **_codes("RES-SER", (422,), OtpInvalid),
    **_codes("RES-SER", (469,), OtpExpired),
    **_codes("RES-SER", (465,), OtpFrozen),
    **_codes("RES-SER", (10, 11, 13, 18), NotFound),
    **_codes("RES-SER", (402,), Unavailable),
}
_RESIDENT: dict[Endpoint, dict[str, _Kind]] = {
    Endpoint.INDIVIDUAL_OTP: _COMMON | _OTP_SENT,
    Endpoint.REQ_OTP: _COMMON | _OTP_SENT,
    Endpoint.AID_STATUS: _COMMON | _OTP_CHECKED,
    Endpoint.RID_STATUS: _COMMON,
    Endpoint.AID_STAGE: _COMMON,
    Endpoint.AUTH_LOCK: _COMMON | _OTP_CHECKED | _codes("RES-SER", (442, 444), Unavailable),
    Endpoint.AUTH_UNLOCK: _COMMON | _OTP_CHECKED | _codes("RES-SER", (442, 444), Unavailable),
    Endpoint.AUTH_HISTORY: _COMMON | _OTP_CHECKED | _codes("RES-SER", (445,), Unavailable),
    Endpoint.VID: _COMMON
    | _OTP_CHECKED
    | _codes("RES-SER", (405,), NotPermitted)  # as many live VIDs as the policy allows
    | _codes("RES-SER", (406,), Unavailable),
    Endpoint.VID_REVOKE: _COMMON
    | _OTP_CHECKED
    | _codes("RES-SER", (407,), Unavailable)
    | _codes("RES-SER", (453, 454), NotFound),  # somebody else's VID
    Endpoint.EVENT: _COMMON | _codes("RES-SER", (459,), NotFound),
}

# MOSIP ID Repository 1.2, IdRepoErrorConstants, and the kernel's authentication adapter.
_IDREPO: dict[str, _Kind] = {
    **_codes("IDR-IDC", (7,), NotFound),
    **_codes("IDR-IDC", (4, 6, 8, 9, 10), Unavailable),
    **_codes("IDR-IDC", (11,), PartnerMisconfigured),
    **_codes("KER-ATH", (401, 403), PartnerMisconfigured),
}

# "Invalid Input Parameter - …" names the parameter in its message only.
_INVALID_INPUT = {"IDA-MLC-009", "RES-SER-410", "RES-SER-414", "IDR-IDC-002"}
_RETRY_AFTER: dict[_Kind, float] = {OtpFrozen: FREEZE, RateLimited: FLOOD}


def ida_error(faults: list[Fault]) -> RegistryError:
    """The refusal or outage that IDA's `errors` mean; the first known code wins."""
    return _error(faults, _IDA, "ida")


def resident_error(endpoint: Endpoint, faults: list[Fault]) -> RegistryError:
    """The same for Resident, by endpoint; codes of IDA may come through unchanged."""
    return _error(faults, _IDA | _RESIDENT[endpoint], "resident")


def idrepo_error(faults: list[Fault]) -> RegistryError:
    """The same for ID Repository and its authentication."""
    return _error(faults, _IDREPO, "idrepo")


def _error(faults: list[Fault], table: dict[str, _Kind], upstream: str) -> RegistryError:
    fault = next((f for f in faults if f.error_code in table or f.error_code in _INVALID_INPUT), faults[0])
    kind = _invalid_input(fault) if fault.error_code in _INVALID_INPUT else table.get(fault.error_code, ProtocolViolation)
    code = fault.error_code if _CODE.fullmatch(fault.error_code) else "unknown-code"  # which may be anything, even a name
    return kind(code, upstream=upstream, retry_after=_RETRY_AFTER.get(kind))


def _invalid_input(fault: Fault) -> _Kind:
    if any(fault.blames(name) for name in ("individualId", "aid", "vid", "eventId", "event-id")):
        return InvalidIdentifier
    return OtpInvalid if fault.blames("otp") else ProtocolViolation
