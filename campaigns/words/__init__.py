"""What is told of campaigns to staff, in the languages that they read: the console's pages say the same words as the report."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from campaigns.law import Law
from dialogs.texts.staff import Words, words_in

__all__ = ["FOLDER", "of"]

FOLDER = resources.files("campaigns.words")


def of(law: Law) -> Mapping[str, Words]:
    """By language, with numbers and times as the country has them."""
    return _of(law.region, law.hours.timezone)


@cache
def _of(region: str, zone: str) -> Mapping[str, Words]:
    return words_in(region, zone, FOLDER)
