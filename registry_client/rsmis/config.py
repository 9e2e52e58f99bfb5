"""How Djibouti's RS biometric sub-system speaks of the NIU: it has no published interface, so each word is a setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from dialogs import refusals
from dialogs.ports import Factor, Stage
from dialogs.ports.identity import CAPS

__all__ = ["CAPS", "Call", "Name", "RsMisConfig"]


class Call(StrEnum):
    """Every call; the value is its path where a country gives no other."""

    SEND_OTP = "/otp"
    VERIFY_OTP = "/otp/verify"
    DEMOGRAPHICS = "/identity/verify"
    RECOVER = "/identity/recover"
    APPLICATION = "/application/status"
    LOCK = "/lock"
    UNLOCK = "/unlock"
    ALIAS = "/alias"
    ALIAS_REVOKE = "/alias/revoke"
    USAGE = "/usage"
    EVENT = "/event/status"


class Name(StrEnum):
    """Every field of a request or an answer; the value is its name in JSON where a country gives no other."""

    ID = "id"
    ID_KIND = "idKind"
    TXN = "transactionId"
    PURPOSE = "purpose"
    CONSENT = "consent"
    CODE = "otp"
    FULL_NAME = "fullName"
    BORN = "birthDate"
    PHONE = "phone"
    FACTORS = "factors"
    SECONDS = "seconds"
    ALIAS = "alias"
    LIMIT = "limit"
    STATUS = "status"
    RETRY_AFTER = "retryAfter"
    MASKED_PHONE = "maskedPhone"
    TOKEN = "token"  # noqa: S105 - a field
    NUMBER = "niu"
    STAGE = "stage"
    EXPIRES_AT = "expiresAt"
    USES = "uses"
    AT = "at"
    BY = "by"
    FACTOR = "factor"
    PASSED = "passed"
    OUTCOME = "outcome"


_STATUSES = MappingProxyType(
    {
        "OK": "",
        "INVALID_ID": "InvalidIdentifier",
        "NOT_FOUND": "NotFound",
        "INACTIVE": "IdentityInactive",
        "NO_PHONE": "NoContactRegistered",
        "NOT_READY": "NotReady",
        "OTP_WRONG": "OtpInvalid",
        "OTP_EXPIRED": "OtpExpired",
        "OTP_NONE": "OtpNotRequested",
        "OTP_FROZEN": "OtpFrozen",
        "TOO_MANY": "RateLimited",
        "LOCKED": "FactorLocked",
        "MISMATCH": "DemographicMismatch",
        "NO_CONSENT": "ConsentMissing",
        "NOT_ALLOWED": "NotPermitted",
        "NOT_SUPPORTED": "NotSupported",
        "BUSY": "Unavailable",
        "BAD_REQUEST": "ProtocolViolation",
        "BAD_PARTNER": "PartnerMisconfigured",
    }
)
_KINDS = MappingProxyType({"NIU": "NIU", "ALIAS": "ALIAS", "AID": "RECEIPT", "HANDLE": "PHONE", "EVENT": "EVENT"})
_PATTERNS = MappingProxyType(
    {
        "NIU": r"[0-9A-Z]{6,20}",
        "ALIAS": r"[0-9A-Z]{6,20}",
        "AID": r"[0-9A-Z]{6,40}",
        "HANDLE": r"\+[1-9][0-9]{7,14}@phone",
        "EVENT": r"[0-9A-Z]{6,40}",
    }
)
_STAGES = MappingProxyType({stage.name: stage for stage in Stage})
_FACTORS = MappingProxyType({factor: factor.name for factor in Factor})
_OUTCOMES = MappingProxyType({"DONE": "done", "UNDER_WAY": "under-way", "FAILED": "failed"})


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class RsMisConfig:
    """An RS-MIS as its client sees it: JSON over HTTP, each call a POST, so that no number stands in an address.

    `url` is the base address (with X-Road: that of our security server), `headers` go with each call (a key, a token);
    `repr` shows neither. `scheme` is what we call its lasting number, which the tables below know as `NIU`. `paths` and
    `names` rename calls and fields. `statuses` maps each value of the status field to
    the name of a class of `dialogs.refusals`, empty for success; `kinds` names our identifier schemes and `patterns` says
    (by regular expression, on the whole) what they look like; `stages`, `factors` and `outcomes` translate values.
    `region` is the ISO 3166 country in whose form phones are on file; times are in seconds.
    Raises `ValueError` for a status that leads to no such class.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "NIU"
    region: str = "DJ"
    caps: frozenset[str] = CAPS
    otp_lifetime: float = 180.0
    paths: Mapping[Call, str] = field(default_factory=dict)
    names: Mapping[Name, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=lambda: _STATUSES)
    kinds: Mapping[str, str] = field(default_factory=lambda: _KINDS)
    patterns: Mapping[str, str] = field(default_factory=lambda: _PATTERNS)
    stages: Mapping[str, Stage] = field(default_factory=lambda: _STAGES)
    factors: Mapping[Factor, str] = field(default_factory=lambda: _FACTORS)
    outcomes: Mapping[str, str] = field(default_factory=lambda: _OUTCOMES)

    def __post_init__(self) -> None:
        for status in self.statuses:
            self.meaning(status)

    def known_as(self, scheme: str) -> str:
        """The key of one of our schemes in `kinds` and `patterns`."""
        return "NIU" if scheme == self.scheme else "" if scheme == "NIU" else scheme

    def path(self, call: Call) -> str:
        return self.paths.get(call, call.value)

    def name(self, name: Name) -> str:
        return self.names.get(name, name.value)

    def meaning(self, status: str) -> type[refusals.RegistryError] | None:
        """What a status raises; None for success. One that nobody explained to us breaks the protocol."""
        known = self.statuses.get(status, "ProtocolViolation")
        if not known:
            return None
        kind = getattr(refusals, known, None)
        if not (isinstance(kind, type) and issubclass(kind, refusals.RegistryError)):
            raise ValueError(f"rsmis: {known} is no refusal")
        return kind

    def __repr__(self) -> str:
        return "RsMisConfig(****)"
