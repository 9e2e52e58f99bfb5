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
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, EnvSettingsSource, InitSettingsSource, PydanticBaseSettingsSource
from pydantic_settings import SettingsConfigDict as Config

from config.chat_tables import Telegram, WhatsApp
from config.registry_tables import (
    Dci,
    Esignet,
    GovStack,
    Handoffs,
    Masterdata,
    Mosip,
    OpenImis,
    OpenSpp,
    RsMis,
    SignedList,
    SimSwap,
)
from config.sources import PREFIX, Found, leaves, tables
from config.tables import AfricasTalking, Chat, Console, Learning, Networks, Rasa, Route, Smpp, Sms, SmsHttp, Ussd, UssdFields

__all__ = [
    "AfricasTalking", "Chat", "Mosip", "Rasa", "Route", "Settings", "SettingsError", "Smpp", "Sms", "SmsHttp", "Telegram",
    "Ussd", "UssdFields", "WhatsApp", "check", "load", "sealing_keys", "show",
]  # fmt: skip

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


DatabaseUrl = Annotated[SecretStr, AfterValidator(_scheme("sqlite+aiosqlite", "postgresql+asyncpg"))]
RedisUrl = Annotated[SecretStr, AfterValidator(_scheme("redis", "rediss", "unix"))]


class Settings(BaseSettings):
    """Every setting, with its default. `turn_budget` and `session_ttl` are seconds; no `redis_url` means in memory.

    `work_port` is where the worker shows its metrics; `keep_days` for how long what was settled is kept.
    """

    model_config = Config(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True)

    environment: Literal["production", "demo"] = "production"
    country: Annotated[str, Field(pattern=r"^[a-z_]+$")] = "morocco"
    data_dir: Path = Path(".guichet")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    work_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    trusted_proxies: Networks = ()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    database_url: DatabaseUrl = Field(
        default_factory=lambda data: SecretStr(f"sqlite+aiosqlite:///{data.get('data_dir', '.guichet')}/guichet.db")
    )
    redis_url: RedisUrl | None = None
    keys: Annotated[SecretStr, AfterValidator(_keys)] | None = None
    lookup_key: SecretStr | None = None
    turn_budget: Annotated[float, Field(gt=0, le=30)] = 3.5
    session_ttl: Annotated[float, Field(gt=0)] = 900.0
    keep_days: Annotated[int, Field(ge=4, le=3660)] = 90
    africastalking: AfricasTalking = AfricasTalking()
    mosip: Mosip = Mosip()
    chat: Chat = Chat()
    console: Console = Console()
    rasa: Rasa = Rasa()
    telegram: Telegram = Telegram()
    whatsapp: WhatsApp = WhatsApp()
    learning: Learning = Learning()
    rsmis: RsMis = RsMis()
    social: Dci = Dci()
    govstack: GovStack = GovStack()
    benefits: Dci = Dci()
    simswap: SimSwap = SimSwap()
    openimis: OpenImis = OpenImis()
    openspp: OpenSpp = OpenSpp()
    handoffs: Handoffs = Handoffs()
    esignet: Esignet = Esignet()
    masterdata: Masterdata = Masterdata()
    services_file: Path | None = None
    lists: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")], SignedList] = Field(default_factory=dict)
    ussd: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Ussd] = Field(default_factory=dict)
    sms: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")], Sms] = Field(default_factory=dict)
    smpp: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")], Smpp] = Field(default_factory=dict)
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
        name = ".".join(path[1:] or path)
        lines.append(_shown(name, value_of(settings, path), settings._origins.get(path, "default")))
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
    """What is wrong or doubtful (`warning: …`) about valid settings by themselves; it looks at files, not at hosts."""
    faults = [*_weak(settings), *_missing_files(settings)]
    return faults + _unfit(settings) if settings.environment == "production" else faults


_CHAT_SECRETS = (("telegram", "key"), ("telegram", "secret"), ("whatsapp", "key"), ("whatsapp", "verify_token"))
"""Chosen by us, and all that keeps strangers from a messenger's webhook."""


def _weak(settings: Settings) -> Iterator[str]:
    ussd = [path for path in entries(settings) if path[-1] == "key"]
    ours = [("lookup_key",), ("africastalking", "ussd_key"), ("africastalking", "sms_key"), ("rasa", "key"), *_CHAT_SECRETS]
    for path in (*ours, *ussd):
        secret = value_of(settings, path)
        if secret is not None and bits(secret.get_secret_value()) < SECRET_BITS:
            yield f"{'.'.join(path)} is too short: it needs {SECRET_BITS} random bits, such as 32 hexadecimal digits"


def bits(secret: str) -> int:
    """The most that a random text of this length and alphabet can hold."""
    return len(secret) * (4 if set(secret.lower()) <= set("0123456789abcdef") else 6)


def _missing_files(settings: Settings) -> Iterator[str]:
    for path in (*leaves(Settings), *entries(settings)):
        file = value_of(settings, path) if path[-1].endswith("_file") else None
        if file is not None and not file.is_file():
            yield f"{'.'.join(path)}: there is no file {file}"


_HERE = ("localhost", "127.0.0.1", "::1")


def _unfit(settings: Settings) -> list[str]:
    """What a demo may do and production may not."""
    upstreams = [path for path in (*leaves(Settings), *entries(settings)) if path[1:] and path[-1].endswith("url")]
    plain = {path: url for path in upstreams if (url := value_of(settings, path) or "").startswith("http://")}
    lines = [f"{'.'.join(path)} must be https in production" for path in plain if path[-1] != "url"]
    lines += [
        f"warning: {'.'.join(path)} is not https: is its line a private one?"
        for path, url in plain.items()
        if path[-1] == "url" and urlsplit(url).hostname not in _HERE
    ]
    lines += [
        f"warning: smpp.{name}.tls is off: is its line a private one?" for name, how in settings.smpp.items() if not how.tls
    ]
    return lines if settings.redis_url else [*lines, "warning: no redis_url: conversations end when this process does"]
