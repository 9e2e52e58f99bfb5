"""The HTTP side of SMS: delivery reports, opt-outs, and words texted to the short code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from aiohttp import web

from channels.gate import BadForm, Gate, body_of, form
from channels.sms import africastalking
from channels.sms.africastalking import Inbound, Malformed
from dialogs.model import Prompt
from dialogs.ports import Clock, Contacts, Dispatch, Keys, Lane, Message, Outbox, StoreDown
from dialogs.texts.speech import Speech

PROVIDERS: Mapping[str, ModuleType] = {africastalking.NAME: africastalking}
DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class SmsLine:
    """One provider's callbacks at one secret address. A 503 makes the provider come again: nothing is acknowledged unstored."""

    provider: ModuleType
    gate: Gate
    dispatch: Dispatch
    outbox: Outbox
    contacts: Contacts
    keys: Keys
    clock: Clock
    speech: Speech
    language: str

    async def take(self, request: web.Request) -> web.Response:
        """`POST /sms/{provider}/{key}/{inbound|delivery|optout}`."""
        if not self.gate.knows(request.match_info["key"]) or not self.gate.admits(request.remote):
            return web.Response(status=404)
        try:
            await self._store(request.match_info["event"], form(await body_of(request)))
        except (BadForm, Malformed):
            return web.Response(status=400)
        except StoreDown:
            return web.Response(status=503)
        return web.Response()

    async def _store(self, event: str, fields: Mapping[str, str]) -> None:
        now = self.clock.now()
        if event == "delivery":
            await self.dispatch.report(self.provider.delivery(fields), now=now)
        elif event == "optout":
            phone = self.provider.optout(fields).phone
            await self.contacts.set_consent(phone, "campaign", False, how="operator", at=now)
        else:
            await self._answer(self.provider.inbound(fields), now)

    async def _answer(self, texted: Inbound, now: float) -> None:
        """Say where the counter is, once a day and phone at most: two robots must not talk to each other."""
        lang = await self.contacts.language(texted.phone) or self.language
        key = self.keys.mac("sms-inbound", texted.phone.e164, str(int(now // DAY)))
        words = self.speech.say(Prompt("sms-inbound"), lang).body
        encoding = self.speech.encoding("sms-inbound", lang)
        await self.outbox.put(Message(key, texted.phone, words, Lane.REPLY, now + DAY, encoding=encoding))


def attach(app: web.Application, lines: Mapping[str, SmsLine]) -> None:
    """Add the routes; an unknown provider or event is 404 like an unknown key."""

    async def take(request: web.Request) -> web.Response:
        line = lines.get(request.match_info["provider"])
        if line is None:
            raise web.HTTPNotFound
        return await line.take(request)

    app.router.add_post("/sms/{provider}/{key}/{event:inbound|delivery|optout}", take)
