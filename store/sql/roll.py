"""Who can be written to without a file, in the database: lists replaced as a whole, struck off by a keyed hash."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from dialogs.refusals import Conflict
from store.chunks import who_of
from store.ledger import Added, Person
from store.roll import SELF, Dimension, Enrolled, Listed, Where
from store.sql.campaign_rows import refused
from store.sql.engine import transaction, upsert
from store.sql.tables import consents, contacts
from store.sql.tables_roll import ASKED, roll, roll_lists

__all__ = ["SqlRoll", "drop_own", "keep_own", "registered", "strike_off"]

PAGE = 500
SWEPT = 5000
"""Lines of older lists that one transaction removes: nobody waits for a long delete."""
_BARE = {"lang": "", "region": "", "commune": "", "programme": "", "registered": None, "household": None}
_LANG = func.coalesce(contacts.c.lang, roll.c.lang)
"""The language that a person told us counts more than the list's."""


class SqlRoll:
    """The `Roll` port."""

    def __init__(self, engine: AsyncEngine, keys: Keys, page: int = PAGE) -> None:
        self._engine, self._keys, self._page = engine, keys, page

    async def begin(self, name: str) -> int:
        async with transaction(self._engine) as connection:
            made = await connection.execute(insert(roll_lists).values(name=name, rows=0))
            return int(made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one

    async def add(self, draft: int, lines: Sequence[Listed]) -> Added:
        rows = [self._row(draft, line) for line in lines]
        whos = [row["who"] for row in rows]
        async with transaction(self._engine) as connection:
            if await connection.scalar(select(roll_lists.c.id).where(roll_lists.c.id == draft).with_for_update()) is None:
                raise Conflict("overtaken")  # the lines would be nobody's
            said_no = consents.c.purpose == "campaign", consents.c.given.is_(False), consents.c.who.in_(whos)
            why = dict.fromkeys(await connection.scalars(select(consents.c.who).where(*said_no)), "opted-out")
            there = roll.c.list == draft, roll.c.who.in_(whos)
            why |= dict.fromkeys(await connection.scalars(select(roll.c.who).where(*there)), "same-number")
            kept, dropped = list[dict[str, Any]](), list[tuple[int, str]]()
            for place, row in enumerate(rows):
                if row["who"] in why:
                    dropped.append((place, why[row["who"]]))
                else:
                    kept.append(row)
                    why[row["who"]] = "same-number"
            if kept:
                await connection.execute(insert(roll), kept)
        return Added(len(kept), tuple(dropped))

    async def publish(self, draft: int, enrolled: Enrolled) -> bool:
        values = {"by": enrolled.by, "at": enrolled.at, "rows": enrolled.rows, "digest": enrolled.digest}
        async with transaction(self._engine) as connection:
            name = await connection.scalar(select(roll_lists.c.name).where(roll_lists.c.id == draft).with_for_update())
            latest = select(func.max(roll_lists.c.id)).where(roll_lists.c.name == name, roll_lists.c.at.is_not(None))
            if name is None or (await connection.scalar(latest) or 0) > draft:
                return False
            said_no = select(consents.c.who).where(consents.c.purpose == "campaign", consents.c.given.is_(False))
            await connection.execute(delete(roll).where(roll.c.list == draft, roll.c.who.in_(said_no)))  # since `add` looked
            await connection.execute(update(roll_lists).where(roll_lists.c.id == draft).values(values))
        await self._remove((roll_lists.c.name == name) & (roll_lists.c.id < draft))
        return True

    async def strike(self, name: str) -> bool:
        return await self._remove(roll_lists.c.name == name)

    async def lists(self) -> list[Enrolled]:
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(select(roll_lists).where(roll_lists.c.id.in_(_current())))).all()
        return sorted(
            (Enrolled(row.name, bytes(row.by), row.at, row.rows, bytes(row.digest)) for row in rows), key=lambda one: one.name
        )

    async def matching(self, where: Where) -> AsyncIterator[Sequence[Person]]:
        async with transaction(self._engine) as connection:
            ids = sorted(await connection.scalars(select(roll.c.list).distinct().where(_on(where))))
        for id in ids:
            after = b""
            while rows := await self._next(id, where, after):
                yield [self._open(row) for row in rows]
                after = rows[-1].who

    async def count(self, where: Where, purpose: str, *, consented: bool) -> int:
        async with transaction(self._engine) as connection:
            mine = select(func.count(roll.c.who.distinct())).select_from(_roll()).where(_all_of(where))
            return await connection.scalar(mine.where(~refused(purpose, consented=consented, who=roll.c.who))) or 0

    async def groups(self, where: Where, by: Dimension, purpose: str, *, consented: bool) -> Mapping[str, int]:
        name: ColumnElement[str] = _LANG if by == "lang" else roll.c[by]
        mine = select(name, func.count(roll.c.who.distinct())).select_from(_roll()).where(_all_of(where))
        mine = mine.where(~refused(purpose, consented=consented, who=roll.c.who)).group_by(name)
        async with transaction(self._engine) as connection:
            return {group: count for group, count in await connection.execute(mine)}  # noqa: C416 rows are no pairs to mypy

    async def _next(self, id: int, where: Where, after: bytes) -> Sequence[Row[Any]]:
        page = select(roll, _LANG.label("speaks")).select_from(_roll()).where(roll.c.list == id, roll.c.who > after, _said(where))
        async with transaction(self._engine) as connection:
            return (await connection.execute(page.order_by(roll.c.who).limit(self._page))).all()

    def _row(self, list_: int, line: Listed) -> dict[str, Any]:
        person = line.person
        told = {"lang": person.lang, "region": person.region, "commune": line.commune, "programme": line.programme}
        home = self._keys.mac("roll-household", person.household) if person.household else None
        return {"list": list_, **own_row(self._keys, person.phone), **told, "registered": line.registered, "household": home}

    def _open(self, row: Row[Any]) -> Person:
        """Raises `Unreadable`."""
        phone = Phone(self._keys.open("roll", row.sealed, row.who).decode())
        return Person(phone, row.speaks, row.region, household=row.household.hex() if row.household else "")

    async def _remove(self, which: ColumnElement[bool]) -> bool:
        """Forget lists and their lines; whether there were any."""
        async with transaction(self._engine) as connection:
            ids = list(await connection.scalars(select(roll_lists.c.id).where(which)))
            await connection.execute(update(roll_lists).where(roll_lists.c.id.in_(ids)).values(at=None))
        for id in ids:
            while await self._sweep(id):
                pass
        async with transaction(self._engine) as connection:
            await connection.execute(delete(roll_lists).where(roll_lists.c.id.in_(ids)))
        return bool(ids)

    async def _sweep(self, id: int) -> int:
        async with transaction(self._engine) as connection:
            some = select(roll.c.who).where(roll.c.list == id).order_by(roll.c.who).limit(SWEPT)
            last = await connection.scalar(select(func.max(some.subquery().c.who)))
            if last is None:
                return 0
            return (await connection.execute(delete(roll).where(roll.c.list == id, roll.c.who <= last))).rowcount


def own_row(keys: Keys, phone: Phone) -> dict[str, Any]:
    who = who_of(keys, phone)
    return {"who": who, "sealed": keys.seal("roll", phone.e164.encode(), who)}


async def keep_own(connection: AsyncConnection, keys: Keys, phone: Phone) -> None:
    """She asked for announcements: her number can be read back."""
    row = {"list": ASKED, **_BARE, **own_row(keys, phone)}
    await connection.execute(upsert(connection, roll).values(row).on_conflict_do_nothing())


async def drop_own(connection: AsyncConnection, who: bytes) -> None:
    """Her own word that she wants announcements is forgotten; the lists of institutions are theirs."""
    await connection.execute(delete(roll).where(roll.c.list == ASKED, roll.c.who == who))


async def strike_off(connection: AsyncConnection, who: bytes) -> None:
    """She refuses them: her number is on no list any more."""
    await connection.execute(delete(roll).where(roll.c.who == who))


def registered(who: ColumnElement[bytes]) -> ColumnElement[bool]:
    """Whether a list that stands calls a person registered; by her key: an EXISTS may become a scan of all lists."""
    mine = roll.c.who == who, roll.c.registered.is_(True), roll.c.list.in_(_current())
    return select(roll.c.list).where(*mine).limit(1).scalar_subquery().is_not(None)


def _roll() -> FromClause:
    return roll.outerjoin(contacts, contacts.c.who == roll.c.who)


def _current() -> Any:
    """The ids of the lists that stand."""
    return select(func.max(roll_lists.c.id)).where(roll_lists.c.at.is_not(None)).group_by(roll_lists.c.name)


def _on(where: Where) -> ColumnElement[bool]:
    """Lines of the lists that are asked for."""
    named = select(roll_lists.c.id).where(roll_lists.c.id.in_(_current()))
    if where.lists:
        named = named.where(roll_lists.c.name.in_(where.lists))
    on_lists = roll.c.list.in_(named)
    return on_lists if where.lists and SELF not in where.lists else on_lists | (roll.c.list == ASKED)


def _said(where: Where) -> ColumnElement[bool]:
    """Lines that say what is asked for."""
    asked: Iterable[tuple[ColumnElement[Any], tuple[str, ...]]] = (
        (roll.c.region, where.region),
        (roll.c.commune, where.commune),
        (_LANG, where.lang),
        (roll.c.programme, where.programme),
    )
    told = [column.in_(words) for column, words in asked if words]
    told += [] if where.registered is None else [roll.c.registered.is_(where.registered)]
    return and_(true(), *told)


def _all_of(where: Where) -> ColumnElement[bool]:
    return _on(where) & _said(where)
