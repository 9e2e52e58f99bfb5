"""The tables of the settings that lead to registries: where each is, who we are there, and the way to it."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from config.tables import Listed, Url


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError("expected an http(s) address without user or password")
    return value


Address = Annotated[str, AfterValidator(_address)]
"""A whole address, with the query that it needs."""

__all__ = [
    "Dci", "Esignet", "GovStack", "Handoffs", "ListColumn", "Masterdata", "Mosip", "OpenImis", "OpenSpp", "RsMis", "SignedList",
    "SimSwap", "Way",
]  # fmt: skip


class Mosip(BaseModel):
    """MOSIP 1.2 as its authentication partner and client sees it; the files are PEM.

    `paths` moves calls by their names in `registry_client.mosip.config.Endpoint` (`aid_status`), `versions` are of requests
    by the last word of their id (`auth`, `authlock`), `id_types` turn our schemes into the registry's. Empty: as published.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    ida_url: Url | None = None
    resident_url: Url | None = None
    idrepo_url: Url | None = None
    authmanager_url: Url | None = None
    misp_licence_key: SecretStr | None = None
    partner_id: str | None = None
    api_key: SecretStr | None = None
    auth_token: SecretStr | None = None
    partner_key_file: Path | None = None
    partner_certificate_file: Path | None = None
    ida_certificate_file: Path | None = None
    ida_certificate_url: Address | None = None
    ida_signing_certificate_file: Path | None = None
    domain_uri: str | None = None
    env: Literal["Developer", "Staging", "Pre-Production", "Production"] = "Staging"
    client_id: str | None = None
    client_secret: SecretStr | None = None
    app_id: str = "resident"
    verify_signatures: bool = True
    phone_attribute: str = "phone"
    languages: Annotated[tuple[str, ...], *Listed] = ("fra", "ara")
    modalities: Annotated[tuple[Literal["finger", "iris", "face"], ...], *Listed] = ()
    caps: Annotated[tuple[str, ...], *Listed] = ()
    paths: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    id_types: dict[str, str] = Field(default_factory=dict)
    stage_from: Literal["rid-status", "aid-stage"] = "rid-status"
    alias_kind: str = "TEMPORARY"
    uin_attribute: str = "UIN"
    kyc_phone_attribute: str = "phoneNumber"
    phone_form: Literal["international", "national"] = "international"
    otp_lifetime: Annotated[float, Field(gt=0, le=3600)] = 180.0

    def missing(self) -> list[str]:
        """The names of what the registry cannot be called without."""
        return [name for name in _NEEDED if not getattr(self, name)]


_NEEDED = (
    "ida_url", "resident_url", "idrepo_url", "authmanager_url", "misp_licence_key", "partner_id", "api_key",
    "partner_key_file", "partner_certificate_file", "ida_certificate_file", "domain_uri", "client_id", "client_secret",
)  # fmt: skip


class Way(BaseModel):
    """The way to a registry: an X-Road security server (`client`, `service`, `represented`); whose certificates (PEM files)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    client: str = ""
    service: str = ""
    represented: str = ""
    authority_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None


class RsMis(BaseModel):
    """Djibouti's RS-MIS as the population registry, in place of MOSIP. `headers` go with each call, `caps` are what it can do.

    `paths`, `names`, `statuses`, `kinds` and `patterns` rename what an installation calls otherwise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    caps: Annotated[tuple[str, ...], *Listed] = ()
    paths: dict[str, str] = Field(default_factory=dict)
    names: dict[str, str] = Field(default_factory=dict)
    statuses: dict[str, str] = Field(default_factory=dict)
    kinds: dict[str, str] = Field(default_factory=dict)
    patterns: dict[str, str] = Field(default_factory=dict)
    way: Way = Way()


class Dci(BaseModel):
    """A registry that speaks SP-DCI. The files are PEM and JWKS; `callback_key` is the secret path of its notices.

    `public_url` is our address as the registry reaches it. `id_types` turn our schemes into the registry's, `schemes` are its
    programmes that are health coverage.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    sender_id: str = ""
    receiver_id: str = ""
    public_url: Url | None = None
    callback_key: SecretStr | None = None
    signature: Literal["cavage", "jws", "unsigned"] = "cavage"
    private_key_file: Path | None = None
    key_id: str = ""
    algorithm: str = ""
    jwks_url: Url | None = None
    peer_keys_file: Path | None = None
    verify_answers: bool = True
    token_url: Url | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    scope: str = ""
    reg_type: str = ""
    reg_record_type: str = ""
    id_types: dict[str, str] = Field(default_factory=dict)
    schemes: dict[str, str] = Field(default_factory=dict)
    band_attribute: str = ""
    search_path: str = ""
    status_path: str = ""
    subscribe_path: str = ""
    unsubscribe_path: str = ""
    enrolled_path: str = ""
    way: Way = Way()


class Esignet(BaseModel):
    """MOSIP's eSignet, for one-time links in a chat; all addresses are whole. `key_file` (RSA, PEM) is ours, `key_id` its `kid`.

    `public_url` is our address as her browser reaches it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    issuer: str = ""
    authorize_url: Url | None = None
    token_url: Url | None = None
    userinfo_url: Url | None = None
    jwks_url: Url | None = None
    public_url: Url | None = None
    client_id: str = ""
    key_file: Path | None = None
    key_id: str = ""
    number_claim: str = "individual_id"
    scope: str = "openid profile"
    acr: Literal["biometrics", "knowledge", "generated-code"] = "biometrics"

    def missing(self) -> list[str]:
        """The names of what eSignet cannot be asked without; none where nothing is set."""
        lacking = [name for name in _LINKED if not getattr(self, name)]
        return [] if len(lacking) == len(_LINKED) else lacking


_LINKED = (
    "issuer", "authorize_url", "token_url", "userinfo_url", "jwks_url", "public_url", "client_id", "key_file", "key_id",
)  # fmt: skip


class GovStack(BaseModel):
    """A GovStack digital registry (1.3.0) as the social registry; `client` is `INSTANCE/CLASS/MEMBER/SUBSYSTEM`.

    `ids` names the field that holds a number, by our scheme; `fields` those of the record, by the names of
    `registry_client.govstack.registry.GovStackConfig`; `bodies` our code of a body by its id there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    client: str = ""
    registry: str = ""
    version: str = "1.0"
    database: str = ""
    usage_path: str = ""
    caps: Annotated[tuple[Literal["household", "score", "data_uses"], ...], *Listed] = ("household", "score", "data_uses")
    ids: dict[str, str] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)
    bodies: dict[str, str] = Field(default_factory=dict)
    way: Way = Way()


class Masterdata(BaseModel):
    """The master data of a MOSIP (`/v1/masterdata`): its registration centres are the counters for one `need`.

    `level` is the hierarchy level of our communes there, `names` what it calls those that it calls otherwise, `languages` its
    codes by ours.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    need: str = ""
    level: Annotated[int, Field(ge=0, le=20)] = 4
    names: dict[str, str] = Field(default_factory=dict)
    languages: dict[str, str] = Field(default_factory=lambda: {"fr": "fra", "ar": "ara", "en": "eng"})
    path: str = ""


class Handoffs(BaseModel):
    """The rules of proofs at a counter: minutes that a code and an agent's task hold, tries of one hand-off, and how many
    hand-offs and exceptions one agent may have in 24 hours."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    code_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    task_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    tries: Annotated[int, Field(ge=1, le=10)] = 5
    claims_a_day: Annotated[int, Field(ge=1, le=1000)] = 100
    exceptions_a_day: Annotated[int, Field(ge=0, le=100)] = 5


class SimSwap(BaseModel):
    """Whom we ask whether a SIM was changed: an operator's CAMARA gateway, or Africa's Talking Insights with its account."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    kind: Literal["", "camara", "africastalking"] = ""
    url: Url | None = None
    token_url: Url | None = None
    backchannel_url: Url | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    scope: str = "sim-swap:check"
    grant: Literal["client_credentials", "ciba"] = "client_credentials"
    callback_key: SecretStr | None = None


class OpenImis(BaseModel):
    """An openIMIS that mirrors our cases, with a user of ours; `categories` gives its grievance types for ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    user: str = ""
    password: SecretStr | None = None
    categories: dict[str, str] = Field(default_factory=dict)


class OpenSpp(BaseModel):
    """An OpenSPP that mirrors our cases; `partner` is the contact there that stands for every citizen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    database: str = ""
    user: str = ""
    password: SecretStr | None = None
    partner: int | None = None
    categories: dict[str, int] = Field(default_factory=dict)


class ListColumn(BaseModel):
    """One column of a list brought by hand: see `registry_client.lists.schema.Column`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    type: Literal["identifier", "text", "date", "whole"] = "text"
    means: Literal["", "number", "programme", "state", "since", "until", "reason"] = ""
    scheme: str = ""
    pattern: str = ""
    required: bool = True
    unique: bool = False
    values: dict[str, str] = Field(default_factory=dict)


class SignedList(BaseModel):
    """A list that an institution brings as a signed CSV. `key_file` is its ed25519 public key in PEM.

    `programme` and `state` are what a line means where no column says so; `coverage` is the health scheme that being on
    the list means. `columns` are by their headings.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key_file: Path
    programme: str = ""
    state: Literal["enrolled", "pending", "refused", "suspended", "ended"] = "enrolled"
    coverage: str = ""
    columns: dict[str, ListColumn]
