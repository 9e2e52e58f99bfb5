"""Two browsers: a citizen in the web chat and an agent in the console, in French and in Arabic, and words both ways."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from config import replies
from console.answering import Answering
from console.pages import inbox as inbox_pages
from dialogs.model import Prompt
from store.keyring import Keyring
from store.memory import MemoryAudit
from store.operators import MemoryOperators
from tests.browser.chat_window import Window
from tests.browser.chat_window import window_on as chat_window
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.console_window import DESK
from tests.browser.console_window import Window as ConsoleWindow
from tests.console.staff import Room, console
from tests.people import Peopled, people_chatting
from tests.player import MOROCCO, SPEECH

pytestmark = IN_CHROMIUM
WORDS = {
    "fr": ("Jeton d'opérateur", "Se connecter", "Prendre", "Votre réponse", "Transférer ou terminer", "Rendre au guichet"),
    "ar": ("رمز الموظف", "تسجيل الدخول", "أخذ", "جوابك", "تحويل أو إنهاء", "إعادة إلى الشباك"),
}


def words(key: str, lang: str) -> str:
    return SPEECH.say(Prompt(key, (("before", 0),)), lang).body.split("\n")[0]


@asynccontextmanager
async def both(keys: Keyring) -> AsyncIterator[tuple[Peopled, Room]]:
    """The chat and the console over one inbox; time goes on, and what waits leaves."""
    async with people_chatting() as desk:
        clock, audit, operators = desk.scene.clock, MemoryAudit(keys), MemoryOperators()
        answering = Answering(
            desk.inbox, operators, desk.people.chats, audit, keys, clock, lambda: None, lambda _: None, lambda _: None
        )
        pages = inbox_pages.pages(answering, replies.load("morocco", MOROCCO.languages, MOROCCO.borrow))

        async def going_on() -> None:
            while True:
                await desk.carry()
                await clock.advance(0.5)
                await asyncio.sleep(0.05)

        async with console(pages, clock=clock, keys=keys, audit=audit, operators=operators) as room:
            going = asyncio.create_task(going_on())
            yield desk, room
            going.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await going


@asynccontextmanager
async def agent_window(room: Room, chromium: Browser, lang: str, *, scripts: bool = True) -> AsyncIterator[ConsoleWindow]:
    """An agent's browser, which must not complain about anything."""
    context = await chromium.new_context(
        viewport=DESK,  # type: ignore[arg-type]  # width and height
        locale=lang,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    made = ConsoleWindow(await context.new_page(), room)
    made.page.on("pageerror", lambda error: made.complaints.append(error.message))
    made.page.on("console", lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    yield made
    await context.close()
    assert made.complaints == []


async def asks(citizen: Window, lang: str) -> None:
    """She asks for a person, by keyboard, and waits."""
    await citizen.open(f"?lang={lang}")
    await citizen.tab_to(re.compile(words("menu-human", lang)))
    await citizen.page.keyboard.press("Enter")
    await citizen.shows(words("human-offer", lang))
    await citizen.page.get_by_role("button", name=words("consent-yes", lang)).click()
    await citizen.shows(words("human-waiting", lang))


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_a_citizen_and_an_agent_talk_and_she_goes_back_to_the_menu(chromium: Browser, keys: Keyring, lang: str) -> None:
    token, sign_in, take, answer, end, back = WORDS[lang]
    async with (
        both(keys) as (desk, room),
        chat_window(desk.chat, chromium) as citizen,
        agent_window(room, chromium, lang) as agent,
    ):
        await asks(citizen, lang)
        await agent.sign_in(await room.token("chat", id="salma"), token, sign_in)
        await agent.open("/inbox")
        await agent.press("button", take)
        await citizen.shows(words("human-claimed", lang))

        await citizen.page.locator("#text").fill("Bonjour / سلام")
        await citizen.page.keyboard.press("Enter")
        await expect(agent.page.locator("#lines .said")).to_have_text(["Bonjour / سلام"])

        await agent.page.get_by_label(answer).fill("Je vous écoute\nأستمع إليك")
        await expect(citizen.page.locator("#typing")).to_be_visible()
        await agent.page.keyboard.press("Control+Enter")
        await citizen.shows("Je vous écoute")
        await expect(citizen.page.locator("#log .agent")).to_have_count(1)
        await expect(agent.page.get_by_label(answer)).to_have_value("")
        await expect(agent.page.get_by_label(answer)).to_be_focused()
        await expect(agent.page.locator("#lines .said")).to_have_count(2)

        ready = agent.page.locator("select[name=ready] option").nth(1)
        await agent.page.locator("select[name=ready]").select_option(index=1)
        await expect(agent.page.get_by_label(answer)).to_have_value(await ready.inner_text())

        await agent.page.get_by_text(end, exact=True).click()
        await agent.page.get_by_role("button", name=back).click()
        await expect(citizen.page.locator("#log .us .body").nth(-2)).to_have_text(words("human-returned", lang))
        await citizen.shows(words("menu", lang))
        assert desk.scene.troubles == []


async def test_the_agents_pages_fit_everybody_with_and_without_scripts(chromium: Browser, keys: Keyring) -> None:
    token, sign_in, take, answer, _, _ = WORDS["fr"]
    async with both(keys) as (desk, room), chat_window(desk.chat, chromium) as citizen:
        secret = await room.token("chat", id="salma")
        await asks(citizen, "fr")
        async with agent_window(room, chromium, "fr", scripts=False) as agent:
            await agent.sign_in(secret, token, sign_in)
            await agent.open("/inbox")
            await agent.fits_everybody()
            await agent.press("button", take)
            await agent.type(answer, "Bonjour")
            await agent.press("button", "Envoyer")
            await expect(agent.page.locator("#lines .said")).to_have_text(["Bonjour"])
            await agent.fits_everybody()
        await citizen.shows("Bonjour")


async def test_she_goes_back_by_the_button_under_an_agents_words(chromium: Browser, keys: Keyring) -> None:
    async with both(keys) as (desk, _), chat_window(desk.chat, chromium) as citizen:
        await asks(citizen, "fr")
        await citizen.page.get_by_role("button", name="Menu", exact=True).click()
        await citizen.shows(words("slip-counter", "fr"))
        await citizen.shows(words("menu", "fr"))
        assert await desk.inbox.waiting() == 0
