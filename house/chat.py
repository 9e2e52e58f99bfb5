"""From settings to the web chat: its conversation, its page in the country's languages, and what is counted of it."""

from collections.abc import Callable

from prometheus_client import Counter, Gauge

from channels.chat.web import WebLine
from channels.chat.web_assets import assets
from channels.chat.web_backlog import Backlog
from channels.chat.web_face import WebFace
from channels.chat.web_talk import WebTalk
from channels.chat.web_tickets import Tickets
from config.settings import Settings
from dialogs.desk import World
from dialogs.engine.counter import counter
from dialogs.engine.turn import Turns
from house.watch import trouble

MESSAGES = Counter("guichet_chat_messages_total", "Messages of the web chat, by what became of them.", ["outcome"])
OPEN = Gauge("guichet_chat_open", "WebSockets of the web chat that are open in this process.")

BUDGET = 8.0
"""Seconds for one turn: she sees that we are answering."""


def web_chat(settings: Settings, world: World, read: Callable[[str], str] | None = None) -> WebLine | None:
    """What serves `/chat`; None where the settings turn it off."""
    if not settings.chat.enabled:
        return None
    turns = Turns(world, counter, BUDGET, settings.session_ttl, trouble)
    backlog = Backlog(world.sessions, world.keys, settings.session_ttl)
    talk = WebTalk(turns, WebFace(world.speech, world.keys, world.country.services, read=read), backlog)
    origins, tickets = settings.chat.origins, Tickets(world.sessions, world.keys)
    served = assets(world.country, world.speech, origins)
    line = WebLine(talk, tickets, served, world.clock, settings.session_ttl, _count, origins)
    OPEN.set_function(lambda: len(line.sockets))
    return line


def _count(outcome: str) -> None:
    MESSAGES.labels(outcome).inc()
