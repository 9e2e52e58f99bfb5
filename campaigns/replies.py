"""What people answer to an announcement: counted for the campaign that wrote to them last, and led to the service it named."""

from dataclasses import dataclass

from campaigns import plan
from campaigns.runner import STOP
from dialogs.model import Phone
from dialogs.ports import Clock, StoreDown
from dialogs.texts.words import fold
from store.chunks import MARK
from store.ledger import Book, Results

__all__ = ["BEGAN", "DONE", "Replies"]

BEGAN, DONE = f"{MARK}began", f"{MARK}done"
"""Marks among the answers that no citizen can text: the service began, and its conversation came to its end."""
WITHIN = 7 * 86400.0
"""Seconds after a message in which an answer is about it."""


@dataclass(frozen=True, slots=True)
class Replies:
    """What an SMS channel asks before a conversation begins, and tells after it. No count ever fails a turn."""

    book: Book
    results: Results
    clock: Clock

    async def service(self, phone: Phone, text: str, *, after: float = 0.0) -> str | None:
        """The service that a keyword (`1`) opens, by the latest campaign to this phone since `after`; the answer is counted."""
        now, word = self.clock.now(), fold(text)
        try:
            id = await self.results.latest(phone, since=max(after, now - WITHIN))
            record = next((one for one in await self.book.all() if one.id == id), None) if id is not None else None
            service = plan.decode(record).keywords.get(word) if record else None
            if service is not None:
                for told in (word[:16], BEGAN):
                    await self.results.heard(phone, told, since=now - WITHIN, now=now)
        except StoreDown:
            return None
        return service

    async def ended(self, phone: Phone) -> None:
        """A conversation came to its end: counted where an announcement began it."""
        now = self.clock.now()
        try:
            if await self.results.said_by(phone, BEGAN, since=now - WITHIN):
                await self.results.heard(phone, DONE, since=now - WITHIN, now=now)
        except StoreDown:
            return

    async def stopped(self, phone: Phone) -> None:
        """She said STOP: it counts against the campaign that made her say so."""
        now = self.clock.now()
        try:
            await self.results.heard(phone, STOP, since=now - WITHIN, now=now)
        except StoreDown:
            return
