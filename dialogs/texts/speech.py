"""The service's words: turns a Prompt into text in a citizen's language, so that no dialog ever holds a sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.abc import Traversable
from typing import Literal

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import CurrentEnvironment, Pattern, ResolverEnvironment
from fluent.runtime.types import FluentInt
from fluent.syntax.ast import BaseComment, Junk, Message, Resource, Term

from dialogs.model import Names, Param, Prompt

Encoding = Literal["gsm7", "auto"]
TEXTED = "-texted"
"""A key with this end goes before the one without it where people write: by SMS and in chats."""
Params = tuple[tuple[str, Param], ...]


class TextError(Exception):
    """A catalogue is unreadable or lacks a text, or a text lacks an argument; the message holds keys, never values."""


@dataclass(frozen=True, slots=True, repr=False)
class Spoken:
    """A prompt in words: the body, and one label per option (the channel numbers them)."""

    body: str
    options: tuple[str, ...] = ()


class Speech:
    """All catalogues of a country. `terms` (`service_code`, `hotline`, …) are arguments of every text.

    Where the term `country` is given, a text of `<country>/<lang>.ftl` is said instead of the one with its key in
    `<lang>.ftl`. `folder` holds the catalogues; they are those that are shipped unless another one is given.
    Raises `TextError` at construction when a catalogue is missing or damaged.
    """

    def __init__(self, terms: Mapping[str, str], languages: Sequence[str], folder: Traversable | None = None) -> None:
        found, told = folder or resources.files("dialogs.texts"), tuple(terms.items())
        country = terms.get("country", "")
        self._catalogues = {lang: _catalogue(lang, told, _read(lang, found), _own(lang, country, found)) for lang in languages}

    @property
    def languages(self) -> Sequence[str]:
        return tuple(self._catalogues)

    def say(self, prompt: Prompt, lang: str, *, texted: bool = False) -> Spoken:
        """The prompt in `lang`, `texted` for whoever writes. Raises `TextError` when language, key or argument is missing."""
        words = self._in(lang)
        return Spoken(
            words.text(words.texted.get(prompt.key, prompt.key) if texted else prompt.key, prompt.params),
            tuple([words.text(option.key, option.params) for option in prompt.options]),
        )

    def word(self, key: str, lang: str) -> str:
        """A text that takes no arguments (a footer of a page)."""
        return self._in(lang).text(key, ())

    def encoding(self, key: str, lang: str) -> Encoding:
        """How this text leaves: `gsm7` is transliterated into GSM-7, `auto` goes as written (UCS-2 when it must)."""
        return self._in(lang).encoding(key)

    def pending(self, lang: str) -> bool:
        """Whether this catalogue says `review: pending`: no native speaker has read it yet."""
        return self._in(lang).pending

    def _in(self, lang: str) -> "_Catalogue":
        try:
            return self._catalogues[lang]
        except KeyError:
            raise TextError(f"no catalogue is loaded for the language {lang!r}") from None


class _Count(FluentInt):
    """A number that Fluent can choose a plural by, written as plain digits: Babel groups them with U+202F."""

    def format(self, locale: Locale) -> str:
        return str(int(self))


class _Catalogue:
    """One language. What needs no argument of a prompt is rendered once, here; the rest is never kept."""

    def __init__(self, lang: str, terms: Mapping[str, str], resource: Resource, own: Resource) -> None:
        self._lang = lang
        self._terms: dict[str, object] = {**terms}
        self._bundle = FluentBundle([lang], use_isolating=False)
        self._bundle.add_resource(resource)
        self._bundle.add_resource(own, allow_overrides=True)
        self._fixed: dict[str, str] = {}
        self._open: dict[str, Pattern] = {}
        self._encodings: dict[str, Encoding] = {}
        if faults := [*_damage(resource), *_damage(own), *_strangers(own, resource), *self._fill(resource)]:
            raise TextError("; ".join(f"{lang}.ftl: {fault}" for fault in faults))
        self.pending = any("review: pending" in (one.content or "") for one in resource.body if isinstance(one, BaseComment))
        self.texted = {key.removesuffix(TEXTED): key for key in (*self._fixed, *self._open) if key.endswith(TEXTED)}
        self._encoding = _encoding(self.text("encoding", ()))
        self._months = Locale.parse(self.text("locale", ()), sep="-").months["format"]["wide"]

    def text(self, key: str, params: Params) -> str:
        fixed = self._fixed.get(key)
        if fixed is not None:
            return fixed
        if key not in self._open:
            raise TextError(f"{self._lang}.ftl has no text {key!r}")
        args = {**self._terms, **{name: self._written(value) for name, value in params}}
        text, errors = self._format(self._open[key], args)
        if errors:
            raise TextError(f"{self._lang}.ftl: {key}: {'; '.join(errors)}")
        return text

    def encoding(self, key: str) -> Encoding:
        return self._encodings.get(key, self._encoding)

    def _fill(self, resource: Resource) -> Iterator[str]:
        for entry in resource.body:
            if isinstance(entry, Message):
                yield from self._add(entry.id.name)

    def _add(self, key: str) -> Iterator[str]:
        message = self._bundle.get_message(key)
        if message.value is None:
            yield f"{key}: empty"
            return
        text, errors = self._format(message.value, self._terms)
        if errors:
            self._open[key] = message.value
            yield from (f"{key}: {error}" for error in errors if not error.startswith("Unknown external"))
        else:
            self._fixed[key] = text
        if "encoding" in message.attributes:
            self._encodings[key] = _encoding(self._format(message.attributes["encoding"], {})[0])

    def _format(self, pattern: Pattern, args: dict[str, object]) -> tuple[str, list[str]]:
        """Like the bundle's `format_pattern`, which would turn each `_Count` back into a grouped number."""
        errors: list[Exception] = []
        env = ResolverEnvironment(context=self._bundle, current=CurrentEnvironment(args=args), errors=errors)
        try:
            return str(pattern(env)), [str(error) for error in errors]
        except ValueError:
            return "", ["an argument is too long"]

    def _written(self, value: Param) -> str | _Count:
        if isinstance(value, str):
            return value
        if isinstance(value, Names):
            return value.in_lang(self._lang)
        if isinstance(value, date):
            return f"{value.day} {self._months[value.month]} {value.year}"
        return _Count(value)


@lru_cache(maxsize=64)
def _catalogue(lang: str, terms: tuple[tuple[str, str], ...], source: str, own: str) -> _Catalogue:
    """The same words are taken in once: the parser needs a good part of a second for the languages of a country."""
    return _Catalogue(lang, dict(terms), FluentResource(source), FluentResource(own))


def _read(lang: str, folder: Traversable) -> str:
    try:
        return folder.joinpath(f"{lang}.ftl").read_text("utf-8")
    except FileNotFoundError:
        raise TextError(f"there is no catalogue {lang}.ftl") from None


def _own(lang: str, country: str, folder: Traversable) -> str:
    """What a country says otherwise; most texts are the same everywhere, and a country may have none of its own."""
    own = folder.joinpath(country).joinpath(f"{lang}.ftl")
    return own.read_text("utf-8") if country and own.is_file() else ""


def _strangers(own: Resource, resource: Resource) -> Iterator[str]:
    """Keys of a country that the language lacks: nobody would ever say them."""
    known = {entry.id.name for entry in resource.body if isinstance(entry, Message)}
    keys = (entry.id.name for entry in own.body if isinstance(entry, Message))
    yield from (f"{key}: a country says what the language does not" for key in keys if key not in known)


def _damage(resource: Resource) -> Iterator[str]:
    """What the parser skipped, and ids given twice (the bundle would silently keep the first)."""
    for entry in resource.body:
        if isinstance(entry, Junk):
            yield f"unreadable: {(entry.content or '').strip().partition(chr(10))[0]}"
    ids = Counter(entry.id.name for entry in resource.body if isinstance(entry, Message | Term))
    yield from (f"{name}: given {times} times" for name, times in ids.items() if times > 1)


def _encoding(written: str) -> Encoding:
    if written == "gsm7":
        return "gsm7"
    if written == "auto":
        return "auto"
    raise TextError(f"an encoding is gsm7 or auto, not {written!r}")
