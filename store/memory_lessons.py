"""The in-memory twin of the lessons."""

from collections.abc import Sequence

from dialogs.model import Phone
from dialogs.ports import Lesson


class MemoryLessons:
    """The `Lessons` port in a dict."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[Phone, Lesson]] = {}

    async def keep(self, key: bytes, phone: Phone, lesson: Lesson) -> None:
        self._kept.setdefault(key, (phone, lesson))

    async def forget(self, phone: Phone) -> None:
        self._kept = {key: one for key, one in self._kept.items() if one[0] != phone}

    async def kept(self) -> Sequence[Lesson]:
        return sorted((lesson for _, lesson in self._kept.values()), key=lambda lesson: lesson.at)

    async def sweep(self, before: float) -> None:
        self._kept = {key: one for key, one in self._kept.items() if one[1].at >= before}
