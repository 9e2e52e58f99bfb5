"""SMS as a full channel: control words first, then the same conversation as on USSD, each answer through the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from channels.networks import Told, unheard
from channels.sms.africastalking import Inbound
from channels.sms.face import SmsFace
from channels.sms.keywords import Control, asked_genuine, control, service, tongue
from dialogs.desk import World, told_of
from dialogs.desk.announcing import genuine
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery, Phone, Prompt
from dialogs.ports import Holder, Lane, Message
from dialogs.questions import yes_no
from dialogs.refusals import Refused

DAY = 24 * 3600.0
REDELIVERED = 2 * DAY
"""Seconds within which an operator may deliver an SMS once more that it did not see acknowledged."""
_OTHERS = ("service", "security")
_CONFIRMED = {"stop": "sms-stopped", "stop-all": "sms-stopped-all", "start": "sms-started"}
WORD = 16
"""Characters of an answer to an announcement at most."""
MOST_CASES = 20
"""Among so many of her latest cases we look for the one that she was asked about."""
CHANGES = (6, DAY)
"""So many confirmations of STOP and START in so many seconds to one phone: two machines could answer each other with them."""
TALK = (60, 3600.0)
"""So many answers in so many seconds to one phone; a person types slower, two auto-responders do not."""


class Announced(Protocol):
    """What is asked and told about announcements. All fail in silence."""

    async def service(self, phone: Phone, text: str, *, after: float) -> str | None:
        """The service that an answer (`1`) begins, by the latest announcement to this phone since `after` (Unix time)."""
        ...

    async def ended(self, phone: Phone) -> None:
        """A conversation came to its end, perhaps one that an announcement began."""
        ...

    async def stopped(self, phone: Phone) -> None:
        """She wants no more of them."""
        ...


@dataclass(frozen=True, slots=True)
class SmsConversation:
    """Answers what citizens text to `number`.

    `incident` is told the static name of what operators should look at, `network_told` whose network a phone is in.
    """

    turns: Turns
    face: SmsFace
    number: str
    incident: Callable[[str], None]
    network_told: Told = unheard
    announced: Announced | None = None

    @property
    def world(self) -> World:
        return self.turns.world

    async def take(self, texted: Inbound) -> None:
        """Answer one SMS, once per provider id. Raises `StoreDown`: the provider comes again."""
        self.network_told(texted.phone, texted.network)
        key = self.world.keys.mac("sms-reply", texted.id, texted.phone.e164)
        if await self.world.outbox.note(key) is not None:
            return
        word = control(texted.text)
        if word is not None and word[0] in ("stop", "stop-all", "start"):
            await self._obey(texted, *word)
        elif await self._too_many("sms-talk", TALK, texted, key):
            self.incident("sms.loop")
        elif word is not None and word[0] == "help":
            await self._confirm(texted, key, Prompt("sms-help"))
        elif self.world.announcements is not None and (code := asked_genuine(texted.text)):
            await self._confirm(texted, key, told_of(await genuine(self.world, texted.phone, code, key=key)))
        else:
            await self._converse(texted, key)

    async def _converse(self, texted: Inbound, key: bytes) -> None:
        said = "00" if control(texted.text) else texted.text
        delivery = self._delivery(texted, said)
        if await self._tells_of_help(texted, key, delivery):
            return
        text = await self.turns.take(delivery, await self._face(texted, delivery))
        if text is not None:
            await self._reply(texted, key, text)
        if self.announced is not None and not await self.turns.talked_at(delivery):
            await self.announced.ended(texted.phone)

    def _delivery(self, texted: Inbound, said: str) -> Delivery:
        caller = Caller("sms", texted.phone.e164, texted.phone)
        return Delivery("sms", self.number, "sms", caller, "hop", said, hop=texted.id, at=self.world.clock.now())

    async def _tells_of_help(self, texted: Inbound, key: bytes, delivery: Delivery) -> bool:
        """Whether this answers if a referral helped: asked since she last talked with us, and nothing was announced after it."""
        said = yes_no("case-helped", "consent-yes", "consent-no").parse(texted.text)
        if not isinstance(said, bool) or not self.world.country.case_days.follow_up:
            return False
        talked_at = await self.turns.talked_at(delivery)
        mine = await self.world.cases.mine(texted.phone, limit=MOST_CASES)
        asked = [case for case in mine if "helped" in case.may and case.asked_at > talked_at]
        if not asked:
            return False
        case = max(asked, key=lambda one: one.asked_at)
        if self.announced and await self.announced.service(texted.phone, texted.text, after=case.asked_at) is not None:
            return False
        try:
            await self.world.cases.helped(case.ref, Holder(texted.phone), said, key=key, now=self.world.clock.now())
        except Refused:
            return False
        words = Prompt("case-helped-yes" if said else "case-helped-no")
        await self._reply(texted, key, self.world.speech.say(words, case.lang).body)
        return True

    async def _face(self, texted: Inbound, delivery: Delivery) -> SmsFace:
        """An announcement that came since she last talked with us is what a bare word answers; else it is what we asked last."""
        if self.announced is None or len(texted.text) > WORD or control(texted.text) or service(texted.text):
            return self.face
        after = await self.turns.talked_at(delivery)
        opens = await self.announced.service(texted.phone, texted.text, after=after)
        return replace(self.face, opens=opens) if opens is not None and opens in self.face.services else self.face

    async def _obey(self, texted: Inbound, action: Control, word: str) -> None:
        """STOP and START, in every state: kept with the word that was used, and confirmed.

        STOP is about announcements, STOP TOUT about all that she did not ask for; START takes back both. Each SMS is obeyed
        once: a START that comes again after a later STOP is no new word of hers.
        """
        world, now = self.world, self.world.clock.now()
        obeyed = world.keys.mac("sms-obeyed", texted.id, texted.phone.e164)
        if await world.sessions.load(obeyed) is not None:
            return
        for purpose in await self._purposes(texted, action):
            await world.contacts.set_consent(texted.phone, purpose, action == "start", how=f"sms:{word}", at=now)
        if action != "start" and self.announced is not None:
            await self.announced.stopped(texted.phone)
        await self._confirm_change(texted, action)
        await world.sessions.save(obeyed, 0, b"obeyed", REDELIVERED)

    async def _confirm_change(self, texted: Inbound, action: Control) -> None:
        """The same again within a day changes nothing, nor does STOP after STOP TOUT: that is silence."""
        world = self.world
        place = world.keys.mac("sms-confirmed", texted.phone.e164)
        nth, last = await world.sessions.load(place) or (0, b"")
        if last.startswith(action.encode()):
            return
        key = world.keys.mac("sms-control", texted.phone.e164, action, str(nth), str(int(world.clock.now() // DAY)))
        if await self._too_many("sms-control", CHANGES, texted, key):
            self.incident("sms.loop")
        else:
            await self._confirm(texted, key, Prompt(_CONFIRMED[action]))
        await world.sessions.save(place, nth, action.encode(), DAY)

    async def _purposes(self, texted: Inbound, action: Control) -> list[str]:
        if action == "stop":
            return ["campaign"]
        refused = [one for one in _OTHERS if await self.world.contacts.consent(texted.phone, one) is False]
        return ["campaign", *(_OTHERS if action == "stop-all" else refused)]

    async def _confirm(self, texted: Inbound, key: bytes, prompt: Prompt) -> None:
        spoken, offered = await self.turns.spoken(self._delivery(texted, texted.text)), self.world.country.languages
        lang = spoken or await self.world.contacts.language(texted.phone) or tongue(texted.text, offered) or offered[0]
        await self._reply(texted, key, self.world.speech.say(prompt, lang).body)

    async def _too_many(self, what: str, limit: tuple[int, float], texted: Inbound, key: bytes) -> bool:
        tries, window = limit
        who = [self.world.keys.mac("caller", texted.phone.e164)]
        return await self.world.guard.spend(what, who, tries=tries, window=window, lock=window, key=key) < 0

    async def _reply(self, texted: Inbound, key: bytes, text: str) -> None:
        await self.world.outbox.put(Message(key, texted.phone, text, Lane.REPLY, self.world.clock.now() + DAY))
