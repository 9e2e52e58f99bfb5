"""The audit port on the twin, SQLite and PostgreSQL; tampering is found."""

import asyncio
from typing import Protocol

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import Audit, AuditEvent
from store.keyring import Keyring
from store.memory import MemoryAudit
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.tables import audit as table


class Verifiable(Audit, Protocol):
    async def verify(self) -> int | None: ...


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def audit(request: pytest.FixtureRequest, keys: Keyring) -> Verifiable:
    return MemoryAudit(keys) if request.param == "twin" else SqlAudit(request.getfixturevalue(f"{request.param}_engine"), keys)


def event(n: int, key: bytes = b"") -> AuditEvent:
    return AuditEvent(1_800_000_000.1 + n, "recover", b"actor %d" % n, b"subject", "sent", key)


async def test_an_empty_chain_holds(audit: Verifiable) -> None:
    assert await audit.verify() is None


async def test_a_chain_of_appended_lines_holds(audit: Verifiable) -> None:
    for n in range(5):
        await audit.append(event(n))
    await asyncio.gather(*(audit.append(event(n, b"key %d" % n)) for n in range(20)))
    assert await audit.verify() is None


async def test_a_key_is_appended_once_and_no_key_always(sql_engine: AsyncEngine, keys: Keyring) -> None:
    for audit in (SqlAudit(sql_engine, keys), SqlAudit(sql_engine, keys)):
        await asyncio.gather(*(audit.append(event(n, b"same")) for n in range(3)), audit.append(event(7)), audit.append(event(7)))
    async with sql_engine.connect() as connection:
        rows = (await connection.execute(select(table.c.key).order_by(table.c.seq))).scalars().all()
    assert sorted(rows, key=str) == [None] * 4 + [b"same"]


async def test_the_twin_appends_a_key_once_too(keys: Keyring) -> None:
    audit = MemoryAudit(keys)
    for key in (b"same", b"same", b"", b""):
        await audit.append(event(1, key))
    assert [line.key for line in audit.events] == [b"same", b"", b""]


async def test_two_processes_never_fork_the_chain(sql_engine: AsyncEngine, keys: Keyring) -> None:
    other = make_engine(sql_engine.url.render_as_string(hide_password=False))
    writers = [SqlAudit(engine, keys) for engine in (sql_engine, other)]
    await asyncio.gather(*(writers[n % 2].append(event(n)) for n in range(100)))
    await other.dispose()
    assert await writers[0].verify() is None
    async with sql_engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM audit")) == 100


@pytest.mark.parametrize(
    ("tampering", "first_broken"),
    [
        ("UPDATE audit SET outcome = 'refused' WHERE seq = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE seq = 1", 1),
        ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 1) WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("DELETE FROM audit WHERE seq = 1", 2),
        ("UPDATE audit SET seq = seq + 1 WHERE seq = 5", 6),
    ],
)
async def test_tampering_is_found_at_its_first_row(
    sql_engine: AsyncEngine, keys: Keyring, tampering: str, first_broken: int
) -> None:
    audit = SqlAudit(sql_engine, keys)
    for n in range(5):
        await audit.append(event(n))
    async with sql_engine.begin() as connection:
        await connection.execute(text(tampering))
    assert await audit.verify() == first_broken


async def test_a_chain_written_without_the_key_does_not_verify(sql_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlAudit(sql_engine, Keyring.generate()).append(event(1))
    assert await SqlAudit(sql_engine, keys).verify() == 1


async def test_a_changed_line_of_the_twin_is_found(keys: Keyring) -> None:
    audit = MemoryAudit(keys)
    for n in range(3):
        await audit.append(event(n))
    audit.events[1] = event(9)
    assert await audit.verify() == 2
