"""People who answer in a chat: the citizen's side of their queue, and the way by which their words reach her."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class Conversation:
    """Where a citizen writes: the channel, the service that she wrote to, and who she is there (as a `Delivery` names them)."""

    channel: str
    service: str
    caller: str

    def __repr__(self) -> str:
        return f"Conversation({self.channel})"


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the people who answer: are these their hours, how many are at work, how many citizens wait."""

    open: bool
    desks: int = 0
    waiting: int = 0
    full: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A citizen asks for a person. `service` and `phone` (masked) are empty unless she agreed that they are seen.

    `stranger`: neither a phone nor an account nor a proof tells her from somebody invented.
    """

    key: bytes
    conversation: Conversation
    lang: str
    service: str = ""
    phone: str = ""
    stranger: bool = False


class People(Protocol):
    """The queue for people, as a conversation sees it. All methods raise `StoreDown`."""

    def reaches(self, channel: str) -> bool:
        """Whether people can answer on this channel: it can bring words that nobody asked for."""
        ...

    async def standing(self, *, stranger: bool, now: float) -> Standing:
        """For somebody who is a `stranger`, or not: strangers have a share of the queue, and may find it full before others."""
        ...

    async def ask(self, asked: Asked, *, now: float) -> int:
        """Put her into the queue, once; how many are before her. From here on nobody but a person answers her.

        -1 when there is no room for her any more, and the counter still has her.
        """
        ...

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> bool:
        """Keep her words for the person who has, or will have, her conversation; False when nobody has it.

        One step with the question whose it is: of a word and a hand-back that race, either comes first. A copy of a message
        (the same `key`) is kept once.
        """
        ...

    async def leave(self, conversation: Conversation, *, now: float) -> bool:
        """She goes back to the counter; whether a person had her conversation, or she was waiting for one."""
        ...

    async def holds(self, conversation: Conversation, *, now: float) -> bool:
        """Whether a person has this conversation, or will."""
        ...

    async def erase(self, conversation: Conversation, *, now: float) -> None:
        """Leave nothing of what was written with people in this conversation."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """What reaches a citizen unasked. `id` is the same for a repetition; `agent`: a person says it, else the counter.

    `held`: after these words a person still has, or waits for, the conversation; else the counter has it again.
    """

    id: str
    text: str
    lang: str
    agent: bool
    held: bool


class Chats(Protocol):
    """How words that nobody asked for leave on a chat channel; one for each channel, joined by the house.

    A channel implements it with what it answers by (the web chat: its backlog; Telegram, WhatsApp: their send call) and is
    reached from then on: its conversations may ask for a person.
    """

    async def say(self, to: Conversation, words: Words) -> bool:
        """Bring these words to her, in the order of the calls; False when they can never reach her.

        Called again with the same `words.id` after a crash: a channel that can tells the copy and shows it once. Raises
        `StoreDown` or `Unavailable` when a later try may work.
        """
        ...

    async def typing(self, to: Conversation) -> None:
        """Show that somebody is writing to her, where the channel can; never raises."""
        ...
