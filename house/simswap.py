"""The address to which Africa's Talking Insights tells what a SIM swap check found."""

from dataclasses import dataclass

import structlog
from aiohttp import web

from channels.gate import BadForm, Gate, body_of
from dialogs.ports import StoreDown
from registry_client.simswap.africastalking import AfricasTalkingSimSwap

__all__ = ["SimSwapCallback"]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SimSwapCallback:
    """Behind its own secret path; an answer to no question of ours is taken and forgotten."""

    simswap: AfricasTalkingSimSwap
    gate: Gate

    def attach(self, app: web.Application) -> None:
        app.router.add_post("/simswap/africastalking/{key}", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            raise web.HTTPNotFound
        try:
            told = await self.simswap.told(await body_of(request))
        except BadForm:
            return web.Response(status=413)
        except StoreDown:
            return web.Response(status=503)
        log.info("simswap.told", outcome=told)
        return web.Response(status=400 if told == "unreadable" else 200)
