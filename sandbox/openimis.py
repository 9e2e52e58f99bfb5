"""A stateful fake of openIMIS's grievances: GraphQL over HTTP, JWT, and mutations that are done when nobody looks."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from aiohttp import web

from sandbox.faults import LIE, Faults, faulty
from sandbox.graphql import Asked, Malformed, project, read
from sandbox.mirror_faults import WriteFaults
from sandbox.openimis_tickets import INPUTS, LONGEST, MUTATION, Comment, Failed, Log, Ticket, Tickets

__all__ = ["OpenImis"]


@dataclass(slots=True)
class OpenImis:
    """Tickets, and the log of mutations. `users` may do everything unless they are in `powerless`. Lies: `html`, `expired`
    (the token is refused).
    """

    users: dict[str, str] = field(default_factory=lambda: {"guichet": secrets.token_urlsafe(12)})
    powerless: set[str] = field(default_factory=set)
    faults: Faults = field(default_factory=Faults)
    writes: WriteFaults = field(default_factory=WriteFaults)
    tickets: Tickets = field(default_factory=Tickets)
    logs: list[Log] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _tokens: dict[str, str] = field(default_factory=dict)

    def attach(self, app: web.Application, prefix: str = "/openimis") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.router.add_post("/api/graphql", self._serve)
        app.add_subapp(prefix, service)

    def client_settings(self, base_url: str) -> dict[str, object]:
        """What a client needs; the address ends with the prefix."""
        return {"url": f"{base_url.rstrip('/')}/api/graphql", "user": "guichet", "password": self.users["guichet"]}

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
        past, histories = args.get("showHistory") is True, self.tickets.history.values()
        every = [ticket for versions in histories for ticket in (versions if past else versions[-1:])]
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
        for comment in self.tickets.comments.values():
            ticket = self.tickets.history[comment.ticket][-1]
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
        if name not in INPUTS or not isinstance(given, dict) or given.keys() - INPUTS[name] - MUTATION:
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
                if log.doomed:
                    raise Failed("deadlock detected")
                if log.by in self.powerless:
                    raise Failed("mutation.authentication_required")
                self.tickets.do(log)
                log.status = 2
            except Failed as failure:
                log.status, log.error = 1, f'[{{"message": "Failed to process {log.field} mutation", "detail": "{failure}"}}]'


def _known(args: Mapping[str, object], filters: set[str]) -> None:
    if args.keys() - filters - {"orderBy", "first", "after"}:
        raise Malformed("filter")


def _fits(value: str, exact: object, start: object) -> bool:
    return (exact is None or value == exact) and (start is None or value.lower().startswith(str(start).lower()))


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
