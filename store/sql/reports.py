"""Delivery reports that are kept: under the operator's name of a message, and joined to it by phone when in doubt."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.ports import State
from store.sql.tables import deliveries, outbox
from store.states import before

__all__ = ["Name", "forget", "is_", "reconcile"]

WINDOW = 72 * 3600.0  # seconds after a claim in which a report may be about that message


class Name(NamedTuple):
    """What an operator calls a message."""

    provider: str
    provider_id: str


def is_(state: State) -> ColumnElement[bool]:
    """The state as a literal: a planner that sees only a parameter cannot use the partial indexes."""
    return outbox.c.state == literal_column(f"'{state.value}'")


async def forget(connection: AsyncConnection, names: Iterable[Name]) -> None:
    """Delete kept reports that were used."""
    mine = (deliveries.c.provider == bindparam("used"), deliveries.c.provider_id == bindparam("used_id"))
    used = [{"used": name.provider, "used_id": name.provider_id} for name in names]
    await connection.execute(delete(deliveries).where(*mine), used)


async def reconcile(connection: AsyncConnection, phones: list[bytes] | None = None) -> None:
    """Join kept reports to UNKNOWN messages by phone (of all phones, or of `phones`), where there is only one way to do it."""
    pairs = (await connection.execute(_pairs(phones))).all()
    ways = Counter(pair.phone_mac for pair in pairs)
    for pair in pairs:
        if ways[pair.phone_mac] == 1:
            state, name = State(pair.state), Name(pair.provider, pair.provider_id)
            row = update(outbox).where(outbox.c.id == pair.id, outbox.c.state.in_(before(state))).returning(outbox.c.id)
            if await connection.scalar(row.values(state=state.value, reason=pair.reason, **name._asdict())) is not None:
                await forget(connection, [name])


def _pairs(phones: list[bytes] | None) -> Select[Any]:
    sent = outbox.alias()
    in_flight = exists().where(sent.c.phone_mac == deliveries.c.phone_mac, sent.c.state == State.SENDING)
    pairs = (
        select(outbox.c.id, deliveries)
        .join(outbox, outbox.c.phone_mac == deliveries.c.phone_mac)
        .where(is_(State.UNKNOWN), outbox.c.provider_id == "", outbox.c.provider.in_(("", deliveries.c.provider)))
        .where(deliveries.c.at.between(outbox.c.claimed_at, outbox.c.claimed_at + WINDOW), ~in_flight)
    )
    return pairs if phones is None else pairs.where(deliveries.c.phone_mac.in_(phones))
