"""A fake GovStack digital registry (Data API 1.3.0): records by number, and the log of who read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiohttp import web

from sandbox.population import Person

REGISTRY, VERSION, DATABASE = "households", "1.0", "RS"


class DigitalRegistry:
    """Answers `read`, `exists` and `myPersonalDataUsage`; every read is logged under the client's name.

    `records` are by national number; `clients` may call, by their `Information-Mediator-Client`.
    """

    def __init__(self, records: Mapping[str, Mapping[str, Any]], clients: Mapping[str, str]) -> None:
        self._records = records
        self._clients = clients
        self.uses: dict[str, list[dict[str, Any]]] = {}

    def attach(self, app: web.Application, prefix: str = "") -> None:
        app.router.add_post(f"{prefix}/data/{REGISTRY}/{VERSION}/read", self._read)
        app.router.add_post(f"{prefix}/data/{REGISTRY}/{VERSION}/exists", self._exists)
        app.router.add_get(f"{prefix}/data/myPersonalDataUsage", self._usage)

    def used(self, number: str, by: str, application: str, at: str) -> None:
        """Somebody read the record of `number` at `at` (ISO 8601)."""
        entry = {
            "id": str(len(self.uses.get(number, ())) + 1),
            "readerInstitutionId": by,
            "readerInstitutionName": by.title(),
            "readerApplicationName": application,
            "searchDateTime": at,
        }
        self.uses.setdefault(number, []).append(entry)

    async def _read(self, request: web.Request) -> web.Response:
        record = self._records.get(await self._number(request))
        return web.json_response({"content": record}) if record else web.Response(status=404)

    async def _exists(self, request: web.Request) -> web.Response:
        there = await self._number(request) in self._records
        message = "Object found from database" if there else "No object found"
        return web.json_response({"answer": {"status": there, "message": message}})

    async def _usage(self, request: web.Request) -> web.Response:
        self._known(request)
        if request.query.get("databaseId") != DATABASE:
            raise web.HTTPBadRequest
        found: Sequence[dict[str, Any]] = self.uses.get(request.query.get("userId", ""), [])
        return web.json_response(found) if found else web.Response(status=404)

    async def _number(self, request: web.Request) -> str:
        self._known(request)
        try:
            return str((await request.json())["query"]["content"]["NationalId"])
        except (ValueError, KeyError, TypeError):
            raise web.HTTPBadRequest from None

    def _known(self, request: web.Request) -> None:
        if request.headers.get("Information-Mediator-Client") not in self._clients:
            raise web.HTTPForbidden


_USES = (("Eligibility check", "2026-09-02T09:12:00Z"), ("Change of address", "2026-06-18T14:40:00Z"))


def looked_at(registry: DigitalRegistry, everybody: Iterable[Person], bodies: Sequence[str]) -> None:
    """Each of `bodies`, two at most, read the file of each person on an invented day."""
    for person in everybody:
        for body, (application, at) in zip(bodies, _USES, strict=False):
            registry.used(person.uin, body, application, at)
