"""An outbox with both of its sides, in memory or in a database, for the tests of the outbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Dispatch, Lane, Message, Outbox, Report, State
from store.keyring import Keyring
from store.memory_outbox import MemoryOutbox
from store.sql.dispatch import SqlDispatch
from store.sql.outbox import SqlOutbox
from store.sql.tables import outbox as table

AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")
NOW = 1_800_000_000.0
Final = Literal[State.SENT, State.DELIVERED, State.FAILED, State.EXPIRED]


@dataclass(frozen=True)
class Box:
    """Both sides of one outbox, and a way to read the states of its rows by key."""

    outbox: Outbox
    dispatch: Dispatch
    states: Callable[[], Awaitable[dict[bytes, State]]]

    async def state(self, n: int) -> State:
        return (await self.states())[b"key %d" % n]

    async def sending(self, n: int = 1, to: Phone = AMINA) -> int:
        """The id of message n, put and claimed at NOW with a lease of 60 s."""
        await self.outbox.put(message(n, to=to))
        (claimed,) = await self.dispatch.claim(1, lease=60, now=NOW)
        return claimed.id


def twin() -> Box:
    memory = MemoryOutbox()

    async def states() -> dict[bytes, State]:
        return memory.states

    return Box(memory, memory, states)


def real(engine: AsyncEngine, keys: Keyring) -> Box:
    async def states() -> dict[bytes, State]:
        async with engine.connect() as connection:
            rows = await connection.execute(select(table.c.key, table.c.state))
            return {row.key: State(row.state) for row in rows}

    return Box(SqlOutbox(engine, keys), SqlDispatch(engine, keys), states)


def message(n: int, lane: Lane = Lane.REPLY, to: Phone = AMINA, valid: float = 600) -> Message:
    return Message(b"key %d" % n, to, f"سلام {n}", lane, NOW + valid, "26****5169", "auto")


def report(provider_id: str, state: Final = State.DELIVERED, phone: Phone | None = None) -> Report:
    return Report("at", provider_id, state, "", phone)
