"""The inbox of people who answer citizens: what its twin and its database keep to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogs.ports import Asked, Conversation
from store.inbox_thread import Carried, Line, State, Thread

__all__ = ["Inbox", "Outgoing"]


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """Lines that wait to reach one citizen, in their order; leased to one process."""

    thread: Thread
    lines: tuple[Line, ...]


class Inbox(Protocol):
    """Conversations with people. Agents' steps raise `InboxDenied`; every step first ends what is late. All raise `StoreDown`.

    Texts, callers and what she agreed to show are sealed, and deleted with the conversation.
    """

    async def ask(self, asked: Asked, *, now: float) -> Thread:
        """A new conversation in the queue; the same key again, or one that is open already, is given as it stands.

        Raises `QueueFull`.
        """
        ...

    async def open_of(self, conversation: Conversation, *, now: float) -> Thread | None: ...

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> Thread | None:
        """Her words into the open conversation, once for each `key`; None when there is none."""
        ...

    async def leave(self, conversation: Conversation, *, now: float) -> Thread | None:
        """The conversation that she left; None when none was open."""
        ...

    async def erase(self, conversation: Conversation, *, now: float) -> int:
        """Delete all that was ever written in this conversation with people, and that it was; how many times it was one."""
        ...

    async def claim(self, id: str, operator: str, *, now: float) -> Thread:
        """Of all who try, one gets it."""
        ...

    async def say(self, id: str, operator: str, key: bytes, text: str, *, now: float) -> Thread: ...

    async def transfer(self, id: str, operator: str, to: str, *, now: float) -> Thread: ...

    async def give_back(self, id: str, operator: str, *, now: float) -> Thread: ...

    async def close(self, id: str, operator: str, *, now: float) -> Thread: ...

    async def thread(self, id: str) -> Thread:
        """Raises `InboxDenied` when there is no such conversation."""
        ...

    async def lines(self, id: str, *, after: int, limit: int) -> Sequence[Line]:
        """In their order."""
        ...

    async def queue(self, state: State, operator: str, *, after: tuple[float, str], limit: int) -> Sequence[Thread]:
        """Those in `state`, longest wait first, from the place `after` (time asked, id) on; of one operator when one is named."""
        ...

    async def before(self, asked_at: float, id: str) -> int:
        """How many wait who asked earlier."""
        ...

    async def waiting(self) -> int: ...

    async def room(self, *, stranger: bool, now: float) -> bool:
        """Whether one more may wait, a stranger or somebody known: `Rules.room` of those whose time is not over."""
        ...

    async def at_work(self, operator: str, *, now: float) -> None:
        """He looks at the queue."""
        ...

    async def off(self, operator: str) -> None:
        """He is not at work any more."""
        ...

    async def desks(self, *, now: float) -> int:
        """How many operators are at work."""
        ...

    async def outgoing(self, *, lease: float, now: float) -> Outgoing | None:
        """The lines for one citizen that wait longest, leased to who asked for `lease` seconds."""
        ...

    async def carried(self, id: str, how: Mapping[int, Carried], *, done: bool) -> None:
        """What became of lines, by their numbers; the lease ends when it is `done`, else those that wait are tried after it."""
        ...

    async def expire(self, *, now: float) -> Sequence[Thread]:
        """End what is late; those that were ended."""
        ...

    async def forget(self, before: float) -> int:
        """Delete conversations that ended before that time, with all their lines; how many."""
        ...
