"""The in-memory twin of the arrivals."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.ports import Arrived, Waiting


@dataclass(slots=True)
class _Kept:
    arrived: Arrived
    due: float = 0.0
    attempt: int = 0
    done: bool = False


class MemoryArrivals:
    """The `Arrivals` port in a list."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._known: set[tuple[str, str]] = set()

    async def put(self, arrived: Sequence[Arrived]) -> int:
        before = len(self._kept)
        for one in arrived:
            if (one.line, one.id) not in self._known:
                self._known.add((one.line, one.id))
                self._kept.append(_Kept(one))
        return len(self._kept) - before

    async def claim(self, line: str, most: int, *, lease: float, now: float) -> list[Waiting]:
        taken, seen = list[Waiting](), set[str]()
        for row, one in enumerate(self._kept):
            if one.done or one.arrived.line != line or one.arrived.who in seen or len(taken) == most:
                continue
            seen.add(one.arrived.who)
            if one.due <= now:
                one.due, one.attempt = now + lease, one.attempt + 1
                taken.append(Waiting(row, one.arrived.body, one.arrived.at, one.attempt))
        return taken

    async def release(self, row: int, *, due: float) -> None:
        self._kept[row].due = due

    async def settle(self, row: int) -> None:
        self._kept[row].done = True
