"""The HTTP side of SMS: delivery reports, opt-outs, and words texted to the short code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from aiohttp import web
from prometheus_client import Counter

from channels.gate import BadForm, Gate, body_of
from channels.sms import africastalking, infobip, jasmin, kannel, orange
from channels.sms.conversation import SmsConversation
from channels.sms.exchange import Callback, Inbound, Malformed
from dialogs.ports import Dispatch, Report, StoreDown

log = structlog.get_logger()

CALLBACKS = Counter(
    "guichet_sms_callbacks_total", "Callbacks of SMS providers by kind and what became of them.", ["kind", "outcome"]
)


class Provider(Protocol):
    """What reads a gateway's callbacks: a module or, for one that settings describe, an object.

    All three raise `BadForm` or `Malformed`. Bulk opt-outs are Africa's Talking's alone.
    """

    @property
    def METHODS(self) -> tuple[str, ...]:
        """The HTTP methods that it calls with."""
        ...

    @property
    def OK(self) -> bytes:
        """The body that it wants to read when a callback was taken."""
        ...

    def read(self, callback: Callback) -> list[Mapping[str, object]]:
        """The events that one callback brings."""
        ...

    def delivery(self, form: Mapping[str, object]) -> Report: ...

    def inbound(self, form: Mapping[str, object]) -> Inbound: ...


PROVIDERS: Mapping[str, Provider] = {
    africastalking.NAME: africastalking,
    infobip.NAME: infobip,
    jasmin.NAME: jasmin,
    kannel.NAME: kannel,
    orange.NAME: orange,
}


@dataclass(frozen=True, slots=True)
class SmsLine:
    """One provider's callbacks at one secret address. A 503 makes the provider come again: nothing is acknowledged unstored.

    `name` is what the sender of this line is called, where it is not the provider's own name.
    """

    provider: Provider
    gate: Gate
    dispatch: Dispatch
    conversation: SmsConversation
    name: str = ""

    async def take(self, request: web.Request) -> web.Response:
        """`/sms/{provider}/{key}/{inbound|delivery|optout}`, by the methods of the provider.

        A text that cannot be read is answered 200 and counted: the provider would post it again for hours.
        """
        event = request.match_info["event"]
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            CALLBACKS.labels(event, "refused").inc()
            raise web.HTTPNotFound
        if event == "optout" and self.provider is not africastalking:
            raise web.HTTPNotFound
        if request.method not in self.provider.METHODS:
            raise web.HTTPMethodNotAllowed(request.method, self.provider.METHODS)
        outcome = await self._outcome(request, event)
        CALLBACKS.labels(event, outcome).inc()
        log.info("sms.callback", kind=event, outcome=outcome)
        unread = 200 if event == "inbound" else 400
        status = {"taken": 200, "malformed": unread}.get(outcome, 503)
        return web.Response(status=status, body=self.provider.OK if status == 200 else b"")

    async def _outcome(self, request: web.Request, event: str) -> str:
        """`taken`, `malformed`, `store-down`, or `fault`, named by its type: its text may hold what was written."""
        try:
            told = self.provider.read(Callback(request.rel_url.raw_query_string, await body_of(request)))
            unread = [one for one in told if not await self._took(event, one)]
            return "malformed" if unread else "taken"
        except BadForm:
            return "malformed"
        except StoreDown:
            return "store-down"
        except Exception as fault:
            log.error("sms.callback.fault", kind=event, fault=type(fault).__name__)
            return "fault"

    async def _took(self, event: str, fields: Mapping[str, object]) -> bool:
        """Whether it could be read: one event that cannot must not keep its neighbours from us."""
        try:
            await self._store(event, fields)
        except (BadForm, Malformed):
            return False
        return True

    async def _store(self, event: str, fields: Mapping[str, object]) -> None:
        world = self.conversation.world
        now = world.clock.now()
        if event == "delivery":
            report = self.provider.delivery(fields)
            await self.dispatch.report(replace(report, provider=self.name or report.provider), now=now)
        elif event == "optout":
            phone = africastalking.optout(fields).phone
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

    app.router.add_route("*", "/sms/{provider}/{key}/{event:inbound|delivery|optout}", take)
