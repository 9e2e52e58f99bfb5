"""The languages of every country that is shipped, and their catalogues as the parser sees them."""

from collections.abc import Mapping
from functools import cached_property
from importlib import resources

from fluent.runtime import FluentResource
from fluent.syntax.ast import Message

from config.profile import available, load
from dialogs.texts.speech import Speech
from house.texts import tongue
from house.texts.screens import MOST_PAGES, ROOTS, SCREENS, STANDINGS
from house.texts.tongue import offered

__all__ = ["KEYS", "MOST_PAGES", "ROOTS", "SCREENS", "STANDINGS", "Tongue", "entries", "offered", "size", "tongues"]


def entries(*path: str) -> dict[str, Message]:
    """The messages of a catalogue by their keys; none where there is no such file."""
    file = resources.files("dialogs.texts").joinpath(*path)
    source = file.read_text("utf-8") if file.is_file() else ""
    return {entry.id.name: entry for entry in FluentResource(source).body if isinstance(entry, Message)}


KEYS = sorted(key for key in entries("en.ftl") if not key.startswith("language-") or key in ("language-ask", "language-done"))
"""Every key but the names of the languages: a catalogue has those that are offered beside its own."""


class Tongue(tongue.Tongue):
    """With its catalogues as the parser sees them."""

    @property
    def own(self) -> Mapping[str, Message]:
        """What the country says otherwise than the language."""
        return entries(self.country.code, f"{self.lang}.ftl")

    @cached_property
    def texts(self) -> Mapping[str, Message]:
        return {**entries(f"{self.lang}.ftl"), **self.own}


def tongues() -> list[Tongue]:
    """Every language of every country that is shipped."""
    countries = [load(code) for code in available()]
    speeches = {country.code: Speech(country.terms, country.languages) for country in countries}
    return [Tongue(country, lang, speeches[country.code]) for country in countries for lang in country.languages]


def size(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-be")) // 2
