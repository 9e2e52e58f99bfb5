"""What the case system needs of a store: cases with their history, written together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dialogs.model import Phone
from dialogs.ports import CaseEvent, CaseFilter
from store.cases.duties import Scope
from store.cases.record import Change, Notice, Record

__all__ = ["GROUPS", "Casebook", "Page"]

GROUPS = frozenset({"category", "state", "place", "programme", "channel", "satisfaction", "helped"})
"""What cases may be counted by."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, oldest promise first: after `(resolve_by, ref)`, at most `limit` cases; `today` is the local day."""

    scope: Scope
    where: CaseFilter
    today: date
    after: tuple[date, str] | None = None
    limit: int = 50


class Casebook(Protocol):
    """All methods raise `StoreDown` when the store does not answer or holds what cannot be read."""

    async def by_id(self, id: bytes) -> Record | None: ...

    async def by_ref(self, ref: str) -> Record | None: ...

    async def add(self, change: Change) -> Record | None:
        """Keep a new case and return it, or the one that has its id already; None when its reference is taken.

        Raises `Conflict` with the reference of an equal case that is open.
        """
        ...

    async def save(self, was: Record, change: Change) -> bool:
        """Write the change if the case is still at the revision of `was`; else False."""
        ...

    async def did(self, id: bytes, key: bytes) -> bool:
        """Whether a change of this case had this key."""
        ...

    async def of_phone(self, phone: Phone, limit: int) -> Sequence[Record]:
        """The cases that this phone opened, newest first."""
        ...

    async def page(self, page: Page) -> Sequence[Record]: ...

    async def history(self, id: bytes) -> Sequence[CaseEvent]: ...

    async def counts(self, scope: Scope, group_by: str, since: float, until: float) -> Mapping[str, int]:
        """How many cases were opened from `since` to before `until`, by one of `GROUPS`."""
        ...

    async def due(self, now: float, most: int) -> Sequence[Record]:
        """Cases whose alarm went off, the longest ago first."""
        ...

    async def wind(self, record: Record) -> None:
        """Keep the `check_at` of a case that did not change otherwise."""
        ...

    async def claim_notices(self, most: int, *, lease: float, now: float) -> Sequence[Notice]:
        """Lease the oldest notices that are owed to one worker; a lease that runs out may be taken by another."""
        ...

    async def noticed(self, notice: Notice) -> None:
        """It is in the outbox."""
        ...
