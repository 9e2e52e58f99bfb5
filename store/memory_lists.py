"""The in-memory twin of the lists that come as files."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dialogs.ports.lists import Entry, Import

__all__ = ["MemoryLists"]


@dataclass(slots=True)
class _Draft:
    name: str
    entries: list[Entry] = field(default_factory=list)
    imported: Import | None = None


class MemoryLists:
    """The `ListStore` port in dicts."""

    def __init__(self) -> None:
        self._drafts: dict[int, _Draft] = {}
        self._published: dict[str, list[int]] = {}
        self._last = 0

    async def begin(self, name: str) -> int:
        self._last += 1
        self._drafts[self._last] = _Draft(name)
        return self._last

    async def add(self, draft: int, entries: Sequence[Entry]) -> None:
        self._drafts[draft].entries += entries

    async def publish(self, draft: int, imported: Import) -> bool:
        name = self._drafts[draft].name
        before = self._published.setdefault(name, [])
        if before and before[-1] > draft:
            return False
        self._drafts[draft].imported = imported
        if before:
            self._drafts[before[-1]].entries.clear()
        before.append(draft)
        return True

    async def discard(self, draft: int) -> None:
        if draft in self._drafts and self._drafts[draft].imported is None:
            del self._drafts[draft]

    async def find(self, name: str, mac: bytes) -> Sequence[Entry]:
        published = self._published.get(name)
        entries = self._drafts[published[-1]].entries if published else []
        return [replace(entry, macs=(mac,)) for entry in entries if mac in entry.macs]

    async def history(self, name: str, limit: int) -> Sequence[Import]:
        drafts = reversed(self._published.get(name, [])[-limit:])
        return [imported for draft in drafts if (imported := self._drafts[draft].imported)]
