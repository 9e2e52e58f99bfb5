"""Where messages wait for the sender: durable once `put` returns, unreadable in the database."""

from typing import Any

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Lane, Message, State, Unreadable
from store.sql.engine import transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.many import among_those
from store.sql.tables import outbox

__all__ = ["SqlOutbox", "open_message", "phone_mac"]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, str, str, str]).decode


class SqlOutbox:
    """The `Outbox` port. Phone, text and note are sealed together, bound to the message's key."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._put = upsert(engine, outbox).on_conflict_do_nothing().returning(outbox.c.key)
        self._puts: GroupCommit[dict[str, Any], bool] = GroupCommit(self._insert)
        asked = outbox.c.campaign == 0, among_those(engine.dialect.name, outbox.c.key, "keys")
        self._kept = select(outbox.c.key, outbox.c.sealed).where(*asked)
        self._notes: GroupCommit[bytes, str | None] = GroupCommit(self._read)

    async def put(self, message: Message) -> bool:
        return await self._puts.add(_row(message, self._keys))

    async def note(self, key: bytes) -> str | None:
        return await self._notes.add(key)

    async def _read(self, keys: list[bytes]) -> list[str | None]:
        async with transaction(self._engine) as connection:
            kept = {row.key: row.sealed for row in await connection.execute(self._kept, {"keys": keys})}
        return [self._note(key, kept[key]) if key in kept else None for key in keys]

    def _note(self, key: bytes, sealed: bytes) -> str | None:
        try:
            return _decode(self._keys.open("outbox", sealed, key))[2]
        except Unreadable:
            return None

    async def _insert(self, rows: list[dict[str, Any]]) -> list[bool]:
        first = {row["key"]: row for row in reversed(rows)}
        async with transaction(self._engine) as connection:
            new = set((await connection.scalars(self._put, list(first.values())[::-1])).all())
        return [row["key"] in new and first[row["key"]] is row for row in rows]


def phone_mac(phone: Phone, keys: Keys) -> bytes:
    """What a phone is looked up by in the outbox and among reports."""
    return keys.mac("outbox-phone", phone.e164)


def open_message(row: Row[Any], keys: Keys) -> Message:
    """A row of the outbox as the message that was put; raises `Unreadable`."""
    to, text, note, encoding = _decode(keys.open("outbox", row.sealed, row.key))
    return Message(row.key, Phone(to), text, Lane(row.lane), row.valid_until, note, encoding)


def _row(message: Message, keys: Keys, campaign: int = 0) -> dict[str, Any]:
    plain = _encode((message.to.e164, message.text, message.note, message.encoding))
    return {
        "campaign": campaign,
        "key": message.key,
        "lane": int(message.lane),
        "state": State.QUEUED.value,
        "attempt": 0,
        "parts": 0,
        "due": 0.0,
        "valid_until": message.valid_until,
        "phone_mac": phone_mac(message.to, keys),
        "sealed": keys.seal("outbox", plain, message.key),
        "provider": "",
        "provider_id": "",
        "reason": "",
    }
