"""The reader that needs no service: logistic regression over n-grams, words and senses, in plain Python from JSON weights."""

import json
import sys
from array import array
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log, sqrt
from operator import itemgetter, mul
from typing import Any

from nlu.reader import Find, Ranking, Thresholds, Understood, judge
from nlu.words import Lexicon, clean, features, wordless

SEPARATOR = "|"
"""Between features in the file: folded words never hold it."""
IDF_UNIT = 4096
"""Weights of rarity are kept as whole numbers of 1/4096."""


@dataclass(frozen=True, slots=True, repr=False)
class Model:
    """Weights: for each label a bias, a scale and one signed byte a feature; `data` is the digest of what it learnt from."""

    data: str
    labels: tuple[str, ...]
    thresholds: Thresholds
    lexicon: Lexicon
    places: Mapping[str, int]
    rarity: "array[int]"
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    weights: "tuple[array[int], ...]"


@cache
def shipped() -> Model:
    """The model that comes with the gateway (`nlu/model.json`)."""
    return model(json.loads(resources.files("nlu").joinpath("model.json").read_text("utf-8")))


def model(raw: Mapping[str, Any]) -> Model:
    """A model from its JSON form, which `nlu.training` writes."""
    return Model(
        data=raw["data"],
        labels=tuple(raw["labels"]),
        thresholds=Thresholds(raw["sure"], raw["maybe"]),
        lexicon=by_stem(raw["lexicon"]),
        places={feature: place for place, feature in enumerate(raw["features"].split(SEPARATOR))},
        rarity=_numbers("H", raw["rarity"]),
        bias=tuple(raw["bias"]),
        scale=tuple(raw["scale"]),
        weights=tuple(_numbers("b", packed) for packed in raw["weights"]),
    )


def by_stem(senses: Mapping[str, Iterable[str]]) -> Lexicon:
    """Sense → stems turned into stem → senses, the form in which a text is read."""
    stems: dict[str, list[str]] = {}
    for sense, words in senses.items():
        for word in words:
            stems.setdefault(word, []).append(sense)
    return stems


class EmbeddedReader:
    """Reads any of our languages with one joint model; `lang` changes nothing, for people mix languages in one message."""

    def __init__(self, model: Model, find: Find) -> None:
        self._model, self._find = model, find

    async def read(self, text: str, lang: str | None) -> Understood:
        seen = clean(text)
        return judge([] if wordless(seen) else self.rank(seen), self._find(seen), self._model.thresholds)

    def rank(self, text: str) -> Ranking:
        """Every label with its share of the belief (they sum to 1), best first; nothing for a text of unknown signs only."""
        model = self._model
        values = self._values(text)
        if not values:
            return []
        pick = itemgetter(*values, next(iter(values)))  # one more, so that a lone feature too comes as a tuple
        weighed = tuple(values.values())
        sums = (sum(map(mul, weighed, pick(column))) for column in model.weights)
        beliefs = [1 / (1 + exp(-(b + s * total))) for b, s, total in zip(model.bias, model.scale, sums, strict=True)]
        whole = sum(beliefs)
        ranked = zip(model.labels, (belief / whole for belief in beliefs), strict=True)
        return sorted(ranked, key=itemgetter(1), reverse=True)

    def _values(self, text: str) -> dict[int, float]:
        """Place of each feature that the model knows → its TF-IDF value; the vector has length 1."""
        model = self._model
        counts = Counter(model.places[f] for f in features(text, model.lexicon) if f in model.places)
        values = {place: (1 + log(count)) * model.rarity[place] for place, count in counts.items()}
        length = sqrt(sum(value * value for value in values.values()))
        return {place: value / length for place, value in values.items()}


def _numbers(kind: str, packed: str) -> "array[int]":
    """Little-endian numbers from base64."""
    numbers = array(kind, b64decode(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
