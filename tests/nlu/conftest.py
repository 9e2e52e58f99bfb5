"""Fixtures around a Rasa server on loopback and an environment that looks as if Rasa had been installed into it."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest

from dialogs.breaker import Breaker
from nlu.rasa.environment import Environment
from nlu.rasa_http import RasaServer
from store.clock import FakeClock
from tests.nlu.fake_rasa import SECRET, FakeRasa, rasa_on_loopback


@pytest.fixture
def rasa(clock: FakeClock) -> FakeRasa:
    return FakeRasa(clock)


@pytest.fixture
async def rasa_session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def rasa_server(rasa: FakeRasa, rasa_session: aiohttp.ClientSession, clock: FakeClock) -> AsyncIterator[RasaServer]:
    """The client of `rasa`: two calls at once, 1.5 s each, left alone for 10 s after three failures."""
    async with rasa_on_loopback(rasa) as url:
        breaker = Breaker(clock.now, failures=3, rest=10.0)
        yield RasaServer(rasa_session, url, SECRET, clock, within=1.5, most=2, breaker=breaker)


@pytest.fixture
def rasa_home(tmp_path: Path) -> Environment:
    """An environment after its sync; what stands for its Python does nothing yet."""
    lock = tmp_path / "requirements.txt"
    lock.write_text("# nothing\n")
    made = Environment(tmp_path / "rasa", lambda _: None, lock)
    made.python.parent.mkdir(parents=True)
    (made.folder / "venv" / ".stamp").write_text(sha256(lock.read_bytes()).hexdigest())
    made.python.write_text("#!/bin/sh\n")
    made.python.chmod(0o755)
    return made
