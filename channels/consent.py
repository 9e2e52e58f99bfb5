"""The last look before a message leaves: who has said no since it was queued does not get it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.outbound import Again, Outcome, Refused, Sender, send_alike
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
        return await self._against(message) or await self.sender.send(message)

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        against = await asyncio.gather(*map(self._against, messages))
        allowed = [message for message, why in zip(messages, against, strict=True) if why is None]
        told = iter(await send_alike(self.sender, allowed))
        return [why or next(told) for why in against]

    async def _against(self, message: Message) -> Outcome | None:
        """Why it may not leave."""
        purpose = PURPOSES.get(message.lane)
        try:
            if purpose and await self.contacts.consent(message.to, purpose) is False:
                return Refused("opted-out", permanent=False)
        except StoreDown:
            return Again("store-down", 1.0)
        return None
