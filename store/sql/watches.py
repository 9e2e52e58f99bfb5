"""Who is told of changes in a registry: the number hashed to find it by, the rest sealed."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Column, Double, LargeBinary, Table, and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef, Phone
from dialogs.ports import Keys, Subscription, Unreadable, Watch
from store.sql.engine import transaction, upsert
from store.sql.tables import metadata

__all__ = ["SqlWatches", "unwanted_notices", "watches"]

watches = Table(
    "watches",
    metadata,
    Column("who", LargeBinary(16), primary_key=True),
    Column("phone_mac", LargeBinary(16), primary_key=True, index=True),
    Column("at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
unwanted_notices = Table(
    "unwanted_notices",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("who", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""What a registry still tells us for a phone that was forgotten; `who` is the `who` of `watches`."""
_decode = msgspec.msgpack.Decoder(tuple[str, str, str, str, str]).decode
_subscription = msgspec.msgpack.Decoder(tuple[str, str, str]).decode


class SqlWatches:
    """The `Watches` port on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def add(self, watch: Watch, *, at: float) -> None:
        ref = watch.subscription.ref
        who, phone = self._who(ref), self._keys.mac("watch-phone", watch.phone.e164)
        plain = msgspec.msgpack.encode((watch.subscription.id, ref.scheme, ref.value, watch.phone.e164, watch.lang))
        kept = {"at": at, "sealed": self._keys.seal("watch", plain, who)}
        async with transaction(self._engine) as connection:
            row = upsert(connection, watches).values(who=who, phone_mac=phone, **kept)
            await connection.execute(row.on_conflict_do_update(index_elements=["who", "phone_mac"], set_=kept))

    async def of(self, ref: IdRef) -> Sequence[Watch]:
        mine = select(watches).where(watches.c.who == self._who(ref)).order_by(watches.c.at)
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(mine)).all()
        return [watch for row in rows if (watch := self._read(row.sealed, row.who)) is not None]

    async def drop(self, ref: IdRef, phone: Phone) -> Watch | None:
        mine = and_(watches.c.who == self._who(ref), watches.c.phone_mac == self._keys.mac("watch-phone", phone.e164))
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(watches).where(mine))).first()
            await connection.execute(delete(watches).where(mine))
        return None if row is None else self._read(row.sealed, row.who)

    async def forget(self, phone: Phone) -> None:
        mine = watches.c.phone_mac == self._keys.mac("watch-phone", phone.e164)
        async with transaction(self._engine) as connection:
            for row in (await connection.execute(select(watches).where(mine))).all():
                watch = self._read(row.sealed, row.who)
                if watch is not None and watch.subscription.id:
                    left = upsert(connection, unwanted_notices).values(self._left(watch.subscription))
                    await connection.execute(left.on_conflict_do_nothing())
            await connection.execute(delete(watches).where(mine))

    async def unwanted(self, most: int) -> Sequence[Subscription]:
        still = exists().where(watches.c.who == unwanted_notices.c.who)
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(select(unwanted_notices).where(~still).limit(most))).all()
        return [one for row in rows if (one := self._notice(row.sealed, row.key)) is not None]

    async def ended(self, subscription: Subscription) -> None:
        mine = unwanted_notices.c.key == self._key(subscription)
        async with transaction(self._engine) as connection:
            await connection.execute(delete(unwanted_notices).where(mine))

    def _left(self, subscription: Subscription) -> dict[str, bytes]:
        key, ref = self._key(subscription), subscription.ref
        plain = msgspec.msgpack.encode((subscription.id, ref.scheme, ref.value))
        return {"key": key, "who": self._who(ref), "sealed": self._keys.seal("unwanted-notice", plain, key)}

    def _notice(self, sealed: bytes, key: bytes) -> Subscription | None:
        """None for a row that no key opens any more: nobody can end it."""
        try:
            id, scheme, value = _subscription(self._keys.open("unwanted-notice", sealed, key))
        except Unreadable:
            return None
        return Subscription(id, IdRef(scheme, value))

    def _key(self, subscription: Subscription) -> bytes:
        return self._keys.mac("unwanted-notice", subscription.id)

    def _who(self, ref: IdRef) -> bytes:
        return self._keys.mac("watch", ref.scheme, ref.value)

    def _read(self, sealed: bytes, who: bytes) -> Watch | None:
        """None for a row that no key opens any more: nobody can be told by it."""
        try:
            id, scheme, value, phone, lang = _decode(self._keys.open("watch", sealed, who))
        except Unreadable:
            return None
        return Watch(Subscription(id, IdRef(scheme, value)), Phone(phone), lang)
