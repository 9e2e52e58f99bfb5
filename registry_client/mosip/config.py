"""What a deployment must say to reach its MOSIP: addresses, the partner's keys and the country's attribute names."""

from dataclasses import dataclass

__all__ = ["CAPS", "MosipConfig"]

CAPS = frozenset({"recover_by_phone", "recover_by_receipt", "application_status"})


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class MosipConfig:
    """A MOSIP 1.2 installation as its authentication partner sees it; `repr` shows no value.

    The addresses end with the service's own path (`https://host/idauthentication/v1`, `…/resident/v1`,
    `…/idrepository/v1`, `…/v1/authmanager`), since countries move them. Keys and certificates are PEM.
    `env` is `Staging`, `Developer`, `Pre-Production` or `Production`; `region` the ISO 3166 country in whose
    form phones are on file; `languages` ISO 639-2 codes, best first; times are in seconds.
    """

    ida_url: str
    resident_url: str
    idrepo_url: str
    authmanager_url: str

    misp_key: str
    partner_id: str
    api_key: str
    auth_header: str
    partner_private_key: str
    partner_certificate: str
    ida_certificate: str
    ida_signing_certificate: str
    domain_uri: str
    env: str = "Staging"

    client_id: str
    client_secret: str
    app_id: str = "resident"

    region: str
    languages: tuple[str, ...] = ("eng",)
    caps: frozenset[str] = CAPS
    verify_answers: bool = True
    clock_skew: float = 60.0
    otp_lifetime: float = 180.0

    uin_attribute: str = "UIN"
    vid_attribute: str = "VID"
    kyc_phone_attribute: str = "phoneNumber"
    idrepo_phone_attribute: str = "phone"

    def __repr__(self) -> str:
        return "MosipConfig(****)"
