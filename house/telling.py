"""What people are told unasked: their household changed in a registry, somebody proved to be them."""

from dialogs.desk import World
from dialogs.model import Phone, Prompt
from dialogs.ports import Lane, Message, RegistryEvent
from store.handoffs import Held

TOLD_WITHIN = 2 * 24 * 3600.0
"""Seconds within which such word may still leave."""


class Telling:
    """Puts word into the outbox, once per cause."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def change(self, event: RegistryEvent) -> None:
        """To each phone that asked for it and has not taken that back; what changed is not said, she reads it after a proof."""
        for watch in await self._world.watches.of(event.ref):
            if await self._world.contacts.consent(watch.phone, "service") is not False:
                key = self._world.keys.mac("change", event.id, watch.phone.e164)
                await self._put(key, watch.phone, Prompt("sms-change"), watch.lang)

    async def proof(self, held: Held) -> None:
        """To the phone that began the hand-off, before what was proved counts."""
        if held.phone is None:
            return
        words = Prompt("sms-proof-done")
        if held.approved_by:
            words = Prompt("sms-proof-exception")
        elif held.agent is None:
            words = Prompt("sms-proof-link")
        await self._put(self._world.keys.mac("proof", held.id), held.phone, words, held.lang)

    async def _put(self, key: bytes, to: Phone, words: Prompt, lang: str) -> None:
        speech, valid = self._world.speech, self._world.clock.now() + TOLD_WITHIN
        body, encoding = speech.say(words, lang).body, speech.encoding(words.key, lang)
        await self._world.outbox.put(Message(key, to, body, Lane.REPLY, valid, encoding=encoding))
