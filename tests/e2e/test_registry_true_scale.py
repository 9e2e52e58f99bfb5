"""The registry slow for 1, 2, 5 and 20 real seconds, and silent, with the real budget of a turn; next door the scaled table."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.mosip_otp import SENDER as REGISTRY
from tests.e2e import test_registry_trouble as scaled
from tests.e2e.test_registry_trouble import Scene, opened, to_the_way
from tests.e2e_world import words

pytestmark = pytest.mark.full

BUDGET = 3.5
SLOW = [1.0, 2.0, 5.0, 20.0, float("inf")]
CROWD = 40


@pytest.fixture
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(scaled, "BUDGET", BUDGET)
    async with opened(tmp_path) as made:
        yield made


def slow(scene: Scene, seconds: float) -> None:
    scene.ida.latency, scene.ida.hang = (0.0, True) if seconds == float("inf") else (seconds, False)


@pytest.mark.parametrize("seconds", SLOW)
async def test_the_citizen_reads_an_honest_sentence_within_the_budget(scene: Scene, seconds: float) -> None:
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    slow(scene, seconds)
    began = time.monotonic()
    screen = await phone.send("1")
    took = time.monotonic() - began
    if seconds < BUDGET:
        assert screen.startswith("CON ")
        assert len(scene.texts(phone.phone, REGISTRY)) == 1
    else:
        assert screen == "END " + words("busy")
        assert took < BUDGET + 1.5, "the reply did not wait for the registry"
        assert [kind for kind, _ in scene.troubles] == ["outage"]


@pytest.mark.parametrize("seconds", [5.0, 20.0, float("inf")])
async def test_a_crowd_at_a_slow_registry_does_not_snowball(scene: Scene, seconds: float) -> None:
    phones = [scene.phone(f"+2127009{place:05d}") for place in range(CROWD)]
    for phone in phones:
        await to_the_way(phone)
    slow(scene, seconds)
    scene.ida.times = 1_000
    began = time.monotonic()
    screens = await asyncio.gather(*(phone.send("1") for phone in phones))
    took = time.monotonic() - began
    assert set(screens) == {"END " + words("busy")}
    assert took < BUDGET + 3.0, "nobody queues behind somebody else's slow call"
    assert 1_000 - scene.ida.times <= 32 + 4, "the bulkhead's places, and those freed before the breaker opened"
