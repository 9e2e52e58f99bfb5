"""Rasa as a reader, over HTTP; whenever it gives no answer that can be used, another reader answers instead."""

from collections.abc import Callable, Mapping

import structlog
from prometheus_client import Counter

from nlu.rasa_http import RasaDown, RasaServer
from nlu.rasa_wire import model_of, sendable, understood
from nlu.reader import Entity, Ranking, Reader, Thresholds, Understood, judge

__all__ = ["THRESHOLDS", "RasaReader", "parse"]

log = structlog.get_logger()

READINGS = Counter("guichet_rasa_readings_total", "Texts by who read them: rasa, or the other reader and why.", ["outcome"])
LOOK_EVERY = 60.0
"""Seconds for which we believe that a server has the model that it said."""
THRESHOLDS: Mapping[str, Thresholds] = {"tfidf": Thresholds(0.55, 0.3), "diet_fast": Thresholds(0.97, 0.4)}
"""By pipeline, for confidences of two engines do not compare; as `guichet rasa test` found them on the held-out examples."""


async def parse(server: RasaServer, said: str) -> tuple[Ranking, tuple[Entity, ...]]:
    """What the server makes of a text that is `sendable`. Raises `RasaDown`."""
    return await server.call("POST", "/model/parse", lambda body: understood(body, len(said)), {"text": said})


class RasaReader:
    """Reads with a Rasa server, and with `fallback` what is nothing for a model or comes while the server fails.

    `find` gives the entities of a text as we see them; Rasa may only add places and programmes where we saw nothing. `at` are
    the thresholds of the pipeline that `model`, a file name, was trained with: while the server has another one, it is not
    asked. A server that is told a wrong path loads whatever it finds.
    """

    def __init__(
        self, server: RasaServer, fallback: Reader, find: Callable[[str], tuple[Entity, ...]], at: Thresholds, *, model: str = ""
    ) -> None:
        self._server, self._fallback, self._find, self._at, self._model = server, fallback, find, at, model
        self._loaded, self._looked = model, 0.0

    async def read(self, text: str, lang: str | None) -> Understood:
        """The reading; `lang` goes to the fallback alone, for one model reads all languages."""
        said = sendable(text)
        if said is None:
            READINGS.labels("nothing-to-ask").inc()
            return await self._fallback.read(text, lang)
        try:
            await self._checked()
            ranking, theirs = await parse(self._server, said)
        except RasaDown as down:
            self._tell(str(down))
            return await self._fallback.read(text, lang)
        READINGS.labels("rasa").inc()
        return judge(ranking, self._beside(theirs, self._find(text)), self._at)

    async def _checked(self) -> None:
        """Raises `RasaDown` while the server has another model; it is asked now and then, not before each reading."""
        if not self._model:
            return
        if self._server.now() - self._looked >= LOOK_EVERY:
            self._loaded = await self._server.call("GET", "/status", model_of)
            self._looked = self._server.now()
        if self._loaded != self._model:
            raise RasaDown("wrong-model")

    async def ready(self) -> str:
        """The file name of the model that the server has loaded, for a readiness check.

        Raises `RasaDown`: with `http-409` it has none, with `wrong-model` it is not `model` (where one is given).
        """
        loaded = await self._server.call("GET", "/status", model_of)
        if self._model and loaded != self._model:
            raise RasaDown("wrong-model")
        return loaded

    def _tell(self, cause: str) -> None:
        READINGS.labels(cause).inc()
        if cause != "breaker":  # what opened it was told
            log.warning("rasa.failed", cause=cause)

    def _beside(self, theirs: tuple[Entity, ...], ours: tuple[Entity, ...]) -> tuple[Entity, ...]:
        new = (one for one in theirs if all(one.end <= other.start or other.end <= one.start for other in ours))
        return (*ours, *new)
