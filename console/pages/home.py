"""The first page of the console: where one may go, and which languages of the citizens still want a reader."""

from collections.abc import Sequence

from console.pages.page import Page, Sheet, Visit

__all__ = ["home"]


def home(pages: Sequence[Page], pending: tuple[str, ...]) -> Page:
    """For every role that some page is for; `pending` are language codes."""

    async def show(visit: Visit) -> Sheet:
        mine = sorted((page for page in pages if page.menu and page.open_to(visit.operator)), key=lambda page: page.menu)
        return Sheet("home.html", {"mine": mine, "pending": pending})

    return Page("home", "GET", "", frozenset(), show)
