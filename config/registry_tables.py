"""The tables of the settings that lead to registries: where each is, who we are there, and the way to it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from config.tables import Listed, Url

__all__ = ["Dci", "ListColumn", "Mosip", "OpenImis", "OpenSpp", "RsMis", "SignedList", "SimSwap", "Way"]


class Mosip(BaseModel):
    """MOSIP 1.2 as its authentication partner and client sees it; the files are PEM."""

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
