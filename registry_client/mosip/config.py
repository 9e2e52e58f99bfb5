"""What a deployment must say to reach its MOSIP: addresses, paths, the partner's keys and the country's names for things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote

from dialogs.ports import Factor
from dialogs.ports.identity import CAPS

__all__ = ["CAPS", "FACTORS", "RESIDENT_PURPOSES", "SCHEMES", "VERSIONS", "Endpoint", "MosipConfig"]

RESIDENT_PURPOSES = frozenset({"lock", "alias", "usage"})
"""A code asked for with one of these as `CallContext.purpose` is sent by Resident, which will check it; IDA sends all others."""

FACTORS: Mapping[Factor, str] = MappingProxyType(
    {
        Factor.OTP: "otp",
        Factor.DEMOGRAPHIC: "demo",
        Factor.FINGER: "bio-Finger",
        Factor.IRIS: "bio-Iris",
        Factor.FACE: "bio-FACE",
    }
)
"""`authType` of Resident's lock calls (`auth.types.allowed`)."""


VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "otp": "1.0",
        "auth": "1.0",
        "kyc": "1.0",
        "spec": "1.0",
        "internal": "1.0",
        "checkstatus": "1.0",
        "ridstatus": "v1",
        "authlock": "v1",
        "authunlock": "v1",
        "authhistory": "v1",
        "vid": "v1",
        "vidstatus": "v1",
    }
)
"""Versions of requests as published with MOSIP 1.2, by the last word of their id; `spec` is `specVersion`, `ridstatus` the other
`checkstatus`."""

SCHEMES = frozenset({"UIN", "VID", "HANDLE", "RID"})
"""The schemes that stand in a request as `individualIdType` or `idType`."""


class Endpoint(StrEnum):
    """Every call that we make; the value is its path in MOSIP 1.2, below the address of its service."""

    OTP = "/otp/{misp}/{partner}/{key}"
    AUTH = "/auth/{misp}/{partner}/{key}"
    KYC = "/kyc/{misp}/{partner}/{key}"
    INDIVIDUAL_OTP = "/individualId/otp"
    AID_STATUS = "/aid/status"
    RID_STATUS = "/rid/check-status"
    AID_STAGE = "/aid-stage/{id}"
    REQ_OTP = "/req/otp"
    AUTH_LOCK = "/req/auth-lock"
    AUTH_UNLOCK = "/req/auth-unlock"
    AUTH_HISTORY = "/req/auth-history"
    VID = "/vid"
    VID_REVOKE = "/vid/{id}"
    EVENT = "/events/{id}"
    IDENTITY = "/identity/idvid/{id}"
    TOKEN = "/authenticate/clientidsecretkey"  # noqa: S105 - a path


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class MosipConfig:
    """A MOSIP 1.2 installation as its authentication partner sees it; `repr` shows no value.

    The addresses end with the service's own path (`https://host/idauthentication/v1`, `…/resident/v1`,
    `…/idrepository/v1`, `…/v1/authmanager`), and `paths` names the calls that a country moved. `versions` of requests are by
    the last word of their `id` (`auth`, `authlock`), `id_types` the registry's words for our schemes; what they leave out is
    as published. Keys and certificates are PEM. `env` is `Staging`, `Developer`, `Pre-Production` or `Production`; `region`
    the ISO 3166 country in whose form phones are on file; `ida_certificate_url` the whole address of IDA's certificate, for a
    new one; `languages` ISO 639-2 codes, best first; times are in seconds.

    A claimed name goes to IDA in the language of its script: `script_languages` by the first word of the script's name
    in Unicode (`ARABIC`), else the best language. `stage_from` is the call that tells where an application stands.
    """

    ida_url: str
    resident_url: str
    idrepo_url: str
    authmanager_url: str
    paths: Mapping[Endpoint, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    id_types: Mapping[str, str] = field(default_factory=dict)

    misp_key: str
    partner_id: str
    api_key: str
    auth_header: str
    partner_private_key: str
    partner_certificate: str
    ida_certificate: str
    ida_signing_certificate: str
    ida_certificate_url: str = ""
    domain_uri: str
    env: str = "Staging"

    client_id: str
    client_secret: str
    app_id: str = "resident"

    region: str
    languages: tuple[str, ...] = ("eng",)
    script_languages: Mapping[str, str] = field(default_factory=lambda: {"ARABIC": "ara"})
    caps: frozenset[str] = CAPS
    verify_answers: bool = True
    clock_skew: float = 60.0
    otp_lifetime: float = 180.0
    stage_from: Literal["rid-status", "aid-stage"] = "rid-status"

    uin_attribute: str = "UIN"
    vid_attribute: str = "VID"
    kyc_phone_attribute: str = "phoneNumber"
    idrepo_phone_attribute: str = "phone"
    born_format: str = "%Y/%m/%d"
    phone_on_file: Literal["international", "national"] = "international"

    factors: Mapping[Factor, str] = field(default_factory=lambda: FACTORS)
    alias_kind: str = "TEMPORARY"
    alias_lifetime: float | None = 1800.0

    def path(self, endpoint: Endpoint, **parts: str) -> str:
        """Where a call goes, below the address of its service; `parts` fill the braces, percent-encoded."""
        return self.paths.get(endpoint, endpoint.value).format_map({name: quote(part, safe="") for name, part in parts.items()})

    def version(self, call: str) -> str:
        """The version of the request whose id ends with `call`."""
        return self.versions.get(call, VERSIONS[call])

    def id_type(self, scheme: str) -> str:
        """The registry's word for one of our schemes."""
        return self.id_types.get(scheme, scheme)

    def __repr__(self) -> str:
        return "MosipConfig(****)"
