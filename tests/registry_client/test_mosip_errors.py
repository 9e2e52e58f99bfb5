"""Every error code that MOSIP's documentation of our calls names, and what a dialog is told (registry rules 1.4, 1.5)."""

import pytest

from dialogs import refusals
from registry_client.mosip import errors
from registry_client.mosip.config import Endpoint
from registry_client.mosip.errors import Fault

R = refusals

IDA = {
    R.OtpInvalid: "IDA-OTA-004",
    R.OtpNotRequested: "IDA-OTA-012",
    R.OtpExpired: "IDA-OTA-003",
    R.RateLimited: "IDA-OTA-001",
    R.OtpFrozen: "IDA-OTA-006 IDA-OTA-007 IDA-OTA-013",
    R.NoContactRegistered: "IDA-OTA-002 IDA-OTA-008 IDA-OTA-009 IDA-MLC-014",
    R.NotFound: "IDA-MLC-002 IDA-MLC-004 IDA-MLC-018 IDA-MLC-026 IDA-MLC-027 IDA-MLC-028 IDA-MLC-029",
    R.IdentityInactive: "IDA-MLC-003 IDA-MLC-010 IDA-MLC-022 IDA-MLC-023 IDA-MLC-005",
    R.FactorLocked: "IDA-MLC-019",
    R.ClockSkew: "IDA-MLC-001",
    R.ConsentMissing: "IDA-MLC-012",
    R.NotPermitted: "IDA-MLC-011 IDA-MPA-005 IDA-MPA-006 IDA-MPA-030",
    R.DemographicMismatch: "IDA-DEA-001 IDA-DEA-003",
    R.Unavailable: "IDA-BIA-017 IDA-BIA-018 IDA-MLC-007 IDA-RST-006 IDA-RST-007 IDA-RST-008 IDA-RST-009",
    R.PartnerMisconfigured: " ".join(
        ["IDA-MPA-004", *(f"IDA-MPA-{n:03}" for n in (*range(7, 15), *range(17, 30), *range(31, 40)))]
    ),
    R.BiometricMismatch: "IDA-BIA-001",
    R.BiometricNotEnrolled: "IDA-BIA-006",
    R.CaptureRejected: "IDA-BIA-002 IDA-BIA-003 IDA-BIA-007 IDA-BIA-008 IDA-BIA-009 IDA-BIA-010 IDA-BIA-011 IDA-BIA-016 "
    "IDA-MLC-016 IDA-MLC-030 IDA-MLC-031",
    R.DeviceUntrusted: "IDA-BIA-004 IDA-BIA-005 IDA-BIA-012 IDA-DPM-001 IDA-DPM-002 IDA-DPM-003",
    # ours, or of a later MOSIP than we know
    R.ProtocolViolation: "IDA-OTA-005 IDA-OTA-010 IDA-OTA-011 IDA-MPA-001 IDA-MPA-002 IDA-MPA-003 IDA-MPA-016 "
    "IDA-BIA-014 IDA-BIA-015 IDA-XYZ-999",
}

OTP, AID, RID = Endpoint.INDIVIDUAL_OTP, Endpoint.AID_STATUS, Endpoint.RID_STATUS
REQ_OTP, LOCK, UNLOCK, HISTORY = Endpoint.REQ_OTP, Endpoint.AUTH_LOCK, Endpoint.AUTH_UNLOCK, Endpoint.AUTH_HISTORY
VID, REVOKE, EVENT, STAGE = Endpoint.VID, Endpoint.VID_REVOKE, Endpoint.EVENT, Endpoint.AID_STAGE
RESIDENT = [
    (OTP, "RES-SER-449", R.NotReady),
    (OTP, "RES-SER-440", R.NoContactRegistered),
    (OTP, "RES-SER-425", R.Unavailable),
    (OTP, "RES-SER-463", R.Unavailable),
    (OTP, "RES-SER-464", R.RateLimited),
    (OTP, "RES-SER-510", R.RateLimited),
    (OTP, "RES-SER-465", R.OtpFrozen),
    (OTP, "RES-SER-408", R.NotFound),
    (OTP, "RES-SER-413", R.NotFound),
    (OTP, "RES-SER-456", R.NotFound),
    (OTP, "RES-SER-457", R.NotFound),
    (OTP, "RES-SER-411", R.Unavailable),
    (OTP, "RES-SER-412", R.Unavailable),
    (OTP, "RES-SER-419", R.Unavailable),
    (OTP, "RES-SER-467", R.Unavailable),
    (OTP, "RES-SER-401", R.PartnerMisconfigured),
    (OTP, "RES-SER-403", R.PartnerMisconfigured),
    (OTP, "RES-SER-422", R.ProtocolViolation),  # no code is checked here
    (OTP, "IDA-MLC-018", R.NotFound),
    (AID, "RES-SER-422", R.OtpInvalid),
    (AID, "RES-SER-469", R.OtpExpired),
    (AID, "RES-SER-465", R.OtpFrozen),
    (AID, "RES-SER-449", R.NotReady),
    (AID, "RES-SER-408", R.NotFound),
    (AID, "RES-SER-464", R.ProtocolViolation),  # no code is sent here
    (AID, "IDA-OTA-004", R.OtpInvalid),
    (RID, "RES-SER-408", R.NotFound),
    (RID, "RES-SER-413", R.NotFound),
    (RID, "RES-SER-412", R.Unavailable),
    (RID, "RES-SER-999", R.ProtocolViolation),
    (RID, "RES-SER-409", R.PartnerMisconfigured),
    (REQ_OTP, "RES-SER-440", R.NoContactRegistered),
    (REQ_OTP, "RES-SER-464", R.RateLimited),
    (REQ_OTP, "RES-SER-510", R.RateLimited),
    (REQ_OTP, "RES-SER-465", R.OtpFrozen),
    (REQ_OTP, "RES-SER-425", R.Unavailable),
    (REQ_OTP, "RES-SER-405", R.ProtocolViolation),  # no VID is made here
    (STAGE, "RES-SER-408", R.NotFound),
    (STAGE, "RES-SER-449", R.NotReady),
    (EVENT, "RES-SER-459", R.NotFound),
    (LOCK, "RES-SER-459", R.ProtocolViolation),  # the same number, another meaning
    (LOCK, "RES-SER-442", R.Unavailable),
    (UNLOCK, "RES-SER-444", R.Unavailable),
    (HISTORY, "RES-SER-445", R.Unavailable),
    (HISTORY, "RES-SER-442", R.ProtocolViolation),
    (VID, "RES-SER-405", R.NotPermitted),
    (VID, "RES-SER-406", R.Unavailable),
    (REVOKE, "RES-SER-406", R.ProtocolViolation),
    (REVOKE, "RES-SER-407", R.Unavailable),
    (REVOKE, "RES-SER-453", R.NotFound),
    (REVOKE, "RES-SER-454", R.NotFound),
    *(
        (endpoint, code, kind)
        for endpoint in (LOCK, UNLOCK, HISTORY, VID, REVOKE)
        for code, kind in {
            "RES-SER-402": R.Unavailable,
            "RES-SER-422": R.OtpInvalid,
            "RES-SER-465": R.OtpFrozen,
            "RES-SER-469": R.OtpExpired,
            "RES-SER-011": R.NotFound,
            "RES-SER-018": R.NotFound,
            "IDA-MLC-018": R.NotFound,
        }.items()
    ),
]


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for kind, codes in IDA.items() for code in codes.split()])
def test_each_code_of_ida_has_its_meaning(code: str, kind: type[refusals.RegistryError]) -> None:
    error = errors.ida_error([Fault(error_code=code, error_message="text of the upstream")])
    assert type(error) is kind
    assert error.code == code
    assert "text of the upstream" not in str(error)


@pytest.mark.parametrize(("endpoint", "code", "kind"), RESIDENT)
def test_each_code_of_resident_has_its_meaning_at_its_endpoint(
    endpoint: Endpoint, code: str, kind: type[refusals.RegistryError]
) -> None:
    assert type(errors.resident_error(endpoint, [Fault(error_code=code)])) is kind


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Invalid Input Parameter - individualId", R.InvalidIdentifier),
        ("Invalid Input Parameter - vid", R.InvalidIdentifier),
        ("Invalid Input Parameter - eventId", R.InvalidIdentifier),
        ("Invalid Input Parameter - request/otp", R.OtpInvalid),
        ("Invalid Input Parameter - requestTime", R.ProtocolViolation),
        ("Invalid Input Parameter - otpChannel", R.ProtocolViolation),
        (None, R.ProtocolViolation),
    ],
)
def test_an_invalid_input_is_about_the_parameter_it_names(message: str | None, kind: type[refusals.RegistryError]) -> None:
    assert type(errors.ida_error([Fault(error_code="IDA-MLC-009", error_message=message)])) is kind
    assert type(errors.resident_error(AID, [Fault(error_code="RES-SER-410", message=message)])) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("IDR-IDC-007", R.NotFound),
        ("IDR-IDC-004", R.Unavailable),
        ("IDR-IDC-011", R.PartnerMisconfigured),
        ("KER-ATH-403", R.PartnerMisconfigured),
        ("IDR-IDC-001", R.ProtocolViolation),
    ],
)
def test_each_code_of_the_repository_has_its_meaning(code: str, kind: type[refusals.RegistryError]) -> None:
    assert type(errors.idrepo_error([Fault(error_code=code)])) is kind


def test_blocks_say_for_how_long() -> None:
    assert errors.ida_error([Fault(error_code="IDA-OTA-006")]).retry_after == 1800.0
    assert errors.ida_error([Fault(error_code="IDA-OTA-001")]).retry_after == 60.0
    assert errors.ida_error([Fault(error_code="IDA-OTA-004")]).retry_after is None


def test_a_known_code_wins_over_an_unknown_one() -> None:
    faults = [Fault(error_code="IDA-NEW-001"), Fault(error_code="IDA-OTA-003")]
    assert type(errors.ida_error(faults)) is R.OtpExpired


@pytest.mark.parametrize("told", ["2639425169", "Zineb Alaoui", "+212612340001", "", "ida-ota-004", "X" * 200])
def test_what_is_no_code_is_not_kept_as_one(told: str) -> None:
    error = errors.ida_error([Fault(error_code=told)])
    assert (type(error), error.code) == (R.ProtocolViolation, "unknown-code")
