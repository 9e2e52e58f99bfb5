"""What came of a campaign: counts from its chunks, and what people answered."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import Integer, Row, Select, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Unreadable
from store.chunks import MARK, NO_ANSWER, came_to, who_of
from store.ledger import READABLE, STEP, Fate, Line, Person, Reached, Sent
from store.sql.campaign_rows import chunk_of, open_person, people_of
from store.sql.campaigns import record_of
from store.sql.engine import transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.many import among_those
from store.sql.tables_campaigns import campaigns, chunks, course, people, replies, touches

__all__ = ["SqlResults"]

PAGE = 100
LOOK = 10
"""Campaigns that wrote to one phone, among which the last one is looked for."""
_ANSWER = (replies.c.word != NO_ANSWER) & replies.c.word.not_like(f"{MARK}%")


class SqlResults:
    """The `Results` port."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys
        hers = among_those(engine.dialect.name, touches.c.who, "whos")
        self._touches = select(touches.c.who, touches.c.at, touches.c.campaign).where(hers)
        self._latest: GroupCommit[bytes, tuple[float, int]] = GroupCommit(self._written)

    async def progress(self, id: int) -> dict[Fate, int]:
        sums = [func.coalesce(func.sum(chunks.c[fate.name.lower()]), 0) for fate in Fate]
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(*sums).where(chunks.c.campaign == id))).one()
        return {fate: int(count) for fate, count in zip(Fate, row, strict=True)}

    async def lately(self, id: int, *, since: float) -> tuple[int, float]:
        taken = select(func.count(), func.min(touches.c.at)).where(touches.c.campaign == id, touches.c.at >= since)
        async with transaction(self._engine) as connection:
            count, first = (await connection.execute(taken)).one()
        return count, since if first is None else first

    async def lines(self, id: int) -> AsyncIterator[Line]:
        after = -1
        while True:
            page = select(chunks).where(chunks.c.campaign == id, chunks.c.seq > after).order_by(chunks.c.seq).limit(PAGE)
            async with transaction(self._engine) as connection:
                rows = (await connection.execute(page)).all()
            if not rows:
                return
            for row in rows:
                for line in chunk_of(row).lines():
                    yield line
            after = rows[-1].seq

    async def latest(self, phone: Phone, *, since: float) -> int | None:
        at, id = await self._latest.add(who_of(self._keys, phone))
        return id if id and at >= since else None

    async def _written(self, whos: list[bytes]) -> list[tuple[float, int]]:
        """When and by which campaign each was written to last. All of theirs are read: an index on the time could be taken for
        the shorter way."""
        last = dict.fromkeys(whos, (0.0, 0))
        async with transaction(self._engine) as connection:
            for who, at, id in await connection.execute(self._touches, {"whos": whos}):
                last[who] = max(last[who], (at, id))
        return [last[who] for who in whos]

    async def sent_to(self, phone: Phone) -> Sent | None:
        who = who_of(self._keys, phone)
        async with transaction(self._engine) as connection:
            for row in (await connection.execute(_mine(who))).all():
                before = people.c.campaign == people_of(row.id), people.c.who >= row.first, people.c.who < who
                place = await connection.scalar(select(func.count()).where(*before)) or 0
                if came_to(row.marks, place):
                    return Sent(record_of(row), _person(row, self._keys), row.sent_at)
        return None

    async def sent_at(self, id: int) -> float:
        async with transaction(self._engine) as connection:
            return await connection.scalar(select(func.max(chunks.c.fed_at)).where(chunks.c.campaign == id)) or 0.0

    async def heard(self, phone: Phone, word: str, *, since: float, now: float) -> int | None:
        id = await self.latest(phone, since=since)
        if id is not None:
            row = {"campaign": id, "who": who_of(self._keys, phone), "word": word, "at": now}
            async with transaction(self._engine) as connection:
                await connection.execute(upsert(connection, replies).values(row).on_conflict_do_nothing())
        return id

    async def said_by(self, phone: Phone, word: str, *, since: float) -> bool:
        id, who = await self.latest(phone, since=since), who_of(self._keys, phone)
        if id is None:
            return False
        mine = select(replies.c.at).where(replies.c.campaign == id, replies.c.who == who, replies.c.word == word)
        async with transaction(self._engine) as connection:
            return await connection.scalar(mine) is not None

    async def said(self, id: int, word: str) -> int:
        mine = select(func.count()).where(replies.c.campaign == id, replies.c.word == word)
        async with transaction(self._engine) as connection:
            return await connection.scalar(mine) or 0

    async def moves(self, id: int) -> list[tuple[int, Fate, int]]:
        mine = select(course.c.step, course.c.fate, course.c["count"]).where(course.c.campaign == id).order_by(course.c.step)
        async with transaction(self._engine) as connection:
            return [(step, Fate(fate), count) for step, fate, count in await connection.execute(mine)]

    async def first_answers(self, id: int) -> list[tuple[int, int]]:
        mine = select(func.min(replies.c.at).label("at")).where(replies.c.campaign == id, _ANSWER)
        firsts = mine.group_by(replies.c.who).subquery()
        async with transaction(self._engine) as connection:
            part = firsts.c.at / STEP  # a cast cuts off on SQLite, which may lack floor, and rounds on PostgreSQL
            step = cast(part, Integer) if connection.dialect.name == "sqlite" else func.floor(part)
            counted = select(step, func.count()).group_by(step).order_by(step)
            return [(int(number), count) for number, count in await connection.execute(counted)]

    async def reached(self, id: int) -> list[Reached]:
        stage = case((replies.c.word.like(f"{MARK}%"), func.substr(replies.c.word, 2)), else_="replied")
        joined = replies.join(people, (people.c.campaign == people_of(id)) & (people.c.who == replies.c.who))
        group = people.c.lang, people.c.region, people.c.operator
        counted = select(*group, stage, func.count(replies.c.who.distinct())).select_from(joined)
        mine = counted.where(replies.c.campaign == id, replies.c.word != NO_ANSWER).group_by(*group, stage)
        async with transaction(self._engine) as connection:
            return [
                Reached((lang, region, via), told, count) for lang, region, via, told, count in await connection.execute(mine)
            ]

    async def answers(self, id: int) -> dict[tuple[str, str], int]:
        joined = replies.join(people, (people.c.campaign == people_of(id)) & (people.c.who == replies.c.who))
        counted = select(people.c.region, replies.c.word, func.count()).select_from(joined).where(replies.c.campaign == id)
        async with transaction(self._engine) as connection:
            rows = await connection.execute(counted.group_by(people.c.region, replies.c.word))
            return {(region, word): count for region, word, count in rows}


def _mine(who: bytes) -> Select[Any]:
    """The campaigns that a person is in, with her row and the marks of her chunk, newest message first."""
    one = chunks.alias("one")
    hers = select(one.c.seq).where(one.c.campaign == campaigns.c.id, one.c.last >= who).order_by(one.c.last).limit(1)
    source, seq = func.coalesce(campaigns.c.source, campaigns.c.id), hers.correlate(campaigns).scalar_subquery()
    joined = campaigns.join(people, (people.c.campaign == source) & (people.c.who == who))
    joined = joined.join(chunks, (chunks.c.campaign == campaigns.c.id) & (chunks.c.seq == seq))
    joined = joined.outerjoin(touches, (touches.c.campaign == campaigns.c.id) & (touches.c.who == who))
    at = func.coalesce(touches.c.at, chunks.c.fed_at).label("sent_at")
    her = people.c.who, people.c.lang, people.c.region, people.c.operator, people.c.sealed
    found = select(campaigns, *her, chunks.c.first, chunks.c.marks, at).select_from(joined)
    readable = campaigns.c.stage.in_([stage.value for stage in READABLE]), chunks.c.fed_at > 0
    return found.where(*readable).order_by(at.desc(), campaigns.c.id.desc()).limit(LOOK)


def _person(row: Row[Any], keys: Keys) -> Person:
    """Her row opened; without her values where it cannot be."""
    try:
        return open_person(row, keys)
    except Unreadable:
        return Person(Phone(""), row.lang, row.region, row.operator)
