"""The console's own words, in the languages that staff read, and which of them somebody gets."""

from importlib import resources

from campaigns.words import FOLDER
from dialogs.texts.staff import Words, words_in

__all__ = ["Wording"]


class Wording:
    """All catalogues: `words/<part>.<lang>.ftl` and what is told of campaigns, for a country (`MA`, `Africa/Casablanca`)."""

    def __init__(self, region: str, zone: str) -> None:
        self._all = words_in(region, zone, resources.files("console.pages") / "words", FOLDER)

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
