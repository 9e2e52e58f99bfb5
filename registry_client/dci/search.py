"""Synchronous search: the three ways to ask, pages, and an answer that is not ready yet."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from dialogs.ports.identity import CallContext
from dialogs.refusals import NotFound, Pending, ProtocolViolation, Refused, Unavailable
from registry_client.dci.client import Dci
from registry_client.dci.config import QueryType
from registry_client.dci.envelope import fresh_id, iso, transaction
from registry_client.dci.errors import refusal
from registry_client.dci.lenient import Member
from registry_client.http import Deadline

__all__ = ["Asked", "Criteria", "conclude", "earlier", "enrolled", "locale", "query", "search"]

T = TypeVar("T")
Entity = Literal["Group", "Member"]

ATTEMPTS = 2
"""A read may be tried once more, under a new message id."""
MOST_PAGES = 20


@dataclass(frozen=True, slots=True, repr=False)
class Criteria:
    """Who is sought: the registry's type of identifier and its value, and what kind of record should come."""

    id_type: str
    value: str
    entity: Entity


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What was asked, so that its answer can be known and asked for again. `kind` is `search` or `subscribe`."""

    kind: str
    transaction_id: str
    reference_id: str
    locale: str


def query(kind: QueryType, sought: Criteria) -> object:
    """`query` of a search: an identifier, a NoSQL expression (SP-DCI samples), or a predicate of one condition."""
    match kind:
        case "idtype-value":
            return {"type": sought.id_type, "value": sought.value}
        case "expression":
            equal = {sought.id_type: {"$eq": sought.value}}
            expression = {"collection": sought.entity, "query": {"$and": [equal]}}
            return {"type": "ns:org:QueryType:NoSql", "value": {"expression": expression}}
    condition = {"attribute_name": sought.id_type, "operator": "eq", "attribute_value": sought.value}
    return [{"seq_num": 1, "expression1": condition}]


async def search(dci: Dci, sought: Criteria, ctx: CallContext, by: Deadline, *, most: int) -> list[Member]:
    """Up to `most` records, over as many pages as that takes. Empty when nobody matches. Raises `Pending`."""
    found: list[Member] = []
    size = min(most, dci.config.page_size)
    for page in range(1, MOST_PAGES + 1):
        item = await _again(partial(_page, dci, sought, ctx, by, size, page), by)
        records = list(item.down("data", "reg_records").each())
        found += records
        total = item.down("pagination", "total_count").number or 0
        if not records or len(found) >= min(most, total):
            break
    return found[:most]


async def _page(dci: Dci, sought: Criteria, ctx: CallContext, by: Deadline, size: int, page: int) -> Member:
    ours, now = dci.config, iso(dci.now)
    ask = Asked("search", transaction(ctx.key), fresh_id(), locale(dci, ctx))
    criteria: dict[str, object] = {
        "version": "1.0.0",
        "reg_type": ours.reg_type,
        "reg_record_type": ours.reg_record_type,
        "query_type": ours.query_type,
        "response_entity": sought.entity,
        "query": query(ours.query_type, sought),
        "pagination": {"page_size": size, "page_number": page},
    }
    if ctx.consent:
        criteria["consent"] = {"@type": "Consent", "ts": now, "purpose": {"text": ctx.purpose, "code": ctx.purpose}}
    asked = {"reference_id": ask.reference_id, "timestamp": now, "search_criteria": criteria, "locale": ask.locale}
    message = {"transaction_id": ask.transaction_id, "search_request": [asked]}
    answer = await dci.send(ours.search_path, "search", message, by)
    return await conclude(dci, answer, ask, by)


async def enrolled(dci: Dci, sought: Criteria, ctx: CallContext, by: Deadline) -> Member:
    """The item of `sync/enrolled`: records, or `enrolled_status` (yes, no), depending on the product."""

    async def ask() -> Member:
        ours = dci.config
        asked = Asked("search", transaction(ctx.key), "", locale(dci, ctx))
        criteria = {"query_type": ours.query_type, "response_entity": sought.entity, "query": _single(ours.query_type, sought)}
        message = {"transaction_id": asked.transaction_id, "enrolled_criteria": criteria}
        answer = await dci.send(ours.enrolled_path, "search", message, by)
        return await conclude(dci, answer, asked, by)

    return await _again(ask, by)


def _single(kind: QueryType, sought: Criteria) -> object:
    """`enrolled_criteria.query` is an object: of a predicate, its only condition."""
    asked = query(kind, sought)
    return asked[0]["expression1"] if isinstance(asked, list) else asked


def locale(dci: Dci, ctx: CallContext) -> str:
    return dci.config.locales.get(ctx.lang, "eng")


async def conclude(dci: Dci, answer: Member, asked: Asked, by: Deadline) -> Member:
    """The item that answers what was asked (no reference: the only one), asked for again while it is pending.

    Raises `Pending` when the deadline leaves no time for another question.
    """
    correlation = answer.at("correlation_id").text
    while (item := _item(dci, answer, asked.reference_id)) is None:
        if by.left() <= dci.config.poll_every:
            raise Pending("pdng", upstream=dci.name)
        await asyncio.sleep(dci.config.poll_every)
        answer = await _status(dci, asked, correlation, by)
    return item


async def earlier(dci: Dci, asked: Asked, by: Deadline) -> Member | None:
    """What the same transaction brought before, where this is a repetition of it; None when the registry has nothing."""
    try:
        return _item(dci, await _status(dci, asked, "", by), "")
    except (Refused, ProtocolViolation):
        return None


async def _status(dci: Dci, asked: Asked, correlation: str, by: Deadline) -> Member:
    request: Mapping[str, object] = {
        "reference_id": fresh_id(),
        "txn_type": asked.kind,
        "attribute_type": "correlation_id" if correlation else "transaction_id",
        "attribute_value": correlation or asked.transaction_id,
        "locale": asked.locale,
    }
    message = {"transaction_id": asked.transaction_id, "txnstatus_request": request}
    try:
        answer = await dci.send(dci.config.status_path, "txn-status", message, by)
    except NotFound:  # the transaction, not the citizen
        raise ProtocolViolation("txn-not-found", upstream=dci.name) from None
    except Unavailable:
        if by.left() > 0:
            raise
        answer = None
    if answer is None:  # the time ran out while the registry was still at it
        raise Pending("pdng", upstream=dci.name)
    told = answer.at("txnstatus_response")
    return told.at("txn_status") or told or answer


def _item(dci: Dci, answer: Member, reference: str) -> Member | None:
    """None while it is pending."""
    for name in ("search_response", "enrolled_response", "subscribe_response"):
        if listed := list(answer.at(name).each()):
            return _settled(dci, _own(dci, listed, reference))
    return None


def _own(dci: Dci, listed: list[Member], reference: str) -> Member:
    mine = [item for item in listed if item.at("reference_id").text == reference]
    if mine:
        return mine[0]
    if len(listed) == 1 and (not reference or dci.tolerant):
        return listed[0]
    raise ProtocolViolation("reference", upstream=dci.name)


def _settled(dci: Dci, item: Member) -> Member | None:
    """An item with its data is an answer even where it says `rcvd`, as the published samples do."""
    status = item.at("status").text.lower()
    if status == "rjct" and not item.at("subscriptions"):  # a refused repetition may bring what there is already
        raise refusal(item.at("status_reason_code").text, dci.name)
    if status == "pdng":
        return None
    if status == "succ" or "data" in _names(item) or item.at("enrolled_status", "subscriptions"):
        return item
    if status == "rcvd":
        return None
    raise ProtocolViolation("status", upstream=dci.name)


def _names(item: Member) -> Mapping[str, object]:
    return {name: value for name, value in item.raw.items() if value is not None} if isinstance(item.raw, Mapping) else {}


async def _again(ask: Callable[[], Awaitable[T]], by: Deadline) -> T:
    for _ in range(ATTEMPTS - 1):
        try:
            return await ask()
        except Unavailable:
            if by.left() <= 0:
                raise
    return await ask()
