"""The page on which anybody plays a person in Telegram or WhatsApp against the running demo: forms alone, no scripts."""

import contextlib
import html
from collections.abc import Sequence
from importlib import resources
from urllib.parse import quote, urlsplit

from aiohttp import web

from sandbox.messengers import Bubble, Messenger

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


def attach(app: web.Application, messengers: Sequence[Messenger]) -> None:
    """Serve `GET /messenger` and, for each person of each messenger, `/messenger/{name}/{who}`."""
    known = {messenger.name: messenger for messenger in messengers}
    style = resources.files("sandbox").joinpath("page/messenger.css").read_bytes()

    async def first(_: web.Request) -> web.Response:
        raise web.HTTPSeeOther(_address(messengers[0].name, messengers[0].people[0]))

    async def css(_: web.Request) -> web.Response:
        return web.Response(body=style, content_type="text/css", headers=_HEADERS)

    async def shown(request: web.Request) -> web.Response:
        messenger, who = _asked(request, known)
        body = _page(messengers, messenger, who)
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
        raise web.HTTPSeeOther(f"{_address(messenger.name, who)}#say")

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


def _page(messengers: Sequence[Messenger], messenger: Messenger, who: str) -> str:
    people = [(one.name, person) for one in messengers for person in one.people]
    here = ((name, person, ' aria-current="page"' if (name, person) == (messenger.name, who) else "") for name, person in people)
    links = "".join(f'<a href="{_address(name, person)}"{now}>{name}, {html.escape(person)}</a>' for name, person, now in here)
    bubbles = messenger.chats.of(who)
    said = "".join(_bubble(bubble) for bubble in bubbles)
    last = bubbles[-1].buttons if bubbles else ()
    keys = "".join(
        f'<button name="press" value="{html.escape(value)}" dir="auto">{html.escape(label)}</button>' for value, label in last
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Guichet: {messenger.name}</title><link rel="stylesheet" href="/messenger/messenger.css"></head>
<body><h1>{messenger.name}</h1><nav aria-label="People">{links}</nav>
<ol aria-label="Messages">{said}</ol>
<form method="post" class="keys" aria-label="Buttons">{keys}</form>
<form method="post" class="say" id="say"><input name="text" aria-label="Message" autocomplete="off" autofocus dir="auto"
maxlength="{MOST}"><button>Send</button></form>
<p>Codes by SMS arrive on the <a href="/phone">page of phones</a>. Everybody here is invented.</p></body></html>
"""


def _bubble(bubble: Bubble) -> str:
    whose = "ours" if bubble.ours else "hers"
    return f'<li class="{whose}" dir="auto">{html.escape(bubble.text)}</li>'
