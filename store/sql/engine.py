"""Connections to PostgreSQL or SQLite with the settings that keep writes from being lost, and errors in one word."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Select, event, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from dialogs.ports import StoreDown

__all__ = ["make_engine", "steady", "transaction", "upsert"]

log = structlog.get_logger()

Insert = postgresql.Insert | sqlite.Insert


def make_engine(url: str, *, pool_size: int = 5, patience: float = 2.0) -> AsyncEngine:
    """An engine for `postgresql://…` (asyncpg, `pool_size` connections) or `sqlite:///file` (aiosqlite, one connection).

    `patience` is in seconds: for a connection, a statement, a lock. Raises `ValueError` for another database.
    """
    address = make_url(url)
    match address.get_backend_name():
        case "postgresql":
            return _postgresql(address.set(drivername="postgresql+asyncpg"), pool_size, patience)
        case "sqlite":
            return _sqlite(address.set(drivername="sqlite+aiosqlite"), patience)
    raise ValueError("a database address starts with postgresql:// or sqlite:///")


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction, committed at the end; every fault of the database or the network is `StoreDown`."""
    try:
        async with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        log.warning("database.failed", error=type(error).__name__)
        raise StoreDown(type(error).__name__) from None


async def steady(connection: AsyncConnection, *without: str) -> None:
    """Until the commit PostgreSQL plans `without` these (`enable_sort`…).

    For queues: they are empty or full within seconds, and what the planner believes of them is out of date.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_off(without))


@cache
def _off(names: tuple[str, ...]) -> Select[Any]:
    return select(*(func.set_config(name, "off", literal_column("true")) for name in names))


def upsert(where: AsyncConnection | AsyncEngine, table: Any) -> Insert:
    """An INSERT that knows ON CONFLICT, in the dialect spoken there."""
    return sqlite.insert(table) if where.dialect.name == "sqlite" else postgresql.insert(table)


def _postgresql(address: URL, pool_size: int, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        address,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=patience,
        connect_args={"timeout": patience, "command_timeout": patience},
    )
    event.listen(engine.sync_engine, "checkout", _alive)
    return engine


def _alive(connection: Any, *_: object) -> None:
    """The pool makes new connections when the server closed this one; the socket knows, so no ping is paid for it."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _sqlite(address: URL, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        address,
        hide_parameters=True,
        pool_size=1,  # SQLite has one writer: waiting for it in line is fair, polling its lock is not
        max_overflow=0,
        pool_timeout=5 * patience,
        connect_args={"timeout": patience},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
