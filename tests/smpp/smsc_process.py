"""A real SMSC for tests: the npm package `smpp` under node, installed outside git, told by JSON lines what to do."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "smsc"
CACHE = Path(__file__).parents[2] / ".guichet"
FILES = ("package.json", "package-lock.json", "server.js")


@cache
def installed() -> Path:
    """The folder with server.js and its locked dependencies; skips the test where node or the registry is away."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("the npm SMSC needs node and npm on PATH")
    folder = CACHE / f"smsc-{hashlib.sha256(b''.join((HERE / name).read_bytes() for name in FILES)).hexdigest()[:12]}"
    if not folder.is_dir():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Into a folder of its own, moved into place when complete: two test processes may do it at once."""
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as draft:
        for name in FILES:
            shutil.copy(HERE / name, draft)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=draft, capture_output=True, timeout=90, check=False)
        if done.returncode:
            pytest.skip("the npm registry cannot be reached: the real SMSC is not installed")
        try:
            os.rename(shutil.copytree(draft, f"{draft}-done"), folder)
        except OSError:
            shutil.rmtree(f"{draft}-done", ignore_errors=True)


class Smsc:
    """A running SMSC. Events that were not awaited yet are kept."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._kept: list[dict[str, Any]] = []
        self.port = 0

    async def event(self, name: str) -> dict[str, Any]:
        """The next event of this name, waited for."""
        for kept in self._kept:
            if kept["event"] == name:
                self._kept.remove(kept)
                return kept
        while (event := await self.read())["event"] != name:
            self._kept.append(event)
        return event

    async def read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 20)
        assert line, "the SMSC ended"
        said: dict[str, Any] = json.loads(line)
        return said

    def order(self, do: str, **words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **words}).encode() + b"\n")

    async def seen(self) -> dict[str, Any]:
        """`seen`: the submits that it took, with their ids; `counts`: of all and of the throttled."""
        self.order("seen")
        return await self.event("seen")

    async def submitted(self, count: int) -> list[dict[str, Any]]:
        """The submits that it took, once `count` have reached it."""
        while (told := await self.seen())["counts"]["submits"] < count:
            pass
        seen: list[dict[str, Any]] = told["seen"]
        return seen

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def smsc(**options: object) -> AsyncIterator[Smsc]:
    folder = installed()
    process = await asyncio.create_subprocess_exec(
        "node", "server.js", json.dumps(options), cwd=folder,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=64 * 2**20,
    )  # fmt: skip
    running = Smsc(process)
    try:
        running.port = (await running.read())["port"]
        yield running
    finally:
        await running.kill()
