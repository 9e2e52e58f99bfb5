"""Where messages wait for the sender: durable once `put` returns, unreadable in the database."""

from typing import Any

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Lane, Message, State, Unreadable
from store.sql.engine import transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.tables import outbox

__all__ = ["SqlOutbox", "open_message", "phone_mac"]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, str, str, str]).decode


class SqlOutbox:
    """The `Outbox` port. Phone, text and note are sealed together, bound to the message's key."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._puts: GroupCommit[dict[str, Any], bool] = GroupCommit(self._insert)

    async def put(self, message: Message) -> bool:
        return await self._puts.add(_row(message, self._keys))

    async def note(self, key: bytes) -> str | None:
        async with transaction(self._engine) as connection:
            sealed = await connection.scalar(select(outbox.c.sealed).where(outbox.c.campaign == 0, outbox.c.key == key))
        try:
            return None if sealed is None else _decode(self._keys.open("outbox", sealed, key))[2]
        except Unreadable:
            return None

    async def _insert(self, rows: list[dict[str, Any]]) -> list[bool]:
        first = {row["key"]: row for row in reversed(rows)}
        async with transaction(self._engine) as connection:
            insert = upsert(connection, outbox).on_conflict_do_nothing().returning(outbox.c.key)
            new = set((await connection.scalars(insert, list(first.values())[::-1])).all())
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
