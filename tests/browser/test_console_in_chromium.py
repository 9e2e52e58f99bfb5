"""The frame of the console in a real Chromium without scripts: in by keyboard, in French and in Arabic, on a small phone."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from console.pages.page import Page, Sheet, Visit
from store.clock import FakeClock
from store.keyring import Keyring
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.console_window import window_on
from tests.console.staff import Room, console

pytestmark = IN_CHROMIUM
WORDS = {
    "fr": ("Jeton d'opérateur", "Se connecter", "Accueil", "Se déconnecter"),
    "ar": ("رمز الموظف", "تسجيل الدخول", "الرئيسية", "تسجيل الخروج"),
}


@pytest_asyncio.fixture(loop_scope="module")
async def room(keys: Keyring) -> AsyncIterator[Room]:
    async def nothing(_: Visit) -> Sheet:
        return Sheet("error.html", {"status": 404})

    made = Page("home", "GET", "/nothing", frozenset({"officer"}), nothing)
    async with console([made], clock=FakeClock(), keys=keys, pending=("zgh",)) as running:
        yield running


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_somebody_signs_in_and_out_by_keyboard(chromium: Browser, room: Room, lang: str) -> None:
    token, sign_in, home, sign_out = WORDS[lang]
    async with window_on(room, chromium, lang) as window:
        await window.sign_in(await room.token("officer"), token, sign_in)
        await expect(window.page.get_by_role("heading", name=home)).to_be_visible()
        assert await window.page.evaluate("document.dir") == ("rtl" if lang == "ar" else "ltr")
        await window.fits_everybody()
        await window.press("button", sign_out)
        await expect(window.page.get_by_role("status")).to_be_visible()
        await window.fits_everybody()


async def test_the_language_is_changed_by_keyboard_and_stays(chromium: Browser, room: Room) -> None:
    async with window_on(room, chromium, "fr") as window:
        await window.open("/sign-in")
        await window.press("link", "العربية")
        await expect(window.page.get_by_role("heading", level=1)).to_have_text("تسجيل الدخول")
        await window.open("/sign-in")
        await expect(window.page.get_by_role("heading", level=1)).to_have_text("تسجيل الدخول")


async def test_the_first_stop_skips_to_the_content(chromium: Browser, room: Room) -> None:
    async with window_on(room, chromium, "fr") as window:
        await window.open("/sign-in")
        await window.page.keyboard.press("Tab")
        await expect(window.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        await window.page.keyboard.press("Enter")
        assert re.search("#main$", window.page.url)
