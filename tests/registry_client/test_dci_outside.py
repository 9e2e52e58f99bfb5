"""Our requests against servers that somebody else wrote: Prism and Mockoon (npm) on the published files of SP-DCI."""

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import IdRef
from dialogs.refusals import PartnerMisconfigured, ProtocolViolation
from registry_client.dci.client import Dci, connect
from registry_client.dci.config import DciConfig
from registry_client.dci.lenient import Member
from registry_client.dci.search import Criteria, search
from registry_client.dci.social import DciSocial
from registry_client.http import Deadline
from store.clock import FakeClock
from tests.registry_client.dci_world import ctx

SPECS = Path(__file__).parents[3] / "shared" / "specs" / "spdci"

pytestmark = [
    pytest.mark.full,
    pytest.mark.conformance,
    pytest.mark.skipif(not SPECS.is_dir(), reason="the published specifications of SP-DCI are not here"),
    pytest.mark.skipif(not shutil.which("npx"), reason="the outside servers need node and npx on PATH"),
]

PRISM = "@stoplight/prism-cli@5.14.2"
MOCKOON = "@mockoon/cli@9.2.0"
INSTALLED_IN = 150.0
"""Seconds that npx has to install a server and start it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def npx(folder: Path, port: int, *words: str) -> AsyncIterator[str]:
    """A server of npm's in a process group of its own; the test is skipped where it cannot be installed."""
    process = await asyncio.create_subprocess_exec(
        "npx",
        "--yes",
        *words,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = asyncio.get_running_loop().time() + INSTALLED_IN
        while not await _listens(port):
            if process.returncode is not None or asyncio.get_running_loop().time() > until:
                pytest.skip(f"npx could not install or start {words[0]}")
            await asyncio.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


@asynccontextmanager
async def reaching(url: str, clock: FakeClock, **paths: str) -> AsyncIterator[Dci]:
    """A client outside production that takes the answers of mocks, with a token of nobody in particular."""

    async def token(_: web.Request) -> web.Response:
        return web.json_response({"access_token": "any", "token_type": "bearer"})

    app = web.Application()
    app.router.add_post("/token", token)
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession() as session:
        config = DciConfig(
            url=url,
            sender_id="guichet",
            receiver_id="social",
            production=False,
            signature="unsigned",
            verify_answers=False,
            token_url=str(server.make_url("/token")),
            client_id="a",
            client_secret="b",
            **paths,  # type: ignore[arg-type]  # all of them are texts
        )
        yield connect("mock", config, session, clock)


async def found(dci: Dci) -> list[Member]:
    return await search(dci, Criteria("UIN", "847951632", "Group"), ctx(), Deadline(10), most=1)


async def test_prism_takes_our_search_and_we_read_its_example(tmp_path: Path, clock: FakeClock) -> None:
    port = free_port()
    spec = str(SPECS / "openspp" / "spec_social_api_v1.0.0.yaml")
    async with npx(tmp_path, port, PRISM, "mock", "-h", "127.0.0.1", "-p", str(port), spec) as url, reaching(url, clock) as dci:
        assert len(await found(dci)) == 1
        object.__setattr__(dci.config, "locales", {"fr": "FR"})  # our own checks would refuse it
        with pytest.raises(ProtocolViolation):  # 422, with an example for a body
            await found(dci)


async def test_mockoon_takes_our_search_at_its_own_path(tmp_path: Path, clock: FakeClock) -> None:
    port = free_port()
    data = shutil.copy(SPECS / "mockoon-sr.json", tmp_path)
    words = (MOCKOON, "start", "-d", str(data), "-p", str(port), "-l", "127.0.0.1", "--repair", "--disable-log-to-file")
    async with npx(tmp_path, port, *words) as url:
        async with reaching(url, clock, search_path="/sr/sync/search") as dci:
            assert await found(dci)
        async with reaching(url, clock) as dci:
            with pytest.raises(PartnerMisconfigured, match="http-404"):
                await DciSocial(dci).household(IdRef("UIN", "847951632"), ctx=ctx())
