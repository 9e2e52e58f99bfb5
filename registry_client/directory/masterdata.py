"""Registration centres of a MOSIP country, from its master data (`/v1/masterdata`), for a need of its own."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from dialogs.model import Names
from dialogs.ports import Service
from dialogs.refusals import ProtocolViolation
from registry_client.http import Upstream

__all__ = ["MasterdataConfig", "MosipDirectory"]


@dataclass(frozen=True, slots=True)
class MasterdataConfig:
    """Where centres are found: `level` is the hierarchy level of a commune, `names` its name there by our commune id.

    `languages` are MOSIP's three-letter codes by ours (`fr` → `fra`); `need` is what these centres serve.
    """

    level: int
    names: Mapping[str, str]
    languages: Mapping[str, str]
    need: str = "registration"
    path: str = "/registrationcenters/{lang}/{level}/{name}"
    deadline: float = 2.0
    bring: Names | None = field(default=None)


class MosipDirectory:
    """`dialogs.ports.ServiceDirectory` over the public master data of MOSIP (kernel-masterdata-service)."""

    def __init__(self, upstream: Upstream, config: MasterdataConfig) -> None:
        self._upstream = upstream
        self._config = config

    async def find(self, need: str, commune: str, *, limit: int = 3) -> Sequence[Service]:
        config, name = self._config, self._config.names.get(commune)
        if need != config.need or name is None:
            return []
        told = await asyncio.gather(*(self._centres(their, name) for their in config.languages.values()))
        by_lang = dict(zip(config.languages, told, strict=True))
        first = next(iter(by_lang.values()))
        return [self._service(id, commune, by_lang) for id in first if all(id in centres for centres in by_lang.values())][:limit]

    async def get(self, id: str) -> Service | None:
        """Only by place: the master data says of a centre's id nothing that a citizen could not find by her commune."""
        return None

    async def _centres(self, lang: str, name: str) -> dict[str, dict[str, Any]]:
        """The open centres of a place in one language, by their id."""
        path = self._config.path.format(lang=quote(lang), level=self._config.level, name=quote(name))
        answer = await self._upstream.call("GET", path, deadline=self._config.deadline, safe=True)
        try:
            response = json.loads(answer.body).get("response") or {}
            centres = response.get("registrationCenters") or []
            return {str(one["id"]): one for one in centres if one.get("isActive", True)}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ProtocolViolation("masterdata", upstream=self._upstream.name) from None

    def _service(self, id: str, commune: str, by_lang: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Service:
        def text(of: str) -> Names:
            return Names.of({lang: str(centres[id].get(of) or "") for lang, centres in by_lang.items()})

        some = next(iter(by_lang.values()))[id]
        hours = f"{str(some.get('centerStartTime') or '')[:5]}-{str(some.get('centerEndTime') or '')[:5]}".strip("-")
        return Service(
            f"mosip-{id}",
            frozenset({self._config.need}),
            commune,
            text("name"),
            text("addressLine1"),
            Names((("", hours),)),
            self._config.bring,
            "".join(char for char in str(some.get("contactPhone") or "") if char.isdigit()),
        )
