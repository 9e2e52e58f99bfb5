"""The console's own words, in the languages that staff read, and which of them somebody gets."""

from importlib import resources

from campaigns.words import FOLDER
from dialogs.texts.staff import Words, chosen, words_in

__all__ = ["Wording"]


class Wording:
    """All catalogues: `words/<part>.<lang>.ftl` and what is told of campaigns, for a country (`MA`, `Africa/Casablanca`)."""

    def __init__(self, region: str, zone: str) -> None:
        self._all = words_in(region, zone, resources.files("console.pages") / "words", FOLDER)

    def choose(self, kept: str, header: str) -> Words:
        """The language of her cookie, else the first of her browser (`Accept-Language`) that we have, else English."""
        return chosen(self._all, kept, header)
