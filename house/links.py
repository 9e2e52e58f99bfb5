"""From settings to binds: SMPP links to operators, with what arrives over them led to the same doors as a webhook's."""

import random
import ssl
from collections.abc import Mapping
from dataclasses import replace

from channels.smpp.client import SmppConfig
from channels.smpp.dialogue import Dialogues
from channels.smpp.link import Inbound, Link, UssdWire
from channels.smpp.receipts import Ids
from channels.smpp.sender import SmsWire
from channels.smpp.ussd import PROFILES
from channels.sms.conversation import SmsConversation
from channels.ussd.face import UssdFace
from config.settings import Settings, SettingsError, Smpp
from dialogs.engine.turn import Turns
from dialogs.ports import Dispatch, Report
from house.watch import counted

SHORT_CODE = 8
"""Digits of the longest short code (ITU-T E.164 leaves their length to each country)."""


def smpp_links(
    settings: Settings,
    turns: Turns,
    face: UssdFace,
    dispatch: Dispatch,
    conversation: SmsConversation,
) -> dict[str, Link]:
    """Every bind of the settings by its name, not yet running; raises `SettingsError` for a certificate that is none."""
    doors = _Doors(turns, face, dispatch, conversation)
    return {name: doors.link(name, how) for name, how in settings.smpp.items()}


def here(settings: Settings, links: Mapping[str, Link], *, working: bool) -> list[Link]:
    """The links that run in this process: what only receives is for `serve`, what sends is for `work`."""
    return [link for name, link in links.items() if (settings.smpp[name].bind != "receiver") is working]


def trust_faults(settings: Settings) -> list[str]:
    """Certificates of an operator that cannot be read."""
    faults = list[str]()
    for name, how in settings.smpp.items():
        try:
            _tls(name, how)
        except SettingsError as faulty:
            faults += faulty.faults
    return faults


class _Doors:
    """Where what arrives over any bind goes."""

    def __init__(self, turns: Turns, face: UssdFace, dispatch: Dispatch, conversation: SmsConversation) -> None:
        self._turns, self._face, self._dispatch, self._conversation = turns, face, dispatch, conversation

    def link(self, name: str, how: Smpp) -> Link:
        world = self._turns.world
        country = world.country
        ussd = Dialogues(self._turns, self._face, counted(name), self._conversation.network_told)
        inbound = Inbound(self._conversation.take, self._report, ussd.take if how.ussd.profile else None)
        wire = _ussd(how, country.service_code) if how.ussd.profile else None
        return Link(
            name, _config(name, how), _sms(how, how.source or country.sender), inbound, world.clock, random.random,
            region=country.region, network=how.network, ussd_wire=wire,
        )  # fmt: skip

    async def _report(self, report: Report) -> None:
        await self._dispatch.report(report, now=self._turns.world.clock.now())


def _config(name: str, how: Smpp) -> SmppConfig:
    return SmppConfig(
        how.host,
        how.port,
        how.system_id,
        how.password.get_secret_value(),
        how.system_type,
        how.bind,
        _tls(name, how),
        window=how.window,
        enquire_every=how.enquire_every,
    )


def _tls(name: str, how: Smpp) -> ssl.SSLContext | None:
    """The operator's certificate is always verified: against the system's authorities, or the one of the contract."""
    if not how.tls:
        return None
    try:
        return ssl.create_default_context(cafile=str(how.tls_ca_file) if how.tls_ca_file else None)
    except (OSError, ssl.SSLError):
        raise SettingsError([f"smpp.{name}: tls_ca_file cannot be read as certificates in PEM"]) from None


def _sms(how: Smpp, source: str) -> SmsWire:
    ton, npi = address_type(source)
    return SmsWire(
        source.removeprefix("+"),
        ton if how.source_ton is None else how.source_ton,
        npi if how.source_npi is None else how.source_npi,
        how.dest_ton,
        how.dest_npi,
        how.service_type,
        long=how.long,
        receipts=how.receipts,
        ids=Ids(how.response_id, how.receipt_id),
    )


def address_type(source: str) -> tuple[int, int]:
    """Type of number and numbering plan (SMPP 3.4 §5.2.5, §5.2.6): a short code is network specific, a name alphanumeric."""
    digits = source.removeprefix("+")
    if not digits.isdecimal():
        return 5, 0
    return (3, 0) if len(digits) <= SHORT_CODE and digits == source else (1, 1)


def _ussd(how: Smpp, service_code: str) -> UssdWire:
    profile = replace(PROFILES[how.ussd.profile], service_type=how.ussd.service_type)
    return UssdWire(service_code, profile, how.ussd.answer_within)
