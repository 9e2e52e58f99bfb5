"""The people of a campaign: gathered without doubles, frozen chunk by chunk, read again in order."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from dialogs.refusals import Conflict
from store.chunks import SIZE, Chunk, checkpoint, who_of
from store.ledger import Added, Fate, Frozen, Person, Record, Stage
from store.sql.campaign_rows import answered_to, chunk_of, group_of, open_person, people_of, person_row, row_of_chunk, said_no
from store.sql.campaigns import record_of
from store.sql.engine import steady, transaction
from store.sql.many import among, insert_new
from store.sql.tables import contacts
from store.sql.tables_campaigns import campaigns, chunks, people

__all__ = ["SqlAudience"]


class SqlAudience:
    """The `Audience` port."""

    def __init__(self, engine: AsyncEngine, keys: Keys, size: int = SIZE) -> None:
        self._engine, self._keys, self._size = engine, keys, size

    async def add(self, id: int, people_: Sequence[Person]) -> Added:
        rows = await asyncio.to_thread(self._rows, id, people_)  # sealing takes its time, and phones wait for answers
        async with transaction(self._engine) as connection:
            await _gathering(connection, id)
            new = await insert_new(connection, people, await _in_their_languages(connection, rows))
            dropped = () if new == len(rows) else await _dropped(connection, id, rows)
        return Added(new, dropped)

    async def exclude(self, id: int, phones: Sequence[Phone]) -> None:
        blank = {"campaign": id, "household": None, "lang": "", "region": "", "operator": "", "excluded": True, "sealed": b""}
        whos = {who_of(self._keys, phone) for phone in phones}
        async with transaction(self._engine) as connection:
            await _gathering(connection, id)
            there = people.c.campaign == id, among(connection, people.c.who, whos)
            await connection.execute(update(people).where(*there).values(excluded=True))
            await insert_new(connection, people, [blank | {"who": who} for who in whos])

    async def freeze(self, id: int, purpose: str, *, consented: bool) -> Frozen | None:
        async with transaction(self._engine) as connection:
            await _locked(connection, id)
            last = await _last(connection, id)
            after = last.last if last else b""
            page = select(people, said_no(purpose, consented=consented)).where(people.c.campaign == id, people.c.who > after)
            rows = (await connection.execute(page.order_by(people.c.who).limit(self._size))).all()
            if not rows:
                return None
            out = {row.who: _out(row, consented) for row in rows if row.excluded or row.said_no}
            gone = people.c.campaign == id, people.c.who.in_(list(out))
            if out:
                await connection.execute(delete(people).where(*gone))
            kept = [row for row in rows if row.who not in out]
            if kept:
                chunk = _chunk(kept, last.seq + 1 if last else 0, last.digest if last else b"")
                await connection.execute(insert(chunks).values(row_of_chunk(id, chunk)))
        return Frozen(len(kept), Counter(out.values()))

    async def seal(self, was: Record, plan: bytes) -> Record | None:
        async with transaction(self._engine) as connection:
            last = await _last(connection, was.id)
            count = select(func.coalesce(func.sum(chunks.c.waiting), 0)).where(chunks.c.campaign == was.id)
            new = {"revision": was.revision + 1, "stage": Stage.FROZEN.value, "plan": plan, "reason": ""}
            new |= {"count": await connection.scalar(count), "digest": last.digest if last else b""}
            mine = campaigns.c.id == was.id, campaigns.c.revision == was.revision
            row = (await connection.execute(update(campaigns).where(*mine).values(new).returning(campaigns))).first()
        return record_of(row) if row else None

    async def again(self, was: Record, source: Record) -> Record | None:
        new = {"revision": was.revision + 1, "stage": Stage.SCHEDULED.value, "source": source.id}
        new |= {"count": source.count, "digest": source.digest}
        mine = campaigns.c.id == was.id, campaigns.c.revision == was.revision, campaigns.c.stage == Stage.DRAFT.value
        async with transaction(self._engine) as connection:
            row = (await connection.execute(update(campaigns).where(*mine).values(new).returning(campaigns))).first()
            if row is not None:
                await connection.execute(_copied(connection, was.id, source.id))
        return record_of(row) if row else None

    async def digest(self, id: int) -> bytes | None:
        digest, seq = b"", 0
        while (found := await self._page(id, seq)) is not None:
            chunk, rows = found
            digest = checkpoint(digest, ((row.who, group_of(row)) for row in rows))
            if digest != chunk.digest:
                return None
            seq += 1
        return digest

    async def people(self, id: int) -> AsyncIterator[tuple[Person, Fate, bool]]:
        seq, after = 0, b""
        while (found := await self._page(id, seq)) is not None:
            chunk, rows = found
            for row, fate in zip(rows, chunk.fates(), strict=True):
                yield open_person(row, self._keys), fate, row.answered
            seq, after = seq + 1, chunk.last
        while not seq and (rows := await self._unfrozen(id, after)):
            for row in rows:
                yield open_person(row, self._keys), Fate.WAITING, False
            after = rows[-1].who

    async def _page(self, id: int, seq: int) -> tuple[Chunk, Sequence[Row[Any]]] | None:
        """A chunk with its people; None after the last."""
        async with transaction(self._engine) as connection:
            await steady(connection, "enable_seqscan")
            found = select(chunks).where(chunks.c.campaign == id, chunks.c.seq == seq)
            row = (await connection.execute(found)).first()
            if row is None:
                return None
            answered = answered_to(connection, [id]).label("answered")
            mine = people.c.campaign == people_of(id), people.c.who.between(row.first, row.last)
            return chunk_of(row), (await connection.execute(select(people, answered).where(*mine).order_by(people.c.who))).all()

    async def _unfrozen(self, id: int, after: bytes) -> Sequence[Row[Any]]:
        mine = people.c.campaign == id, people.c.who > after, people.c.excluded.is_(False)
        async with transaction(self._engine) as connection:
            return (await connection.execute(select(people).where(*mine).order_by(people.c.who).limit(self._size))).all()

    def _rows(self, id: int, people_: Sequence[Person]) -> list[dict[str, Any]]:
        return [person_row(id, person, self._keys) for person in people_]


async def _dropped(connection: AsyncConnection, id: int, rows: Sequence[dict[str, Any]]) -> tuple[tuple[int, str], ...]:
    """The places of a batch that were not taken, with why: what was is known by its seal, for no two are the same."""
    places = {row["sealed"]: place for place, row in enumerate(rows)}
    mine = people.c.campaign == id, among(connection, people.c.who, [row["who"] for row in rows])
    there = {
        row.who: row for row in await connection.execute(select(people.c.who, people.c.excluded, people.c.sealed).where(*mine))
    }
    dropped = list[tuple[int, str]]()
    for place, row in enumerate(rows):
        found = there.get(row["who"])
        taken = -1 if found is None else places.get(found.sealed, -1)
        if found is None or taken > place:
            dropped.append((place, "same-household"))
        elif taken < place:
            dropped.append((place, "excluded" if found.excluded else "same-number"))
    return tuple(dropped)


async def _in_their_languages(connection: AsyncConnection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The language that a person told us counts more than the file's."""
    told = select(contacts.c.who, contacts.c.lang).where(among(connection, contacts.c.who, [row["who"] for row in rows]))
    langs = {who: lang for who, lang in await connection.execute(told.where(contacts.c.lang.is_not(None)))}  # noqa: C416 rows are no pairs to mypy
    return [row | {"lang": langs[row["who"]]} if row["who"] in langs else row for row in rows]


def _out(row: Row[Any], consented: bool) -> str:
    return "excluded" if row.excluded else "no-consent" if consented else "opted-out"


def _chunk(rows: Sequence[Row[Any]], seq: int, before: bytes) -> Chunk:
    whos, groups = [row.who for row in rows], [group_of(row) for row in rows]
    return Chunk.of(seq, whos, groups, checkpoint(before, zip(whos, groups, strict=True)))


def _copied(connection: AsyncConnection, id: int, source: int) -> Insert:
    """The chunks of an audience once more, with nothing marked: one statement, however many there are."""
    size = func.length(chunks.c.marks)
    blank = func.zeroblob(size) if connection.dialect.name == "sqlite" else func.decode(func.repeat("00", size), "hex")
    new: dict[str, ColumnElement[Any]] = {"campaign": literal(id), "marks": blank, "reasons": literal('[""]')}
    new |= {"waiting": size // 2, "look_at": literal(0.0), "fed_at": literal(0.0), "later_at": literal(0.0)}
    new |= {
        name: literal(0) for name in ("queued", "unknown", "sent", "delivered", "failed", "expired", "skipped", "moving", "looks")
    }
    told = [new.get(column.name, column).label(column.name) for column in chunks.columns]
    return insert(chunks).from_select(
        [column.name for column in chunks.columns], select(*told).where(chunks.c.campaign == source)
    )


async def _locked(connection: AsyncConnection, id: int) -> None:
    """Nobody else changes this campaign until the commit; raises `Conflict` when it is no draft.

    A table that was filled a moment ago is still a small one to the planner, and it would look through it for each batch.
    """
    await steady(connection, "enable_seqscan")
    mine = campaigns.c.id == id, campaigns.c.stage == Stage.DRAFT.value
    if await connection.scalar(select(campaigns.c.id).where(*mine).with_for_update()) is None:
        raise Conflict("frozen")


async def _gathering(connection: AsyncConnection, id: int) -> None:
    await _locked(connection, id)
    if await _last(connection, id):
        raise Conflict("frozen")


async def _last(connection: AsyncConnection, id: int) -> Any:
    last = select(chunks.c.seq, chunks.c.last, chunks.c.digest).where(chunks.c.campaign == id)
    return (await connection.execute(last.order_by(chunks.c.seq.desc()).limit(1))).first()
