"""Deleting what we keep of a phone, or of a conversation that has none."""

from dialogs.desk.linking import LinkDesk
from dialogs.desk.room import HERSELF
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Phone
from dialogs.ports import Conversation


class EraseDesk(LinkDesk):
    """Her word that nothing of hers is to be kept.

    What stays: refusals, for she would be written to without them; her cases and their promises; the audit, which holds no
    number; messages in the outbox until their time is over; what institutions brought (lists, campaigns).
    """

    def erase(self) -> Deed[bool]:
        """Conversations on every channel, words with people, linked accounts, late answers, word of changes, kept sentences,
        her language and what she agreed to.

        Every step can be repeated: after a crash it is done again from its beginning. An account is unlinked after all that is
        found by it, the contact goes last.
        """

        async def call(hand: Hand) -> bool:
            caller, phone = self._caller, self._caller.phone
            await self._erase_chat(caller.channel, caller.id, self._service)
            if phone is not None:
                await self._erase_phone(phone)
            await self._audit("erase", hand.key, HERSELF)
            return True

        return Deed("erase", (), bool, call, sure=True, forgets=True)

    async def _erase_phone(self, phone: Phone) -> None:
        world, country = self._world, self.country
        for channel, id in await world.linked_phones.accounts(phone) if world.linked_phones else ():
            await self._erase_chat(channel, id, channel)
        for channel, service in (("ussd", country.service_code), ("sms", country.short_code)):
            await self._erase_talk(channel, phone.e164, service)
        await world.errands.forget(phone)
        await world.watches.forget(phone)
        if world.lessons is not None:
            await world.lessons.forget(phone)
        await world.contacts.forget(phone)

    async def _erase_chat(self, channel: str, id: str, service: str) -> None:
        """What is kept of an account or of a visitor; nothing links it to a phone afterwards."""
        world = self._world
        if world.people is not None:
            await world.people.erase(Conversation(channel, service, id), now=world.clock.now())
        await self._erase_talk(channel, id, service)
        if world.linked_phones is not None:
            await world.linked_phones.unlink(channel, id)

    async def _erase_talk(self, channel: str, id: str, service: str) -> None:
        """This conversation is left to its turn, which ends it."""
        caller = self._caller
        if (channel, id, service) != (caller.channel, caller.id, self._service):
            await self._world.sessions.drop(self._world.keys.mac("conversation", channel, service, id))
