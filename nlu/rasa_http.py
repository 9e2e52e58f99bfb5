"""Calls to one Rasa server: in time, a few at once, signed, left alone while it fails, never quoted in a log."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import aiohttp
from joserfc import jwt
from joserfc.jwk import OctKey

from dialogs.breaker import Breaker
from dialogs.ports import Clock, TooSlow
from nlu.rasa_wire import BadAnswer

MOST_ANSWER = 256 * 1024
SECRET_BYTES = 32
_PASS = 60

T = TypeVar("T")


class RasaDown(Exception):
    """The server gave no answer that can be used; the argument is a static code, such as `timeout` or `http-401`."""


class RasaServer:
    """A Rasa 3 server below `url` that was started with the same `secret` (`--jwt-secret`, HS256); empty: calls are not signed.

    `within` is the seconds of one call, waiting for a slot included: Rasa works on one message at a time, so more than
    `most` calls at once only wait longer. `session` keeps no cookies. Raises ValueError for a secret under 32 bytes.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        secret: str,
        clock: Clock,
        *,
        within: float = 1.5,
        most: int = 8,
        breaker: Breaker | None = None,
    ) -> None:
        if secret and len(secret.encode()) < SECRET_BYTES:
            raise ValueError(f"the secret needs {SECRET_BYTES} bytes")
        self._session, self._url, self._clock, self._within = session, url.rstrip("/"), clock, within
        self._key = OctKey.import_key(secret) if secret else None
        self._slots = asyncio.Semaphore(most)
        self._breaker = breaker or Breaker(clock.now)

    async def call(self, method: str, path: str, read: Callable[[bytes], T], document: object = None) -> T:
        """What `read` makes of the body of a 200. Raises `RasaDown`, also where `read` raises `BadAnswer`."""
        cause = "timeout"
        try:
            return await self._clock.within(self._within, self._queued(method, path, read, document))
        except RasaDown:
            raise
        except TooSlow:
            pass
        except BadAnswer as bad:
            cause = str(bad)
        except (aiohttp.ClientError, OSError) as error:
            cause = type(error).__name__
        raise RasaDown(cause)  # outside the handlers: the errors of the HTTP client carry addresses

    async def _queued(self, method: str, path: str, read: Callable[[bytes], T], document: object) -> T:
        async with self._slots:
            return await self._attempt(method, path, read, document)

    async def _attempt(self, method: str, path: str, read: Callable[[bytes], T], document: object) -> T:
        ticket = self._breaker.enter()
        if ticket is None:
            raise RasaDown("breaker")
        worked = False
        try:
            answer = read(await self._exchange(method, path, document))
            worked = True
            return answer
        finally:  # also when it is cancelled: nobody waits longer than a reading should take
            self._breaker.settle(ticket, worked)

    async def _exchange(self, method: str, path: str, document: object) -> bytes:
        headers = {"Authorization": f"Bearer {signed}"} if (signed := self._pass()) else {}
        request = self._session.request(method, self._url + path, json=document, headers=headers, allow_redirects=False)
        async with request as response:
            if response.status != 200:
                raise RasaDown(f"http-{response.status}")
            body = bytearray()
            async for chunk in response.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > MOST_ANSWER:
                    response.close()
                    raise RasaDown("too-large")
            return bytes(body)

    def now(self) -> float:
        """Unix time, by the clock that measures the calls."""
        return self._clock.now()

    def _pass(self) -> str:
        """A token for one minute, empty without a secret. Rasa lets nobody parse but a user of the role `admin`."""
        if self._key is None:
            return ""
        claims = {"user": {"username": "guichet", "role": "admin"}, "exp": int(self._clock.now()) + _PASS}
        return jwt.encode({"alg": "HS256"}, claims, self._key)
