"""What staff read: small Fluent catalogues, one file for each part and language, numbers and times as a country writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.abc import Traversable
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

from dialogs.texts.accepted import accepted
from dialogs.texts.speech import TextError

__all__ = ["LANGUAGES", "Words", "chosen", "words_in"]

LANGUAGES = {"en": "English", "fr": "Français", "ar": "العربية"}
"""What may be chosen, each by its own name."""
_RIGHT_TO_LEFT = frozenset({"ar"})
_DAY = "d MMM y"
_COMMA = {"ar": "،"}


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """One language: called with a key it gives the text, with days and moments in the country's time."""

    lang: str
    bundle: FluentBundle
    locale: Locale
    zone: ZoneInfo

    @property
    def dir(self) -> str:
        return "rtl" if self.lang in _RIGHT_TO_LEFT else "ltr"

    def has(self, key: str) -> bool:
        return bool(self.bundle.has_message(key))

    def __call__(self, key: str, **args: str | int) -> str:
        """The text; raises `TextError` for a key that is not there or an argument that is missing."""
        value = self.bundle.get_message(key).value if self.has(key) else None
        if value is None:
            raise TextError(f"{self.lang}: there is no text {key!r}")
        text, errors = self.bundle.format_pattern(value, args)
        if errors:
            raise TextError(f"{self.lang}: {key}: {'; '.join(map(str, errors))}")
        return str(text)

    def code(self, family: str, code: str) -> str:
        """The word for a code of ours (`state-open`), or the code where there is none: data may be newer than words."""
        key = f"{family}-{code.replace('_', '-')}"
        return self(key) if self.has(key) else code

    def named(self, lang: str) -> str:
        """A language by its name in this one; as it is where nobody knows it."""
        try:
            return Locale.parse(lang, sep="-").get_display_name(self.lang) or lang
        except (ValueError, UnknownLocaleError):
            return lang

    def number(self, number: float) -> str:
        """With the country's marks of thousands, and one decimal where there is one."""
        return format_decimal(number, "#,##0.#", self.locale)

    def money(self, amount: float, currency: str) -> str:
        return f"{format_decimal(amount, '#,##0.00', self.locale)}\u00a0{currency}"

    def share(self, part: int, whole: int) -> str:
        """Percent with one decimal; nothing of nothing."""
        return format_percent(part / whole, "#,##0.0 %", self.locale) if whole else ""

    def day(self, day: date) -> str:
        return format_date(day, _DAY, self.locale)

    def several(self, names: Iterable[str]) -> str:
        """Names one after the other, with the comma of the language."""
        return f"{_COMMA.get(self.lang, ',')} ".join(names)

    def moment(self, at: float) -> str:
        """A Unix time as the clock on the wall shows it."""
        there = datetime.fromtimestamp(at, UTC).astimezone(self.zone)
        return format_datetime(there, f"{_DAY}{_COMMA.get(self.lang, ',')} HH:mm", locale=self.locale)


def words_in(region: str, zone: str, *folders: Traversable) -> Mapping[str, Words]:
    """By language every `<part>.<lang>.ftl` of the folders. `region` and `zone` are the country's (`MA`, `Africa/Casablanca`)."""
    return {lang: Words(lang, _bundle(lang, folders), _locale(lang, region), ZoneInfo(zone)) for lang in LANGUAGES}


def chosen(spoken: Mapping[str, Words], wanted: str, header: str) -> Words:
    """The language `wanted`, else the first of her browser (`Accept-Language`) that is spoken, else English."""
    return spoken[next((lang for lang in (wanted, *accepted(header)) if lang in spoken), "en")]


@cache
def _bundle(lang: str, folders: tuple[Traversable, ...]) -> FluentBundle:
    """Read once: what is shipped does not change while we run, and to read it takes a while."""
    bundle = FluentBundle([lang])
    for file in sorted((file for folder in folders for file in folder.iterdir()), key=lambda one: one.name):
        if file.name.endswith(f".{lang}.ftl"):
            bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle


def _locale(lang: str, region: str) -> Locale:
    try:
        return Locale(lang, region)
    except UnknownLocaleError:
        return Locale(lang)
