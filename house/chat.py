"""From settings to the chats: the web page's in the country's languages, Rasa's REST channel, and what is counted of them."""

import resource

from aiohttp import web
from prometheus_client import Counter, Gauge

from channels.chat import rasa_rest
from channels.chat import web as web_chats
from channels.chat.rasa_rest import RestFace, RestLine
from channels.chat.web import WebLine
from channels.chat.web_assets import assets
from channels.chat.web_backlog import Backlog
from channels.chat.web_face import WebFace
from channels.chat.web_people import WebChats
from channels.chat.web_talk import NAME as WEB
from channels.chat.web_talk import WebTalk
from channels.chat.web_tickets import Tickets
from channels.gate import Gate
from config.settings import Settings
from dialogs.desk import World
from dialogs.desk.people import SERVICE
from dialogs.engine.counter import counter
from dialogs.engine.turn import Turns
from dialogs.ports import Chats
from house.watch import trouble

MESSAGES = Counter("guichet_chat_messages_total", "Messages of the web chat, by what became of them.", ["outcome"])
REST = Counter("guichet_rasa_rest_total", "Messages on Rasa's REST channel, by what became of them.", ["outcome"])
OPEN = Gauge("guichet_chat_open", "WebSockets of the web chat that are open in this process.")

BUDGET = 8.0
"""Seconds for one turn: she sees that we are answering."""
MOST_OPEN = 20_000
"""Lines of one process, about 22 KiB each."""


def attach_chats(app: web.Application, settings: Settings, world: World, chats: dict[str, Chats]) -> None:
    """Serve the chats that the settings turn on; those that can bring a person's words stand in `chats` from here on."""
    if (page := web_chat(settings, world)) is not None:
        web_chats.attach(app, page)
        chats[WEB] = WebChats(page, world.speech)
    if (line := rasa_line(settings, world)) is not None:
        rasa_rest.attach(app, line)


def rasa_line(settings: Settings, world: World) -> RestLine | None:
    """What answers at `/chat/rasa/{key}` as a Rasa assistant would; None without a key."""
    rasa = settings.rasa
    if rasa.key is None:
        return None
    turns = Turns(world, counter, BUDGET, settings.session_ttl, trouble, masks=False)
    face = RestFace(world.speech, world.keys, world.country.services)
    gate = Gate(rasa.key.get_secret_value(), rasa.sources)
    return RestLine(gate, world.clock, rasa_rest.answering(turns, face), lambda outcome: REST.labels(outcome).inc())


def web_chat(settings: Settings, world: World) -> WebLine | None:
    """What serves `/chat`; None where the settings turn it off."""
    if not settings.chat.enabled:
        return None
    turns = Turns(world, counter, BUDGET, settings.session_ttl, trouble, masks=False)
    backlog = Backlog(world.sessions, world.keys, settings.session_ttl)
    services = (*world.country.services, SERVICE) if world.people else world.country.services
    talk = WebTalk(turns, WebFace(world.speech, world.keys, services), backlog)
    origins, tickets = settings.chat.origins, Tickets(world.sessions, world.keys)
    served = assets(world.country, world.speech, origins)
    line = WebLine(talk, tickets, served, world.clock, settings.session_ttl, _count, origins, most=_room())
    OPEN.set_function(lambda: len(line.sockets))
    return line


def _room() -> int:
    """Half of the files that this process may have open: the others are for phones, registries and the stores."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_OPEN if files == resource.RLIM_INFINITY else min(files // 2, MOST_OPEN)


def _count(outcome: str) -> None:
    MESSAGES.labels(outcome).inc()
