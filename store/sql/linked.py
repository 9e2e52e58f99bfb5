"""The phones that people of chats linked: found by a hash of who it is, the number sealed."""

import contextlib
from collections.abc import Sequence

import msgspec
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
    Column("phone_mac", LargeBinary(16), nullable=False, index=True),
    Column("at", Double, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)

_decode = msgspec.msgpack.Decoder(tuple[str, str, str]).decode


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
            return None if sealed is None else Phone(self._open(sealed, who)[0])
        except Unreadable:
            return None

    async def link(self, channel: str, id: str, phone: Phone, *, at: float) -> None:
        who = self._who(channel, id)
        plain = msgspec.msgpack.encode((phone.e164, channel, id))
        kept = {"phone_mac": self._mac(phone), "at": at, "sealed": self._keys.seal("linked-phone", plain, who)}
        async with transaction(self._engine) as connection:
            row = upsert(connection, linked_phones).values(who=who, **kept)
            await connection.execute(row.on_conflict_do_update(index_elements=["who"], set_=kept))

    async def unlink(self, channel: str, id: str) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(linked_phones).where(linked_phones.c.who == self._who(channel, id)))

    async def accounts(self, phone: Phone) -> Sequence[tuple[str, str]]:
        """A row that no key opens any more links nobody, and is dropped by `forget` at its time."""
        mine = select(linked_phones).where(linked_phones.c.phone_mac == self._mac(phone))
        found = list[tuple[str, str]]()
        async with transaction(self._engine) as connection:
            for row in await connection.execute(mine):
                with contextlib.suppress(Unreadable):
                    found.append(self._open(row.sealed, row.who)[1:])
        return sorted(found)

    async def forget(self, before: float) -> None:
        """Drop the links made before that Unix time. Raises `StoreDown`."""
        async with transaction(self._engine) as connection:
            await connection.execute(delete(linked_phones).where(linked_phones.c.at < before))

    def _open(self, sealed: bytes, who: bytes) -> tuple[str, str, str]:
        """(phone, channel, id); raises `Unreadable`."""
        return _decode(self._keys.open("linked-phone", sealed, who))

    def _mac(self, phone: Phone) -> bytes:
        return self._keys.mac("linked-by-phone", phone.e164)

    def _who(self, channel: str, id: str) -> bytes:
        return self._keys.mac("linked-phone", channel, id)
