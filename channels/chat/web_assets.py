"""The chat page and the widget as they are served: put together once, in every language, each in one small answer."""

import gzip
import hashlib
import html
import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import resources
from string import Template

from dialogs.country import Country
from dialogs.texts.accepted import accepted
from dialogs.texts.speech import Speech

_RIGHT_TO_LEFT = frozenset({"ar", "ary", "ur", "fa", "ps"})
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_KEPT = {"Cache-Control": "no-cache"}
"""Kept by browsers and asked after each time: a 304 is all that goes over the wire then."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, plain and by gzip."""

    body: bytes
    packed: bytes
    etag: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assets:
    """The page by language, the first language first; and the widget."""

    pages: Mapping[str, Asset]
    widget: Asset

    def page(self, wanted: str | None, header: str) -> Asset:
        """In the language `wanted`, else the first that the browser accepts (`Accept-Language`), else the country's first."""
        lang = next((one for one in (wanted, *accepted(header)) if one in self.pages), None)
        return self.pages[lang] if lang else next(iter(self.pages.values()))


def assets(country: Country, speech: Speech, frames: Collection[str] = ()) -> Assets:
    """What `/chat` serves for a country; `frames` are the origins of sites that may show it in a frame."""
    words = {lang: _words(country, lang) for lang in country.languages}
    own = {lang: html.escape(speech.word(f"language-{lang}", lang)) for lang in words}
    style, line, chat = _file("chat.css"), _file("line.js"), _file("chat.js")
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": _policy(style, (line, chat), frames),
        "Vary": "Accept-Language, Accept-Encoding",
        **_SAFE,
        **_KEPT,
    }

    def page(lang: str) -> str:
        told = {"lang": lang, "words": words, "rtl": sorted(_RIGHT_TO_LEFT & {*words})}
        plain = {name: html.escape(word) for name, word in words[lang].items()}
        languages = "\n      ".join(_language(one, own[one], chosen=one == lang) for one in words)
        return Template(_file("chat.html")).substitute(
            plain, lang=lang, dir=_dir(lang), languages=languages, style=style, line=line, chat=chat,
            told=json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"),
        )  # fmt: skip

    scripted = {"Content-Type": "text/javascript; charset=utf-8", "Cross-Origin-Resource-Policy": "cross-origin"}
    widget = _asset(_file("widget.js"), {**scripted, "Vary": "Accept-Encoding", **_SAFE, **_KEPT})
    return Assets({lang: _asset(page(lang), headers) for lang in words}, widget)


def _policy(style: str, scripts: Collection[str], frames: Collection[str]) -> str:
    """Nothing but what this page is made of, by its hash; no text can become a script (Trusted Types)."""
    allowed = {
        "default-src": ["'none'"],
        "script-src": [_hash(script) for script in scripts],
        "style-src": [_hash(style)],
        "connect-src": ["'self'"],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'", *frames],
        "require-trusted-types-for": ["'script'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in allowed.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _language(lang: str, own: str, *, chosen: bool) -> str:
    pressed = str(chosen).lower()
    return f'<button type="button" lang="{lang}" dir="{_dir(lang)}" data-lang="{lang}" aria-pressed="{pressed}">{own}</button>'


def _dir(lang: str) -> str:
    return "rtl" if lang in _RIGHT_TO_LEFT else "ltr"


def _words(country: Country, lang: str) -> dict[str, str]:
    """The page's own words, with the country's numbers in them.

    A language that nobody has put them into yet gets those of the country's first that has them
    and is written in the same direction.
    """
    told: dict[str, dict[str, str]] = json.loads(_file("words.json"))
    spoken = next(one for one in (lang, *country.languages, "en") if one in told and _dir(one) == _dir(lang))
    return {name: Template(word).safe_substitute(country.terms) for name, word in told[spoken].items()}


def _asset(text: str, headers: Mapping[str, str]) -> Asset:
    body = text.encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Asset(body, gzip.compress(body, mtime=0), etag, {**headers, "ETag": etag})


def _file(name: str) -> str:
    return resources.files("channels.chat").joinpath("web_page", name).read_text("utf-8")
