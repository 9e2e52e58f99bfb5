"""Rows of campaigns as the nouns of the ledger, and back."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Phone
from dialogs.ports import Keys
from store.chunks import Chunk, who_of
from store.ledger import Fate, Group, Person
from store.sql.many import among
from store.sql.tables import consents
from store.sql.tables_campaigns import campaigns, chunks, people, replies

__all__ = [
    "answered_to",
    "chunk_of",
    "group_of",
    "open_person",
    "people_of",
    "person_row",
    "refused",
    "row_of_chunk",
    "said_no",
    "save_chunk",
    "some_chunks",
    "waiting_chunks",
]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, dict[str, str]]).decode


def person_row(campaign: int, person: Person, keys: Keys) -> dict[str, Any]:
    who = who_of(keys, person.phone)
    return {
        "campaign": campaign,
        "who": who,
        "household": keys.mac("campaign-household", person.household) if person.household else None,
        "lang": person.lang,
        "region": person.region,
        "operator": person.operator,
        "excluded": False,
        "sealed": keys.seal("campaign", _encode((person.phone.e164, dict(person.values))), who),
    }


def open_person(row: Row[Any], keys: Keys) -> Person:
    """Raises `Unreadable`."""
    phone, values = _decode(keys.open("campaign", row.sealed, row.who))
    return Person(Phone(phone), row.lang, row.region, row.operator, "", values)


def group_of(row: Row[Any]) -> Group:
    return row.lang, row.region, row.operator


def chunk_of(row: Row[Any]) -> Chunk:
    reasons = msgspec.json.decode(row.reasons, type=list[str])
    fixed = bytes(row.first), bytes(row.last), bytes(row.digest), bytes(row.groups)
    return Chunk(row.seq, *fixed, bytearray(row.marks), reasons, row.look_at, row.looks, row.fed_at, row.later_at)


def row_of_chunk(campaign: int, chunk: Chunk) -> dict[str, Any]:
    fixed = {"campaign": campaign, "seq": chunk.seq, "first": chunk.first, "last": chunk.last}
    return {**fixed, "digest": chunk.digest, "groups": chunk.groups, **_changing(chunk)}


async def save_chunk(connection: AsyncConnection, campaign: int, chunk: Chunk) -> None:
    mine = chunks.c.campaign == campaign, chunks.c.seq == chunk.seq
    await connection.execute(update(chunks).where(*mine).values(_changing(chunk)))


def some_chunks(campaign: int, where: ColumnElement[bool], most: int) -> Select[Any]:
    """Chunks in order, locked until the commit."""
    mine = select(chunks).where(chunks.c.campaign == campaign, where)
    return mine.order_by(chunks.c.seq).limit(most).with_for_update()


def waiting_chunks(campaign: int, most: int, *, now: float = math.inf) -> Select[Any]:
    """Chunks in which somebody waits, not only people over a cap until after `now`: by that time and in order; locked."""
    mine = select(chunks).where(chunks.c.campaign == campaign, chunks.c.waiting > literal_column("0"), chunks.c.later_at <= now)
    return mine.order_by(chunks.c.later_at, chunks.c.seq).limit(most).with_for_update()


def refused(purpose: str, *, consented: bool, who: ColumnElement[bytes] = people.c.who) -> ColumnElement[bool]:
    """Whether a person said no to a purpose, or (`consented`) never said yes."""
    said = exists().where(consents.c.who == who, consents.c.purpose == purpose, consents.c.given.is_(consented))
    return ~said if consented else said


def said_no(purpose: str, *, consented: bool) -> ColumnElement[bool]:
    """`refused` of each of a page of people, by her key: an EXISTS may become a scan of everybody's consents for every page."""
    mine = consents.c.who == people.c.who, consents.c.purpose == purpose, consents.c.given.is_(consented)
    said = select(consents.c.given).where(*mine).scalar_subquery()
    return (said.is_(None) if consented else said.is_not(None)).label("said_no")


def people_of(id: int) -> ScalarSelect[int]:
    """The campaign whose people are written to: another one for a wave."""
    return select(func.coalesce(campaigns.c.source, campaigns.c.id)).where(campaigns.c.id == id).scalar_subquery()


def answered_to(connection: AsyncConnection, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether each of a page of people answered one of these campaigns; like `said_no` by her key."""
    mine = replies.c.who == people.c.who, among(connection, replies.c.campaign, ids)
    return select(replies.c.at).where(*mine).limit(1).scalar_subquery().is_not(None)


def _changing(chunk: Chunk) -> Mapping[str, Any]:
    counts = chunk.counts()
    return {
        "marks": bytes(chunk.marks),
        "reasons": msgspec.json.encode(chunk.reasons).decode(),
        "moving": chunk.moving(),
        "look_at": chunk.look_at,
        "looks": chunk.looks,
        "fed_at": chunk.fed_at,
        "later_at": chunk.later_at,
    } | {fate.name.lower(): counts[fate] for fate in Fate}
