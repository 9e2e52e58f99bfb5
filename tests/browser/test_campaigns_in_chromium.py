"""A campaign in a real Chromium: written, approved by two others, started, watched and stopped, in French and in Arabic."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from console.announcing import Announcing
from console.pages.campaigns import pages
from console.pages.wording import Wording
from dialogs.texts.staff import Words
from store.keyring import Keyring
from store.ledger import Stage
from store.memory import MemoryGuard
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.console_window import Window, window_on
from tests.campaigns.campaign_world import RUNNER, Town
from tests.console.staff import Room, console
from tests.store.campaign_boxes import twin_ledger

pytestmark = IN_CHROMIUM
PEOPLE = (
    "phone;prenom;lang\n" + "".join(f"06{n:08};P{n};{'ar' if n % 2 else 'fr'}\n" for n in range(12345600, 12345640))
).encode()
ENDS = "2027-02-14T12:00"


@dataclass
class Ministry:
    """A town whose team has a console."""

    town: Town
    room: Room


@pytest_asyncio.fixture(loop_scope="module")
async def ministry(keys: Keyring) -> AsyncIterator[Ministry]:
    town = Town(twin_ledger(keys), keys)
    served = pages(Announcing(town.desk, MemoryGuard(town.clock)))
    async with console(served, clock=town.clock, keys=keys, audit=town.audit) as room:
        yield Ministry(town, room)


async def signed_in(window: Window, words: Words, role: str, id: str) -> None:
    token = await window.room.token(role, id=id)
    await window.sign_in(token, words("token"), words("sign-in"))
    await expect(window.page.get_by_role("button", name=words("sign-out"))).to_be_visible()


async def written(window: Window, words: Words) -> None:
    """By keyboard to the form, and through it."""
    page = window.page
    await window.press("link", words("menu-campaigns"))
    await window.fits_everybody()
    await window.press("link", words("campaign-write"))
    await window.type(words("campaign-name"), "jours")
    await page.get_by_label(words("campaign-title"), exact=True).fill("Jours d'inscription")
    await page.get_by_label(words("campaign-text", lang=words.named("fr"))).fill("Bonjour {prenom}, inscription demain. {code}")
    await page.get_by_label(words("campaign-text", lang=words.named("ar"))).fill("مرحبا {prenom}، التسجيل غدا. {code}")
    await page.get_by_label(words("campaign-ends")).fill(ENDS)
    await page.get_by_label(words("campaign-cell")).fill("0")
    await reminded(window, words)
    await window.press("button", words("campaign-count"))
    await expect(page.get_by_text("GSM-7").first).to_be_visible()
    await window.fits_everybody()
    await window.press("button", words("campaign-save"))
    await expect(page.get_by_text(words("done-campaign-written"))).to_be_visible()
    await window.fits_everybody()


async def reminded(window: Window, words: Words) -> None:
    """A reminder with a text of its own, by keyboard; the focus is where it begins."""
    page = window.page
    await window.press("button", words("campaign-wave-more"))
    one = page.get_by_role("group", name=words("campaign-wave", number=1))
    await expect(one.get_by_label(words("campaign-wave-at"))).to_be_focused()
    await one.get_by_label(words("campaign-wave-at")).fill("2027-01-20T10:00")
    await one.get_by_label(words("campaign-wave-to")).select_option("all")
    await page.get_by_text(words("campaign-wave-texts")).focus()
    await page.keyboard.press("Enter")
    for lang, text in (("fr", "Rappel : demain. {code}"), ("ar", "تذكير: غدا. {code}")):
        await one.get_by_label(words("campaign-text", lang=words.named(lang))).fill(text)
    await window.press("button", words("campaign-wave-more"))
    await window.fits_everybody()
    await window.press("button", words("campaign-wave-drop", number=2))
    await expect(one).to_be_visible()
    await expect(page.get_by_role("group", name=words("campaign-wave", number=2))).to_be_hidden()


async def moved(window: Window, words: Words, move: str) -> None:
    """The way to a step, and that one means it."""
    await window.press("link", words(f"campaign-do-{move}"))
    await window.fits_everybody()
    await window.press("button", words(f"campaign-do-{move}"))
    await expect(window.page.get_by_text(words(f"done-campaign-{move}"))).to_be_visible()


async def approved(window: Window, words: Words) -> None:
    await window.open("/campaigns/jours")
    await window.press("link", words("campaign-do-approve"))
    await expect(window.page.get_by_text("Bonjour P").first).to_be_visible()
    await expect(window.page.get_by_text("Rappel : demain.").first).to_be_visible()
    await window.fits_everybody()
    await window.press("button", words("campaign-do-approve"))
    await expect(window.page.get_by_text(words("done-campaign-approve"))).to_be_visible()


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_one_writes_two_approve_and_it_is_watched_and_stopped(chromium: Browser, ministry: Ministry, lang: str) -> None:
    words, room, town = Wording("MA", "Africa/Casablanca").choose(lang, ""), ministry.room, ministry.town
    async with window_on(room, chromium, lang) as window:
        await signed_in(window, words, "writer", "amal")
        await written(window, words)
        await window.press("link", words("campaign-do-people"))
        await window.fits_everybody()
        file = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE + b"x;y;fr\n"}
        await window.page.get_by_label(words("campaign-file"), exact=True).set_input_files(file)  # type: ignore[arg-type]  # a file
        await window.press("button", words("campaign-send-file"))
        await expect(window.page.get_by_text(words("campaign-bad-no-number")).first).to_be_visible()
        await window.fits_everybody()
        await window.open("/campaigns/jours")
        await moved(window, words, "freeze")
        await moved(window, words, "submit")
        await expect(window.page.get_by_text(words("campaign-why-needs-approver")).first).to_be_visible()
    for id in ("brahim", "chama"):
        async with window_on(room, chromium, lang) as window:
            await signed_in(window, words, "approver", id)
            await approved(window, words)
            if id == "chama":
                await moved(window, words, "start")
                await town.step(2)
                await town.carry(7)
                await town.step(40)
                await window.press("link", words("campaign-way-watch"))
                await expect(window.page.get_by_role("progressbar").first).to_be_visible()
                await window.fits_everybody()
                await moved(window, words, "stop")
                await town.step(2)
                assert await town.stage("jours") is Stage.STOPPED
                await window.press("link", words("campaign-way-report"))
                await window.fits_everybody()
    assert len(town.ledger.carried) == 7


async def test_a_text_is_counted_while_it_is_written(chromium: Browser, ministry: Ministry) -> None:
    words = Wording("MA", "Africa/Casablanca").choose("fr", "")
    async with window_on(ministry.room, chromium, "fr", scripts=True) as window:
        await signed_in(window, words, "writer", "amal")
        await window.open("/campaigns/_new")
        text = window.page.get_by_label(words("campaign-text", lang=words.named("fr")))
        await text.press_sequentially("Bonjour {code}")
        await expect(window.page.locator("#size-fr")).to_contain_text("29")
        await expect(text).to_be_focused()
        await window.press("button", words("campaign-wave-more"))
        await window.page.get_by_text(words("campaign-wave-texts")).click()
        await window.page.locator("#f-wave-1-text-fr").press_sequentially("Rappel {code}")
        await expect(window.page.locator("#size-w1-fr")).to_contain_text("28")


async def test_progress_moves_on_and_the_keyboard_stays_where_it_is(chromium: Browser, ministry: Ministry) -> None:
    words, town = Wording("MA", "Africa/Casablanca").choose("fr", ""), ministry.town
    await town.started(40, cell=0.0)
    async with window_on(ministry.room, chromium, "fr", scripts=True) as window:
        await signed_in(window, words, "approver", "dina")
        await window.open("/campaigns/days/watch")
        await window.tab_to("link", words("campaign-do-stop"))
        await town.step(2)
        await town.carry(9)
        await town.step(40)
        await expect(window.page.locator("#live")).to_contain_text("9", timeout=15_000)
        await expect(window.page.get_by_role("link", name=words("campaign-do-stop"))).to_be_focused()
        await town.desk.act("days", "pause", RUNNER)
        await expect(window.page.locator("#live")).to_contain_text(words("campaign-stage-paused"), timeout=15_000)
