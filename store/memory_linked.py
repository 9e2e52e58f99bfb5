"""The in-memory twin of the phones that people of chats linked."""

from collections.abc import Sequence

from dialogs.model import Phone


class MemoryLinkedPhones:
    """The `LinkedPhones` port in a dict."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[float, Phone]] = {}

    async def of(self, channel: str, id: str, *, since: float) -> Phone | None:
        at, phone = self._kept.get((channel, id), (since, None))
        return phone if at > since else None

    async def link(self, channel: str, id: str, phone: Phone, *, at: float) -> None:
        self._kept[channel, id] = (at, phone)

    async def unlink(self, channel: str, id: str) -> None:
        self._kept.pop((channel, id), None)

    async def accounts(self, phone: Phone) -> Sequence[tuple[str, str]]:
        return sorted(who for who, (_, kept) in self._kept.items() if kept == phone)

    async def forget(self, before: float) -> None:
        """Drop the links made before that Unix time."""
        self._kept = {who: kept for who, kept in self._kept.items() if kept[0] >= before}
