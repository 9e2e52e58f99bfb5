"""Text before any engine reads it: cleaned of what only hides or breaks, and cut into the features of the embedded reader."""

import re
import unicodedata
from collections.abc import Iterator

from dialogs.questions import fold_digits
from dialogs.texts.words import fold

MOST_READ = 1000
"""Characters that are read of a message; six SMS hold fewer, and what a person wants stands in the first lines."""
_GRAMS = range(1, 6)
_LONG = re.compile(r"(.)\1{2,}")
_NUMBER = re.compile(r"\d{4,}")


def clean(text: str) -> str:
    """What an engine may see: NFKC, digits 0-9, no control or direction characters, blanks single, 1,000 characters at most.

    A leading `/` goes: to Rasa it would be a command that names an intent and forges entities.
    """
    seen = fold_digits(text[:MOST_READ])
    kept = "".join(" " if c.isspace() else c for c in seen if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:MOST_READ].lstrip("/ ")


def wordless(text: str) -> bool:
    """Whether there is nothing to read: blank, signs, or digits alone, which belong to a menu or to a question."""
    return not any(c.isalpha() for c in text)


def plain(text: str) -> str:
    """A cleaned text as words to compare: folded, `saaalam` as `saalam`, numbers of four digits and more as `#`."""
    return _NUMBER.sub("#", _LONG.sub(r"\1\1", fold(clean(text))))


def features(text: str) -> Iterator[str]:
    """Each use of a character n-gram (1 to 5, inside words with their edges as blanks), of a word (`=word`) and of a pair."""
    words = plain(text).split()
    for word in words:
        edged = f" {word} "
        for size in _GRAMS:
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]
        yield f"={word}"
    for first, second in zip(words, words[1:], strict=False):
        yield f"={first}={second}"
