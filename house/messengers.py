"""From settings to the messengers: Telegram and WhatsApp, each with its webhook, its turns and what waits for them."""

from collections.abc import Iterator
from functools import partial

import aiohttp
from aiohttp import web
from prometheus_client import Counter

from channels.chat import messenger_line, telegram, whatsapp
from channels.chat.messenger import Platform
from channels.chat.messenger_face import MessengerFace
from channels.chat.messenger_line import MessengerLine
from channels.chat.messenger_people import MessengerChats
from channels.gate import Gate
from config.settings import Settings, WhatsApp
from dialogs.desk import World
from dialogs.desk.people import SERVICE
from dialogs.engine.counter import counter
from dialogs.engine.turn import Turns
from dialogs.ports import Arrivals, Chats
from house.adapters import plain
from house.watch import trouble

MESSAGES = Counter(
    "guichet_messenger_messages_total", "Webhooks and messages of messengers, by what became of them.", ["channel", "outcome"]
)
STATUSES = Counter("guichet_messenger_statuses_total", "What WhatsApp told of our messages, with its codes.", ["status", "code"])

BUDGET = 8.0
"""Seconds for one turn: she sees that we are typing."""
TTL = 4 * 3600.0
"""Seconds that a conversation stays open, as by SMS."""


def attach_messengers(
    app: web.Application,
    settings: Settings,
    world: World,
    http: aiohttp.ClientSession,
    arrivals: Arrivals,
    chats: dict[str, Chats],
) -> None:
    """Serve the messengers that the settings turn on; a person's words reach people there too, by `chats`."""
    for line in messengers(settings, world, http, arrivals):
        messenger_line.attach(app, line)
        chats[line.platform.name] = MessengerChats(line.platform, world.speech, world.clock)


def messengers(settings: Settings, world: World, http: aiohttp.ClientSession, arrivals: Arrivals) -> list[MessengerLine]:
    """A line for each messenger whose webhook has a key."""
    services = (*world.country.services, SERVICE) if world.people else world.country.services
    face = MessengerFace(world.speech, world.keys, services)
    turns = Turns(world, counter, BUDGET, TTL, trouble)
    return [
        MessengerLine(platform, gate, turns, face, arrivals, partial(_count, platform.name))
        for platform, gate in _platforms(settings, world, http)
    ]


def _platforms(settings: Settings, world: World, http: aiohttp.ClientSession) -> Iterator[tuple[Platform, Gate]]:
    if (bot := settings.telegram).key is not None:
        made = telegram.Telegram(http, plain(bot.token), plain(bot.secret), bot.api_url or telegram.API_URL)
        yield made, Gate(plain(bot.key), bot.sources)
    if (number := settings.whatsapp).key is not None:
        yield _whatsapp(number, world, http), Gate(plain(number.key), number.sources)


def _whatsapp(number: WhatsApp, world: World, http: aiohttp.ClientSession) -> whatsapp.WhatsApp:
    return whatsapp.WhatsApp(
        http,
        world.clock,
        number.phone_number_id,
        access_token=plain(number.access_token),
        app_secret=plain(number.app_secret),
        verify_token=plain(number.verify_token),
        heard=_heard,
        template=whatsapp.Template(number.template, number.template_language),
        api_url=number.api_url or whatsapp.API_URL,
    )


def _count(channel: str, outcome: str) -> None:
    MESSAGES.labels(channel, outcome).inc()


def _heard(status: str, code: int) -> None:
    STATUSES.labels(status, str(code)).inc()
