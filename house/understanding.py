"""Free words to what the services know of them: the reader of the settings, its intents as services, its entities as answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import structlog
from prometheus_client import Counter

from config.settings import Settings, SettingsError
from dialogs.country import Country
from dialogs.desk.people import SERVICE
from dialogs.ports import Clock, Meaning
from nlu import names
from nlu.embedded import EmbeddedReader, shipped
from nlu.entities import finder
from nlu.masking import masked, vocabulary
from nlu.rasa_assistant import RasaAssistant
from nlu.rasa_http import SECRET_BYTES, RasaDown, RasaServer
from nlu.rasa_reader import THRESHOLDS, RasaReader
from nlu.reader import Find, Reader
from nlu.tongue import tongue_of
from nlu.words import clean, wordless

log = structlog.get_logger()

SERVICE_OF: Mapping[str, str] = {
    "recover": "recover",
    "status": "status",
    "update": "update",
    "grievance": "grievance",
    "appeal": "grievance",
    "track": "grievance",
    "find_office": "offices",
    "explain": "guide",
    "enrol": "guide",
    "language": "language",
    "stop": "messages",
    "human": SERVICE,
}
"""The service that answers an intent, where the country has it; `greet` begins none."""
_TOLD = frozenset({"date", "phone", "identifier", "reference", "commune"})
MOST_REPLY = 600
"""Characters of another assistant's answer that are shown above what stands."""
ANSWERS = Counter("guichet_rasa_answers_total", "Texts handed to a Rasa assistant, by what came of it.", ["outcome"])
MOST_READ = 500
"""Characters of a message that are read: as many as the page of the chat has room for. A reader's time grows with them."""
_FEWEST = 2
"""Words: one alone is a keyword, an option's label or an answer."""


def _nothing(text: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Understanding:
    """Reads with `reader` what has two words and more; what means nothing to us is handed to `assistant`, if there is one."""

    reader: Reader
    country: Country
    assistant: RasaAssistant | None = None
    mask: Callable[[str], str | None] = _nothing

    async def meaning(self, text: str, lang: str, who: str) -> Meaning:
        seen = clean(text)[:MOST_READ]
        if wordless(seen) or len(seen.split()) < _FEWEST:
            return Meaning()
        named = [("name", name) for name, _, _ in names.search(seen)]
        read = await self.reader.read(names.without(seen), lang or None)
        told = (*named, *((one.kind, one.value) for one in read.entities if one.kind in _TOLD))
        spoken = tongue_of(seen)
        spoken = spoken if spoken in self.country.languages else ""
        sure = self._service(read.intent) if read.sure else ""
        if sure:
            return Meaning(sure, told=told, lang=spoken)
        services = dict.fromkeys(self._service(intent) for intent, _ in read.alternatives)
        offers = tuple(service for service in services if service)
        lost = not offers and read.intent != "greet"
        reply = await self._elsewhere(seen, who) if lost else ""
        lesson = (self.mask(seen) or "") if lost else ""
        return Meaning(offers=offers, told=told, lang=spoken, lost=lost, reply=reply, lesson=lesson)

    async def _elsewhere(self, text: str, who: str) -> str:
        """What the assistant says, its buttons by their titles; nothing when it is down."""
        if self.assistant is None:
            return ""
        try:
            said = await self.assistant.say(who, text)
        except RasaDown as down:
            ANSWERS.labels(str(down)).inc()
            log.warning("rasa.assistant-failed", cause=str(down))
            return ""
        ANSWERS.labels("answered").inc()
        lines = [line for one in said for line in (one.text, *(f"- {button.title}" for button in one.buttons)) if line]
        return "\n".join(clean(line) for line in lines)[:MOST_REPLY]

    def _service(self, intent: str | None) -> str:
        service = SERVICE_OF.get(intent or "", "")
        people = service == SERVICE and self.country.attendance is not None
        return service if people or service in self.country.services else ""


def understanding(settings: Settings, country: Country, http: aiohttp.ClientSession, clock: Clock) -> Understanding:
    """What reads free words in this installation: Rasa where the settings name one, else the embedded reader alone."""
    theirs = settings.rasa.assistant_url
    assistant = RasaAssistant(_server(settings, theirs, http, clock)) if theirs else None
    find = finder(country, clock.now)
    embedded = EmbeddedReader(shipped(), find)
    reader = rasa_reader(settings, http, clock, embedded, find) or embedded
    return Understanding(reader, country, assistant, _masking(find) if settings.learning.enabled else _nothing)


def _masking(find: Find) -> Callable[[str], str | None]:
    known = vocabulary(shipped())
    return lambda text: masked(text, find(text), known)


def rasa_reader(
    settings: Settings, http: aiohttp.ClientSession, clock: Clock, fallback: EmbeddedReader, find: Find
) -> RasaReader | None:
    """The reader on the Rasa server of the settings; None without one."""
    rasa = settings.rasa
    if rasa.url is None:
        return None
    server = _server(settings, rasa.url, http, clock)
    return RasaReader(server, fallback, find, THRESHOLDS[rasa.pipeline], model=rasa.model)


def rasa_faults(settings: Settings) -> list[str]:
    """What keeps the Rasa servers of the settings from being asked."""
    rasa = settings.rasa
    if rasa.jwt_secret is None:
        return ["rasa.jwt_secret is missing: Rasa lets nobody parse without it"] if rasa.url else []
    if len(rasa.jwt_secret.get_secret_value().encode()) < SECRET_BYTES:
        return [f"rasa.jwt_secret is too short: it needs {SECRET_BYTES} bytes"]
    return []


def _server(settings: Settings, url: str, http: aiohttp.ClientSession, clock: Clock) -> RasaServer:
    if faults := rasa_faults(settings):
        raise SettingsError(faults)
    rasa = settings.rasa
    secret = rasa.jwt_secret.get_secret_value() if rasa.jwt_secret else ""
    return RasaServer(http, url, secret, clock, within=rasa.within, most=rasa.at_once)
