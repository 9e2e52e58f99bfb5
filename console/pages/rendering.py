"""Turns a template and its context into a response that a browser shows and nothing else can use."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import jinja2
from aiohttp import web
from markupsafe import Markup

from console.pages.page import Page
from dialogs.texts.staff import LANGUAGES, Words
from store.operators import Operator

__all__ = ["FILES", "HEADERS", "ROOT", "Rendering"]

ROOT = "/console"
FILES = {"console.css": "text/css", "icon.svg": "image/svg+xml", "campaigns.js": "text/javascript", "inbox.js": "text/javascript"}
"""What pages are made with, and the kind of each."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On everything that the console answers."""
SCRIPTED = f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
"""The content policy of a page with a script of ours."""


class Rendering:
    """The templates of the console; `pages` are those that its menu may show."""

    def __init__(self, pages: Sequence[Page]) -> None:
        here = Path(str(resources.files("console.pages")))
        self.files = {name: (here / name).read_bytes() for name in FILES}
        self._menu = sorted((page for page in pages if page.menu), key=lambda page: page.menu)
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(here / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters |= {"lines": _lines, "number": _number}
        self._jinja.globals |= {
            "root": ROOT,
            "languages": LANGUAGES,
            "versions": {name: hashlib.sha256(file).hexdigest()[:16] for name, file in self.files.items()},
        }

    def respond(
        self,
        template: str,
        words: Words,
        context: Mapping[str, object],
        *,
        operator: Operator | None = None,
        at: str = ROOT,
        csrf: str = "",
        done: str = "",
        status: int = 200,
        script: str = "",
    ) -> web.Response:
        """`at` is the path and query of this page, `done` the notice of what was done before it."""
        told = {
            "words": words,
            "operator": operator,
            "menu": [(ROOT + page.path, page.name) for page in self._menu if operator and page.open_to(operator)],
            "at": at,
            "csrf": csrf,
            "once": secrets.token_hex(16),
            "done": done if done and words.has(f"done-{done}") else "",
            "script": script,
            **context,
        }
        body = self._jinja.get_template(template).render(told)
        headers = {"Content-Language": words.lang}
        if script:
            headers["Content-Security-Policy"] = SCRIPTED
        return web.Response(text=body, status=status, content_type="text/html", headers=headers)


def _number(text: str) -> str:
    """A phone number or its end, read from the left also where all else is read from the right."""
    return f"\u2066{text}\u2069" if text else ""


def _lines(text: str) -> Markup:
    """What somebody wrote, with its lines."""
    return Markup("<br>").join(text.split("\n"))
