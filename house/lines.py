"""From settings to the lines on which phones reach us: USSD dialects and SMS callbacks."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network

import aiohttp
from pydantic import SecretStr

from channels.gate import Gate
from channels.networks import Told, unheard
from channels.outbound import Sender
from channels.sms import webhooks as sms
from channels.sms.configured import Configured
from channels.sms.conversation import Announced, SmsConversation
from channels.sms.face import SmsFace
from channels.ussd import africastalking as ussd_africastalking
from channels.ussd import webhooks as ussd
from channels.ussd.dialect import Dialect
from channels.ussd.dialects import DIALECTS
from channels.ussd.face import UssdFace
from channels.ussd.forms import Fields, FormDialect
from channels.ussd.postback import PostBack
from config.settings import Settings, SettingsError, Ussd
from dialogs.desk import World
from dialogs.engine.counter import counter
from dialogs.engine.turn import Turns
from dialogs.ports import Dispatch
from house.adapters import plain
from house.watch import counted, incident, trouble

SMS_BUDGET = 8.0
"""Seconds for one SMS turn: nobody holds a phone to the ear, but the provider waits for our 200."""
SMS_TTL = 4 * 3600.0
"""Seconds that a conversation by SMS stays open."""


def ussd_lines(
    settings: Settings, turns: Turns, face: UssdFace, http: aiohttp.ClientSession, network_told: Told = unheard
) -> dict[str, ussd.UssdLine]:
    """The USSD dialects that the settings give a key; raises `SettingsError` for a name that is none without fields."""
    if faults := dialect_faults(settings):
        raise SettingsError(faults)
    ours = settings.africastalking
    told = settings.ussd | {ussd_africastalking.NAME: Ussd(key=ours.ussd_key, sources=ours.sources)}
    service_code = turns.world.country.service_code
    return {
        name: ussd.UssdLine(_dialect(name, how), gate, turns, face, service_code, counted(name), _back(how, http), network_told)
        for name, how in told.items()
        if (gate := _gate(how.key, how.sources))
    }


def dialect_faults(settings: Settings) -> list[str]:
    """USSD providers that have a key, and are neither known nor described."""
    ours, known = ussd_africastalking.NAME, ", ".join(sorted(DIALECTS))
    strange = [name for name, how in settings.ussd.items() if how.key and not how.fields.session and name not in DIALECTS]
    return [f"ussd.{ours}: its key is africastalking.ussd_key" for name in settings.ussd if name == ours] + [
        f"ussd.{name} is no dialect: give its fields, or use one of {known}" for name in strange
    ]


def _dialect(name: str, how: Ussd) -> Dialect:
    if how.fields.session:
        return FormDialect(name, Fields(**how.fields.model_dump()), how.methods, how.plus, how.coded)
    return DIALECTS[name]


def _back(how: Ussd, http: aiohttp.ClientSession) -> PostBack | None:
    return PostBack(http, how.reply_url, plain(how.reply_authorization)) if how.reply_url else None


def sms_conversation(
    world: World,
    network_told: Told = unheard,
    announced: Announced | None = None,
) -> SmsConversation:
    """What answers a text to the short code, whichever way it came."""
    texting = Turns(world, counter, SMS_BUDGET, SMS_TTL, trouble)
    face = SmsFace(world.speech, world.keys, world.country.services, oneshot=world.country.oneshot)
    return SmsConversation(texting, face, world.country.short_code, incident, network_told, announced)


def sms_lines(
    settings: Settings, conversation: SmsConversation, dispatch: Dispatch, senders: Mapping[str, Sender]
) -> dict[str, sms.SmsLine]:
    """The callbacks of every HTTP gateway that has a key."""
    ours = settings.africastalking
    gates = {name: _gate(how.key, how.sources) for name, how in settings.sms.items()}
    gates[ussd_africastalking.NAME] = _gate(ours.sms_key, ours.sources)
    return {
        name: sms.SmsLine(_provider(settings, name, senders[name]), gate, dispatch, conversation, name)
        for name, gate in gates.items()
        if gate
    }


def _gate(key: SecretStr | None, sources: tuple[IPv4Network | IPv6Network, ...]) -> Gate | None:
    return Gate(plain(key), sources) if key else None


def _provider(settings: Settings, name: str, sender: Sender) -> sms.Provider:
    if isinstance(sender, Configured):
        return sender
    return sms.PROVIDERS[settings.sms[name].kind if name in settings.sms else name]
