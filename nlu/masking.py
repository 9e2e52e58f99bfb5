"""A sentence stripped of everything that could say whose it is: only words that the training data holds are left."""

import re
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz import fuzz, process

from dialogs.texts.words import fold
from nlu.embedded import Model
from nlu.reader import Entity
from nlu.words import clean

HIDDEN = {kind: f"_{kind}_" for kind in ("phone", "identifier", "reference", "date", "commune", "name")}
"""What stands in place of an entity; programmes are everybody's."""
NUMBER, WORD = "_number_", "_word_"
_TOKEN = re.compile(r"[^\W_]+")
_KNOWN = 2 / 3
"""Share of words that must be known: where less is, what is left says little, and the rest may be anything."""
_FEWEST = 2
_LIKE, _LONG = 88, 6


def vocabulary(model: Model) -> frozenset[str]:
    """The folded words that two lines of the training data share."""
    return frozenset(feature[1:] for feature in model.places if feature.startswith("=") and "=" not in feature[1:])


def masked(text: str, entities: Sequence[Entity], known: Collection[str]) -> str | None:
    """The text with `_name_`, `_date_`, `_commune_`, … for its entities and `_word_` for what nobody here has written before.

    None where too much of it is unknown to be sure. Whatever comes out is made of words of `known` and of these marks.
    """
    words = list(_masked(clean(text), entities, known))
    right = [word for word in words if not word.startswith("_")]
    if len(right) < _FEWEST or len(right) < _KNOWN * len([word for word in words if word not in HIDDEN.values()]):
        return None
    return " ".join(words)


def _masked(text: str, entities: Sequence[Entity], known: Collection[str]) -> Iterator[str]:
    last: Entity | None = None
    for token in _TOKEN.finditer(text):
        hit = next((one for one in entities if one.kind in HIDDEN and one.start < token.end() and token.start() < one.end), None)
        if hit is None:
            yield _word(token.group(), known, first=token.start() == 0)
        elif hit is not last:
            yield HIDDEN[hit.kind]
        last = hit


def _word(word: str, known: Collection[str], *, first: bool) -> str:
    """A word as it is known, or a mark. A capital inside a sentence is a name's until it is proved otherwise."""
    folded = fold(word)
    if folded.isdigit():
        return NUMBER
    if word[0].isupper() and not first and not word.isupper():
        return WORD
    if folded in known:
        return folded
    like = process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=_LIKE) if len(folded) >= _LONG else None
    return like[0] if like else WORD
