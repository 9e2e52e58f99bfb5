"""The last look before a message leaves: who has said no since it was queued does not get it."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.outbound import Again, Outcome, Refused, Sender
from dialogs.ports import Contacts, Lane, Message, StoreDown

PURPOSES: Mapping[Lane, str] = {Lane.CASE: "service", Lane.CAMPAIGN: "campaign"}
"""The purpose of a lane. Codes, and answers that a person asked for, have none: they are never blocked."""


@dataclass(frozen=True, slots=True)
class Consented:
    """A sender that asks for the phone's latest word first. Who never said anything is not refused here."""

    sender: Sender
    contacts: Contacts

    @property
    def name(self) -> str:
        return self.sender.name

    async def send(self, message: Message) -> Outcome:
        purpose = PURPOSES.get(message.lane)
        try:
            if purpose and await self.contacts.consent(message.to, purpose) is False:
                return Refused("opted-out", permanent=False)
        except StoreDown:
            return Again("store-down", 1.0)
        return await self.sender.send(message)
