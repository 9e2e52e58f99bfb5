"""The HTTP side of SMS: delivery reports, opt-outs, and words texted to the short code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

import structlog
from aiohttp import web
from prometheus_client import Counter

from channels.gate import BadForm, Gate, body_of, form
from channels.sms import africastalking
from channels.sms.africastalking import Malformed
from channels.sms.conversation import SmsConversation
from dialogs.ports import Dispatch, StoreDown

log = structlog.get_logger()

CALLBACKS = Counter(
    "guichet_sms_callbacks_total", "Callbacks of SMS providers by kind and what became of them.", ["kind", "outcome"]
)

PROVIDERS: Mapping[str, ModuleType] = {africastalking.NAME: africastalking}


@dataclass(frozen=True, slots=True)
class SmsLine:
    """One provider's callbacks at one secret address. A 503 makes the provider come again: nothing is acknowledged unstored."""

    provider: ModuleType
    gate: Gate
    dispatch: Dispatch
    conversation: SmsConversation

    async def take(self, request: web.Request) -> web.Response:
        """`POST /sms/{provider}/{key}/{inbound|delivery|optout}`.

        A text that cannot be read is answered 200 and counted: the provider would post it again for hours.
        """
        event = request.match_info["event"]
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            CALLBACKS.labels(event, "refused").inc()
            raise web.HTTPNotFound
        outcome = await self._outcome(request, event)
        CALLBACKS.labels(event, outcome).inc()
        log.info("sms.callback", kind=event, outcome=outcome)
        unread = 200 if event == "inbound" else 400
        return web.Response(status={"taken": 200, "malformed": unread}.get(outcome, 503))

    async def _outcome(self, request: web.Request, event: str) -> str:
        """`taken`, `malformed`, `store-down`, or `fault`, named by its type: its text may hold what was written."""
        try:
            await self._store(event, form(await body_of(request)))
        except (BadForm, Malformed):
            return "malformed"
        except StoreDown:
            return "store-down"
        except Exception as fault:
            log.error("sms.callback.fault", kind=event, fault=type(fault).__name__)
            return "fault"
        return "taken"

    async def _store(self, event: str, fields: Mapping[str, str]) -> None:
        world = self.conversation.world
        now = world.clock.now()
        if event == "delivery":
            await self.dispatch.report(self.provider.delivery(fields), now=now)
        elif event == "optout":
            phone = self.provider.optout(fields).phone
            await world.contacts.set_consent(phone, "campaign", False, how="operator", at=now)
        else:
            await self.conversation.take(self.provider.inbound(fields))


def attach(app: web.Application, lines: Mapping[str, SmsLine]) -> None:
    """Add the routes; an unknown provider or event is 404 like an unknown key."""

    async def take(request: web.Request) -> web.Response:
        line = lines.get(request.match_info["provider"])
        if line is None:
            raise web.HTTPNotFound
        return await line.take(request)

    app.router.add_post("/sms/{provider}/{key}/{event:inbound|delivery|optout}", take)
