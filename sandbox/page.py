"""The page on which a developer or a visitor plays a phone against the running demo; the telco behind it is `sandbox.telco`."""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from dialogs.country import Country
from dialogs.texts.staff import Words
from sandbox.operators import PROFILES
from sandbox.templates import FOLDER, draw, language, spoken

SAID: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("state-idle", "state-waiting", "state-open", "state-over", "dial", "code", "answer"), ()),
    **dict.fromkeys(("code-first", "answer-first", "hung-up", "timed-out", "no-session"), ()),
    **dict.fromkeys(("away", "away-long", "unreadable", "use-code", "number-typed", "number-another", "number-here"), ()),
    **dict.fromkeys(("remove-phone", "messages-of"), ("name",)),
    **dict.fromkeys(("not-shown", "refused"), ("why",)),
    "message-new": ("name", "sender", "text"),
    "use-this-code": ("code",),
    "number-wrong": ("example",),
}
"""What the scripts say, and what they put into it."""
WHY = ("no-answer", "unreachable", "bad-prefix", "bad-encoding", "no-service", "no-session", "session-timeout", "busy")
"""Why a screen has nothing to read (`sandbox.telco.Screen.error`)."""
_FILES = {
    "/phone/phone.css": ("phone.css", "text/css"),
    "/phone/phone.js": ("phone.js", "text/javascript"),
    "/phone/handset.js": ("handset.js", "text/javascript"),
    "/phone/words.js": ("words.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def attach(app: web.Application, country: Country) -> None:
    """Serve `GET /phone`, in the language of `?lang=` or of the browser, and its assets under `/phone/`.

    The page calls `/phones…` and `/profiles` of the same origin.
    """
    among = spoken(country)
    pages = {lang: _page(words, country.service_code) for lang, words in among.items()}

    async def page(request: web.Request) -> web.Response:
        return web.Response(text=pages[language(request, among).lang], content_type="text/html", headers=_HEADERS)

    app.router.add_get("/phone", page)
    for path, (name, kind) in _FILES.items():
        app.router.add_get(path, _serve((FOLDER / name).read_bytes(), kind))


def _page(words: Words, code: str) -> str:
    told = {"lang": words.lang, "code": code, "words": _told(words)}
    return draw("phone.html", words, code=code, told=told)


def _told(words: Words) -> dict[str, str]:
    """The words for the scripts, by key, with `{name}` where they put something in."""
    coded = [*(f"why-{code}" for code in WHY), *(f"profile-{name}" for name in PROFILES)]
    said = {key: words(key, **{name: f"{{{name}}}" for name in places}) for key, places in SAID.items()}
    return said | {key: words(key) for key in coded}


def _serve(body: bytes, kind: str) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=_HEADERS)

    return answer
