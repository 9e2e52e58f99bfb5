"""Text before any engine reads it: cleaned of what only hides or breaks, and cut into the features of the embedded reader."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from dialogs.questions import fold_digits
from dialogs.texts.words import fold

MOST_READ = 1000
"""Characters that are read of a message; six SMS hold fewer, and what a person wants stands in the first lines."""
Lexicon = Mapping[str, Sequence[str]]
"""A folded word, or the beginning of one, → the senses it has in any of our languages (`perdu`, `lost`, `ضاع` → `lost`)."""

_GRAMS = range(1, 6)
_PREFIX = 3  # letters that articles and verb forms may put before a stem: `l`, `ال`, `kan`
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
    """A text as words to compare: cleaned, folded, `saaalam` as `saalam`, numbers of four digits and more as `#`."""
    return _NUMBER.sub("#", _LONG.sub(r"\1\1", fold(clean(text))))


def features(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Each use of a character n-gram (1 to 5, inside words, their edges as blanks), a word `=`, a pair of words, a sense `@`.

    Pairs of senses count wherever they stand in the text: `@lost@number` holds in every language.
    """
    words = plain(text).split()
    for word in words:
        edged = f" {word} "
        for size in _GRAMS:
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]
        yield f"={word}"
    for first, second in pairwise(words):
        yield f"={first}={second}"
    senses = sorted({sense for word in words for sense in _senses(word, lexicon)})
    yield from (f"@{sense}" for sense in senses)
    yield from (f"@{one}@{other}" for one, other in combinations(senses, 2))


def _senses(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Senses of a word: entries that it is, begins with, or holds after a short prefix; short entries only whole."""
    for start in range(min(_PREFIX + 1, len(word))):
        for stop in range(start + 2, len(word) + 1):
            stem = word[start:stop]
            if stem in lexicon and (stem == word or len(stem) >= (4 if stem.isascii() else 3)):
                yield from lexicon[stem]
