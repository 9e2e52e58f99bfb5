"""Who can be written to without a file: those who asked for it themselves, and those whom an institution's list names."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from store.ledger import Added, Person

__all__ = ["DIMENSIONS", "SELF", "Dimension", "Enrolled", "Listed", "Roll", "Where"]

SELF = "self"
"""The list of those who asked for announcements themselves; no file has this name."""

Dimension = Literal["region", "commune", "lang", "programme"]
DIMENSIONS: tuple[Dimension, ...] = ("region", "commune", "lang", "programme")


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """What a line of a list says. Names are folded (`dialogs.texts.words.fold`), `registered` is None where it is not told."""

    person: Person
    commune: str = ""
    programme: str = ""
    registered: bool | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Whom one asks for: each field that is not empty must hold one of its words. Names are folded, `lists` are as named."""

    lists: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    registered: bool | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A list that was published: by whom (a keyed hash), when, how many lines, and the SHA-256 of its file."""

    name: str
    by: bytes
    at: float
    rows: int
    digest: bytes


class Roll(Protocol):
    """Numbers that may be read back, sealed, each only while it is needed.

    Whoever refuses announcements is struck off every list at once, and no later list brings her back while she refuses.
    All methods raise `StoreDown`.
    """

    async def begin(self, name: str) -> int:
        """The id of a new, empty draft of a list: nobody finds what `add` brings until `publish`."""
        ...

    async def add(self, draft: int, lines: Sequence[Listed]) -> Added:
        """One line per phone; the first one stays. Who refuses announcements is dropped as `opted-out`.

        Raises `Conflict` when a later draft became the list meanwhile.
        """
        ...

    async def publish(self, draft: int, enrolled: Enrolled) -> bool:
        """The draft replaces the list as a whole; False when a later draft did so already."""
        ...

    async def strike(self, name: str) -> bool:
        """Forget a list with all its numbers; False when there is none."""
        ...

    async def lists(self) -> list[Enrolled]: ...

    def matching(self, where: Where) -> AsyncIterator[Sequence[Person]]:
        """The people in batches, list by list and in the order of their keyed hashes; who is on two lists may come twice."""
        ...

    async def count(self, where: Where, purpose: str, *, consented: bool) -> int:
        """How many persons match and may be written to (`store.ledger.Feed`)."""
        ...

    async def groups(self, where: Where, by: Dimension, purpose: str, *, consented: bool) -> Mapping[str, int]:
        """The same by one dimension; who is on two lists may be in two groups."""
        ...
