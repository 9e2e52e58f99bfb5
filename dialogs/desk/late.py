"""An answer that came late: a slow look that a worker finished."""

import msgspec

from dialogs.desk.room import Room
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.model import Masked

NEWS_LIFE = 48 * 3600.0


class News(Masked, msgspec.Struct, array_like=True, frozen=True):
    """What became of an errand: its reference and the key of the answer's text, empty while it is under way."""

    ref: str = ""
    answer: str = ""


class LateDesk(Room):
    """What was promised to this phone."""

    @property
    def promised(self) -> bool:
        """Whether an answer was promised to this phone and not yet read."""
        return bool(self._promised)

    def news(self) -> Look[News]:
        """What became of the promised answer."""

        async def call(_: Hand) -> News:
            phone, now = self._caller.phone, self._world.clock.now()
            errand = await self._world.errands.news(phone, since=now - NEWS_LIFE) if phone else None
            if errand is None:
                return News()
            return News(errand.ref, errand.answer.key if errand.answer else "")

        return Look("news-of", (), News, call)

    def news_read(self, news: News) -> Deed[bool]:
        """The citizen has read the answer: it is not shown again."""

        async def call(_: Hand) -> bool:
            await self._world.errands.shown(self._promised)
            return True

        return Deed("news-read", (news.ref,), bool, call, clears=True)
