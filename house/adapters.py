"""From settings to adapters of the registry and of the SMS gateways; what is missing is told all at once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from channels.outbound import Pacer, Sender
from channels.pacing import Paced
from channels.sms.africastalking import AfricasTalking
from channels.sms.configured import Configured, Shape
from channels.sms.infobip import Infobip
from channels.sms.jasmin import Jasmin
from channels.sms.kannel import Kannel
from channels.sms.orange import Orange
from channels.sms.routes import ELSE, Routes
from channels.ussd import africastalking as ussd_africastalking
from config.settings import Settings, SettingsError, Sms
from dialogs.country import Country
from dialogs.ports import IdentityRegistry
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import connect
from store.clock import SystemClock
from store.keyring import Keyring


def all_of(*makers: Callable[[], Any]) -> list[Any]:
    """What each one makes; raises one `SettingsError` with the faults of all."""
    made, faults = [], list[str]()
    for make in makers:
        try:
            made.append(make())
        except SettingsError as faulty:
            faults += faulty.faults
    if faults:
        raise SettingsError(faults)
    return made


def connected(config: MosipConfig, http: aiohttp.ClientSession, clock: SystemClock) -> IdentityRegistry:
    try:
        return connect(config, http, clock)
    except ValueError:
        raise SettingsError(["mosip: one of the key and certificate files is not an RSA key or certificate in PEM"]) from None


def keyring(settings: Settings) -> Keyring:
    """The keys of the settings; raises `SettingsError` when there are none."""
    if settings.keys is None or settings.lookup_key is None:
        raise SettingsError(["keys and lookup_key are needed: see docs/operate.md"])
    return Keyring.from_text(settings.keys.get_secret_value(), settings.lookup_key.get_secret_value())


def _sender(settings: Settings, country: Country, http: aiohttp.ClientSession) -> AfricasTalking:
    ours = settings.africastalking
    return AfricasTalking(
        http,
        username=ours.username,
        api_key=plain(ours.api_key),
        sender=ours.sender or country.sender,
        base_url=ours.base_url or "",
    )


def sms_senders(settings: Settings, country: Country, http: aiohttp.ClientSession, clock: SystemClock) -> dict[str, Sender]:
    """Every gateway of the settings by its name; raises `SettingsError` with the faults of all that only settings describe."""
    senders: dict[str, Sender] = {ussd_africastalking.NAME: _sender(settings, country, http)}
    senders |= {name: _gateway(name, how, country, http, clock) for name, how in settings.sms.items()}
    shapes = {name: one.shape for name, one in senders.items() if isinstance(one, Configured)}
    if faults := [f"sms.{name}: {fault}" for name, shape in shapes.items() for fault in shape.faults()]:
        raise SettingsError(faults)
    return senders


def _gateway(name: str, how: Sms, country: Country, http: aiohttp.ClientSession, clock: SystemClock) -> Sender:
    password, shown = plain(how.password), how.sender or country.sender
    report = f"{how.public_url}/sms/{name}/{plain(how.key)}/delivery" if how.public_url and how.key else ""
    match how.kind:
        case "kannel":
            return Kannel(http, clock, name, how.url, how.username, password, shown, report)
        case "jasmin":
            return Jasmin(http, clock, name, how.url, how.username, password, shown, report)
        case "infobip":
            return Infobip(http, clock, name, how.url, password, shown, report)
        case "orange":
            return Orange(http, clock, name, how.url, how.username, password, how.address, how.sender or "")
    told = how.http.model_dump()
    shape = Shape(url=how.url, json=told.pop("json_body"), **told)
    return Configured(http, clock, name, shape, how.username, password, shown, report)


def sms_routes(
    settings: Settings, senders: Mapping[str, Sender], pacer: Pacer, clock: SystemClock
) -> tuple[Sender, Callable[[], int] | None]:
    """The sender of all messages, each gateway at its rate, and the room it has; raises `SettingsError` for unknown names."""
    rates = {name: how.rate for name, how in settings.sms.items()} | {"africastalking": settings.africastalking.rate}
    paced = {name: Paced(one, pacer, clock, rates[name]) if rates[name] else one for name, one in senders.items()}
    named = {route: how.senders for route, how in settings.routes.items()}
    named.setdefault(ELSE, (ussd_africastalking.NAME,))
    unknown = [f"routes.{route}: there is no sms.{name}" for route, names in named.items() for name in names if name not in paced]
    if unknown:
        raise SettingsError(unknown)
    used = {name: paced[name] for names in named.values() for name in names}
    limited = [one for one in used.values() if isinstance(one, Paced)]
    room = (lambda: sum(one.room for one in limited)) if len(limited) == len(used) else None
    table = {route: tuple(paced[name] for name in names) for route, names in named.items()}
    return (table[ELSE][0] if len(used) == 1 else Routes(table, clock)), room


def mosip_config(settings: Settings, country: Country) -> MosipConfig:
    """The registry's settings as the adapter wants them; raises `SettingsError` with every missing name."""
    ours = settings.mosip
    needed = {
        "ida_url": ours.ida_url,
        "resident_url": ours.resident_url,
        "idrepo_url": ours.idrepo_url,
        "authmanager_url": ours.authmanager_url,
        "misp_key": plain(ours.misp_licence_key),
        "partner_id": ours.partner_id,
        "api_key": plain(ours.api_key),
        "partner_private_key": _file(ours.partner_key_file),
        "partner_certificate": _file(ours.partner_certificate_file),
        "ida_certificate": _file(ours.ida_certificate_file),
        "domain_uri": ours.domain_uri,
        "client_id": ours.client_id,
        "client_secret": plain(ours.client_secret),
    }
    missing = [f"mosip: {name} is needed" for name, value in needed.items() if not value]
    if missing:
        raise SettingsError(missing)
    return MosipConfig(
        **{name: value or "" for name, value in needed.items()},  # type: ignore[arg-type]  # all of them are texts
        auth_header=plain(ours.auth_token) or "guichet",
        ida_signing_certificate=_file(ours.ida_signing_certificate_file) or _file(ours.ida_certificate_file),
        env=ours.env,
        app_id=ours.app_id,
        region=country.region,
        verify_answers=ours.verify_signatures,
        idrepo_phone_attribute=ours.phone_attribute,
    )


def plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _file(path: Path | None) -> str:
    try:
        return path.read_text("utf-8") if path else ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"mosip: {path} cannot be read as text"]) from None
