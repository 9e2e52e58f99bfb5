"""What the sandbox's messengers have in common: people, what stands in their chats, and webhooks that are posted again."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp

TRIES = 3
AGAIN = 0.2
"""Seconds until a webhook that was not taken is posted again."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it stands in a chat. `buttons` are (what comes back, label); `kept` cannot be forwarded or saved."""

    ours: bool
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    kept: bool = False


@dataclass(slots=True)
class Chats:
    """What stands in each chat, by the person's id; `said` rings whenever the service said something."""

    bubbles: dict[str, list[Bubble]] = field(default_factory=dict)
    said: asyncio.Condition = field(default_factory=asyncio.Condition)

    def of(self, who: str) -> list[Bubble]:
        return self.bubbles.setdefault(who, [])

    def last(self, who: str) -> Bubble:
        """The latest message of the service."""
        return next(bubble for bubble in reversed(self.of(who)) if bubble.ours)

    def count(self, who: str) -> int:
        """How many messages of the service stand there."""
        return sum(bubble.ours for bubble in self.of(who))

    async def add(self, who: str, bubble: Bubble) -> None:
        self.of(who).append(bubble)
        async with self.said:
            self.said.notify_all()

    async def until(self, who: str, count: int, patience: float = 10.0) -> None:
        """Wait until the service has said so much; raises `TimeoutError`."""
        async with asyncio.timeout(patience), self.said:
            await self.said.wait_for(lambda: self.count(who) >= count)


class Messenger(Protocol):
    """One messenger as the page for trying it sees it."""

    @property
    def name(self) -> str: ...

    @property
    def chats(self) -> Chats: ...

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of those who may be played."""
        ...

    async def write(self, who: str, text: str) -> None: ...

    async def press(self, who: str, value: str) -> None: ...


async def post(http: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post a webhook until it is taken, a few times; the last status, 0 when nobody answered."""
    status = 0
    for left in reversed(range(TRIES)):
        try:
            async with http.post(url, data=body, headers={"Content-Type": "application/json", **headers}) as answer:
                status = answer.status
        except aiohttp.ClientError:
            status = 0
        if 200 <= status < 300 or not left:
            break
        await asyncio.sleep(AGAIN)
    return status
