"""The phones that people of chats linked: found by a hash of who it is, the number sealed."""

from sqlalchemy import Column, Double, LargeBinary, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Unreadable
from store.sql.engine import transaction, upsert
from store.sql.tables import metadata

__all__ = ["SqlLinkedPhones", "linked_phones"]

linked_phones = Table(
    "linked_phones",
    metadata,
    Column("who", LargeBinary(16), primary_key=True),
    Column("at", Double, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)


class SqlLinkedPhones:
    """The `LinkedPhones` port on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def of(self, channel: str, id: str, *, since: float) -> Phone | None:
        """A row that no key opens any more links nothing."""
        who = self._who(channel, id)
        mine = select(linked_phones.c.sealed).where(linked_phones.c.who == who, linked_phones.c.at > since)
        async with transaction(self._engine) as connection:
            sealed = await connection.scalar(mine)
        try:
            return None if sealed is None else Phone(self._keys.open("linked-phone", sealed, who).decode())
        except Unreadable:
            return None

    async def link(self, channel: str, id: str, phone: Phone, *, at: float) -> None:
        who = self._who(channel, id)
        kept = {"at": at, "sealed": self._keys.seal("linked-phone", phone.e164.encode(), who)}
        async with transaction(self._engine) as connection:
            row = upsert(connection, linked_phones).values(who=who, **kept)
            await connection.execute(row.on_conflict_do_update(index_elements=["who"], set_=kept))

    async def unlink(self, channel: str, id: str) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(linked_phones).where(linked_phones.c.who == self._who(channel, id)))

    async def forget(self, before: float) -> None:
        """Drop the links made before that Unix time. Raises `StoreDown`."""
        async with transaction(self._engine) as connection:
            await connection.execute(delete(linked_phones).where(linked_phones.c.at < before))

    def _who(self, channel: str, id: str) -> bytes:
        return self._keys.mac("linked-phone", channel, id)
