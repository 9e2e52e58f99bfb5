"""A stateful fake of openIMIS's grievances: GraphQL over HTTP, JWT, and mutations that are done when nobody looks."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from aiohttp import web

from sandbox.faults import LIE, Faults, faulty
from sandbox.graphql import Asked, Malformed, project, read
from sandbox.mirror_faults import WriteFaults

__all__ = ["Comment", "Log", "OpenImis", "Ticket"]

STATUSES = frozenset({"RECEIVED", "OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"})
_TICKET = {
    "key", "title", "description", "category", "channel", "status", "priority", "flags", "resolution", "dateOfIncident",
    "dueDate",
}  # fmt: skip
_INPUTS = {
    "createTicket": _TICKET,
    "updateTicket": _TICKET | {"id"},
    "reopenTicket": {"id"},
    "createComment": {"ticketId", "comment", "commenterType", "commenterId"},
    "resolveGrievanceByComment": {"id"},
}
_MUTATION = {"clientMutationId", "clientMutationLabel", "clientMutationDetails"}
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Ticket:
    """One version of a ticket."""

    id: str
    fields: Mapping[str, object]
    version: int
    by: str
    at: str

    @property
    def status(self) -> str:
        return str(self.fields["status"])

    @property
    def key(self) -> str:
        return str(self.fields.get("key", ""))


@dataclass(slots=True)
class Comment:
    id: str
    ticket: str
    text: str
    by: str
    at: str
    resolution: bool = False


@dataclass(slots=True)
class Log:
    """A mutation: 0 received, 1 failed, 2 done."""

    client_id: str
    label: str
    field: str
    given: Mapping[str, object]
    by: str
    patience: int
    status: int = 0
    error: str | None = None
    doomed: bool = False


class Failed(Exception):
    """Why a mutation fails, in openIMIS's words."""


@dataclass(slots=True)
class OpenImis:
    """Tickets, comments and the log of mutations; officers act by `take`, `comment`, `decide`. `users` may do everything
    unless they are in `powerless`. Its clock goes on by a second with each change. Lies: `html`, `expired` (the token is
    refused once more).
    """

    users: dict[str, str] = field(default_factory=lambda: {"guichet": secrets.token_urlsafe(12)})
    powerless: set[str] = field(default_factory=set)
    faults: Faults = field(default_factory=Faults)
    writes: WriteFaults = field(default_factory=WriteFaults)
    history: dict[str, list[Ticket]] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    logs: list[Log] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _tokens: dict[str, str] = field(default_factory=dict)
    _now: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def attach(self, app: web.Application, prefix: str = "/openimis") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.router.add_post("/api/graphql", self._serve)
        app.add_subapp(prefix, service)

    def client_settings(self, base_url: str) -> dict[str, object]:
        """What a client needs; the address ends with the prefix."""
        return {"url": f"{base_url.rstrip('/')}/api/graphql", "user": "guichet", "password": self.users["guichet"]}

    # --- officers ---

    def tickets(self) -> list[Ticket]:
        """Every ticket as it is now."""
        return [versions[-1] for versions in self.history.values()]

    def take(self, id: str, officer: str) -> None:
        self._write(id, officer, status="IN_PROGRESS")

    def comment(self, id: str, officer: str, text: str) -> str:
        """The id of the comment."""
        made = self._id("comment", len(self.comments))
        self.comments[made] = Comment(made, id, text, officer, self._tick())
        self._write(id, officer)
        return made

    def decide(self, id: str, officer: str, text: str) -> None:
        """By a comment that is marked as the resolution; the ticket is closed."""
        self._resolve(self.comment(id, officer, text), officer)

    # --- the wire ---

    async def _serve(self, request: web.Request) -> web.Response:
        if request[LIE] == "html":
            return web.Response(text="<!doctype html>", content_type="text/html")
        if request[LIE] == "expired":
            self._tokens.clear()
        try:
            body = msgspec.json.decode(await request.read(), type=dict[str, object])
            variables = body.get("variables")
            kind, asked = read(str(body.get("query", "")), variables if isinstance(variables, dict) else {})
            self._work()
            user = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "), "")
            if kind == "mutation" and asked.field != "tokenAuth" and self.writes.drop():
                return web.Response(status=502)
            answer = {"data": {asked.field: project(self._answer(kind, asked, user), asked.wanted)}}
        except (Malformed, Failed, msgspec.DecodeError) as refused:
            self.refused.append(str(refused))
            return web.json_response({"errors": [{"message": str(refused)}], "data": None})
        if kind == "mutation" and asked.field != "tokenAuth" and self.writes.lose():
            return web.Response(status=502)
        return web.json_response(answer)

    def _answer(self, kind: str, asked: Asked, user: str) -> object:
        if asked.field == "tokenAuth":
            return self._login(asked.args)
        if not user:
            raise Failed("User is unauthorized: signature has expired")
        if kind == "mutation":
            return self._queue(asked.field, asked.args.get("input"), user)
        if user in self.powerless:
            raise Failed("unauthorized")
        lists: dict[str, Callable[[Mapping[str, object], str], list[dict[str, object]]]] = {
            "tickets": self._tickets, "comments": self._comments, "mutationLogs": self._mutation_logs,
        }  # fmt: skip
        if asked.field not in lists:
            raise Malformed(asked.field)
        return self._page(lists[asked.field](asked.args, user), asked.args)

    def _login(self, args: Mapping[str, object]) -> object:
        name = str(args.get("username"))
        if self.users.get(name) is None or self.users[name] != args.get("password"):
            raise Failed("Please enter valid credentials")
        token = secrets.token_urlsafe(24)
        self._tokens[token] = name
        return {"token": token, "refreshExpiresIn": 0}

    def _page(self, rows: list[dict[str, object]], args: Mapping[str, object]) -> object:
        most, after = args.get("first"), args.get("after")
        if not isinstance(most, int) or not 0 < most <= 100:
            raise Malformed("first: 1 to 100")
        start = int(str(after).rpartition(":")[2]) + 1 if after is not None else 0
        page = rows[start : start + most]
        info = {"hasNextPage": start + most < len(rows), "endCursor": f"arrayconnection:{start + len(page) - 1}"}
        return {"edges": [{"node": row} for row in page], "pageInfo": info}

    # --- questions ---

    def _tickets(self, args: Mapping[str, object], user: str) -> list[dict[str, object]]:
        _known(args, {"key", "key_Istartswith", "showHistory", "clientMutationId"})
        every = (
            [ticket for versions in self.history.values() for ticket in versions] if args.get("showHistory") else self.tickets()
        )
        found = [ticket for ticket in every if _fits(ticket.key, args.get("key"), args.get("key_Istartswith"))]
        match args.get("orderBy"):
            case ["-dateUpdated"]:  # in order even when lists are untidy: who asks goes by it
                found.sort(key=lambda ticket: ticket.at, reverse=True)
            case ["version"]:
                found = self.writes.listed(sorted(found, key=lambda ticket: ticket.version))
            case _:
                raise Malformed("orderBy")
        return [_ticket(ticket) for ticket in found]

    def _comments(self, args: Mapping[str, object], user: str) -> list[dict[str, object]]:
        _known(args, {"ticket_Key", "ticket_Key_Istartswith", "comment_Istartswith"})
        start = args.get("comment_Istartswith")
        found = []
        for comment in self.comments.values():
            ticket = self.history[comment.ticket][-1]
            mine = _fits(ticket.key, args.get("ticket_Key"), args.get("ticket_Key_Istartswith"))
            if mine and _fits(comment.text, None, start):
                found.append((comment, ticket))
        if args.get("orderBy") == ["-dateCreated"]:
            found.sort(key=lambda one: one[0].at, reverse=True)
        elif args.get("orderBy") == ["dateCreated"]:
            found = self.writes.listed(sorted(found, key=lambda one: one[0].at))
        else:
            raise Malformed("orderBy")
        return [_comment(comment, ticket) for comment, ticket in found]

    def _mutation_logs(self, args: Mapping[str, object], user: str) -> list[dict[str, object]]:
        _known(args, {"clientMutationId", "clientMutationLabel"})
        label = args.get("clientMutationLabel")
        mine = [log for log in self.logs if log.by == user and (label is None or log.label == label)]
        return [
            {"clientMutationId": log.client_id, "clientMutationLabel": log.label, "status": log.status, "error": log.error}
            for log in self.writes.listed(mine)
        ]

    # --- mutations ---

    def _queue(self, name: str, given: object, user: str) -> object:
        if name not in _INPUTS or not isinstance(given, dict) or given.keys() - _INPUTS[name] - _MUTATION:
            raise Malformed(name)
        client, label = str(given.get("clientMutationId", "")), str(given.get("clientMutationLabel", ""))
        if not client or len(label) > LONGEST:
            raise Malformed("clientMutationId")
        self.logs.append(Log(client, label, name, given, user, self.writes.delay, doomed=self.writes.fail()))
        return {"clientMutationId": client, "internalId": str(len(self.logs))}

    def _work(self) -> None:
        """What was queued and has waited long enough is done, in its order."""
        for log in self.logs:
            if log.status:
                continue
            log.patience -= 1
            if log.patience >= 0:
                return
            try:
                self._do(log)
                log.status = 2
            except Failed as failure:
                log.status, log.error = 1, f'[{{"message": "Failed to process {log.field} mutation", "detail": "{failure}"}}]'

    def _do(self, log: Log) -> None:
        if log.doomed:
            raise Failed("deadlock detected")
        if log.by in self.powerless:
            raise Failed("mutation.authentication_required")
        given = {name: value for name, value in log.given.items() if name not in _MUTATION}
        match log.field:
            case "createTicket":
                made = self._id("ticket", len(self.history))
                self.history[made] = [Ticket(made, {"status": "RECEIVED", **_checked(given)}, 1, log.by, self._tick())]
            case "updateTicket":
                id = self._existing(given.pop("id"))
                self._write(id, log.by, **_checked(given))
            case "reopenTicket":
                id = self._existing(given["id"])
                for comment in self.comments.values():
                    comment.resolution = comment.resolution and comment.ticket != id
                self._write(id, log.by, status="OPEN")
            case "createComment":
                text = str(given.get("comment", ""))
                if not text or len(text) > LONGEST:
                    raise Failed("comment length")
                self.comment(self._existing(given.get("ticketId")), log.by, text)
            case "resolveGrievanceByComment":
                self._resolve(str(given["id"]), log.by)

    def _resolve(self, comment: str, by: str) -> None:
        if comment not in self.comments:
            raise Failed("comment does not exist")
        mine = self.comments[comment]
        if any(one.resolution for one in self.comments.values() if one.ticket == mine.ticket and one.id != comment):
            raise Failed("Another comment for this ticket is already marked as resolved.")
        mine.resolution = True
        self._write(mine.ticket, by, status="CLOSED")

    def _existing(self, id: object) -> str:
        if str(id) not in self.history:
            raise Failed("ticket does not exist")
        return str(id)

    def _write(self, id: str, by: str, **fields: object) -> None:
        versions = self.history[id]
        now = versions[-1]
        versions.append(replace(now, fields={**now.fields, **fields}, version=now.version + 1, by=by, at=self._tick()))

    def _tick(self) -> str:
        self._now += timedelta(seconds=1)
        return self._now.isoformat()

    def _id(self, kind: str, n: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"{kind}/{n}"))


def _known(args: Mapping[str, object], filters: set[str]) -> None:
    if args.keys() - filters - {"orderBy", "first", "after"}:
        raise Malformed("filter")


def _fits(value: str, exact: object, start: object) -> bool:
    return (exact is None or value == exact) and (start is None or value.lower().startswith(str(start).lower()))


def _checked(fields: Mapping[str, object]) -> Mapping[str, object]:
    for name, value in fields.items():
        if not isinstance(value, str) or len(value) > LONGEST:
            raise Failed(f"{name} is too long")
    if fields.get("status", "OPEN") not in STATUSES:
        raise Failed("status")
    if "dateOfIncident" in fields:
        date.fromisoformat(str(fields["dateOfIncident"]))
    return fields


def _global(kind: str, id: str) -> str:
    return base64.b64encode(f"{kind}:{UUID(id)}".encode()).decode()


def _ticket(ticket: Ticket) -> dict[str, object]:
    return {
        **ticket.fields,
        "id": _global("TicketGQLType", ticket.id),
        "version": ticket.version,
        "dateUpdated": ticket.at,
        "userUpdated": {"username": ticket.by},
    }


def _comment(comment: Comment, ticket: Ticket) -> dict[str, object]:
    return {
        "id": _global("CommentGQLType", comment.id),
        "comment": comment.text,
        "isResolution": comment.resolution,
        "dateCreated": comment.at,
        "userCreated": {"username": comment.by},
        "ticket": _ticket(ticket),
    }
