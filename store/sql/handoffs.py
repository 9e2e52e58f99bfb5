"""Hand-offs in SQL: the person sealed, the code as a keyed hash, one agent of all who race for it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import IdRef, Phone
from dialogs.ports import Agent, Handoff, HandoffState, Keys, Unreadable
from store.handoffs import DAY, OPEN, Denied, Draw, HandoffDenied, Held, Rules, Verdict
from store.sql.engine import transaction, upsert
from store.sql.tables_handoffs import handoffs

__all__ = ["SqlHandoffs"]

ONE_BY_ONE = 7073  # the advisory lock under which an agent's day is counted and added to
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, str, str, str, str]).decode
Step = Callable[[Held], Held]


class SqlHandoffs:
    """`store.handoffs.AgentHandoffs`. `draw` gives six digits, `new_id` an id that cannot be guessed.

    Number, phone, language and code are sealed, bound to the id, and deleted as soon as the hand-off is over.
    """

    def __init__(
        self, engine: AsyncEngine, keys: Keys, draw: Draw, new_id: Callable[[], str], rules: Rules | None = None
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._draw = draw
        self._new_id = new_id
        self._rules = rules or Rules()

    async def begin(self, *, key: bytes, subject: IdRef, phone: Phone | None, purpose: str, lang: str, now: float) -> Handoff:
        async with transaction(self._engine) as connection:
            while (row := (await connection.execute(_where(handoffs.c.key == key))).first()) is None:
                made = Held(self._new_id(), key, self._draw(), subject, phone, purpose, lang, now, now + self._rules.code_life)
                await self._free(connection, self._mac(made.code), now)
                new = upsert(connection, handoffs).values(self._row(made) | {"code_mac": self._mac(made.code)})
                await connection.execute(new.on_conflict_do_nothing())
        return self._read(row).handoff

    async def state(self, id: str, *, now: float) -> HandoffState:
        asked = select(handoffs.c.state, handoffs.c.expires_at).where(handoffs.c.id == id)
        async with transaction(self._engine) as connection:
            row = (await connection.execute(asked)).first()
        late = row is None or (row.state in OPEN and now >= row.expires_at)
        return HandoffState.EXPIRED if row is None or late else HandoffState(row.state)

    async def cancel(self, id: str) -> None:
        async with transaction(self._engine) as connection:
            if (row := (await connection.execute(_locked(handoffs.c.id == id))).first()) is not None:
                await self._step(connection, row, Held.cancelled)

    async def claim(self, code: str, agent: Agent, *, now: float) -> Held:
        day = (handoffs.c.agent == agent.id) & (handoffs.c.claimed_at > now - DAY)
        async with transaction(self._engine) as connection:
            await _one_by_one(connection)
            row = (
                await connection.execute(_locked((handoffs.c.code_mac == self._mac(code)) & handoffs.c.state.in_(OPEN)))
            ).first()
            if row is None:
                raise HandoffDenied(Denied.CODE)
            used = await _count(connection, day)
            return await self._step(
                connection, row, lambda held: _within(used < self._rules.claims, held, held.claimed(agent, now, self._rules))
            )

    async def submitting(self, id: str, agent: str, key: bytes, *, now: float) -> Held:
        return await self._change(id, lambda held: held.submitting(agent, key, now, self._rules))

    async def settle(self, id: str, key: bytes, verdict: Verdict) -> Held:
        return await self._change(id, lambda held: held.settled(key, verdict, self._rules))

    async def vouch(self, id: str, by: str, *, supervisor: bool, reason: str, now: float) -> Held:
        asked = (handoffs.c.agent == by) & (handoffs.c.vouched_at > now - DAY)
        granted = (handoffs.c.approved_by == by) & (handoffs.c.approved_at > now - DAY)
        async with transaction(self._engine) as connection:
            await _one_by_one(connection)
            used = await _count(connection, asked) + await _count(connection, granted)
            row = await _find(connection, id)
            return await self._step(
                connection,
                row,
                lambda held: _within(used < self._rules.exceptions, held, held.vouched(by, supervisor, reason, now)),
            )

    async def whose(self, id: str) -> IdRef | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(_where(handoffs.c.id == id))).first()
        with suppress(HandoffDenied):
            return self._read(row).subject if row is not None and row.state in OPEN else None
        return None

    async def prove(self, id: str, number: str, *, now: float) -> Held:
        return await self._change(id, lambda held: held.linked(number, now))

    async def forget(self, before: float) -> int:
        async with transaction(self._engine) as connection:
            gone = await connection.execute(delete(handoffs).where(handoffs.c.made_at < before))
        return gone.rowcount

    async def _change(self, id: str, step: Step) -> Held:
        async with transaction(self._engine) as connection:
            return await self._step(connection, await _find(connection, id), step)

    async def _step(self, connection: AsyncConnection, row: Row[Any], step: Step) -> Held:
        """The hand-off after `step`, written when it changed; the row is locked."""
        was = self._read(row)
        held = step(was)
        if held != was:
            await connection.execute(update(handoffs).where(handoffs.c.id == held.id).values(self._row(held)))
        return held

    async def _free(self, connection: AsyncConnection, mac: bytes, now: float) -> None:
        """A code that nobody came for in time may be given to somebody else."""
        stale = (handoffs.c.code_mac == mac) & handoffs.c.state.in_(OPEN) & (handoffs.c.expires_at <= now)
        await connection.execute(update(handoffs).where(stale).values(state=HandoffState.EXPIRED, sealed=b""))

    def _row(self, held: Held) -> dict[str, Any]:
        """All columns but the hash of the code, which stays as it was made."""
        agent = held.agent or Agent("", "")
        phone = held.phone.e164 if held.phone else ""
        plain = _encode((held.subject.scheme, held.subject.value, phone, held.lang, held.code))
        return {
            "id": held.id,
            "key": held.key,
            "state": held.state,
            "made_at": held.made_at,
            "expires_at": held.expires_at,
            "purpose": held.purpose,
            "agent": agent.id,
            "counter": agent.counter,
            "device": agent.device,
            "claimed_at": held.claimed_at,
            "tries": held.tries,
            "busy_until": held.busy_until,
            "submit_key": held.submit_key,
            "verdict": held.verdict or "",
            "vouched_at": held.vouched_at,
            "reason": held.reason,
            "approved_by": held.approved_by,
            "approved_at": held.approved_at,
            "sealed": self._keys.seal("handoff", plain, held.id.encode()) if held.state in OPEN else b"",
        }

    def _read(self, row: Row[Any]) -> Held:
        scheme, value, phone, lang, code = self._person(row)
        return Held(
            id=row.id,
            key=row.key,
            code=code,
            subject=IdRef(scheme, value),
            phone=Phone(phone) if phone else None,
            purpose=row.purpose,
            lang=lang,
            made_at=row.made_at,
            expires_at=row.expires_at,
            state=HandoffState(row.state),
            agent=Agent(row.agent, row.counter, row.device) if row.agent else None,
            claimed_at=row.claimed_at,
            tries=row.tries,
            busy_until=row.busy_until,
            submit_key=row.submit_key,
            verdict=Verdict(row.verdict) if row.verdict else None,
            vouched_at=row.vouched_at,
            reason=row.reason,
            approved_by=row.approved_by,
            approved_at=row.approved_at,
        )

    def _person(self, row: Row[Any]) -> tuple[str, str, str, str, str]:
        """Nobody when the hand-off is over; one whose key is gone is closed to everybody."""
        if not row.sealed:
            return "", "", "", "", ""
        try:
            return _decode(self._keys.open("handoff", row.sealed, row.id.encode()))
        except Unreadable:
            raise HandoffDenied(Denied.CLOSED) from None

    def _mac(self, code: str) -> bytes:
        return self._keys.mac("handoff-code", code)


def _within(allowed: bool, was: Held, held: Held) -> Held:
    """The limit of the day stops what is new, not a repetition."""
    if held != was and not allowed:
        raise HandoffDenied(Denied.LIMIT)
    return held


def _where(which: ColumnElement[bool]) -> Select[Any]:
    return select(handoffs).where(which)


def _locked(which: ColumnElement[bool]) -> Select[Any]:
    return _where(which).with_for_update()


async def _find(connection: AsyncConnection, id: str) -> Row[Any]:
    row: Row[Any] | None = (await connection.execute(_locked(handoffs.c.id == id))).first()
    if row is None:
        raise HandoffDenied(Denied.NOT_YOURS)
    return row


async def _count(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    return int(await connection.scalar(select(func.count()).select_from(handoffs).where(which)) or 0)


async def _one_by_one(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(ONE_BY_ONE)))
