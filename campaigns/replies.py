"""What people answer to an announcement: counted for the campaign that wrote to them last, and led to the service it named."""

from dataclasses import dataclass

from campaigns import plan
from campaigns.runner import STOP
from dialogs.model import Phone
from dialogs.ports import Clock, StoreDown
from dialogs.texts.words import fold
from store.ledger import Book, Results

__all__ = ["Replies"]

WITHIN = 7 * 86400.0
"""Seconds after a message in which an answer is about it."""


@dataclass(frozen=True, slots=True)
class Replies:
    """What an SMS channel asks before a conversation begins, and tells after an opt-out. Neither ever fails a turn."""

    book: Book
    results: Results
    clock: Clock

    async def service(self, phone: Phone, text: str) -> str | None:
        """The service that a keyword (`1`) opens, by the latest campaign to this phone; the answer is counted."""
        now, word = self.clock.now(), fold(text)
        try:
            id = await self.results.latest(phone, since=now - WITHIN)
            record = next((one for one in await self.book.all() if one.id == id), None) if id is not None else None
            service = plan.decode(record).keywords.get(word) if record else None
            if service is not None:
                await self.results.heard(phone, word[:16], since=now - WITHIN, now=now)
        except StoreDown:
            return None
        return service

    async def stopped(self, phone: Phone) -> None:
        """She said STOP: it counts against the campaign that made her say so."""
        now = self.clock.now()
        try:
            await self.results.heard(phone, STOP, since=now - WITHIN, now=now)
        except StoreDown:
            return
