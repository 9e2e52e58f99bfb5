"""What was written to us and waits for its answer: kept before it is acknowledged, worked on in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class Arrived:
    """Something that came on a line. `id` is the platform's own and tells its copies; `who` wrote it; `body` is the line's own
    bytes; `at` is Unix time."""

    line: str
    id: str
    who: str
    body: bytes
    at: float


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """Leased to one worker: `row` names it in the store, `attempt` counts from 1."""

    row: int
    body: bytes
    at: float
    attempt: int


class Arrivals(Protocol):
    """Messages between their arrival and their answer. Who wrote and what is hashed and sealed. All methods raise `StoreDown`."""

    async def put(self, arrived: Sequence[Arrived]) -> int:
        """Keep them durably, in this order; how many were not known yet by (line, id)."""
        ...

    async def claim(self, line: str, most: int, *, lease: float, now: float) -> list[Waiting]:
        """Up to `most` that are due, each the oldest of its writer: nobody's second message is worked on before the first.

        What is neither settled nor released by the end of the lease is leased again.
        """
        ...

    async def release(self, row: int, *, due: float) -> None:
        """It could not be answered yet: again at `due` (Unix time), and what came after it from the same writer waits too."""
        ...

    async def settle(self, row: int) -> None:
        """It is done: what was written is forgotten, its id stays to tell copies."""
        ...
