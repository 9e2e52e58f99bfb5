"""Slow answers that outlive their turn: kept sealed, worked on by one worker, shown once."""

from typing import Any

import msgspec
from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import Phone, Prompt
from dialogs.ports import Errand, Keys, Unreadable
from store.prompts import dump_prompt, load_prompt
from store.sql.engine import transaction, upsert
from store.sql.tables import errands

__all__ = ["SqlErrands"]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, str, dict[str, str]]).decode
NEVER = 1e12  # Unix time of a lease that does not end: what cannot be read is set aside


class SqlErrands:
    """The `Errands` port. Phone, language and arguments are sealed together, the answer on its own, bound to the key."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def put(self, errand: Errand) -> Errand:
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, errands).values(self._row(errand)).on_conflict_do_nothing())
            kept = (await connection.execute(select(errands).where(errands.c.key == errand.key))).one()
        return self._read(kept)

    async def claim(self, *, lease: float, now: float) -> Errand | None:
        async with transaction(self._engine) as connection:
            while (row := await _oldest(connection, now)) is not None:
                mine = update(errands).where(errands.c.key == row.key)
                try:
                    errand = self._read(row)
                except Unreadable:
                    await connection.execute(mine.values(lease_until=NEVER))
                    continue
                await connection.execute(mine.values(lease_until=now + lease))
                return errand
        return None

    async def finish(self, key: bytes, answer: Prompt) -> None:
        sealed = self._keys.seal("errand-answer", dump_prompt(answer), key)
        first = update(errands).where(errands.c.key == key, errands.c.answer.is_(None))
        async with transaction(self._engine) as connection:
            await connection.execute(first.values(answer=sealed))

    async def news(self, phone: Phone, *, since: float) -> Errand | None:
        mine = errands.c.phone_mac == self._mac(phone)
        latest = select(errands).where(mine, errands.c.made_at > since, ~errands.c.shown).order_by(errands.c.made_at.desc())
        async with transaction(self._engine) as connection:
            row = (await connection.execute(latest.limit(1))).first()
        try:
            return None if row is None else self._read(row)
        except Unreadable:
            return None

    async def shown(self, key: bytes) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(update(errands).where(errands.c.key == key).values(shown=True))

    async def forget(self, phone: Phone) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(errands).where(errands.c.phone_mac == self._mac(phone)))

    def _row(self, errand: Errand) -> dict[str, Any]:
        plain = _encode((errand.phone.e164, errand.lang, dict(errand.args)))
        return {
            "key": errand.key,
            "kind": errand.kind,
            "ref": errand.ref,
            "phone_mac": self._mac(errand.phone),
            "made_at": errand.made_at,
            "lease_until": 0.0,
            "shown": False,
            "sealed": self._keys.seal("errand", plain, errand.key),
            "answer": None,
        }

    def _read(self, row: Row[Any]) -> Errand:
        phone, lang, args = _decode(self._keys.open("errand", row.sealed, row.key))
        answer = None if row.answer is None else load_prompt(self._keys.open("errand-answer", row.answer, row.key))
        return Errand(row.key, row.ref, row.kind, args, Phone(phone), lang, row.made_at, answer)

    def _mac(self, phone: Phone) -> bytes:
        return self._keys.mac("errand-phone", phone.e164)


async def _oldest(connection: AsyncConnection, now: float) -> Row[Any] | None:
    open_ = select(errands).where(errands.c.answer.is_(None), errands.c.lease_until <= now).order_by(errands.c.made_at)
    return (await connection.execute(open_.limit(1).with_for_update(skip_locked=True))).first()
