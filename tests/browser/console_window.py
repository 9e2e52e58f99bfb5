"""The console open in Chromium, for somebody who has nothing but a keyboard."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from playwright.async_api import Browser, ConsoleMessage, Page, expect

from tests.browser.contrast import faint
from tests.console.staff import Room

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 640}
NAMELESS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
  .filter((node) => node.checkVisibility() && !(node.labels?.length || node.textContent.trim() || node.ariaLabel))
  .map((node) => node.outerHTML)"""
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((node) => node.checkVisibility() && !node.closest(".skip, p:not(.check, .field), li:not(nav li, .tiles li)"))
  .map((node) => [node.outerHTML.slice(0, 60), node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""


@dataclass
class Window:
    """One browser, and everything that it complained about. `stays`: scripts may answer a press without another page."""

    page: Page
    room: Room
    stays: bool = False
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str = "") -> None:
        await self.page.goto(f"{self.room.url}/console{path}")

    async def tab_to(self, role: str, name: str | re.Pattern[str]) -> None:
        """Press Tab until the control that is so called has the focus."""
        wanted = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # a role of ARIA
        await expect(wanted).to_be_visible()
        for _ in range(80):
            await self.page.keyboard.press("Tab")
            if await wanted.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"{name!r} is not reached")

    async def press(self, role: str, name: str | re.Pattern[str]) -> None:
        """Go there by Tab and press Enter; where that leads to is open then."""
        await self.tab_to(role, name)
        async with nullcontext() if self.stays else self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def type(self, label: str, text: str) -> None:
        """Go to a field by Tab and type; a token's field is a textbox for nobody, so it is found by its label."""
        wanted = self.page.get_by_label(label, exact=True)
        for _ in range(80):
            await self.page.keyboard.press("Tab")
            if await wanted.evaluate("node => node === document.activeElement"):
                return await self.page.keyboard.type(text)
        raise AssertionError(f"{label!r} is not reached")

    async def sign_in(self, token: str, label: str, button: str) -> None:
        await self.open("/sign-in")
        await self.type(label, token)
        await self.press("button", button)
        await self.page.wait_for_url("**/console")

    async def fits_everybody(self) -> None:
        """Contrast, names, sizes of targets, one heading, and nothing that scrolls sideways, here and on a small phone."""
        kept = self.page.viewport_size
        for scheme in ("light", "dark"):
            await self.page.emulate_media(color_scheme=scheme)
            assert (await faint(self.page, edged="input, textarea, select, button"))[0] == []
        assert await self.page.evaluate(NAMELESS) == []
        assert await self.page.evaluate(SMALL) == []
        assert await self.page.locator("h1").count() == 1
        for size in (PHONE, DESK):
            await self.page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
            assert await self.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if kept:
            await self.page.set_viewport_size(kept)


@asynccontextmanager
async def window_on(room: Room, chromium: Browser, lang: str = "fr", *, scripts: bool = False) -> AsyncIterator[Window]:
    """A browser of its own, with or without scripts of pages, which must not complain about anything."""
    context = await chromium.new_context(
        viewport=DESK,  # type: ignore[arg-type]  # width and height
        locale=lang,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    made = Window(await context.new_page(), room, stays=scripts)
    made.page.on("pageerror", lambda error: made.complaints.append(error.message))
    made.page.on("console", lambda said: made.complaints.append(said.text) if _complains(said) else None)
    yield made
    await context.close()
    assert made.complaints == []


def _complains(said: ConsoleMessage) -> bool:
    """That a form had faults is an answer, and Chromium tells it as an error."""
    return said.type in {"error", "warning"} and "status of 422" not in said.text
