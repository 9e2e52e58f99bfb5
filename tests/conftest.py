"""Fixtures for all tests: a clock to move by hand, keys, and real servers that live as long as the test process."""

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from config.garbage import GARBAGE
from store.clock import FakeClock
from store.keyring import Keyring
from store.sql.engine import make_engine
from store.sql.schema import upgrade
from store.sql.tables import metadata
from tests.servers import OwnPostgres, OwnRedis, outside_postgres, outside_redis, sqlite_threads_end

# A landing must not hang on chance: the same examples every time. Search further with `--hypothesis-profile=explore`.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """What is collected stays: it is not looked through for garbage again and again."""
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until `await clock.advance(seconds)`."""
    return FakeClock()


@pytest.fixture(scope="session")
def keys() -> Keyring:
    return Keyring.generate()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The address of a Redis for this test process: `GUICHET_TEST_REDIS_URL`, else a server of our own."""
    if url := outside_redis():
        yield url
        return
    server = OwnRedis()
    server.start()
    yield server.url
    server.kill()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of a real, empty Redis."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushdb()
    return redis_server


@pytest.fixture
def own_redis() -> Iterator[OwnRedis]:
    """A real Redis that the test may kill and start again."""
    server = OwnRedis()
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a migrated PostgreSQL: `GUICHET_TEST_DATABASE_URL`, else a server of our own."""
    if url := asyncio.run(outside_postgres()):
        asyncio.run(_migrate(url))
        yield url
        return
    server = OwnPostgres()
    asyncio.run(_migrate(server.url))
    yield server.url
    server.stop()


@pytest.fixture
async def pg_url(postgres_server: str) -> str:
    """The address of a real PostgreSQL, migrated and empty."""
    engine = make_engine(postgres_server)
    await _empty(engine)
    await engine.dispose()
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_file: Path, tmp_path: Path) -> str:
    """The address of a SQLite file, migrated and empty."""
    return f"sqlite:///{shutil.copy(sqlite_file, tmp_path / 'guichet.db')}"


@pytest.fixture
async def sqlite_engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(sqlite_url)
    yield engine
    await engine.dispose()
    await sqlite_threads_end()


@pytest.fixture
async def postgresql_engine(postgres_server: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(postgres_server)
    await _empty(engine)
    yield engine
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def sql_engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """A migrated, empty database: each test runs on both engines."""
    engine: AsyncEngine = request.getfixturevalue(f"{request.param}_engine")
    return engine


async def _migrate(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


async def _empty(engine: AsyncEngine) -> None:
    """As after the migrations. Most tests use a few tables: to empty every one takes longer than they do."""
    filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in metadata.tables)
    async with engine.begin() as connection:
        if names := (await connection.scalars(text(filled))).all():
            await connection.execute(text(f"TRUNCATE {', '.join(names)} CASCADE"))
        counted = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) > 0"
        await connection.execute(text(counted))
