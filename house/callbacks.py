"""What registries tell us over HTTP: the way in for SP-DCI's `notify` and the answers that come later."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web

from channels.gate import Gate
from dialogs.ports import Clock, Sessions, StoreDown
from dialogs.ports.social import RegistryEvent
from dialogs.refusals import Outage
from registry_client.dci.notify import NotifyRefused, acknowledgement

__all__ = ["RegistryCallbacks", "attach"]

log = structlog.get_logger()

REMEMBERED = 7 * 24 * 3600.0
"""Seconds for which an event that was told is not told again."""
_SIGNED = ("err.signature.", "err.sender_id.", "err.receiver_id.", "err.encryption.")

Verify = Callable[[Mapping[str, str], bytes], Awaitable[list[RegistryEvent]]]


@dataclass(frozen=True, slots=True)
class RegistryCallbacks:
    """One registry's callbacks at one secret address. `told` hears of each event; it may fail, then the registry comes again.

    An event counts as told when `told` has returned: `seen` remembers it for all processes. Two processes may still
    be told the same event at the same moment, so `told` goes by `RegistryEvent.id`.
    """

    gate: Gate
    verify: Verify
    told: Callable[[RegistryEvent], Awaitable[None]]
    seen: Sessions
    clock: Clock

    async def take(self, request: web.Request) -> web.Response:
        """`POST /registry/dci/{key}/{path}`; the action in the signed header counts, not the path."""
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            raise web.HTTPNotFound
        status, code = await self._outcome(request.headers, await request.read())
        log.info("registry.callback", status=status, code=code)
        return web.Response(status=status, body=acknowledgement(self.clock.now(), code), content_type="application/json")

    async def _outcome(self, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        """The HTTP status and the code of a refusal. What we could not look at is 503: the registry should come again."""
        try:
            for event in await self.verify(headers, body):
                await self._tell(event)
        except NotifyRefused as refused:
            if refused.code.startswith("rjct."):
                return 200, refused.code
            return 401 if refused.code.startswith(_SIGNED) else 400, refused.code
        except (StoreDown, Outage):
            return 503, "err.service.unavailable"
        except Exception as fault:  # named by its type: its text may hold a record
            log.error("registry.callback.fault", fault=type(fault).__name__)
            return 503, "err.service.unavailable"
        return 200, ""

    async def _tell(self, event: RegistryEvent) -> None:
        key = b"registry event " + event.id.encode()
        if await self.seen.load(key) is None:
            await self.told(event)
            await self.seen.save(key, 0, b"told", REMEMBERED)


def attach(app: web.Application, callbacks: RegistryCallbacks) -> None:
    app.router.add_post("/registry/dci/{key}/{path:.+}", callbacks.take)
