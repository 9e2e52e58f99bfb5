"""One call to an RS-MIS: our fields under its names, its answer under ours."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from dialogs.model import IdRef
from dialogs.refusals import InvalidIdentifier, NotSupported, PartnerMisconfigured, ProtocolViolation, Unavailable
from registry_client.http import Upstream
from registry_client.rsmis.config import Call, Name, RsMisConfig

__all__ = ["Told", "Wire"]

_UPSTREAM = "rsmis"


class Told:
    """A successful answer; a field that is missing or of another kind raises `ProtocolViolation`."""

    def __init__(self, fields: Mapping[str, object], config: RsMisConfig) -> None:
        self._fields = fields
        self._config = config

    def text(self, name: Name) -> str:
        value = self._fields.get(self._config.name(name))
        if not isinstance(value, str):
            raise ProtocolViolation(name, upstream=_UPSTREAM)
        return value

    def some_text(self, name: Name) -> str:
        """The text, or an empty one when the field is missing or null."""
        return self.text(name) if self._fields.get(self._config.name(name)) is not None else ""

    def time(self, name: Name) -> float | None:
        """Unix seconds of an ISO 8601 time (UTC when it names no zone); None when there is none."""
        written = self.some_text(name)
        if not written:
            return None
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            raise ProtocolViolation(name, upstream=_UPSTREAM) from None
        return at.replace(tzinfo=at.tzinfo or UTC).timestamp()

    def flag(self, name: Name) -> bool:
        return self._fields.get(self._config.name(name)) is True

    def rows(self, name: Name) -> list["Told"]:
        value = self._fields.get(self._config.name(name))
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ProtocolViolation(name, upstream=_UPSTREAM)
        return [Told(row, self._config) for row in value]


class Wire:
    """POSTs JSON and reads JSON. What fails is told by the status field, whatever the HTTP status below 500."""

    def __init__(self, upstream: Upstream, config: RsMisConfig) -> None:
        self._upstream = upstream
        self._config = config

    @property
    def well(self) -> bool:
        return self._upstream.well

    def names(self, ref: IdRef) -> dict[Name, object]:
        """An identifier as it is sent; raises `NotSupported` for an unknown kind, `InvalidIdentifier` for what cannot exist."""
        known = self._config.known_as(ref.scheme)
        if known not in self._config.kinds:
            raise NotSupported("scheme", upstream=_UPSTREAM)
        pattern = self._config.patterns.get(known)
        if pattern is not None and not re.fullmatch(pattern, ref.value):
            raise InvalidIdentifier("form", upstream=_UPSTREAM)
        value = ref.value.partition("@")[0] if ref.scheme == "HANDLE" else ref.value
        return {Name.ID: value, Name.ID_KIND: self._config.kinds[known]}

    async def call(self, call: Call, fields: Mapping[Name, object], *, deadline: float, safe: bool = False) -> Told:
        """Raises what the status means, `PartnerMisconfigured` (401, 403, 404), `ProtocolViolation` and `Unavailable`."""
        sent = msgspec.json.encode({self._config.name(name): value for name, value in fields.items()})
        headers = {"Content-Type": "application/json", **self._config.headers}
        answer = await self._upstream.call(
            "POST", self._config.path(call), body=sent, headers=headers, deadline=deadline, safe=safe
        )
        told = _fields(answer.body)
        status = told.get(self._config.name(Name.STATUS)) if told is not None else None
        if not isinstance(status, str) or told is None:
            raise _nothing_told(answer.status)
        if kind := self._config.meaning(status):
            known = status if status in self._config.statuses else "unknown-status"  # which may be anything, even a name
            raise kind(known, upstream=_UPSTREAM, retry_after=self._wait(told))
        return Told(told, self._config)

    def _wait(self, told: Mapping[str, object]) -> float | None:
        seconds = told.get(self._config.name(Name.RETRY_AFTER))
        return float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else None


def _fields(body: bytes) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _nothing_told(status: int) -> PartnerMisconfigured | ProtocolViolation | Unavailable:
    """An answer without a status of its own is not the registry's but something's before it."""
    if status in (401, 403, 404):
        return PartnerMisconfigured(f"http-{status}", upstream=_UPSTREAM)
    if status >= 400:
        return ProtocolViolation(f"http-{status}", upstream=_UPSTREAM)
    return Unavailable("not-json", upstream=_UPSTREAM)
