"""Announcements as citizens ask for them: the last one once more on a screen, and whether a message was one of ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campaigns import plan
from campaigns.plan import Campaign
from campaigns.wording import CODE, places, render
from dialogs.model import Phone
from dialogs.ports import Announcement, Clock, Genuine
from store.ledger import Book, Results, Stage

__all__ = ["Announced"]

TITLE = 40
"""Characters of a title that a small screen has room for."""
PUBLIC_FOR = 30 * 86400.0
"""Seconds after its end for which a public announcement can still be read."""
HELD = "***"
"""What stands for a value that may not be shown."""


@dataclass(frozen=True, slots=True)
class Announced:
    """The `Announcements` port over the ledger of campaigns. What was stopped or is paused is read to nobody."""

    book: Book
    results: Results
    clock: Clock

    async def last(self, phone: Phone, lang: str, shows: Callable[[str], bool]) -> Announcement | None:
        sent = await self.results.sent_to(phone)
        if sent is None:
            return await self._public(lang)
        text = _in(plan.decode(sent.record), lang, sent.person.lang)
        shown = {name: sent.person.values.get(name) or HELD for name in places(text) if shows(name)}
        return _told(plan.decode(sent.record), text, shown, sent.at)

    async def _public(self, lang: str) -> Announcement | None:
        """The newest one that is for everybody, while it is news."""
        for record in await self.book.all():
            campaign = plan.decode(record)
            going = record.stage in (Stage.RUNNING, Stage.FINISHED) and self.clock.now() < campaign.ends_at + PUBLIC_FOR
            if campaign.public and going and (at := await self.results.sent_at(record.id)):
                return _told(campaign, _in(campaign, lang, campaign.default), {}, at)
        return None

    async def genuine(self, code: str) -> Genuine | None:
        for record in await self.book.all():
            campaign = plan.decode(record)
            if record.fed and campaign.code == code and (at := await self.results.sent_at(record.id)):
                return Genuine(campaign.title[:TITLE], at)
        return None


def _in(campaign: Campaign, *langs: str) -> str:
    """The text in the first of these languages that it has, else in its own."""
    return next((campaign.texts[lang] for lang in (*langs, campaign.default) if lang in campaign.texts), "")


def _told(campaign: Campaign, text: str, values: Mapping[str, str], at: float) -> Announcement | None:
    held = dict.fromkeys(places(text), HELD)
    words = render(text, {**held, **values, CODE: campaign.code})
    return Announcement(words, at) if words else None
