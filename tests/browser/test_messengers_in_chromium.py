"""The page of messengers in a real Chromium: by keyboard, in each language that staff read, for everybody."""

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from dialogs.texts.staff import LANGUAGES
from sandbox.templates import spoken
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.contrast import faint
from tests.player import MOROCCO
from tests.sandbox.test_messenger_page import app

pytestmark = IN_CHROMIUM
WORDS = spoken(MOROCCO)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_somebody_writes_and_presses_by_keyboard_and_everybody_can_read_it(chromium: Browser, lang: str) -> None:
    words, complaints = WORDS[lang], list[str]()
    async with TestServer(app()) as server:
        page = await chromium.new_page(viewport={"width": 320, "height": 640}, locale=f"{lang}-MA")
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        await page.goto(str(server.make_url("/messenger")))
        assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [lang, words.dir]
        await expect(page.get_by_label(words("messenger-message"), exact=True)).to_be_focused()
        await page.keyboard.type("سلام")
        await page.keyboard.press("Enter")
        bubbles = page.get_by_role("list", name=words("messages")).get_by_role("listitem")
        await expect(bubbles).to_have_text(["سلام", "سلام"])
        button = page.get_by_role("button", name="<Encore>")
        await expect(page.get_by_label(words("messenger-message"), exact=True)).to_be_focused()
        await page.keyboard.press("Shift+Tab")
        await expect(button).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(bubbles).to_have_text(["سلام", "سلام", "again", "again"])
        boxes = [await bubble.bounding_box() for bubble in await bubbles.all()]
        hers, ours = (box["x"] for box in boxes[:2] if box)
        assert (hers < ours) == (lang == "ar"), "she stands at the end of the line, the service at its start"
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            assert (await faint(page))[0] == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        small = await page.locator("button, input, nav a").evaluate_all(
            "nodes => nodes.map((node) => node.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24)"
        )
        assert small == []
        assert complaints == []
        await page.context.close()
