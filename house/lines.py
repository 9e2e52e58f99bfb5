"""From settings to the lines on which phones reach us: USSD dialects and SMS callbacks."""

from collections.abc import Mapping

import aiohttp

from channels.gate import Gate
from channels.outbound import Sender
from channels.sms import webhooks as sms
from channels.sms.configured import Configured
from channels.sms.conversation import SmsConversation
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


def ussd_lines(settings: Settings, turns: Turns, face: UssdFace, http: aiohttp.ClientSession) -> dict[str, ussd.UssdLine]:
    """The USSD dialects that the settings give a key; raises `SettingsError` for a name that is none without fields."""
    told = dict(settings.ussd)
    ours, name = settings.africastalking.ussd_key, ussd_africastalking.NAME
    if name in told:
        raise SettingsError([f"ussd.{name}: its key is africastalking.ussd_key"])
    if ours:
        told[name] = Ussd(key=ours)
    service_code = turns.world.country.service_code
    return {
        name: ussd.UssdLine(_dialect(name, how), Gate(plain(how.key)), turns, face, service_code, counted(name), _back(how, http))
        for name, how in told.items()
        if how.key
    }


def _dialect(name: str, how: Ussd) -> Dialect:
    if how.fields.session:
        return FormDialect(name, Fields(**how.fields.model_dump()), how.methods, how.plus, how.coded)
    if name not in DIALECTS:
        known = ", ".join(sorted(DIALECTS))
        raise SettingsError([f"ussd.{name} is no dialect: give its fields, or use one of {known}"])
    return DIALECTS[name]


def _back(how: Ussd, http: aiohttp.ClientSession) -> PostBack | None:
    return PostBack(http, how.reply_url, plain(how.reply_authorization)) if how.reply_url else None


def sms_lines(settings: Settings, world: World, dispatch: Dispatch, senders: Mapping[str, Sender]) -> dict[str, sms.SmsLine]:
    """The callbacks of every gateway that has a key."""
    texting = Turns(world, counter, SMS_BUDGET, SMS_TTL, trouble)
    face = SmsFace(world.speech, world.keys, world.country.services)
    conversation = SmsConversation(texting, face, world.country.short_code, incident)
    name = ussd_africastalking.NAME
    told = {name: (name, settings.africastalking.sms_key)} | {other: (how.kind, how.key) for other, how in settings.sms.items()}
    lines = {}
    for called, (kind, key) in told.items():
        sender = senders[called]
        provider: sms.Provider = sender if isinstance(sender, Configured) else sms.PROVIDERS[kind]
        if key:
            lines[called] = sms.SmsLine(provider, Gate(plain(key)), dispatch, conversation, called)
    return lines
