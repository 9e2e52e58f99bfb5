"""A chat page open in Chromium, on the real line and the real engine."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, expect

from dialogs.model import Prompt
from tests.channels.web_chat import Chat
from tests.player import SPEECH


def words(key: str, lang: str = "fr") -> str:
    """The first line of a text of the catalogues, as a chat says it."""
    return SPEECH.say(Prompt(key), lang, texted=True).body.split("\n")[0]


@dataclass
class Window:
    """One chat page, and everything that it complained about."""

    page: Page
    chat: Chat
    complaints: list[str] = field(default_factory=list)

    async def open(self, query: str = "") -> None:
        await self.page.goto(f"{self.chat.url}/chat{query}")
        await expect(self.page.get_by_role("log").locator(".us")).not_to_have_count(0)

    async def shows(self, text: str) -> None:
        """Wait until our latest message has `text`."""
        await expect(self.page.locator("#log .us .body").last).to_contain_text(text)

    async def tab_to(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Press Tab until the control that is so called has the focus."""
        wanted = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]  # a role of ARIA
        await expect(wanted).to_be_visible()
        for _ in range(40):
            await self.page.keyboard.press("Tab")
            if await wanted.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"{name!r} is not reached")

    async def visitor(self) -> str:
        """The name that this tab keeps."""
        name: str = await self.page.evaluate("sessionStorage.getItem('guichet-visitor')")
        return name


@asynccontextmanager
async def window_on(chat: Chat, chromium: Browser) -> AsyncIterator[Window]:
    """A French browser of its own, which must not complain about anything."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 860}, locale="fr", reduced_motion="reduce")
    page = await context.new_page()
    made = Window(page, chat)
    page.on("pageerror", lambda error: made.complaints.append(error.message))
    page.on("console", lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    yield made
    await context.close()
    assert made.complaints == []
