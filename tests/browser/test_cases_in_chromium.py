"""The pages of cases in a real Chromium without scripts: an officer's day by keyboard, in French and in Arabic."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from store.keyring import Keyring
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.console_window import PHONE, Window, window_on
from tests.console.case_room import Office, office
from tests.store.cases_world import HERS, grievance

pytestmark = IN_CHROMIUM
WORDS = {
    "fr": {
        "token": "Jeton d'opérateur", "sign-in": "Se connecter", "cases": "Dossiers", "take": "Prendre ce dossier",
        "decide": "Décider", "answer": "Réponse", "yes": "Oui", "faults": "À corriger", "upheld": "Dites si le citoyen a raison.",
        "done": "Décidé. Le citoyen est prévenu.", "protected": "Dossiers protégés", "open": "Ouvrir", "called": "Noter : appelé",
    },
    "ar": {
        "token": "رمز الموظف", "sign-in": "تسجيل الدخول", "cases": "الملفات", "take": "أخذ هذا الملف",
        "decide": "البت في الملف", "answer": "الجواب", "yes": "نعم", "faults": "المرجو تصحيح ما يلي",
        "upheld": "المرجو تحديد هل المواطن على حق.", "done": "تم البت في الملف وإخبار المواطن.", "protected": "الملفات المحمية",
        "open": "فتح", "called": "تسجيل: تم الاتصال",
    },
}  # fmt: skip


@pytest_asyncio.fixture(loop_scope="module")
async def desk(keys: Keyring) -> AsyncIterator[Office]:
    async with office(keys) as made:
        yield made


async def unfold(window: Window, name: str) -> None:
    """Go to a summary by Tab and open it."""
    wanted = window.page.locator("summary", has_text=name).first
    for _ in range(80):
        await window.page.keyboard.press("Tab")
        if await wanted.evaluate("node => node === document.activeElement"):
            return await window.page.keyboard.press("Enter")
    raise AssertionError(f"{name!r} is not reached")


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_an_officer_takes_and_decides_a_case_by_keyboard(chromium: Browser, desk: Office, lang: str) -> None:
    ref, say = await desk.town.opened(case=grievance(1, category="not-paid")), WORDS[lang]
    async with window_on(desk.room, chromium, lang) as window:
        await window.sign_in(await desk.room.token("officer", "lead", id="hind"), say["token"], say["sign-in"])
        await window.press("link", say["cases"])
        await window.fits_everybody()
        await window.press("link", ref)
        await expect(window.page.get_by_role("heading", level=1)).to_contain_text(ref)
        await window.fits_everybody()
        await unfold(window, say["take"])
        await window.press("button", say["take"])
        await expect(window.page.get_by_role("status")).to_be_visible()
        await unfold(window, say["decide"])
        await window.type(say["answer"], "Payé vendredi")
        await window.press("button", say["decide"])
        fault = window.page.get_by_role("alert")
        await expect(fault).to_contain_text(say["upheld"])
        await expect(window.page.get_by_label(say["answer"])).to_have_value("Payé vendredi")
        await window.fits_everybody()
        await window.tab_to("radio", say["yes"])
        await window.page.keyboard.press("Space")
        await window.press("button", say["decide"])
        await expect(window.page.get_by_role("status")).to_have_text(say["done"])
        await window.fits_everybody()
    assert await desk.town.kinds(ref) == ["opened", "assigned", "upheld"]


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_a_protected_case_is_opened_and_marked_by_keyboard_on_a_phone(chromium: Browser, desk: Office, lang: str) -> None:
    id, say = await desk.shelved(), WORDS[lang]
    async with window_on(desk.room, chromium, lang) as window:
        await window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
        await window.sign_in(await desk.room.token("protection", id="nadia"), say["token"], say["sign-in"])
        await window.press("link", say["protected"])
        await window.fits_everybody()
        await window.press("link", say["open"])
        await expect(window.page.get_by_text("+212661000001")).to_be_visible()
        await window.fits_everybody()
        await window.press("button", say["called"])
        await expect(window.page.get_by_role("status")).to_be_visible()
    assert ("protected-settle", "") in desk.outcomes()
    assert id not in str(desk.room.audit.events)


async def test_markup_and_reversed_letters_of_a_citizen_stay_text(chromium: Browser, desk: Office) -> None:
    typed = "<img src=x onerror=alert(1)> \u202etxet\u202c <b>x</b>"
    ref = await desk.town.opened(case=grievance(1, text=typed))
    await desk.town.cases.add_message(ref, HERS, typed, key=b"m", now=desk.clock.now())
    async with window_on(desk.room, chromium, "ar") as window:
        await window.sign_in(await desk.room.token("officer", id="hind"), WORDS["ar"]["token"], WORDS["ar"]["sign-in"])
        await window.open(f"/cases/{ref}")
        await expect(window.page.locator("p.body").first).to_have_text(typed)
        assert await window.page.locator("main img, main b").count() == 0
        await window.fits_everybody()
