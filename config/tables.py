"""The tables of the settings that lead to phones: accounts, providers, gateways, binds, routes."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import NoDecode

__all__ = [
    "AfricasTalking",
    "Chat",
    "Console",
    "Learning",
    "Listed",
    "Networks",
    "Rasa",
    "Route",
    "Smpp",
    "Sms",
    "SmsHttp",
    "Url",
    "Ussd",
    "UssdFields",
]


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ValueError("expected an http(s) address without user, password or query")
    return value.rstrip("/")


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Url = Annotated[str, AfterValidator(_http)]


def _whole(rate: float) -> float:
    if rate > 1 and rate != int(rate):
        raise ValueError("expected a whole number of messages a second, or less than one; 0 for no limit")
    return rate


Rate = Annotated[float, Field(ge=0, le=100_000), AfterValidator(_whole)]
Listed = (NoDecode, BeforeValidator(_listed))
Networks = Annotated[tuple[IPvAnyNetwork, ...], *Listed]


class AfricasTalking(BaseModel):
    """The Africa's Talking account; `ussd_key` and `sms_key` are the secret paths of our webhooks."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    username: str = "sandbox"
    api_key: SecretStr | None = None
    base_url: Url | None = None
    ussd_key: SecretStr | None = None
    sms_key: SecretStr | None = None
    sender: str | None = None
    rate: Rate = 0.0
    together: int = Field(default=100, ge=1, le=1000)
    sources: Networks = ()


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", value):
        raise ValueError("expected the origins of sites, such as https://www.example.org, without a path")
    return value.lower()


class Chat(BaseModel):
    """The web chat: whether `/chat` is served, and the sites beside our own that may open it or show it in a frame."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    enabled: bool = True
    origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *Listed] = ()


class Console(BaseModel):
    """The staff's pages: whether `/console` is served, and who else than we may say who somebody is (OpenID Connect).

    `public_url` is where browsers find us; `operator_claim` is the claim that holds an operator's id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    enabled: bool = True
    public_url: Url | None = None
    issuer_url: Url | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    operator_claim: str = "sub"
    scope: str = "openid"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.issuer_url and not (self.public_url and self.client_id):
            raise ValueError("with an issuer_url, public_url and client_id must be set too")
        return self


class Rasa(BaseModel):
    """Rasa servers beside ours. `url` is one that reads free words, with the model file `model` of the pipeline `pipeline`;
    `within` are the seconds of one reading, of which `at_once` may wait. `assistant_url` is an assistant that answers what we
    do not understand. `jwt_secret` (HS256) signs our calls to both. `key` is the secret path at which we answer like Rasa's
    REST channel, `sources` who may ask there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Url | None = None
    jwt_secret: SecretStr | None = None
    pipeline: Literal["tfidf", "diet_fast"] = "tfidf"
    model: str = ""
    within: Annotated[float, Field(gt=0, le=5)] = 1.5
    at_once: Annotated[int, Field(ge=1, le=64)] = 8
    assistant_url: Url | None = None
    key: SecretStr | None = None
    sources: Networks = ()


class Learning(BaseModel):
    """Whether what nobody understood may be kept, masked, from those who agreed to it, and for how many days."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    enabled: bool = False
    keep_days: Annotated[int, Field(ge=1, le=366)] = 90


class UssdFields(BaseModel):
    """What a provider calls the facts of a hop, for one that only renames those of Africa's Talking."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    session: str = ""
    phone: str = ""
    text: str = ""
    service: str = ""
    network: str = ""


class Ussd(BaseModel):
    """A USSD provider: `key` is its secret path; with `reply_url`, replies are posted there.

    `fields`, `methods`, `plus` (its phones must come with `+`) and `coded` (its text begins with the code dialled) are for
    a provider that needs no code of its own. `sources` are the networks that it calls from; none: any.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: SecretStr | None = None
    fields: UssdFields = UssdFields()
    methods: Annotated[tuple[Literal["GET", "POST"], ...], *Listed] = ("POST",)
    plus: bool = False
    coded: bool = False
    reply_url: Url | None = None
    reply_authorization: SecretStr | None = None
    sources: Networks = ()

    @field_validator("fields")
    @classmethod
    def _whole(cls, fields: UssdFields) -> UssdFields:
        missing = [name for name in ("session", "phone", "text", "service") if not getattr(fields, name)]
        if missing and fields != UssdFields():
            raise ValueError(f"{', '.join(missing)} must be named too")
        return fields


class SmsHttp(BaseModel):
    """How a gateway of kind `http` talks: see `channels.sms.configured.Shape`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    method: Literal["GET", "POST"] = "POST"
    fields: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    json_body: str = ""
    success: Annotated[tuple[int, ...], *Listed] = (200, 201, 202)
    taken: str = ""
    refused: str = ""
    id_pointer: str = ""
    id_pattern: str = ""
    report: dict[str, str] = Field(default_factory=dict)
    delivered: Annotated[tuple[str, ...], *Listed] = ()
    failed: Annotated[tuple[str, ...], *Listed] = ()
    expired: Annotated[tuple[str, ...], *Listed] = ()
    inbound: dict[str, str] = Field(default_factory=dict)


class Sms(BaseModel):
    """A gateway for SMS beside Africa's Talking. `key` is the secret path of its callbacks, `sources` where they come from.

    `public_url` is our address as the gateway reaches it, for those that are told with each message where to report.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    kind: Literal["kannel", "jasmin", "orange", "infobip", "http"]
    url: str
    key: SecretStr | None = None
    sources: Networks = ()
    username: str = ""
    password: SecretStr | None = None
    sender: str | None = None
    address: str = ""
    rate: Rate = 0.0
    public_url: Url | None = None
    http: SmsHttp = SmsHttp()

    @field_validator("url")
    @classmethod
    def _reachable(cls, url: str, info: ValidationInfo) -> str:
        """An address; only `http` may have `$placeholders` in a query."""
        return url if info.data.get("kind") == "http" and url.startswith(("http://", "https://")) else _http(url)


ASCII = r"^[\x20-\x7e]*$"
MOST_PASSWORD = 8


def _word(password: SecretStr) -> SecretStr:
    text = password.get_secret_value()
    if len(text) > MOST_PASSWORD or not (text.isascii() and text.isprintable()):
        raise ValueError(f"expected {MOST_PASSWORD} ASCII characters at most")
    return password


class SmppUssd(BaseModel):
    """USSD over the same bind: the vendor's `profile` (empty: the bind carries none) and the service type of its contract."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    profile: Literal["", "standard", "sixdee", "mica"] = ""
    service_type: Annotated[str, Field(max_length=5, pattern=ASCII)] = "USSD"
    answer_within: Annotated[float, Field(gt=0, le=60)] = 10.0


class Smpp(BaseModel):
    """A bind to an operator's SMSC (SMPP 3.4). Times are seconds.

    `bind`: a transceiver and a transmitter run in `work`, a receiver in `serve`. `source` is what phones see; unless told,
    its type and plan follow from it: a name (5, 0), a short code (3, 0), an international number (1, 1).
    `network` is the operator's MCC and MNC, where the bind brings its own subscribers alone. `response_id` and
    `receipt_id` say how it writes one message id in its two places.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 2775
    tls: bool = False
    tls_ca_file: Path | None = None
    system_id: Annotated[str, Field(min_length=1, max_length=15, pattern=ASCII)]
    password: Annotated[SecretStr, AfterValidator(_word)] = SecretStr("")
    system_type: Annotated[str, Field(max_length=12, pattern=ASCII)] = ""
    bind: Literal["transceiver", "transmitter", "receiver"] = "transceiver"
    source: Annotated[str, Field(max_length=20, pattern=ASCII)] = ""
    source_ton: Annotated[int, Field(ge=0, le=6)] | None = None
    source_npi: Annotated[int, Field(ge=0, le=18)] | None = None
    dest_ton: Annotated[int, Field(ge=0, le=6)] = 1
    dest_npi: Annotated[int, Field(ge=0, le=18)] = 1
    service_type: Annotated[str, Field(max_length=5, pattern=ASCII)] = ""
    window: Annotated[int, Field(ge=1, le=1000)] = 50
    rate: Rate = 0.0
    enquire_every: Annotated[float, Field(ge=1, le=3600)] = 30.0
    long: Literal["udh", "payload"] = "udh"
    receipts: bool = True
    response_id: Literal["text", "decimal", "hex"] = "text"
    receipt_id: Literal["text", "decimal", "hex"] = "text"
    network: Annotated[str, Field(pattern=r"^(\d{5,6})?$")] = ""
    ussd: SmppUssd = SmppUssd()

    @field_validator("ussd")
    @classmethod
    def _both_ways(cls, ussd: SmppUssd, info: ValidationInfo) -> SmppUssd:
        if ussd.profile and info.data.get("bind", "transceiver") != "transceiver":
            raise ValueError("USSD needs a transceiver")
        return ussd


class Route(BaseModel):
    """The senders of one operator, best first: names of `[sms.…]` and `[smpp.…]`, or `africastalking`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    senders: Annotated[tuple[str, ...], Field(min_length=1), *Listed]
