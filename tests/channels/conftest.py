"""What the tests of many channels stand on: a country in memory, and an ear for what must not be said elsewhere."""

from collections.abc import Iterator

import pytest

from tests.channels.gateway import Ears, listening
from tests.player import Stage_, stage


@pytest.fixture
def scene() -> Stage_:
    return stage()


@pytest.fixture
def ears(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Ears]:
    with listening(caplog, capfd) as ears:
        yield ears
