"""Which phone is whose in a chat: shown by a code to that phone, never taken from what a platform tells."""

from collections.abc import Sequence
from typing import Protocol

from dialogs.model import Phone

LINK_LIFE = 180 * 24 * 3600.0
"""Seconds that a link holds: numbers change hands."""


class LinkedPhones(Protocol):
    """Phones by (channel, the person's id there), hashed and sealed. A link is a claim like a SIM's, never more.

    All methods raise `StoreDown`.
    """

    async def of(self, channel: str, id: str, *, since: float) -> Phone | None:
        """The phone linked after `since` (Unix time); None when there is none."""
        ...

    async def link(self, channel: str, id: str, phone: Phone, *, at: float) -> None:
        """One phone for each person of a channel: a new one replaces the old."""
        ...

    async def unlink(self, channel: str, id: str) -> None: ...

    async def accounts(self, phone: Phone) -> Sequence[tuple[str, str]]:
        """Who is linked to this phone, as (channel, id), however long ago."""
        ...
