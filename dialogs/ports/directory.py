"""Where to go: counters and services by need and place, with hours, languages and what to bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogs.model import Names


@dataclass(frozen=True, slots=True)
class Service:
    """A counter or service that people are sent to. `needs` are codes (`civil-status`, `health`, `justice`, …)."""

    id: str
    needs: frozenset[str]
    commune: str
    names: Names
    address: Names
    hours: Names
    bring: Names | None = None
    phone: str = ""
    langs: tuple[str, ...] = ()
    national: bool = False
    """A hotline or service for the whole country."""


class ServiceDirectory(Protocol):
    """Services of a country: from its profile, a CSV list, or MOSIP master data."""

    async def find(self, need: str, commune: str, *, limit: int = 3) -> Sequence[Service]:
        """Those in the commune first, then national ones."""
        ...

    async def get(self, id: str) -> Service | None: ...
