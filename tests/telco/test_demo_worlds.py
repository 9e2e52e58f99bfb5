"""The phone page dials through every operator's world: over HTTP a whole visit goes well in each of them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo import Demo, open_demo
from sandbox.operators import PROFILES


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with open_demo("morocco", 0, 60, tmp_path) as opened:
        yield opened


async def test_announcements_are_taken_in_every_world(demo: Demo) -> None:
    """By the short cut: language, then `messages`; where a copy looks like an answer, only that the dial is answered."""
    telco, code = demo.sandbox.telco, demo.card["ussd"]["service_code"]
    for n, profile in enumerate(PROFILES.values()):
        msisdn = f"+2126000100{n:02d}"
        screen = await telco.dial(msisdn, code, profile)
        assert "Langue" in screen.text, profile.name
        if not profile.faithful:
            continue
        await telco.send(msisdn, "2")
        await telco.send(msisdn, "6")
        screen = await telco.send(msisdn, "1")
        if profile.input == "last" and not profile.numbered:
            number = re.search(r"\d+", screen.text)
            assert number is not None
            screen = await telco.send(msisdn, number[0])
        assert (screen.error, screen.open) == ("", False), profile.name
        assert "annonces par SMS" in screen.text, profile.name
        assert screen.equal in (None, True), profile.name
