"""From settings to adapters of the registry and of the SMS gateways; what is missing is told all at once."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import aiohttp
from pydantic import SecretStr

from channels.networks import Operators
from channels.outbound import Pace, Pacer, Sender
from channels.pacing import Paced
from channels.sms.africastalking import AfricasTalking
from channels.sms.configured import Configured, Shape
from channels.sms.gateway import Account
from channels.sms.infobip import Infobip
from channels.sms.jasmin import Jasmin
from channels.sms.kannel import Kannel
from channels.sms.orange import Orange
from channels.sms.routes import ELSE, Routes
from channels.ussd import africastalking as ussd_africastalking
from config.settings import Mosip, Settings, SettingsError, Sms
from dialogs.country import Country
from dialogs.ports import Keys
from registry_client.mosip.config import CAPS, SCHEMES, VERSIONS, Endpoint, MosipConfig
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


def keyring(settings: Settings) -> Keyring:
    """The keys of the settings; raises `SettingsError` when one is missing."""
    if settings.keys is None or settings.lookup_key is None:
        needed = {"keys": settings.keys, "lookup_key": settings.lookup_key}
        raise SettingsError([f"{name} is needed: `guichet keys new` makes one" for name, key in needed.items() if key is None])
    return Keyring.from_text(settings.keys.get_secret_value(), settings.lookup_key.get_secret_value())


def machine_user(keys: Keys) -> bytes:
    """Who gave a command on this machine, as the audit knows him: whom he says to be is another matter."""
    return keys.mac("machine-user", str(os.getuid()))


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
    """Every HTTP gateway of the settings by its name; raises `SettingsError` with the faults of all that they describe."""
    if faults := sender_faults(settings):
        raise SettingsError(faults)
    senders: dict[str, Sender] = {ussd_africastalking.NAME: _sender(settings, country, http)}
    return senders | {name: _gateway(name, how, country, http, clock) for name, how in settings.sms.items()}


def sender_faults(settings: Settings) -> list[str]:
    """What the settings cannot mean: names that are given twice, and gateways that cannot talk as they are described."""
    names = [ussd_africastalking.NAME, *settings.sms, *settings.smpp]
    twice = [f"sms.{name}: another sender has this name" for name in settings.sms if names.count(name) > 1]
    twice += [f"smpp.{name}: another sender has this name" for name in settings.smpp if names.count(name) > 1]
    shapes = {name: _shape(how) for name, how in settings.sms.items() if how.kind == "http"}
    return twice + [f"sms.{name}: {fault}" for name, shape in shapes.items() for fault in shape.faults()]


def _shape(how: Sms) -> Shape:
    told = how.http.model_dump()
    return Shape(url=how.url, json=told.pop("json_body"), **told)


def _gateway(name: str, how: Sms, country: Country, http: aiohttp.ClientSession, clock: SystemClock) -> Sender:
    report = f"{how.public_url}/sms/{name}/{plain(how.key)}/delivery" if how.public_url and how.key else ""
    account = Account(how.url, how.username, plain(how.password), how.sender or country.sender, report)
    match how.kind:
        case "kannel":
            return Kannel(http, clock, name, account)
        case "jasmin":
            return Jasmin(http, clock, name, account)
        case "infobip":
            return Infobip(http, clock, name, account)
        case "orange":  # shows a name only where one is registered
            return Orange(http, clock, name, replace(account, sender=how.sender or ""), how.address)
        case "http":
            return Configured(http, clock, name, replace(account, url=""), _shape(how))


def sms_routes(
    settings: Settings, senders: Mapping[str, Sender], pacer: Pacer, clock: SystemClock, operators: Operators
) -> tuple[Sender, Callable[[], int] | None]:
    """The sender of all messages, each gateway at its rate, and the room it has; raises `SettingsError` for unknown names."""
    if faults := route_faults(settings):
        raise SettingsError(faults)
    rates = {ussd_africastalking.NAME: settings.africastalking.rate} | {name: how.rate for name, how in settings.sms.items()}
    rates |= {name: how.rate for name, how in settings.smpp.items()}
    paced = {name: Paced(one, pacer, clock, rates[name]) if rates[name] else one for name, one in senders.items()}
    named = _named(settings)
    used = {name: paced[name] for names in named.values() for name in names}
    limited = [one for one in used.values() if isinstance(one, Paced)]
    room = (lambda: sum(one.room for one in limited)) if len(limited) == len(used) else None
    table = {route: tuple(paced[name] for name in names) for route, names in named.items()}
    return (table[ELSE][0] if len(used) == 1 else Routes(table, clock, operators.of)), room


def _named(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The names of the senders by route; without `else`, what has no route leaves by Africa's Talking."""
    return {ELSE: (ussd_africastalking.NAME,)} | {route: how.senders for route, how in settings.routes.items()}


def route_faults(settings: Settings) -> list[str]:
    """Routes to senders that are not there, or that cannot send."""
    known = {ussd_africastalking.NAME, *settings.sms, *settings.smpp}
    deaf = {name for name, how in settings.smpp.items() if how.bind == "receiver"}
    named = [(route, name) for route, names in _named(settings).items() for name in names]
    return [f"routes.{route}: there is no sms.{name} or smpp.{name}" for route, name in named if name not in known] + [
        f"routes.{route}: smpp.{name} only receives" for route, name in named if name in deaf
    ]


def pace(settings: Settings) -> Pace:
    """As many requests under way together as the binds that are used have windows; an HTTP gateway gets the usual few.

    Announcements share a request where nothing but Africa's Talking is used: the other gateways take one number each.
    """
    used = {name for names in _named(settings).values() for name in names}
    together = settings.africastalking.together if used == {ussd_africastalking.NAME} else 1
    at_once = sum(settings.smpp[name].window if name in settings.smpp else Pace().at_once for name in used)
    return Pace(at_once=at_once, together=together)


def mosip_config(settings: Settings, country: Country) -> MosipConfig:
    """The registry's settings as the adapter wants them; raises `SettingsError` with every missing name."""
    ours = settings.mosip
    faults = [f"mosip: {name} is needed" for name in ours.missing()]
    faults += [f"mosip: {fault}" for fault in _moved_faults(ours)]
    if faults:
        raise SettingsError(faults)
    return MosipConfig(
        ida_url=ours.ida_url or "",
        resident_url=ours.resident_url or "",
        idrepo_url=ours.idrepo_url or "",
        authmanager_url=ours.authmanager_url or "",
        misp_key=plain(ours.misp_licence_key),
        partner_id=ours.partner_id or "",
        api_key=plain(ours.api_key),
        partner_private_key=_file(ours.partner_key_file),
        partner_certificate=_file(ours.partner_certificate_file),
        ida_certificate=_file(ours.ida_certificate_file),
        ida_certificate_url=ours.ida_certificate_url or "",
        domain_uri=ours.domain_uri or "",
        client_id=ours.client_id or "",
        client_secret=plain(ours.client_secret),
        auth_header=plain(ours.auth_token) or "guichet",
        ida_signing_certificate=_file(ours.ida_signing_certificate_file) or _file(ours.ida_certificate_file),
        env=ours.env,
        app_id=ours.app_id,
        region=country.region,
        verify_answers=ours.verify_signatures,
        idrepo_phone_attribute=ours.phone_attribute,
        languages=ours.languages,
        caps=frozenset(ours.caps) or CAPS,
        paths={Endpoint[name.upper()]: path for name, path in ours.paths.items()},
        versions=ours.versions,
        id_types=ours.id_types,
        stage_from=ours.stage_from,
        alias_kind=ours.alias_kind,
        uin_attribute=ours.uin_attribute,
        kyc_phone_attribute=ours.kyc_phone_attribute,
        phone_on_file=ours.phone_form,
        otp_lifetime=ours.otp_lifetime,
    )


def _moved_faults(ours: Mosip) -> Iterator[str]:
    """What the settings rename and the adapter does not know, and paths that lack what a call must name."""
    known = {one.name.lower(): one for one in Endpoint}
    tables: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("caps", ours.caps, CAPS),
        ("paths", ours.paths, known),
        ("versions", ours.versions, VERSIONS),
        ("id_types", ours.id_types, SCHEMES),
    )
    for table, names, there in tables:
        yield from (
            f"{table}: there is no {name!r}; there are: {', '.join(sorted(there))}" for name in names if name not in there
        )
    for name, path in ours.paths.items():
        if name in known and (not path.startswith("/") or _named_in(path) != _named_in(known[name].value)):
            yield f"paths.{name}: begins with / and names the same as {known[name].value}"


def _named_in(path: str) -> set[str] | None:
    """The names in braces; None when the braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(path) if name is not None}
    except ValueError:
        return None


def plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _file(path: Path | None) -> str:
    return text_of(path, "mosip") if path else ""


def text_of(path: Path, setting: str) -> str:
    """The text of a file that `setting` names; raises `SettingsError`."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"{setting}: {path} cannot be read as text"]) from None
