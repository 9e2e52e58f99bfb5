"""A fake security server of X-Road: checks a message as PR-REST 1.0.4 wants it, and carries it to the service."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from sandbox.faults import Faults, faulty

_PARTS: Final = 5
_HOP_BY_HOP: Final = frozenset({"connection", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"})
_OWN: Final = _HOP_BY_HOP | {"content-length", "content-encoding", "server", "date"}


@dataclass(frozen=True, slots=True)
class Message:
    """What the log of messages keeps of one request; `user` is `X-Road-UserId`."""

    id: str
    client: str
    service: str
    represented: str
    user: str


class Denied(Exception):
    """X-Road itself says no; `status` is 400 for the client's faults and 500 for those of the servers."""

    def __init__(self, type: str, status: int = 500) -> None:
        super().__init__(type)
        self.type = type
        self.status = status


class SecurityServer:
    """Serves `/r1/{instance/class/member/subsystem/service}[/path]` for `clients`.

    `services` maps a service identifier to the address of the information system behind it, `rights` names the clients
    that each may be used by (all, when it is not there). `faults.lie` may be an error type (`Server.ServerProxy.…`).
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        clients: Iterable[str],
        services: Mapping[str, str],
        rights: Mapping[str, frozenset[str]] | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self.log: list[Message] = []
        self._http = http
        self._clients = set(clients)
        self._services = services
        self._rights = rights or {}

    def attach(self, app: web.Application) -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes([web.route("*", "/{tail:.*}", self._serve)])
        app.add_subapp("/r1", service)

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            if self.faults.lie:
                raise Denied(self.faults.lie, 400 if self.faults.lie.startswith("Client.") else 500)
            message, path = self._admit(request)
            self.log.append(message)
            return await self._carry(request, message, path)
        except Denied as denied:
            told = {"type": denied.type, "message": "text of the security server", "detail": str(uuid.uuid4())}
            return web.json_response(told, status=denied.status, headers={"X-Road-Error": denied.type})

    def _admit(self, request: web.Request) -> tuple[Message, str]:
        client = unquote(request.headers.get("X-Road-Client", ""))
        parts = request.rel_url.raw_path.removeprefix("/r1/").split("/")
        if len(client.split("/")) not in (3, 4) or len(parts) < _PARTS or not all(parts[:_PARTS]):
            raise Denied("Client.BadRequest", 400)
        service = unquote("/".join(parts[:_PARTS]))
        if client not in self._clients:
            raise Denied("Server.ClientProxy.UnknownMember")
        if service not in self._services:
            raise Denied("Server.ServerProxy.UnknownService")
        if client not in self._rights.get(service, {client}):
            raise Denied("Server.ServerProxy.AccessDenied")
        headers = request.headers
        given = headers.get("X-Road-Id") or str(uuid.uuid4())
        represented, user = headers.get("X-Road-Represented-Party", ""), headers.get("X-Road-UserId", "")
        return Message(given, client, service, unquote(represented), user), "".join(f"/{part}" for part in parts[_PARTS:])

    async def _carry(self, request: web.Request, message: Message, path: str) -> web.Response:
        sent = CIMultiDict((name, value) for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP)
        query = f"?{request.rel_url.raw_query_string}" if request.rel_url.raw_query_string else ""
        try:
            async with self._http.request(
                request.method,
                URL(self._services[message.service] + path + query, encoded=True),
                data=await request.read(),
                headers=sent,
                allow_redirects=False,
            ) as answer:
                headers = CIMultiDict((name, value) for name, value in answer.headers.items() if name.lower() not in _OWN)
                headers.update({"X-Road-Id": message.id, "X-Road-Client": message.client, "X-Road-Service": message.service})
                return web.Response(status=answer.status, body=await answer.read(), headers=headers)
        except aiohttp.ClientError as broken:
            raise Denied("Server.ServerProxy.NetworkError") from broken
