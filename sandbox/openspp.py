"""A stateful fake of OpenSPP's grievances: Odoo's JSON-RPC, records in tables, transactions that are whole or not at all."""

import copy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
from aiohttp import web

from sandbox.faults import LIE, Faults, faulty, told_code
from sandbox.mirror_faults import WriteFaults

__all__ = ["OpenSpp", "Row"]

TICKET, STAGE, MESSAGE = "spp.grm.ticket", "spp.grm.ticket.stage", "mail.message"
STAGES = ("new", "in_progress", "waiting", "escalated", "resolved", "closed", "cancelled")
DATABASE = "openspp"
Row = dict[str, object]

_TICKET: Row = {
    "number": "/", "name": False, "description": False, "partner_id": False, "complainant_type": "beneficiary", "stage_id": 1,
    "channel_id": False, "category_id": False, "desired_resolution": False, "decision": False, "resolution_summary": False,
    "user_id": False, "closed_by_id": False, "closed_date": False, "last_stage_update": False, "is_escalated": False,
    "escalation_reason": False, "active": True,
}  # fmt: skip
_REQUIRED = ("name", "description", "partner_id")
_CHOICES: Mapping[str, frozenset[object]] = {
    "complainant_type": frozenset({"beneficiary", "non_beneficiary", "staff", "anonymous", "other"}),
    "decision": frozenset({False, "upheld", "partially_upheld", "rejected", "withdrawn", "redirected", "referred_to_case"}),
}


class OdooError(Exception):
    """An exception of Odoo's, by the last word of its class."""


@dataclass(slots=True)
class OpenSpp:
    """Tickets and messages; officers (ids from 10) act by `take`, `comment`, `whisper`, `decide`. Closing wants a decision.

    `powerless`: our user may read and not write. Its clock goes on by a second with each change. Lies: `html`, `code:X`
    (refuse with Odoo's exception X).
    """

    partner: int = 77
    powerless: bool = False
    faults: Faults = field(default_factory=Faults)
    writes: WriteFaults = field(default_factory=WriteFaults)
    rows: dict[str, dict[int, Row]] = field(default_factory=lambda: {TICKET: {}, MESSAGE: {}, STAGE: _stages()})
    refused: list[str] = field(default_factory=list)
    _key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    _now: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def attach(self, app: web.Application, prefix: str = "/openspp") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.router.add_post("/jsonrpc", self._serve)
        app.add_subapp(prefix, service)

    def client_settings(self, base_url: str) -> dict[str, object]:
        """What a client needs; the address ends with the prefix."""
        login = {"database": DATABASE, "user": "guichet", "password": self._key}
        return {"url": base_url.rstrip("/"), "partner": self.partner, **login}

    # --- officers ---

    def tickets(self) -> list[Row]:
        return list(self.rows[TICKET].values())

    def messages(self, ticket: int) -> list[Row]:
        return [row for row in self.rows[MESSAGE].values() if row["res_id"] == ticket]

    def stage(self, ticket: int) -> str:
        """Its stage's type."""
        return STAGES[int(str(self.rows[TICKET][ticket]["stage_id"])) - 1]

    def take(self, ticket: int, officer: int) -> None:
        self._write(ticket, {"stage_id": _stage("in_progress"), "user_id": officer}, officer)

    def comment(self, ticket: int, officer: int, text: str) -> int:
        return self._post(ticket, {"body": text}, officer)

    def whisper(self, ticket: int, officer: int, text: str) -> int:
        """An internal note."""
        return self._post(ticket, {"body": text, "subtype_xmlid": "mail.mt_note"}, officer)

    def decide(self, ticket: int, officer: int, text: str, decision: str = "upheld", stage: str = "resolved") -> None:
        self._write(ticket, {"stage_id": _stage(stage), "decision": decision, "resolution_summary": f"<p>{text}</p>"}, officer)

    # --- the wire ---

    async def _serve(self, request: web.Request) -> web.Response:
        if request[LIE] == "html":
            return web.Response(text="<!doctype html>", content_type="text/html")
        asked: Row = {}
        try:
            asked = msgspec.json.decode(await request.read(), type=Row)
            params = asked.get("params")
            if asked.get("jsonrpc") != "2.0" or asked.get("method") != "call" or not isinstance(params, dict):
                raise OdooError("UserError")
            if code := told_code(request[LIE]):
                raise OdooError(code)
            changing = _changes(params)
            if changing and self.writes.drop():
                return web.Response(status=502)
            result = self._answer(params)
        except (OdooError, msgspec.DecodeError, KeyError, TypeError, ValueError) as refused:
            name = str(refused) if isinstance(refused, OdooError) else "KeyError"
            self.refused.append(name)
            known = f"odoo.exceptions.{name}" if "." not in name else name
            error = {"code": 200, "message": "Odoo Server Error", "data": {"name": known, "message": "", "debug": "Traceback …"}}
            return web.json_response({"jsonrpc": "2.0", "id": asked.get("id"), "error": error})
        if changing and self.writes.lose():
            return web.Response(status=502)
        return web.json_response({"jsonrpc": "2.0", "id": asked.get("id"), "result": result})

    def _answer(self, params: Row) -> object:
        args = params["args"]
        assert isinstance(args, list)
        if (params["service"], params["method"]) == ("common", "authenticate"):
            return 2 if args[:3] == [DATABASE, "guichet", self._key] else False
        if (params["service"], params["method"]) != ("object", "execute_kw") or args[:3] != [DATABASE, 2, self._key]:
            raise OdooError("AccessDenied")
        model, method, given, named = args[3], args[4], args[5], args[6]
        if method == "search_read":
            return self._search(model, given[0], named)
        if model != TICKET or self.powerless:
            raise OdooError("AccessError")
        before = copy.deepcopy(self.rows)
        try:
            match method:
                case "create":
                    return self._create(given[0])
                case "write":
                    return self._write(given[0][0], given[1], 2)
                case "message_post":
                    return self._post(given[0][0], named, 2)
            raise OdooError("AccessError")
        except Exception:
            self.rows = before
            raise

    # --- records ---

    def _search(self, model: str, domain: list[object], named: Row) -> list[Row]:
        if model not in self.rows or named.keys() - {"fields", "order", "limit", "context"}:
            raise OdooError("UserError")
        fields = named["fields"]
        assert isinstance(fields, list)
        found = [row for row in self.rows[model].values() if _matches(row, domain)]
        if any(name not in row for row in found for name in fields):
            raise OdooError("UserError")
        limit = named.get("limit")
        return [{name: _told(name, row[name]) for name in {"id", *fields}} for row in self.writes.listed(found)][
            : limit if isinstance(limit, int) else None
        ]

    def _create(self, given: Row) -> int:
        if given.keys() - _TICKET.keys() or any(not given.get(name) for name in _REQUIRED) or given["partner_id"] != self.partner:
            raise OdooError("ValidationError")
        id, at = len(self.rows[TICKET]) + 1, self._tick()
        self.rows[TICKET][id] = {
            **_TICKET,
            **_checked(given),
            "id": id,
            "last_stage_update": at,
            "write_date": at,
            "write_uid": 2,
        }
        return id

    def _write(self, id: int, given: Row, by: int) -> bool:
        if id not in self.rows[TICKET]:
            raise OdooError("MissingError")
        row, at = self.rows[TICKET][id], self._tick()
        if given.keys() - _TICKET.keys():
            raise OdooError("UserError")
        changes = {**_checked(given), "write_date": at, "write_uid": by}
        if "stage_id" in given:
            type = STAGES[int(str(given["stage_id"])) - 1]
            changes["last_stage_update"] = at
            if type in ("closed", "cancelled"):
                if not (given.get("decision") or row["decision"]):
                    raise OdooError("UserError")
                changes |= {"closed_date": at, "closed_by_id": given.get("closed_by_id") or by}
        self.rows[TICKET][id] = {**row, **changes}
        return True

    def _post(self, id: int, given: Row, by: int) -> int:
        if id not in self.rows[TICKET]:
            raise OdooError("MissingError")
        if not given.get("body") or given.keys() - {"body", "message_type", "subtype_xmlid", "message_id"}:
            raise OdooError("UserError")
        made, at = len(self.rows[MESSAGE]) + 1, self._tick()
        internal = given.get("subtype_xmlid", "mail.mt_comment") == "mail.mt_note"
        self.rows[MESSAGE][made] = {
            "id": made, "model": TICKET, "res_id": id, "body": f"<p>{given['body']}</p>", "message_type": "comment",
            "is_internal": False, "subtype_id.internal": internal, "create_uid": by, "create_date": at, "date": at,
            "message_id": given.get("message_id", f"<{made}@openspp>"),
        }  # fmt: skip
        return made

    def _tick(self) -> str:
        self._now += timedelta(seconds=1)
        return f"{self._now:%Y-%m-%d %H:%M:%S}"


def _stages() -> dict[int, Row]:
    return {n: {"id": n, "stage_type": type} for n, type in enumerate(STAGES, 1)}


def _stage(type: str) -> int:
    return STAGES.index(type) + 1


def _changes(params: Row) -> bool:
    args = params.get("args")
    return isinstance(args, list) and len(args) > 4 and args[4] in ("create", "write", "message_post")


def _checked(given: Row) -> Row:
    for name, choices in _CHOICES.items():
        if name in given and given[name] not in choices:
            raise OdooError("ValidationError")
    if "stage_id" in given and given["stage_id"] not in range(1, len(STAGES) + 1):
        raise OdooError("MissingError")
    return given


def _told(name: str, value: object) -> object:
    """References go out as pairs, except those that any model may be behind."""
    return (
        [value, f"{name} {value}"] if value and name.endswith(("_id", "_uid")) and name not in ("res_id", "message_id") else value
    )


def _matches(row: Row, domain: list[object]) -> bool:
    """Odoo's Polish notation: terms are joined by and, `|` joins the next two by or."""
    met: list[bool] = []
    for term in reversed(domain):
        if term == "|":
            met.append(any([met.pop(), met.pop()]))
        else:
            met.append(_term(row, term))
    return all(met)


def _term(row: Row, term: object) -> bool:
    if not isinstance(term, list) or len(term) != 3 or term[0] not in row:
        raise OdooError("ValidationError")
    name, sign, wanted = term
    value = row[name]
    match sign:
        case "=":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
        case "in":
            return value in wanted
        case ">=":
            return str(value) >= str(wanted)
        case "=like" if str(wanted).endswith("%"):
            return str(value).startswith(str(wanted)[:-1])
    raise OdooError("ValidationError")
