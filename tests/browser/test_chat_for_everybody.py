"""The chat page for everybody, in a real Chromium: both directions, names and roles, contrast, small screens, and other sites."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, expect

from tests.browser.chat_window import Window, window_on, words
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.contrast import faint
from tests.channels.gateway import serving
from tests.channels.web_chat import chatting
from tests.player import Stage_, stage

pytestmark = IN_CHROMIUM


@pytest.fixture
def scene() -> Stage_:
    return stage()


@pytest_asyncio.fixture(loop_scope="module")
async def window(chromium: Browser, scene: Stage_) -> AsyncIterator[Window]:
    async with chatting(scene) as chat, window_on(chat, chromium) as opened:
        yield opened


# --- languages and what everybody can use ------------------------------------------------------


async def test_arabic_runs_from_right_to_left_and_codes_from_left_to_right(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name="العربية").click()
    await window.shows(words("menu", "ar"))
    assert await window.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    await expect(window.page.get_by_role("button", name="العربية")).to_have_attribute("aria-pressed", "true")
    await expect(window.page.get_by_role("textbox", name="رسالتك")).to_be_visible()
    boxes = await window.page.evaluate(
        "['.us', '#composer button'].map(one => document.querySelector('#log ' + one) ?? document.querySelector(one))"
        ".map(node => node.getBoundingClientRect().left > innerWidth / 2)"
    )
    assert boxes == [True, False], "our words stand on the right, the button to send on the left"
    for node in await window.page.locator("#log bdi").all():
        assert await node.evaluate("node => getComputedStyle(node).direction") == "ltr"


async def test_the_first_page_is_in_the_language_of_the_browser(chromium: Browser, scene: Stage_) -> None:
    async with chatting(scene) as chat:
        page = await chromium.new_page(locale="ar-MA")
        await page.goto(f"{chat.url}/chat")
        assert await page.locator("html").get_attribute("dir") == "rtl"
        await expect(page.get_by_role("log").locator(".us .body")).to_contain_text(words("menu", "ar"))
        await page.context.close()


async def test_landmarks_names_and_a_live_log(window: Window) -> None:
    await window.open()
    page = window.page
    for role in ("banner", "navigation", "main", "log", "status"):
        await expect(page.get_by_role(role)).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Guichet du registre social")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("group", name="Réponses possibles")).to_be_visible()
    unnamed = await page.locator("button, input").evaluate_all(
        "nodes => nodes.filter(node => !(node.textContent || node.labels?.[0]?.textContent).trim()).map(node => node.id)"
    )
    assert unnamed == []
    twice = await page.evaluate(
        "[...document.querySelectorAll('[id]')].map(n => n.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []


async def test_tab_goes_through_the_page_in_reading_order(window: Window) -> None:
    await window.open()
    await window.page.evaluate("document.activeElement.blur()")
    order = []
    for _ in range(18):
        await window.page.keyboard.press("Tab")
        order.append(await window.page.evaluate("document.activeElement.closest('.skip, nav, #answers, form, .tools')?.tagName"))
    places = [place for place in dict.fromkeys(order) if place]
    assert places == ["A", "NAV", "DIV", "FORM"], (
        "the link to skip, the languages, the answers (and at the end the tools), her field"
    )


async def test_grey_words_and_a_pale_edge_are_found(chromium: Browser) -> None:
    """What the measure itself is worth: half a black is grey, and a ground shines through."""
    page = await chromium.new_page()
    await page.set_content(
        "<p>black</p><p style='color: #777'>grey</p><p style='color: #0008'>half</p>"
        "<div style='background: #000'><p style='background: #fff1; color: #777'>on dark</p></div>"
        "<input placeholder=pale style='border: 1px solid #ccc'><button style='border: 1px solid #777'>plain</button>"
    )
    found, count = await faint(page, edged="input, button")
    assert [what for what, _, _ in found] == ["P grey", "P half", "P on dark", "INPUT , edge"]
    assert count == 6
    await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_and_every_edge_has_its_contrast(window: Window, scheme: str) -> None:
    await window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    await window.open()
    await window.page.get_by_role("button", name=words("menu-guide")).click()
    await expect(window.page.locator(".us")).to_have_count(2)
    too_faint, count = await faint(window.page, edged="#text, #answers button, nav button:not([aria-pressed=true])")
    assert too_faint == []
    assert count > 12


@pytest.mark.parametrize(
    ("width", "height", "lang"), [(360, 640, "fr"), (360, 640, "ar"), (320, 480, "fr"), (640, 430, "ar"), (1280, 860, "fr")]
)
async def test_nothing_scrolls_sideways_and_every_target_is_large(window: Window, width: int, height: int, lang: str) -> None:
    """640 × 430 is a laptop's window enlarged twice."""
    await window.page.set_viewport_size({"width": width, "height": height})
    await window.open(f"?lang={lang}")
    await window.page.locator("#text").fill("https://" + "a" * 120)
    await window.page.keyboard.press("Enter")
    await expect(window.page.locator(".us")).to_have_count(2)
    assert await window.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = await window.page.locator("button:visible, input:visible").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(({ left, right, width, height }) =>"
        " [left >= 0, right <= innerWidth, width >= 44, height >= 44])"
    )
    assert all(all(box) for box in boxes)


async def test_the_focus_is_seen_and_never_hidden_behind_the_desk(window: Window) -> None:
    await window.page.set_viewport_size({"width": 360, "height": 640})
    await window.open()
    for number in range(1, 10):
        await window.tab_to(re.compile(f"^{number} "))
        seen = await window.page.evaluate(
            "(() => { const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);"
            " const desk = document.querySelector('#desk').getBoundingClientRect();"
            " return [box.top < desk.top, style.outlineStyle, parseFloat(style.outlineWidth) >= 2]; })()"
        )
        assert seen == [True, "solid", True]


async def test_nothing_moves_for_who_wants_it_still(window: Window) -> None:
    await window.open()
    moving = await window.page.evaluate("document.getAnimations().length")
    assert moving == 0
    assert await window.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# --- in the page of another site ---------------------------------------------------------------


async def test_the_widget_opens_the_chat_in_a_frame_and_escape_closes_it(chromium: Browser, scene: Stage_) -> None:
    told: list[str] = []
    async with serving(site_with(told)) as site, chatting(scene, origins=(site,)) as chat:
        told.append(chat.url)
        page = await chromium.new_page(viewport={"width": 360, "height": 640})
        await page.goto(f"{site}/")
        button = page.get_by_role("button", name="Écrire au guichet")
        await button.click()
        frame = page.frame_locator("iframe[title='Écrire au guichet']")
        await expect(frame.get_by_role("log").locator(".us .body")).to_contain_text(words("menu"))
        await frame.get_by_role("textbox").press("Escape")
        await expect(page.locator("iframe")).to_be_hidden()
        await expect(button).to_be_focused()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await page.context.close()


async def test_a_site_that_is_not_in_the_settings_cannot_frame_it(chromium: Browser, scene: Stage_) -> None:
    told: list[str] = []
    async with serving(site_with(told)) as site, chatting(scene) as chat:
        told.append(chat.url)
        page = await chromium.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text))
        await page.goto(f"{site}/")
        await page.get_by_role("button", name="Écrire au guichet").click()
        async with asyncio.timeout(10):
            while not [text for text in refused if "frame-ancestors" in text]:  # noqa: ASYNC110 - Chromium tells only its console
                await asyncio.sleep(0.02)
        assert chat.counts == {}
        await page.context.close()


def site_with(told: list[str]) -> web.Application:
    """A site whose page has our widget, under a strict policy of its own; `told` where our chat is."""

    async def page(_: web.Request) -> web.Response:
        [chat] = told
        policy = f"default-src 'none'; script-src {chat}; frame-src {chat}"
        body = f"<!doctype html><html lang=fr><title>Site</title><h1>Site</h1><script src='{chat}/chat/widget.js' defer></script>"
        return web.Response(text=body, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", page)
    return app
