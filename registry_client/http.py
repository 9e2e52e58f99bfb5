"""One upstream as all adapters call it: in time, a few calls at once, never hammered, never quoted in a log."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
import structlog
from multidict import CIMultiDictProxy
from yarl import URL

from dialogs.breaker import Breaker
from dialogs.ports import Clock
from dialogs.refusals import RateLimited, Unavailable
from registry_client.transport import Direct, Transport

__all__ = ["Answer", "Deadline", "Upstream"]

log = structlog.get_logger()

_PAUSE = 0.05


class Deadline:
    """The moment by which all upstream calls of one port call must be over."""

    def __init__(self, seconds: float) -> None:
        self._until = asyncio.get_running_loop().time() + seconds

    def left(self) -> float:
        """Seconds that remain; negative when it has passed."""
        return self._until - asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What an upstream answered, below 500 and not a redirect; `headers` ignore case."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


class _Failed(Exception):
    """The upstream did not answer this attempt; the argument is a static word for the log."""


class Upstream:
    """Calls below one base address, with a bulkhead of `most` calls at once and a breaker of its own.

    `session` should verify TLS and keep no cookies (`aiohttp.DummyCookieJar`); `largest` caps an answer in bytes;
    `transport` is the way there, straight unless told otherwise.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        session: aiohttp.ClientSession,
        clock: Clock,
        *,
        most: int = 32,
        largest: int = 512 * 1024,
        attempts: int = 3,
        breaker: Breaker | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.name = name
        self._base = base_url.rstrip("/")
        self._session = session
        self._slots = asyncio.Semaphore(most)
        self._largest = largest
        self._attempts = attempts
        self._breaker = breaker or Breaker(clock.now)
        self._transport = transport or Direct()

    @property
    def well(self) -> bool:
        """False while the breaker keeps calls away."""
        return not self._breaker.shut_out

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        deadline: float,
        safe: bool,
    ) -> Answer:
        """Send `body` unchanged to `path` (already percent-encoded) and read the answer, all within `deadline` seconds.

        Only a `safe` call is tried again, and only when the failure left time for it. Raises `Unavailable`
        (no connection, too slow, 5xx, a redirect, an answer too large, breaker open), `RateLimited` (429), and
        `PartnerMisconfigured` when the way to the upstream is closed to us.
        """
        trace = uuid.uuid4().hex
        sent = {**(headers or {}), "traceparent": f"00-{trace}-{trace[:16]}-01"}
        cause = ""
        try:
            async with asyncio.timeout(deadline):
                for attempt in range(self._attempts if safe else 1):
                    if attempt:
                        await asyncio.sleep(_PAUSE * attempt)
                    try:
                        return self._accept(await self._attempt(method, path, body, sent), trace)
                    except _Failed as failed:
                        cause = str(failed)
                    if self._breaker.shut_out:
                        break
        except TimeoutError:
            cause = "timeout"
        # Raised outside the handlers: the errors of the HTTP client carry the address, and with it identifiers.
        log.warning("upstream_failed", upstream=self.name, cause=cause, trace=trace)
        raise Unavailable(cause, upstream=self.name)

    async def _attempt(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self._breaker.shut_out:
            raise _Failed("breaker")
        async with self._slots:
            ticket = self._breaker.enter()
            if ticket is None:
                raise _Failed("breaker")
            worked = False
            try:
                answer = await self._exchange(method, path, body, headers)
                worked = True
                return answer
            finally:  # also when it is cancelled: nobody waits longer than the upstream should take
                self._breaker.settle(ticket, worked)

    async def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        cause, way = "", self._transport
        address = URL(self._base + way.path(path), encoded=True)
        sent = {**headers, **way.headers(uuid.uuid4())}
        try:
            async with self._session.request(
                method, address, data=body, headers=sent, ssl=way.tls, allow_redirects=False, timeout=_NONE
            ) as response:
                if failure := self._failure(response):
                    raise _Failed(failure)
                return Answer(response.status, response.headers, await self._read(response))
        except (aiohttp.ClientError, OSError) as error:
            cause = type(error).__name__
        raise _Failed(cause)

    def _failure(self, response: aiohttp.ClientResponse) -> str:
        """Why this attempt has no answer, though something came back; empty when it has one."""
        fault = self._transport.fault(response.headers)
        if fault is not None:
            return fault.code if fault.retryable else ""
        return f"http-{response.status}" if response.status >= 500 or 300 <= response.status < 400 else ""

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        read = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            read += chunk
            if len(read) > self._largest:
                response.close()
                raise _Failed("too-large")
        return bytes(read)

    def _accept(self, answer: Answer, trace: str) -> Answer:
        log.info("upstream_answered", upstream=self.name, status=answer.status, trace=trace)
        if fault := self._transport.fault(answer.headers):
            raise fault
        if answer.status == 429:
            raise RateLimited("http-429", upstream=self.name, retry_after=_seconds(answer.headers.get("Retry-After", "")))
        return answer


_NONE = aiohttp.ClientTimeout(total=None)  # the deadline of the call is the only timer


def _seconds(retry_after: str) -> float | None:
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else None
