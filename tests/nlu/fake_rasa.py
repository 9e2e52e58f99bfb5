"""A Rasa server on loopback that speaks the real shapes: it checks its JWT, and is slow, wrong or hostile when told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from dialogs.ports import Clock

SECRET = "an-invented-secret-of-the-two-servers"
NOT_AUTHENTICATED = {"version": "3.6.21", "status": "failure", "reason": "NotAuthenticated", "code": 401}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def parse_answer(text: str, *ranking: tuple[str | None, float], entities: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The document that Rasa 3.6 answers to `POST /model/parse`."""
    named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    first = named[0] if named else {"name": None, "confidence": 0.0}
    return {"text": text, "intent": first, "entities": list(entities), "text_tokens": [[0, 2]], "intent_ranking": named}


class FakeRasa:
    """Answers by `ranking` and `entities`; `handler` replaces every answer. Keeps the texts that were sent."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ranking: tuple[tuple[str | None, float], ...] = (("status", 0.91), ("track", 0.05), ("out_of_scope", 0.04))
        self.entities: tuple[dict[str, Any], ...] = ()
        self.model_file: str | None = "tfidf.tar.gz"
        self.handler: Handler | None = None
        self.texts: list[str] = []
        self.sent: list[Any] = []
        self.arrived = asyncio.Event()
        self.released = asyncio.Event()
        self.at_once = self.most_at_once = 0

    def allowed(self, request: web.Request) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, OctKey.import_key(SECRET), algorithms=["HS256"]).claims
        except (JoseError, ValueError):
            return False
        return bool(claims["user"] == {"username": "guichet", "role": "admin"} and claims["exp"] > self.clock.now())

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.arrived.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.handler is not None:
                return await self.handler(request)
            if not self.allowed(request):
                return web.json_response(NOT_AUTHENTICATED, status=401)
            return await self._answer(request)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/status":
            if self.model_file is None:
                return web.json_response({"reason": "Conflict", "message": "No agent loaded."}, status=409)
            return web.json_response({"model_file": self.model_file, "model_id": "0a1b", "num_active_training_jobs": 0})
        document = await request.json()
        self.sent.append(document)
        self.texts.append(document["text"])
        return web.json_response(parse_answer(document["text"], *self.ranking, entities=self.entities))

    async def hang(self, request: web.Request) -> web.StreamResponse:
        await self.released.wait()
        return web.Response(status=504)


def saying(body: bytes | str, status: int = 200, content_type: str = "application/json") -> Handler:
    """A handler that answers this, whatever was asked."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body if isinstance(body, bytes) else body.encode(), status=status, content_type=content_type)

    return answer


def json_saying(document: object, status: int = 200) -> Handler:
    return saying(json.dumps(document), status)


@asynccontextmanager
async def rasa_on_loopback(rasa: FakeRasa) -> AsyncIterator[str]:
    """Its address."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", rasa.serve)
    async with TestServer(app, host="127.0.0.1") as server:
        try:
            yield str(server.make_url("")).rstrip("/")
        finally:
            rasa.released.set()
