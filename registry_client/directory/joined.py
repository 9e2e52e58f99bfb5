"""A country's own list of services beside the registration centres of its MOSIP."""

from collections.abc import Sequence

from dialogs.ports import Service
from dialogs.refusals import Outage
from registry_client.directory.listed import ListedDirectory
from registry_client.directory.masterdata import MosipDirectory

__all__ = ["JoinedDirectory"]


class JoinedDirectory:
    """`dialogs.ports.ServiceDirectory`: what is listed in the commune, the centres there, then what serves the whole country."""

    def __init__(self, listed: ListedDirectory, centres: MosipDirectory) -> None:
        self._listed = listed
        self._centres = centres

    async def find(self, need: str, commune: str, *, limit: int = 3) -> Sequence[Service]:
        ours = await self._listed.find(need, commune, limit=limit)
        near = [one for one in ours if one.commune == commune]
        try:
            centres = await self._centres.find(need, commune, limit=limit)
        except Outage:
            if not ours:
                raise
            centres = []
        return [*near, *centres, *(one for one in ours if one not in near)][:limit]

    async def get(self, id: str) -> Service | None:
        return await self._listed.get(id)
