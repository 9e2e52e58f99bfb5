"""Fault knobs of the sandbox's services, turned by tests and by `PUT /faults/{service}`."""

import asyncio
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LIE = web.RequestKey("lie", str)
_CODE = "code:"


@dataclass(slots=True)
class Faults:
    """What goes wrong with one service.

    `latency` seconds before each answer; `hang` never answers; `status` answers that HTTP status with an empty body;
    `lie` names a service-specific lie (`signature`, `time`, `html`, …; `code:X` refuses with the error code X). `times`
    requests are affected (-1: all).
    """

    latency: float = 0.0
    hang: bool = False
    status: int = 0
    lie: str = ""
    times: int = -1

    def take(self) -> "Faults":
        """The faults for one request; counts down `times`."""
        if self.times == 0:
            return Faults()
        if self.times > 0:
            self.times -= 1
        return self


def told_code(lie: str) -> str:
    """The error code of a lie `code:X`; empty for all others."""
    return lie.removeprefix(_CODE) if lie.startswith(_CODE) else ""


def faulty(faults: Faults) -> Middleware:
    """A middleware that applies latency, hang and status; the handler finds the lie as `request[LIE]`."""

    @web.middleware
    async def apply(request: web.Request, handler: Handler) -> web.StreamResponse:
        now = faults.take()
        request[LIE] = now.lie
        if now.hang:
            await asyncio.Event().wait()
        if now.latency:
            await asyncio.sleep(now.latency)
        if now.status:
            return web.Response(status=now.status)
        return await handler(request)

    return apply
