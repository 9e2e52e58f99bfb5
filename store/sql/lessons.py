"""Masked sentences to learn from: the phone hashed so that they can go with its consent, the words sealed."""

from collections.abc import Sequence

from sqlalchemy import Column, Double, Index, LargeBinary, Row, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Lesson, Unreadable
from store.sql.engine import transaction, upsert
from store.sql.tables import metadata

__all__ = ["SqlLessons", "lessons"]

lessons = Table(
    "lessons",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("who", LargeBinary(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_lessons_who", "who"),
    Index("ix_lessons_at", "at"),
)


class SqlLessons:
    """The `Lessons` port on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def keep(self, key: bytes, phone: Phone, lesson: Lesson) -> None:
        sealed = self._keys.seal("lesson", lesson.text.encode(), key)
        row = {"key": key, "who": self._who(phone), "lang": lesson.lang, "at": lesson.at, "sealed": sealed}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, lessons).values(row).on_conflict_do_nothing())

    async def forget(self, phone: Phone) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(lessons).where(lessons.c.who == self._who(phone)))

    async def kept(self) -> Sequence[Lesson]:
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(select(lessons).order_by(lessons.c.at, lessons.c.key))).all()
        return [lesson for row in rows if (lesson := self._read(row)) is not None]

    async def sweep(self, before: float) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(lessons).where(lessons.c.at < before))

    def _who(self, phone: Phone) -> bytes:
        return self._keys.mac("lesson", phone.e164)

    def _read(self, row: Row[tuple[bytes, bytes, str, float, bytes]]) -> Lesson | None:
        """None for a row that no key opens any more."""
        try:
            return Lesson(self._keys.open("lesson", row.sealed, row.key).decode(), row.lang, row.at)
        except Unreadable:
            return None
