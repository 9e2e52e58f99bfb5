"""Lists that reach us as files: who is on them, under keyed hashes, and who brought them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dialogs.ports.social import EnrolmentState


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line says of somebody. `macs` are keyed hashes (16 bytes) of the numbers by which she is found."""

    line: int
    macs: tuple[bytes, ...]
    programme: str
    state: EnrolmentState
    since: date | None = None
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """One file that became the list: `by` is an operator (64 characters at most), `at` Unix time, `digest` the file's SHA-256."""

    by: str
    at: float
    digest: bytes
    rows: int


class ListStore(Protocol):
    """Lists by name. A list is replaced as a whole: until `publish`, nobody finds what `add` brought.

    All methods raise `StoreDown` when the database does not answer.
    """

    async def begin(self, name: str) -> int:
        """The id of a new, empty draft of the list."""
        ...

    async def add(self, draft: int, entries: Sequence[Entry]) -> None: ...

    async def publish(self, draft: int, imported: Import) -> bool:
        """The draft becomes the list, at once and for everybody; False when a later draft did so already."""
        ...

    async def discard(self, draft: int) -> None:
        """Forget a draft; not an error when there is none."""
        ...

    async def find(self, name: str, mac: bytes) -> Sequence[Entry]:
        """The entries of the published list under a number, in the order of their lines; `macs` holds that number alone."""
        ...

    async def history(self, name: str, limit: int) -> Sequence[Import]:
        """What was published under this name, newest first."""
        ...
