"""The demo as a visitor sees it: the real phone page in a real Chromium, on the real sandbox and the real gateway."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chromium import IN_CHROMIUM
from tests.e2e_world import MOROCCO, running, words

PATIENCE = 20_000  # milliseconds
pytestmark = [*IN_CHROMIUM, pytest.mark.full]


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The JSON line of a running demo."""
    with running(tmp_path_factory.mktemp("demo"), "demo", "--port", "0", "--json") as program:
        yield json.loads(program.line())
        assert program.stop() == 0
        assert program.complaints() == ""


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page that must not complain about anything."""
    page, complaints = await chromium.new_page(viewport={"width": 1280, "height": 860}), list[str]()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("requestfailed", lambda asked: complaints.append(asked.url))
    yield page
    await page.context.close()
    assert complaints == []


async def press(phone: Locator, *keys: str) -> None:
    """Click keys of the phone, then OK; wait for the next screen."""
    for key in keys:
        await phone.get_by_role("button", name=key, exact=True).click()
    await phone.get_by_role("button", name="OK Send").click()


async def shows(phone: Locator, text: str) -> None:
    """Wait until every line of the text is on the screen."""
    for line in text.split("\n"):
        await expect(phone.get_by_label("Screen")).to_contain_text(line, timeout=PATIENCE)


@pytest.mark.parametrize(("place", "lang"), [(0, "fr"), (1, "ar")])
async def test_a_visitor_recovers_a_number_by_clicking(page: Page, card: dict[str, Any], place: int, lang: str) -> None:
    her = card["citizens"][place]
    await page.goto(card["phone"])
    phone = page.get_by_role("article", name=her["name"])
    await expect(phone).to_contain_text(her["phone"])
    await phone.get_by_role("button", name="Call").click()
    await shows(phone, words("language-ask", lang).split("\n")[0])
    await press(phone, str(MOROCCO.languages.index(lang) + 1))
    await shows(phone, words("menu", lang).split("\n")[0])
    for key in (str(MOROCCO.services.index("recover") + 1), "1"):
        await press(phone, key)
        await shows(phone, "1")
        await expect(phone).to_have_attribute("data-state", "open")
    await shows(phone, words("recover-way", lang).split("\n")[0])
    await press(phone, "1")
    await phone.get_by_role("button", name=re.compile(r"Use code .\d{6}")).click()
    await expect(phone.get_by_label("Answer")).to_have_value(re.compile(r"^\d{6}$"))
    await press(phone)
    masked = f"{her['idcs'][:2]}****{her['idcs'][-4:]}"
    await shows(phone, words("recover-sent", lang, masked=masked))
    inbox = phone.get_by_role("list")
    await expect(inbox).to_contain_text(her["idcs"], timeout=PATIENCE)
    await expect(inbox.get_by_role("listitem")).to_have_count(2)
    assert her["idcs"] not in await phone.get_by_label("Screen").inner_text()
    for time in await inbox.locator("time").all_inner_texts():
        assert re.fullmatch(r"\d\d:\d\d", time), "the hour at which the SMS came"
