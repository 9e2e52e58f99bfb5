"""What one installation of Guichet is told: read once at start, by main alone, and refused whole when any part is wrong.

Sources, best first: the environment (`GUICHET_PORT`, `GUICHET_MOSIP__IDA_URL`), secret files of the same names in lower
case under `GUICHET_SECRETS_DIR`, the TOML file that `GUICHET_CONFIG` names, the defaults below. An empty text means unset.
"""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, EnvSettingsSource, InitSettingsSource, NoDecode, PydanticBaseSettingsSource
from pydantic_settings import SettingsConfigDict as Config

from config.sources import PREFIX, Found, leaves, tables

__all__ = [
    "AfricasTalking",
    "Mosip",
    "Route",
    "Settings",
    "SettingsError",
    "Sms",
    "Ussd",
    "check",
    "load",
    "sealing_keys",
    "show",
]

SECRET_BITS = 128
KEY_BYTES = 32


class SettingsError(Exception):
    """The settings cannot be used; `faults` has one plain line per fault, without any value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def sealing_keys(text: str) -> dict[int, bytes]:
    """`1:<base64>,2:<base64>` as key id → 32 bytes; raises ValueError, without the text, when it is not that."""
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        name, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, altchars=b"-_" if set("-_") & set(encoded) else None, validate=True)
        except ValueError:
            key = b""
        if not (name.isascii() and name.isdigit()) or int(name) in keys or len(key) != KEY_BYTES:
            raise ValueError("expected 1:<base64 of 32 bytes>, further keys after a comma, each number once")
        keys[int(name)] = key
    return keys


def _keys(value: SecretStr) -> SecretStr:
    sealing_keys(value.get_secret_value())
    return value


def _scheme(*allowed: str) -> Callable[[SecretStr], SecretStr]:
    def valid(value: SecretStr) -> SecretStr:
        if value.get_secret_value().partition("://")[0] not in allowed:
            raise ValueError(f"expected an address that begins with {' or '.join(f'{scheme}://' for scheme in allowed)}")
        return value

    return valid


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ValueError("expected an http(s) address without user, password or query")
    return value.rstrip("/")


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Url = Annotated[str, AfterValidator(_http)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_scheme("sqlite+aiosqlite", "postgresql+asyncpg"))]
RedisUrl = Annotated[SecretStr, AfterValidator(_scheme("redis", "rediss", "unix"))]


def _whole(rate: float) -> float:
    if rate > 1 and rate != int(rate):
        raise ValueError("expected a whole number of messages a second, or less than one; 0 for no limit")
    return rate


Rate = Annotated[float, Field(ge=0, le=100_000), AfterValidator(_whole)]
Listed = (NoDecode, BeforeValidator(_listed))


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
    a provider that needs no code of its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: SecretStr | None = None
    fields: UssdFields = UssdFields()
    methods: Annotated[tuple[Literal["GET", "POST"], ...], NoDecode, BeforeValidator(_listed)] = ("POST",)
    plus: bool = False
    coded: bool = False
    reply_url: Url | None = None
    reply_authorization: SecretStr | None = None

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
    """A gateway for SMS beside Africa's Talking. `key` is the secret path of its callbacks.

    `public_url` is our address as the gateway reaches it, for those that are told with each message where to report.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    kind: Literal["kannel", "jasmin", "orange", "infobip", "http"]
    url: str
    key: SecretStr | None = None
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


class Route(BaseModel):
    """The senders of one operator, best first: names of `[sms.…]`, or `africastalking`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    senders: Annotated[tuple[str, ...], Field(min_length=1), *Listed]


class Settings(BaseSettings):
    """Every setting, with its default. `turn_budget` and `session_ttl` are seconds; no `redis_url` means in memory."""

    model_config = Config(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True)

    environment: Literal["production", "demo"] = "production"
    country: Annotated[str, Field(pattern=r"^[a-z_]+$")] = "morocco"
    data_dir: Path = Path(".guichet")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_listed)] = ()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    database_url: DatabaseUrl = Field(
        default_factory=lambda data: SecretStr(f"sqlite+aiosqlite:///{data.get('data_dir', '.guichet')}/guichet.db")
    )
    redis_url: RedisUrl | None = None
    keys: Annotated[SecretStr, AfterValidator(_keys)] | None = None
    lookup_key: SecretStr | None = None
    turn_budget: Annotated[float, Field(gt=0, le=30)] = 3.5
    session_ttl: Annotated[float, Field(gt=0)] = 900.0
    africastalking: AfricasTalking = AfricasTalking()
    mosip: Mosip = Mosip()
    ussd: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Ussd] = Field(default_factory=dict)
    sms: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")], Sms] = Field(default_factory=dict)
    routes: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Route] = Field(default_factory=dict)

    _origins: dict[tuple[str, ...], str] = PrivateAttr(default_factory=dict)

    @field_validator("mosip")
    @classmethod
    def _verified(cls, mosip: Mosip, info: ValidationInfo) -> Mosip:
        if not mosip.verify_signatures and info.data.get("environment") == "production":
            raise ValueError("verify_signatures may not be off in production")
        return mosip

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        found = Found.read(cls)
        texts = EnvSettingsSource(settings_cls)
        texts.env_vars = found.texts
        return init_settings, texts, InitSettingsSource(settings_cls, init_kwargs=found.toml)


def load(**overrides: object) -> Settings:
    """The settings of this process; `overrides` (command-line options) win. Raises SettingsError with every fault."""
    found = Found.read(Settings)
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic is what checks them
    except ValidationError as error:
        raise SettingsError([*found.faults, *found.lines(error)]) from None
    if found.faults:
        raise SettingsError(found.faults)
    settings._origins.update(found.origins | {(name,): "command line" for name in overrides})
    return settings


def value_of(settings: Settings, path: tuple[str, ...]) -> Any:
    """The value at ("port",), ("mosip", "ida_url") or ("ussd", "hubtel", "key")."""
    value: Any = settings
    for part in path:
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return value


def entries(settings: Settings) -> Iterator[tuple[str, ...]]:
    """The paths of the settings that stand in tables with free names."""
    for table, model in tables(Settings):
        for name in value_of(settings, (table,)):
            yield from ((table, name, *path) for path in leaves(model))


def show(settings: Settings) -> str:
    """The settings in force as TOML, each with its source; secrets as `****`, and what is unset as a comment."""
    lines, table = [], ""
    for path in leaves(Settings):
        if path[1:] and path[0] != table:
            table = path[0]
            lines += ["", f"[{table}]"]
        lines.append(_shown(path[-1], value_of(settings, path), settings._origins.get(path, "default")))
    for path in entries(settings):
        if ".".join(path[:2]) != table:
            table = ".".join(path[:2])
            lines += ["", f"[{table}]"]
        lines.append(_shown(".".join(path[2:]), value_of(settings, path), settings._origins.get(path, "default")))
    return "\n".join(lines) + "\n"


def _shown(name: str, value: object, origin: str) -> str:
    if value is None:
        return f"# {name} is unset"
    masked = "****" if isinstance(value, SecretStr) else value
    plain = [str(item) for item in masked] if isinstance(masked, tuple) else masked
    return f"{name} = {json.dumps(plain, ensure_ascii=False, default=str)}  # {origin}"


def check(settings: Settings) -> list[str]:
    """What is wrong or doubtful (`warning: …`) about valid settings, for `config check`; it looks at files, not at hosts."""
    faults = [*_weak(settings), *_missing_files(settings)]
    return faults + _unfit(settings) if settings.environment == "production" else faults


def _weak(settings: Settings) -> Iterator[str]:
    ussd = [path for path in entries(settings) if path[-1] == "key"]
    for path in (("lookup_key",), ("africastalking", "ussd_key"), ("africastalking", "sms_key"), *ussd):
        secret = value_of(settings, path)
        if secret is not None and bits(secret.get_secret_value()) < SECRET_BITS:
            yield f"{'.'.join(path)} is too short: it needs {SECRET_BITS} random bits, such as 32 hexadecimal digits"


def bits(secret: str) -> int:
    """The most that a random text of this length and alphabet can hold."""
    return len(secret) * (4 if set(secret.lower()) <= set("0123456789abcdef") else 6)


def _missing_files(settings: Settings) -> Iterator[str]:
    for path in leaves(Settings):
        file = value_of(settings, path) if path[-1].endswith("_file") else None
        if file is not None and not file.is_file():
            yield f"{'.'.join(path)}: there is no file {file}"


def _unfit(settings: Settings) -> list[str]:
    """What a demo may do and production may not."""
    missing = [f"{name} is needed in production" for name in ("keys", "lookup_key") if getattr(settings, name) is None]
    upstreams = [path for path in (*leaves(Settings), *entries(settings)) if path[1:] and path[-1].endswith("_url")]
    plain = [path for path in upstreams if (value_of(settings, path) or "").startswith("http://")]
    lines = missing + [f"{'.'.join(path)} must be https in production" for path in plain]
    return lines if settings.redis_url else [*lines, "warning: no redis_url: conversations end when this process does"]
