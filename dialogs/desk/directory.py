"""Where to go for a need: services by commune, and a slip that opens their door."""

import msgspec

from dialogs.desk.room import Room
from dialogs.desk.steps import Hand, Look
from dialogs.model import Names
from dialogs.ports import Service


class Place(msgspec.Struct, array_like=True, frozen=True):
    """One service as the citizen reads it; texts by language."""

    id: str
    names: dict[str, str]
    address: dict[str, str]
    hours: dict[str, str]
    phone: str = ""

    @classmethod
    def of(cls, service: Service) -> "Place":
        names, address, hours = (dict(text.by_lang) for text in (service.names, service.address, service.hours))
        return cls(service.id, names, address, hours, service.phone)

    @property
    def title(self) -> Names:
        return Names.of(self.names)


class Places(msgspec.Struct, array_like=True, frozen=True):
    """The services that were found, nearest first."""

    found: tuple[Place, ...] = ()


class DirectoryDesk(Room):
    """Looks into the directory of services."""

    def services(self, need: str, commune: str) -> Look[Places]:
        """Up to three services for `need` in `commune`, then those of the whole country."""

        async def call(_: Hand) -> Places:
            found = await self._world.directory.find(need, commune)
            return Places(tuple(Place.of(service) for service in found))

        return Look("services", (need, commune), Places, call)
