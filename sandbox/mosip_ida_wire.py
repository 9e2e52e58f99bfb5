"""The words of MOSIP IDA 1.0 on the wire: requests, error codes, refusals."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

ERRORS: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType({
    "IDA-DEA-001": ("Demographic data {} did not match", None),
    "IDA-DEA-003": ("Demographic data {} is not available", None),
    "IDA-OTA-001": ("Too many OTP requests", None),
    "IDA-OTA-003": ("OTP has expired", "Request a new OTP"),
    "IDA-OTA-004": ("OTP is not valid", "Give the OTP that was received"),
    "IDA-OTA-005": ("transactionID is not that of the OTP request", None),
    "IDA-OTA-006": ("OTP requests are frozen for this identity", "Try again later"),
    "IDA-OTA-007": ("OTP validation is frozen after too many wrong values", "Try again later"),
    "IDA-OTA-008": ("No OTP channel in the request", None),
    "IDA-OTA-009": ("This OTP channel is not configured", None),
    "IDA-OTA-010": ("individualIdType is not that of the OTP request", None),
    "IDA-OTA-011": ("The OTP was requested by another partner", None),
    "IDA-OTA-012": ("No OTP was generated", "Request an OTP first"),
    "IDA-MLC-001": ("Request time is out of the allowed window", "Send the request at once"),
    "IDA-MLC-002": ("UIN is not valid", "Try again with the right UIN"),
    "IDA-MLC-003": ("UIN is not active", None),
    "IDA-MLC-004": ("VID is not valid", "Try again with the right VID"),
    "IDA-MLC-005": ("VID has expired", "Generate a new VID"),
    "IDA-MLC-009": ("Input parameter is not valid - {}", None),
    "IDA-MLC-010": ("VID of an inactive UIN", None),
    "IDA-MLC-011": ("Authentication type is not supported - {}", "Use another authentication type"),
    "IDA-MLC-012": ("Consent of the individual is missing", None),
    "IDA-MLC-014": ("phone is not registered", "Register a phone"),
    "IDA-MLC-018": ("{} is not in the database", None),
    "IDA-MLC-019": ("{} authentication is locked by the individual", "Unlock it"),
    "IDA-MLC-022": ("{} is blocked", None),
    "IDA-BIA-001": ("Biometric data{} did not match", "Give the biometrics again"),
    "IDA-BIA-002": ("The same finger twice", "Use different fingers"),
    "IDA-BIA-003": ("More fingers than {}", None),
    "IDA-BIA-004": ("Device is not registered", None),
    "IDA-BIA-006": ("No biometric data - {} - on file", None),
    "IDA-BIA-007": ("The same iris twice", "Use both irises"),
    "IDA-BIA-008": ("More irises than {}", None),
    "IDA-BIA-009": ("More faces than one", None),
    "IDA-BIA-011": ("Biometric data is not valid", None),
    "IDA-BIA-012": ("Device service does not verify", None),
    "IDA-BIA-014": ("Hash does not match", None),
    "IDA-BIA-015": ("Signature of the device does not verify", None),
    "IDA-BIA-016": ("Quality of the capture could not be checked", None),
    "IDA-MLC-016": ("transactionID of the capture is another one", None),
    "IDA-MLC-030": ("Biometrics were not captured within 120 seconds", "Capture again"),
    "IDA-MLC-031": ("digitalId of the capture is not of these 120 seconds", "Capture again"),
    "IDA-MPA-001": ("Signature of the request does not verify", None),
    "IDA-MPA-002": ("Certificate of the signature is not valid", None),
    "IDA-MPA-003": ("Request cannot be decrypted", None),
    "IDA-MPA-004": ("Public key has expired", None),
    "IDA-MPA-006": ("{} authentication is not allowed by policy", None),
    "IDA-MPA-007": ("Licence key of no registered MISP", None),
    "IDA-MPA-009": ("Partner is not registered", None),
    "IDA-MPA-014": ("Partner has no policy", None),
    "IDA-MPA-016": ("HMAC does not match", None),
    "IDA-MPA-021": ("Certificate of the signature is not the partner's", None),
    "IDA-MPA-022": ("No certificate in the signature", None),
})  # fmt: skip
"""Code → (message, action): those of IDA 1.2 that our gateway can provoke, in our words. `{}` is the parameter."""


class Request(msgspec.Struct):
    """What the three calls have in common."""

    id: str
    version: str
    individualId: str
    individualIdType: str
    transactionID: str
    requestTime: str


class OtpRequest(Request):
    otpChannel: list[str] = []


class AuthRequest(Request, kw_only=True):
    """auth and kyc; `request`, `requestSessionKey` and `requestHMAC` are base64url."""

    thumbprint: str
    domainUri: str
    env: str
    consentObtained: bool = False
    request: str
    requestSessionKey: str
    requestHMAC: str


class Plain(msgspec.Struct):
    """The decrypted `request`."""

    timestamp: str
    otp: str | None = None
    demographics: dict[str, object] | None = None
    biometrics: list[object] | None = None


class Refused(Exception):
    """IDA says no with one code of `ERRORS`; `about` fills the message."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about

    def wire(self) -> dict[str, str | None]:
        message, action = ERRORS.get(self.code, ("Refused", None))
        return {"errorCode": self.code, "errorMessage": message.format(self.about), "actionMessage": action}


def decode(data: bytes, shape: type[T]) -> T:
    """The wire struct, or IDA-MLC-009."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.DecodeError as broken:
        raise Refused("IDA-MLC-009", "request") from broken
