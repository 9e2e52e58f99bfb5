"""The report of a campaign in a real Chromium: legible to everybody, on paper and on a small phone, in each language."""

import pytest
from playwright.async_api import Browser, expect

from campaigns.report_page import as_html
from campaigns.words import FOLDER
from dialogs.texts.staff import LANGUAGES, words_in
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.console_window import DESK, PHONE
from tests.browser.contrast import faint
from tests.campaigns.campaign_world import NOON
from tests.campaigns.test_report_page import told

pytestmark = IN_CHROMIUM
WORDS = words_in("MA", "Africa/Casablanca", FOLDER)
PAPER = {"width": 680, "height": 980}
"""A4 at 96 dots an inch, without its margins."""
OUTSIDE = """() => [...document.querySelectorAll("svg:not([aria-hidden]) text")].filter((text) => {
  const [word, chart] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
  return word.left < chart.left - 1 || word.right > chart.right + 1 || word.bottom > chart.bottom + 1;
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_everybody_can_read_it_on_a_screen_a_phone_and_paper(chromium: Browser, lang: str) -> None:
    page = await chromium.new_page()
    await page.set_content(as_html(told(regions=5, region="Tanger-Tétouan-Al Hoceïma"), WORDS[lang], NOON))
    assert (await faint(page))[0] == []
    for size, media in ((DESK, "screen"), (PHONE, "screen"), (PAPER, "print")):
        await page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        await page.emulate_media(media=media)  # type: ignore[arg-type]  # one of two words
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert await page.evaluate(OUTSIDE) == []
    await page.close()


async def test_a_table_that_is_too_wide_scrolls_by_keyboard(chromium: Browser) -> None:
    page = await chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]  # width and height
    await page.set_content(as_html(told(), WORDS["fr"], NOON))
    wide = page.get_by_role("region", name=WORDS["fr"]("campaign-by-region")).first
    await wide.focus()
    await expect(wide).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_function("document.activeElement.scrollLeft > 0")
    await page.close()
