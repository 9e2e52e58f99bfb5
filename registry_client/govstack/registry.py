"""A social registry behind the GovStack Data API: households by `read`, and who looked at a person's data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext, Change, DataUse, Household, Score, Subscription
from dialogs.refusals import NotFound, NotSupported, PartnerMisconfigured, ProtocolViolation
from registry_client.http import Answer, Upstream

__all__ = ["FIELDS", "GovStackConfig", "GovStackSocial"]

CAPS = frozenset({"household", "score", "data_uses"})
FIELDS = frozenset({"household", "size", "head", "registered_on", "updated_on", "place", "band", "scored_on"})
"""The fields of a record, by our names of them."""


@dataclass(frozen=True, slots=True)
class GovStackConfig:
    """A registry of GovStack Digital Registries 1.3.0.

    `client` is `INSTANCE/CLASS/MEMBER/SUBSYSTEM` of the information mediator. `ids` names the field of the record that holds a
    number, by our scheme (`UIN` → `NationalId`); the other fields are those of the record that the country modelled.
    """

    client: str
    registry: str
    version: str
    database: str
    ids: Mapping[str, str]
    household: str = "HouseholdId"
    size: str = "Size"
    head: str = "HeadInitials"
    registered_on: str = "RegisteredOn"
    updated_on: str = "UpdatedOn"
    place: str = "Place"
    band: str = "Band"
    scored_on: str = "ScoredOn"
    usage_path: str = "/data/myPersonalDataUsage"
    caps: frozenset[str] = CAPS
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Our code of a body by the `readerInstitutionId` of the registry."""


class GovStackSocial:
    """`dialogs.ports.SocialRegistry`: `read` and `exists` of the Data API, and `MyPersonalDataUsage`."""

    def __init__(self, upstream: Upstream, config: GovStackConfig) -> None:
        self._upstream = upstream
        self._config = config

    def caps(self) -> frozenset[str]:
        return self._config.caps

    async def exists(self, ref: IdRef, *, ctx: CallContext) -> bool:
        """Whether the registry holds this number, without reading the record."""
        told = _object(await self._post("exists", ref, ctx))
        answer = told.get("answer")
        if not isinstance(answer, dict) or not isinstance(answer.get("status"), bool):
            raise ProtocolViolation("exists", upstream=self._upstream.name)
        return bool(answer["status"])

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        record, of = await self._read(ref, ctx), self._config
        try:
            return Household(
                IdRef("HOUSEHOLD", str(record[of.household])),
                int(record[of.size]),
                _initials(str(record.get(of.head) or "")),
                _day(record.get(of.registered_on)),
                _day(record.get(of.updated_on)),
                str(record.get(of.place) or ""),
            )
        except (KeyError, ValueError, TypeError):
            raise ProtocolViolation("household", upstream=self._upstream.name) from None

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        record = await self._read(ref, ctx)
        band = str(record.get(self._config.band) or "")
        if not band:
            raise NotFound("no-score", upstream=self._upstream.name)
        return Score(band, _day(record.get(self._config.scored_on)))

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription:
        raise NotSupported("subscribe", upstream=self._upstream.name)

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        raise NotSupported("unsubscribe", upstream=self._upstream.name)

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        raise NotSupported("members", upstream=self._upstream.name)  # a record tells of the household as a whole

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        raise NotSupported("people-of-phone", upstream=self._upstream.name)  # `read` brings one record

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        if ref.scheme not in self._config.ids:
            raise NotSupported("scheme", upstream=self._upstream.name)
        # The standard wants the number in the address; it is sent to the registry alone, and no log of ours shows an address.
        query = urlencode({"userId": ref.value, "databaseId": self._config.database})
        path = f"{self._config.usage_path}?{query}"
        answer = await self._upstream.call("GET", path, headers=self._headers(), deadline=ctx.deadline, safe=True)
        self._check(answer)
        try:
            uses = [self._use(one) for one in json.loads(answer.body)]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ProtocolViolation("usage", upstream=self._upstream.name) from None
        return sorted(uses, key=lambda use: use.at, reverse=True)[:limit]

    def _use(self, told: Mapping[str, Any]) -> DataUse:
        when = datetime.fromisoformat(str(told["searchDateTime"]))
        at = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
        reader = str(told.get("readerInstitutionId") or "")
        name = self._config.bodies.get(reader) or str(told.get("readerInstitutionName") or reader)
        return DataUse(at, name, str(told.get("readerApplicationName") or ""))

    async def _read(self, ref: IdRef, ctx: CallContext) -> Mapping[str, Any]:
        content = _object(await self._post("read", ref, ctx)).get("content")
        if not content:
            raise NotFound("read", upstream=self._upstream.name)
        if not isinstance(content, dict):
            raise ProtocolViolation("read", upstream=self._upstream.name)
        return content

    async def _post(self, what: str, ref: IdRef, ctx: CallContext) -> Answer:
        name = self._config.ids.get(ref.scheme)
        if name is None:
            raise NotSupported("scheme", upstream=self._upstream.name)
        path = f"/data/{self._config.registry}/{self._config.version}/{what}"
        body = json.dumps({"query": {"content": {name: ref.value}}}).encode()
        headers = self._headers() | {"Content-Type": "application/json"}
        answer = await self._upstream.call("POST", path, body=body, headers=headers, deadline=ctx.deadline, safe=True)
        self._check(answer)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Information-Mediator-Client": self._config.client, "Accept": "application/json"}

    def _check(self, answer: Answer) -> None:
        if answer.status == 404:
            raise NotFound("404", upstream=self._upstream.name)
        if answer.status in (401, 403):
            raise PartnerMisconfigured(str(answer.status), upstream=self._upstream.name)
        if answer.status != 200:
            raise ProtocolViolation(str(answer.status), upstream=self._upstream.name)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10]) if told else None
    except ValueError:
        return None


def _initials(told: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in told.replace(".", " ").split())
