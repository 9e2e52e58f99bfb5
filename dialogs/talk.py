"""The handle by which a service asks the citizen; every question is a named step of the journal."""

from collections.abc import Generator
from typing import Any, Generic, TypeVar

import msgspec

from dialogs.model import Prompt
from dialogs.questions import Question

T = TypeVar("T")


class Ask(msgspec.Struct, Generic[T], frozen=True):
    """Ask and wait. Unanswered, it is what the phone shows and the coroutine is closed."""

    name: str
    question: Question[T]
    slip: Prompt | None

    def __await__(self) -> Generator[Any, T, T]:
        return (yield self)


class Talk:
    """Asks the citizen. Names are literal and unique in a service: they are how a release finds old answers."""

    def ask(self, name: str, question: Question[T], *, slip: Prompt | None = None) -> Ask[T]:
        """Ask `question`; `slip` is a sentence above it (why it is asked again)."""
        return Ask(name, question, slip)
