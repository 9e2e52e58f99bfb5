"""The in-memory twin of the watches."""

from collections.abc import Sequence

from dialogs.model import IdRef, Phone
from dialogs.ports import Subscription, Watch


class MemoryWatches:
    """The `Watches` port in a dict."""

    def __init__(self) -> None:
        self._kept: dict[tuple[IdRef, Phone], tuple[float, Watch]] = {}
        self._unwanted: dict[str, Subscription] = {}

    async def add(self, watch: Watch, *, at: float) -> None:
        self._kept[watch.subscription.ref, watch.phone] = (at, watch)

    async def of(self, ref: IdRef) -> Sequence[Watch]:
        mine = [kept for (watched, _), kept in self._kept.items() if watched == ref]
        return [watch for _, watch in sorted(mine, key=lambda kept: kept[0])]

    async def drop(self, ref: IdRef, phone: Phone) -> Watch | None:
        kept = self._kept.pop((ref, phone), None)
        return kept[1] if kept else None

    async def forget(self, phone: Phone) -> None:
        for place, (_, watch) in list(self._kept.items()):
            if watch.phone == phone:
                del self._kept[place]
                if watch.subscription.id:
                    self._unwanted.setdefault(watch.subscription.id, watch.subscription)

    async def unwanted(self, most: int) -> Sequence[Subscription]:
        watched = {ref for ref, _ in self._kept}
        return [one for one in self._unwanted.values() if one.ref not in watched][:most]

    async def ended(self, subscription: Subscription) -> None:
        self._unwanted.pop(subscription.id, None)
