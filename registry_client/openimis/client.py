"""One openIMIS as we call it: logged in, in time, and with each mutation followed until it is done or has failed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import count

import msgspec

from dialogs.refusals import Conflict, PartnerMisconfigured, Pending, ProtocolViolation, RegistryError, Unavailable
from registry_client.http import Deadline, Upstream
from registry_client.openimis.config import OpenImisConfig
from registry_client.openimis.documents import LOGIN, LOGS

__all__ = ["NAME", "Node", "OpenImis"]

NAME = "openimis"

_RIGHTS = ("unauthorized", "authentication_required", "permission", "not authorized", "signature", "credentials", "token")
"""Words of an error that is about our user and its rights (127000 to 127006), in any of the ways openIMIS puts it."""
_RECEIVED, _FAILED = 0, 1  # of a mutation log; 2 is done


class Node:
    """A JSON object of an answer; what is missing or of another kind raises `ProtocolViolation`."""

    def __init__(self, fields: object) -> None:
        if not isinstance(fields, dict):
            raise ProtocolViolation("object", upstream=NAME)
        self._fields = fields

    def text(self, name: str) -> str:
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise ProtocolViolation(name, upstream=NAME)
        return value

    def some_text(self, name: str) -> str:
        return self.text(name) if self._fields.get(name) is not None else ""

    def number(self, name: str) -> int:
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ProtocolViolation(name, upstream=NAME)
        return value

    def flag(self, name: str) -> bool:
        return self._fields.get(name) is True

    def at(self, name: str) -> "Node":
        return Node(self._fields.get(name))

    def some(self, name: str) -> "Node":
        return Node(self._fields.get(name) or {})

    def nodes(self) -> "list[Node]":
        """The nodes of a Relay connection."""
        edges = self._fields.get("edges")
        if not isinstance(edges, list):
            raise ProtocolViolation("edges", upstream=NAME)
        return [Node(edge).at("node") for edge in edges]


class OpenImis:
    """GraphQL over one POST; the token (JWT) is renewed once when it is refused."""

    def __init__(self, upstream: Upstream, config: OpenImisConfig) -> None:
        self.config = config
        self._upstream = upstream
        self._token = ""

    async def ask(self, document: str, variables: Mapping[str, object], by: Deadline, *, safe: bool = True) -> Node:
        """The `data` of the answer. Raises `PartnerMisconfigured`, `ProtocolViolation`, `Unavailable`, `RateLimited`."""
        if not self._token:
            await self._login(by)
        try:
            return await self._send(document, variables, by, safe=safe)
        except PartnerMisconfigured:  # the token's time may be over; nothing was done with it
            await self._login(by)
        return await self._send(document, variables, by, safe=safe)

    async def listed(self, document: str, field: str, by: Deadline, **variables: object) -> AsyncIterator[Node]:
        """All nodes of a connection, page by page."""
        after: str | None = None
        while True:
            told = (await self.ask(document, {**variables, "after": after}, by)).at(field)
            for node in told.nodes():
                yield node
            if not told.at("pageInfo").flag("hasNextPage"):
                return
            after = told.at("pageInfo").text("endCursor")

    async def mutate(self, document: str, label: str, fields: Mapping[str, object], by: Deadline, *, fresh: bool) -> None:
        """Have the mutation `label` done, once.

        openIMIS does not look whether a `clientMutationId` was used before, so we do: each attempt has a new one, under the
        same label, and is only made when every earlier one has failed. Raises `Pending` while one is under way (or may be,
        when not `fresh`), and what the failure of the last means: `PartnerMisconfigured` or `Conflict`.
        """
        logs = [entry async for entry in self.listed(LOGS, "mutationLogs", by, label=label)]
        attempt = f"{label}/{len(logs)}"
        if all(entry.number("status") == _FAILED for entry in logs):
            if not fresh:
                raise Pending("unconfirmed", upstream=NAME)
            attempt = f"{label}/{len(logs) + 1}"
            sent = {**fields, "clientMutationId": attempt, "clientMutationLabel": label}
            await self.ask(document, {"input": sent}, by, safe=False)
        await self._follow(label, attempt, by)

    async def _follow(self, label: str, attempt: str, by: Deadline) -> None:
        """Ask after it until it is done, has failed, or the deadline is near; then it is for another time."""
        for n in count():
            logs = [entry async for entry in self.listed(LOGS, "mutationLogs", by, label=label)]
            if any(entry.number("status") not in (_RECEIVED, _FAILED) for entry in logs):
                return
            errors = [entry.some_text("error") for entry in logs if entry.number("status") == _FAILED]
            if len(errors) == len(logs) and any(entry.text("clientMutationId") == attempt for entry in logs):
                raise _failure(errors[-1])
            pause = self.config.pauses[n] if n < len(self.config.pauses) else by.left()
            if pause >= by.left():
                raise Pending("mutation", upstream=NAME)
            await asyncio.sleep(pause)

    async def _login(self, by: Deadline) -> None:
        self._token = ""
        named = {"username": self.config.user, "password": self.config.password}
        token = (await self._send(LOGIN, named, by, safe=True)).some("tokenAuth").some_text("token")
        if not token or not token.isascii() or not token.isprintable():
            raise PartnerMisconfigured("login", upstream=NAME)
        self._token = token

    async def _send(self, document: str, variables: Mapping[str, object], by: Deadline, *, safe: bool) -> Node:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        body = msgspec.json.encode({"query": document, "variables": variables})
        answer = await self._upstream.call("POST", "", body=body, headers=headers, deadline=by.left(), safe=safe)
        try:
            told = msgspec.json.decode(answer.body, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            told = {}
        if answer.status in (401, 403):
            raise PartnerMisconfigured(f"http-{answer.status}", upstream=NAME)
        if errors := told.get("errors"):
            raise _refusal(errors)
        if answer.status >= 400:
            raise (PartnerMisconfigured if answer.status == 404 else ProtocolViolation)(f"http-{answer.status}", upstream=NAME)
        if "data" not in told:
            raise Unavailable("not-json", upstream=NAME)
        return Node(told["data"])


def _refusal(errors: object) -> RegistryError:
    """Upstream texts end here: they may quote what we sent."""
    words = msgspec.json.encode(errors).decode().lower()
    if any(word in words for word in _RIGHTS):
        return PartnerMisconfigured("rights", upstream=NAME)
    return ProtocolViolation("graphql", upstream=NAME)


def _failure(error: str) -> RegistryError:
    """A mutation that was tried and failed has changed nothing."""
    if any(word in error.lower() for word in _RIGHTS):
        return PartnerMisconfigured("mutation-rights", upstream=NAME)
    return Conflict("mutation", upstream=NAME)
