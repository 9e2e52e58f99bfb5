"""Faults of a case system that is written to: answers lost after the effect, work that fails later, lists that are untidy."""

import random
from dataclasses import dataclass, field
from typing import TypeVar

__all__ = ["WriteFaults"]

T = TypeVar("T")


@dataclass(slots=True)
class WriteFaults:
    """What goes wrong; each number counts down, one for each write.

    `lost`: it is done and the answer is a 502. `dropped`: it is not done and the answer is a 502. `late`: it fails afterwards,
    where work is asynchronous. `delay` is how many questions asynchronous work outlasts. `untidy`: lists come in any order and
    with rows twice, as `chance` has it.
    """

    lost: int = 0
    dropped: int = 0
    late: int = 0
    delay: int = 0
    untidy: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - not a secret

    def lose(self) -> bool:
        self.lost, now = max(self.lost - 1, 0), self.lost > 0
        return now

    def drop(self) -> bool:
        self.dropped, now = max(self.dropped - 1, 0), self.dropped > 0
        return now

    def fail(self) -> bool:
        self.late, now = max(self.late - 1, 0), self.late > 0
        return now

    def listed(self, rows: list[T]) -> list[T]:
        """The rows as they are told."""
        if not self.untidy:
            return rows
        told = rows + self.chance.sample(rows, len(rows) // 2)
        self.chance.shuffle(told)
        return told
