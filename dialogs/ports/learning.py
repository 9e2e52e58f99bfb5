"""Sentences that nobody understood, kept masked with the consent of whoever wrote them, for people to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogs.model import Phone

PURPOSE = "training"
"""The purpose of the consent; without it nothing is kept."""


@dataclass(frozen=True, slots=True, repr=False)
class Lesson:
    """A masked sentence, the language of its conversation (empty: none known), and when it came (Unix time)."""

    text: str
    lang: str
    at: float


class Lessons(Protocol):
    """Masked sentences under a pseudonym, so that they go when consent does. All methods raise `StoreDown`."""

    async def keep(self, key: bytes, phone: Phone, lesson: Lesson) -> None:
        """Keep one, once per `key`."""
        ...

    async def forget(self, phone: Phone) -> None:
        """Everything that came from this phone."""
        ...

    async def kept(self) -> Sequence[Lesson]:
        """All of them, oldest first."""
        ...

    async def sweep(self, before: float) -> None:
        """Forget what came before that Unix time."""
        ...
