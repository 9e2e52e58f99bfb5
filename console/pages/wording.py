"""The console's own words, in the languages that staff read: small Fluent catalogues, one file for each part and language."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from importlib.abc import Traversable
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from dialogs.texts.speech import TextError

__all__ = ["LANGUAGES", "Wording", "Words"]

LANGUAGES = {"en": "English", "fr": "Français", "ar": "العربية"}
"""What may be chosen, each by its own name."""
_RIGHT_TO_LEFT = frozenset({"ar"})
_DAY = "d MMM y"


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
        """A language by its name in this one."""
        return Locale.parse(lang, sep="-").get_display_name(self.lang) or lang

    def day(self, day: date) -> str:
        return format_date(day, _DAY, self.locale)

    def moment(self, at: float) -> str:
        """A Unix time as the clock on the wall shows it."""
        return format_datetime(datetime.fromtimestamp(at, UTC).astimezone(self.zone), f"{_DAY}, HH:mm", locale=self.locale)


class Wording:
    """All catalogues: every `words/<part>.<lang>.ftl`. `region` and `zone` are the country's (`MA`, `Africa/Casablanca`)."""

    def __init__(self, region: str, zone: str) -> None:
        folder = resources.files("console.pages") / "words"
        self._all = {lang: Words(lang, _bundle(lang, folder), _locale(lang, region), ZoneInfo(zone)) for lang in LANGUAGES}

    def choose(self, kept: str, accepted: str) -> Words:
        """The language of her cookie, else the first of her browser (`Accept-Language`, RFC 9110) that we have, else English."""
        wanted = sorted((_accepted(part) for part in accepted.split(",")), key=lambda one: -one[1])
        lang = next((one for one in (kept, *(lang for lang, weight in wanted if weight > 0)) if one in self._all), "en")
        return self._all[lang]


def _accepted(part: str) -> tuple[str, float]:
    lang, _, rest = part.strip().partition(";")
    try:
        weight = float(rest.partition("q=")[2] or 1)
    except ValueError:
        weight = 0.0
    return lang.partition("-")[0].lower(), weight


def _bundle(lang: str, folder: Traversable) -> FluentBundle:
    bundle = FluentBundle([lang])
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(f".{lang}.ftl"):
            bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle


def _locale(lang: str, region: str) -> Locale:
    try:
        return Locale(lang, region)
    except UnknownLocaleError:
        return Locale(lang)
