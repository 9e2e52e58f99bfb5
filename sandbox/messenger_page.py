"""The page on which anybody plays a person in Telegram or WhatsApp against the running demo: forms alone, no scripts."""

import contextlib
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from aiohttp import web

from dialogs.country import Country
from dialogs.texts.staff import LANGUAGES
from sandbox.messengers import Messenger
from sandbox.templates import FOLDER, draw, language, spoken

__all__ = ["attach"]

PATIENCE = 5.0
"""Seconds that the page waits for an answer before it shows what there is."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MOST = 4096


def attach(app: web.Application, messengers: Sequence[Messenger], country: Country) -> None:
    """Serve `GET /messenger` and, for each person of each messenger, `/messenger/{name}/{who}`.

    The page is in the language of `?lang=`, which stays in the address, or of the browser.
    """
    known = {messenger.name: messenger for messenger in messengers}
    among, style = spoken(country), (FOLDER / "messenger.css").read_bytes()

    async def first(request: web.Request) -> web.Response:
        raise web.HTTPSeeOther(_address(messengers[0].name, messengers[0].people[0]) + _kept(request))

    async def css(_: web.Request) -> web.Response:
        return web.Response(body=style, content_type="text/css", headers=_HEADERS)

    async def shown(request: web.Request) -> web.Response:
        messenger, who = _asked(request, known)
        bubbles = messenger.chats.of(who)
        body = draw(
            "messenger.html",
            language(request, among),
            name=messenger.name,
            here=_address(messenger.name, who),
            kept=_kept(request),
            people=[(one.name, person, _address(one.name, person)) for one in messengers for person in one.people],
            bubbles=bubbles,
            buttons=bubbles[-1].buttons if bubbles else (),
            most=MOST,
        )
        return web.Response(text=body, content_type="text/html", headers=_HEADERS)

    async def done(request: web.Request) -> web.Response:
        messenger, who = _asked(request, known)
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden
        form = await request.post()
        count = messenger.chats.count(who)
        if value := str(form.get("press", "")):
            await messenger.press(who, value[:256])
        elif text := str(form.get("text", "")).strip():
            await messenger.write(who, text[:MOST])
        with contextlib.suppress(TimeoutError):
            await messenger.chats.until(who, count + 1, PATIENCE)
        raise web.HTTPSeeOther(f"{_address(messenger.name, who)}{_kept(request)}#say")

    app.router.add_get("/messenger", first)
    app.router.add_get("/messenger/messenger.css", css)
    app.router.add_get("/messenger/{name}/{who}", shown)
    app.router.add_post("/messenger/{name}/{who}", done)


def _asked(request: web.Request, known: dict[str, Messenger]) -> tuple[Messenger, str]:
    messenger, who = known.get(request.match_info["name"]), request.match_info["who"]
    if messenger is None or who not in messenger.people:
        raise web.HTTPNotFound
    return messenger, who


def _address(name: str, who: str) -> str:
    return f"/messenger/{name}/{quote(who)}"


def _kept(request: web.Request) -> str:
    """The language that was chosen on the page, for the next address."""
    lang = request.query.get("lang", "")
    return f"?lang={lang}" if lang in LANGUAGES else ""
