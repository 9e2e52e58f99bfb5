"""What the pages on which the demo is played are made of: templates, and words in the languages that staff read."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dialogs.country import Country
from dialogs.texts.staff import LANGUAGES, Words, chosen, words_in

__all__ = ["FOLDER", "WORDS", "draw", "language", "spoken"]

FOLDER = Path(__file__).parent / "page"
WORDS = resources.files("sandbox") / "words"
_pages = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def spoken(country: Country) -> Mapping[str, Words]:
    """By language, with numbers and times as the country has them."""
    return words_in(country.region, country.timezone, WORDS)


def language(request: web.Request, among: Mapping[str, Words]) -> Words:
    """That of `?lang=`, else of the browser, else English."""
    return chosen(among, request.query.get("lang", ""), request.headers.get("Accept-Language", ""))


def draw(template: str, words: Words, **told: object) -> str:
    """A page as HTML; all that it is told is escaped."""
    return _pages.get_template(template).render(words=words, languages=LANGUAGES, **told)
