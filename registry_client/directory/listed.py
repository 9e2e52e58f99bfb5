"""A directory of services held in memory, from a country's list."""

from collections.abc import Iterable, Sequence

from dialogs.ports import Service


class ListedDirectory:
    """`dialogs.ports.ServiceDirectory` over `services`, in their order."""

    def __init__(self, services: Iterable[Service] = ()) -> None:
        self._by_id = {service.id: service for service in services}

    async def find(self, need: str, commune: str, *, limit: int = 3) -> Sequence[Service]:
        fitting = [service for service in self._by_id.values() if need in service.needs]
        near = [service for service in fitting if service.commune == commune]
        national = [service for service in fitting if service.national and service.commune != commune]
        return [*near, *national][:limit]

    async def get(self, id: str) -> Service | None:
        return self._by_id.get(id)
