"""What came of a campaign: counts from its chunks, and what people answered."""

from collections.abc import AsyncIterator

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from store.chunks import MARK, NO_ANSWER, who_of
from store.ledger import STEP, Fate, Line, Reached
from store.sql.campaign_rows import chunk_of, people_of
from store.sql.engine import transaction, upsert
from store.sql.tables_campaigns import chunks, course, people, replies, touches

__all__ = ["SqlResults"]

PAGE = 100
_ANSWER = (replies.c.word != NO_ANSWER) & replies.c.word.not_like(f"{MARK}%")


class SqlResults:
    """The `Results` port."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys

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
        mine = touches.c.who == who_of(self._keys, phone), touches.c.at >= since
        async with transaction(self._engine) as connection:
            return await connection.scalar(select(touches.c.campaign).where(*mine).order_by(touches.c.at.desc()).limit(1))

    async def heard(self, phone: Phone, word: str, *, since: float, now: float) -> int | None:
        id = await self.latest(phone, since=since)
        if id is not None:
            row = {"campaign": id, "who": who_of(self._keys, phone), "word": word, "at": now}
            async with transaction(self._engine) as connection:
                await connection.execute(upsert(connection, replies).values(row).on_conflict_do_nothing())
        return id

    async def said_by(self, phone: Phone, word: str, *, since: float) -> bool:
        who = who_of(self._keys, phone)
        latest = select(touches.c.campaign).where(touches.c.who == who, touches.c.at >= since)
        id = latest.order_by(touches.c.at.desc()).limit(1).scalar_subquery()
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
