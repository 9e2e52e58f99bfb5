"""What the browser tests stand on: one Chromium for each file, and the page of phones with its operator."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.chromium import running_chromium
from tests.browser.phone_window import Telco, Visit, visiting


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest.fixture
def telco() -> Telco:
    return Telco()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(chromium: Browser, telco: Telco) -> AsyncIterator[Visit]:
    """The page of phones, opened."""
    async with visiting(chromium, telco) as made:
        yield made
