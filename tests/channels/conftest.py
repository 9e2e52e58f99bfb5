"""What the tests of many channels stand on: a country in memory, and an ear for what must not be said elsewhere."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.channels.gateway import Ears, listening
from tests.channels.web_chat import Chat, Visitor, chatting
from tests.player import Stage_, stage


@pytest.fixture
def scene() -> Stage_:
    return stage()


@pytest.fixture
async def chat(scene: Stage_) -> AsyncIterator[Chat]:
    """The web chat on it."""
    async with chatting(scene) as opened:
        yield opened


@pytest.fixture
async def visitor(chat: Chat) -> Visitor:
    return await chat.visit()


@pytest.fixture
def ears(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Ears]:
    with listening(caplog, capfd) as ears:
        yield ears
