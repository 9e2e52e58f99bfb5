"""One Odoo as we call it: JSON-RPC 2.0 over `/jsonrpc`, its errors as ours."""

from collections.abc import Mapping, Sequence
from itertools import count

import msgspec

from dialogs.refusals import Conflict, NotFound, PartnerMisconfigured, ProtocolViolation, RateLimited, RegistryError, Unavailable
from registry_client.http import Deadline, Upstream
from registry_client.openspp.config import OpenSppConfig

__all__ = ["NAME", "Fields", "Odoo"]

NAME = "openspp"

Fields = Mapping[str, object]

_ERRORS: Mapping[str, type[RegistryError]] = {
    "odoo.exceptions.AccessDenied": PartnerMisconfigured,
    "odoo.exceptions.AccessError": PartnerMisconfigured,
    "odoo.exceptions.UserError": Conflict,
    "odoo.exceptions.ValidationError": Conflict,
    "odoo.exceptions.RedirectWarning": Conflict,
    "odoo.exceptions.MissingError": NotFound,
    "odoo.exceptions.ConcurrencyError": RateLimited,
    "odoo.http.SessionExpiredException": PartnerMisconfigured,
    "werkzeug.exceptions.TooManyRequests": RateLimited,
}
_DATABASE = "psycopg2."
"""Of the database's own errors the transaction was rolled back, but some come when it is down and nothing is known."""


class Odoo:
    """`execute_kw` of the object service as one user. Nothing of an error but its class is kept: the rest quotes us."""

    def __init__(self, upstream: Upstream, config: OpenSppConfig) -> None:
        self._upstream = upstream
        self._config = config
        self._uid = 0
        self._ids = count(1)

    async def user(self, by: Deadline) -> int:
        """The id of our user; raises `PartnerMisconfigured` when we are not let in."""
        if not self._uid:
            config = self._config
            uid = await self._call("common", "authenticate", [config.database, config.user, config.password, {}], by, safe=True)
            if not isinstance(uid, int) or isinstance(uid, bool):
                raise PartnerMisconfigured("login", upstream=NAME)
            self._uid = uid
        return self._uid

    async def execute(self, model: str, method: str, args: Sequence[object], by: Deadline, **named: object) -> object:
        """One call that changes something, in a transaction of its own over there."""
        return await self._execute(model, method, args, named, by, safe=False)

    async def search(
        self, model: str, domain: Sequence[object], fields: Sequence[str], by: Deadline, **named: object
    ) -> list[Fields]:
        """`search_read`: rows as dicts; what is empty is False."""
        rows = await self._execute(model, "search_read", [domain], {"fields": fields, **named}, by, safe=True)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ProtocolViolation("rows", upstream=NAME)
        return rows

    async def _execute(
        self, model: str, method: str, args: Sequence[object], named: Fields, by: Deadline, *, safe: bool
    ) -> object:
        config = self._config
        login = [config.database, await self.user(by), config.password]
        return await self._call("object", "execute_kw", [*login, model, method, args, named], by, safe=safe)

    async def _call(self, service: str, method: str, args: Sequence[object], by: Deadline, *, safe: bool) -> object:
        id = next(self._ids)
        asked = {"jsonrpc": "2.0", "method": "call", "id": id, "params": {"service": service, "method": method, "args": args}}
        answer = await self._upstream.call(
            "POST",
            "/jsonrpc",
            body=msgspec.json.encode(asked),
            headers={"Content-Type": "application/json"},
            deadline=by.left(),
            safe=safe,
        )
        if answer.status >= 400:
            ours = answer.status in (401, 403, 404)
            raise (PartnerMisconfigured if ours else ProtocolViolation)(f"http-{answer.status}", upstream=NAME)
        try:
            told = msgspec.json.decode(answer.body, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Unavailable("not-json", upstream=NAME) from None
        if error := told.get("error"):
            raise _refusal(error)
        if told.get("id") != id:
            raise ProtocolViolation("id", upstream=NAME)
        return told.get("result")


def _refusal(error: object) -> RegistryError:
    data = error.get("data") if isinstance(error, dict) else None
    name = data.get("name") if isinstance(data, dict) else None
    if isinstance(name, str) and name in _ERRORS:
        return _ERRORS[name](name.rpartition(".")[2], upstream=NAME)
    if isinstance(name, str) and name.startswith(_DATABASE):
        return Unavailable("database", upstream=NAME)
    return ProtocolViolation("unknown-error", upstream=NAME)
