"""The inbox in SQL: words and callers sealed, one row lock for each step, one operator of all who race."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import Asked, Conversation, Keys, Unreadable
from store.inbox import Outgoing
from store.inbox_thread import (
    OPEN,
    By,
    Carried,
    Denied,
    Draft,
    InboxDenied,
    Line,
    Move,
    QueueFull,
    Rules,
    State,
    Step,
    Thread,
)
from store.sql.engine import transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.many import among_those
from store.sql.tables_inbox import desks, line_place, lines, threads

__all__ = ["SqlInbox"]

BATCH = 200
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, str, str, str, str]).decode


class SqlInbox:
    """`store.inbox.Inbox` on PostgreSQL or SQLite. `new_id` gives an id that cannot be guessed."""

    def __init__(self, engine: AsyncEngine, keys: Keys, new_id: Callable[[], str], rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self._engine = engine
        self._keys = keys
        self._new_id = new_id
        which = among_those(engine.dialect.name, threads.c.conversation, "conversations")
        self._having = select(threads.c.conversation).where(which)
        self._looks: GroupCommit[bytes, bool] = GroupCommit(self._look)

    # --- the citizen's side --------------------------------------------------------------------

    async def ask(self, asked: Asked, *, now: float) -> Thread:
        mac = self._mac(asked.conversation)
        async with transaction(self._engine) as connection:
            await self._end_late(connection, threads.c.conversation == mac, now)
            while (known := await self._known(connection, asked.key, mac)) is None:
                if not await self._room(connection, asked.stranger, now):
                    raise QueueFull
                move = Thread.asking(self._new_id(), asked, now, self.rules)
                row = self._row(move.thread) | {"conversation": mac, "leased_until": 0.0, "seq": len(move.lines)}
                made = await connection.execute(upsert(connection, threads).values(row).on_conflict_do_nothing())
                if made.rowcount:
                    await self._add(connection, move.thread, move.lines, now)
        return self._read(known)

    async def open_of(self, conversation: Conversation, *, now: float) -> Thread | None:
        if not await self._looks.add(self._mac(conversation)):
            return None
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(threads).where(self._open(conversation)))).first()
        thread = self._read(row) if row is not None else None
        return None if thread is None or thread.late(now) else thread

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> Thread | None:
        if not await self._looks.add(self._mac(conversation)):
            return None
        async with transaction(self._engine) as connection:
            row = await _locked(connection, threads.c.conversation == self._mac(conversation))
            if row is None:
                return None
            if State(row.state) not in OPEN:
                return await self._heard_before(connection, conversation, key)
            heard = await self._step(connection, row, lambda one: one.heard(key, text, now, self.rules), now, key)
        return heard if heard.state in OPEN else None

    async def leave(self, conversation: Conversation, *, now: float) -> Thread | None:
        if not await self._looks.add(self._mac(conversation)):
            return None
        async with transaction(self._engine) as connection:
            row = await _locked(connection, self._open(conversation))
            left = await self._step(connection, row, lambda one: one.left(now), now) if row is not None else None
        return left if left is not None and left.ended == "citizen" else None

    async def _look(self, conversations: list[bytes]) -> list[bool]:
        """Whether a person was ever asked for in them. In nearly all chats nobody was, and every word of all of them asks."""
        async with transaction(self._engine) as connection:
            having = set((await connection.scalars(self._having, {"conversations": conversations})).all())
        return [one in having for one in conversations]

    async def erase(self, conversation: Conversation, *, now: float) -> int:
        async with transaction(self._engine) as connection:
            return await _delete(connection, threads.c.conversation == self._mac(conversation))

    # --- the agents' side ----------------------------------------------------------------------

    async def claim(self, id: str, operator: str, *, now: float) -> Thread:
        return await self._change(id, lambda one: one.claimed(operator, now, self.rules), now)

    async def say(self, id: str, operator: str, key: bytes, text: str, *, now: float) -> Thread:
        return await self._change(id, lambda one: one.said(operator, key, text, now, self.rules), now, key)

    async def transfer(self, id: str, operator: str, to: str, *, now: float) -> Thread:
        return await self._change(id, lambda one: one.transferred(operator, to, now, self.rules), now)

    async def give_back(self, id: str, operator: str, *, now: float) -> Thread:
        return await self._change(id, lambda one: one.returned(operator, now), now)

    async def close(self, id: str, operator: str, *, now: float) -> Thread:
        return await self._change(id, lambda one: one.closed(operator, now), now)

    async def thread(self, id: str) -> Thread:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(threads).where(threads.c.id == id))).first()
        if row is None:
            raise InboxDenied(Denied.UNKNOWN)
        return self._read(row)

    async def lines(self, id: str, *, after: int, limit: int) -> Sequence[Line]:
        asked = select(lines).where((lines.c.thread == id) & (lines.c.seq > after)).order_by(lines.c.seq).limit(limit)
        async with transaction(self._engine) as connection:
            return [self._line(row) for row in await connection.execute(asked)]

    async def queue(self, state: State, operator: str, *, after: tuple[float, str], limit: int) -> Sequence[Thread]:
        asked = select(threads).where(threads.c.state == state, tuple_(threads.c.asked_at, threads.c.id) > tuple_(*after))
        if operator:
            asked = asked.where(threads.c.operator == operator)
        async with transaction(self._engine) as connection:
            found = await connection.execute(asked.order_by(threads.c.asked_at, threads.c.id).limit(limit))
            return [self._read(row) for row in found]

    async def before(self, asked_at: float, id: str) -> int:
        earlier = tuple_(threads.c.asked_at, threads.c.id) < tuple_(asked_at, id)
        return await self._count((threads.c.state == State.WAITING) & earlier)

    async def waiting(self) -> int:
        return await self._count(threads.c.state == State.WAITING)

    async def room(self, *, stranger: bool, now: float) -> bool:
        async with transaction(self._engine) as connection:
            return await self._room(connection, stranger, now)

    async def at_work(self, operator: str, *, now: float) -> None:
        async with transaction(self._engine) as connection:
            seen = upsert(connection, desks).values(operator=operator, seen_at=now)
            await connection.execute(seen.on_conflict_do_update(index_elements=["operator"], set_={"seen_at": now}))

    async def off(self, operator: str) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(delete(desks).where(desks.c.operator == operator))

    async def desks(self, *, now: float) -> int:
        async with transaction(self._engine) as connection:
            seen = select(func.count()).select_from(desks).where(desks.c.seen_at > now - self.rules.present)
            return int(await connection.scalar(seen) or 0)

    # --- what leaves, and what is over ---------------------------------------------------------

    async def outgoing(self, *, lease: float, now: float) -> Outgoing | None:
        free = (lines.c.carried == Carried.DUE) & (threads.c.leased_until <= now)
        due = select(threads.c.id).join(lines, lines.c.thread == threads.c.id).where(free).order_by(lines.c.at).limit(1)
        async with transaction(self._engine) as connection:
            id = await connection.scalar(due)
            if id is None or (row := await _locked(connection, (threads.c.id == id) & (threads.c.leased_until <= now))) is None:
                return None
            await connection.execute(update(threads).where(threads.c.id == id).values(leased_until=now + lease))
            waiting = select(lines).where((lines.c.thread == id) & (lines.c.carried == Carried.DUE)).order_by(lines.c.seq)
            found = [self._line(one) for one in await connection.execute(waiting)]
        return Outgoing(self._read(row), tuple(found))

    async def carried(self, id: str, how: Mapping[int, Carried], *, done: bool) -> None:
        async with transaction(self._engine) as connection:
            for one in set(how.values()):
                those = lines.c.seq.in_([seq for seq, became in how.items() if became is one])
                await connection.execute(update(lines).where((lines.c.thread == id) & those).values(carried=one))
            if done:
                await connection.execute(update(threads).where(threads.c.id == id).values(leased_until=0.0))

    async def expire(self, *, now: float) -> Sequence[Thread]:
        async with transaction(self._engine) as connection:
            return await self._end_late(connection, None, now)

    async def forget(self, before: float) -> int:
        old = threads.c.state.not_in(OPEN) & (threads.c.ended_at < before)
        some = select(threads.c.id).where(old).limit(BATCH)
        async with transaction(self._engine) as connection:
            return await _delete(connection, threads.c.id.in_(some))

    # --- steps and rows ------------------------------------------------------------------------

    async def _change(self, id: str, step: Step, now: float, key: bytes = b"") -> Thread:
        async with transaction(self._engine) as connection:
            row = await _locked(connection, threads.c.id == id)
            if row is None:
                raise InboxDenied(Denied.UNKNOWN)
            return await self._step(connection, row, step, now, key)

    async def _step(self, connection: AsyncConnection, row: Row[Any], step: Step, now: float, key: bytes = b"") -> Thread:
        """The conversation after `step`, written when it changed; the row is locked. A `key` that is known changes nothing."""
        was = self._read(row)
        if key and await connection.scalar(select(lines.c.seq).where((lines.c.thread == was.id) & (lines.c.key == key))):
            return was
        move = was.advanced(step, now)
        if move == Move(was):
            return was
        await self._add(connection, was, move.lines, now)
        kept = self._row(move.thread) | {"seq": was.seq + len(move.lines)}
        changed = update(threads).where(threads.c.id == was.id).values(kept).returning(*threads.c)
        return self._read((await connection.execute(changed)).one())

    async def _add(self, connection: AsyncConnection, was: Thread, drafts: Sequence[Draft], now: float) -> None:
        new = [
            {
                "thread": was.id,
                "seq": was.seq + n,
                "at": now,
                "by": draft.by,
                "operator": draft.operator,
                "carried": draft.carried,
                "key": draft.key or None,
                "sealed": self._keys.seal("inbox-line", draft.text.encode(), line_place(was.id, was.seq + n)),
            }
            for n, draft in enumerate(drafts, 1)
        ]
        if new:
            await connection.execute(insert(lines), new)

    async def _end_late(self, connection: AsyncConnection, which: ColumnElement[bool] | None, now: float) -> list[Thread]:
        late = threads.c.state.in_(OPEN) & (threads.c.until <= now)
        found = select(threads).where(late if which is None else late & which).with_for_update().limit(BATCH)
        return [await self._step(connection, row, Move, now) for row in (await connection.execute(found)).all()]

    async def _known(self, connection: AsyncConnection, key: bytes, mac: bytes) -> Row[Any] | None:
        mine = (threads.c.key == key) | ((threads.c.conversation == mac) & threads.c.state.in_(OPEN))
        found: Row[Any] | None = (await connection.execute(select(threads).where(mine).order_by(threads.c.state))).first()
        return found

    async def _heard_before(self, connection: AsyncConnection, conversation: Conversation, key: bytes) -> Thread | None:
        """The conversation that was open when this message first came."""
        mine = (threads.c.conversation == self._mac(conversation)) & (lines.c.key == key)
        row = (await connection.execute(select(threads).join(lines, lines.c.thread == threads.c.id).where(mine))).first()
        return self._read(row) if row is not None else None

    async def _room(self, connection: AsyncConnection, stranger: bool, now: float) -> bool:
        there = (threads.c.state == State.WAITING) & (threads.c.until > now)
        counted = select(func.count(), func.count().filter(threads.c.stranger)).select_from(threads).where(there)
        waiting, strangers = (await connection.execute(counted)).one()
        return self.rules.room(waiting, strangers, stranger=stranger)

    async def _count(self, which: ColumnElement[bool]) -> int:
        async with transaction(self._engine) as connection:
            return int(await connection.scalar(select(func.count()).select_from(threads).where(which)) or 0)

    def _row(self, thread: Thread) -> dict[str, Any]:
        """All columns but the hash of the conversation and the lease, which no step changes."""
        where = thread.conversation
        plain = _encode((where.channel, where.service, where.caller, thread.service, thread.phone))
        return {
            "id": thread.id,
            "key": thread.key,
            "lang": thread.lang,
            "stranger": thread.stranger,
            "state": thread.state,
            "operator": thread.operator,
            "asked_at": thread.asked_at,
            "until": thread.until,
            "claimed_at": thread.claimed_at,
            "noted_at": thread.noted_at,
            "ended_at": thread.ended_at,
            "ended": thread.ended,
            "seq": thread.seq,
            "sealed": self._keys.seal("inbox", plain, thread.id.encode()),
        }

    def _read(self, row: Row[Any]) -> Thread:
        """One whose key is gone is unknown to everybody."""
        try:
            channel, service, caller, told, phone = _decode(self._keys.open("inbox", row.sealed, row.id.encode()))
        except Unreadable:
            raise InboxDenied(Denied.UNKNOWN) from None
        return Thread(
            id=row.id,
            key=row.key,
            conversation=Conversation(channel, service, caller),
            lang=row.lang,
            service=told,
            phone=phone,
            stranger=row.stranger,
            asked_at=row.asked_at,
            until=row.until,
            state=State(row.state),
            operator=row.operator,
            claimed_at=row.claimed_at,
            ended_at=row.ended_at,
            ended=row.ended,
            seq=row.seq,
            noted_at=row.noted_at,
        )

    def _line(self, row: Row[Any]) -> Line:
        try:
            text = self._keys.open("inbox-line", row.sealed, line_place(row.thread, row.seq)).decode()
        except Unreadable:
            raise InboxDenied(Denied.UNKNOWN) from None
        return Line(row.seq, row.at, By(row.by), text, row.operator, Carried(row.carried))

    def _open(self, conversation: Conversation) -> ColumnElement[bool]:
        return (threads.c.conversation == self._mac(conversation)) & threads.c.state.in_(OPEN)

    def _mac(self, conversation: Conversation) -> bytes:
        return self._keys.mac("inbox", conversation.channel, conversation.service, conversation.caller)


async def _locked(connection: AsyncConnection, which: ColumnElement[bool]) -> Row[Any] | None:
    """The row, an open one before those that are over, locked."""
    asked = select(threads).where(which).order_by(threads.c.ended_at).limit(1).with_for_update()
    found: Row[Any] | None = (await connection.execute(asked)).first()
    return found


async def _delete(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    ids = (await connection.scalars(select(threads.c.id).where(which))).all()
    await connection.execute(delete(lines).where(lines.c.thread.in_(ids)))
    return (await connection.execute(delete(threads).where(threads.c.id.in_(ids)))).rowcount
