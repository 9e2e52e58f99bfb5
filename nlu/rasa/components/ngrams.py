"""TF-IDF over character n-grams and a logistic regression, kept as JSON and plain arrays: loading a model runs no code."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

WORDS, WEIGHTS = "ngrams.json", "ngrams.npz"
Floats = npt.NDArray[np.float64]


def fold(text: str) -> str:
    """One spelling for what reads the same: no case, accents, vowel signs or stretching, and every digit `0`, as it is sent."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter for letter in plain if letter != "\u0640" and not unicodedata.combining(letter))
    return re.sub(r"\d", "0", kept)


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A trained classifier: `weights` has a row for each label and a column for each n-gram."""

    labels: tuple[str, ...]
    lengths: tuple[int, int]
    vectoriser: TfidfVectorizer
    weights: Floats
    biases: Floats

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str], *, lengths: tuple[int, int], strength: float) -> "Ngrams":
        """Learn from labelled texts, at least two labels. `strength` is the inverse of the regularisation (C)."""
        vectoriser = _vectoriser(lengths)
        model = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, random_state=0)
        model.fit(vectoriser.fit_transform(texts), labels)
        names, rows, biases = _one_row_a_label(model)
        return cls(names, lengths, vectoriser, rows, biases)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its probability, best first."""
        scores = self.vectoriser.transform([text]) @ self.weights.T + self.biases
        powers = np.exp(scores[0] - scores[0].max())
        chances = (powers / powers.sum()).tolist()
        return sorted(zip(self.labels, chances, strict=True), key=lambda pair: -pair[1])

    def save(self, folder: Path) -> None:
        ngrams = self.vectoriser.get_feature_names_out().tolist()
        words = {"labels": self.labels, "lengths": self.lengths, "ngrams": ngrams}
        (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), "utf-8")
        np.savez_compressed(folder / WEIGHTS, idf=self.vectoriser.idf_, weights=self.weights, biases=self.biases)

    @classmethod
    def load(cls, folder: Path) -> "Ngrams":
        """Raises ValueError or OSError for files that `save` did not write."""
        words = json.loads((folder / WORDS).read_text("utf-8"))
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            idf, weights, biases = (arrays[name] for name in ("idf", "weights", "biases"))
        vectoriser = _vectoriser(tuple(words["lengths"]), words["ngrams"])
        vectoriser.idf_ = idf
        return cls(tuple(words["labels"]), tuple(words["lengths"]), vectoriser, weights, biases)


def _vectoriser(lengths: tuple[int, int], ngrams: Sequence[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=lengths, preprocessor=fold, sublinear_tf=True, vocabulary=ngrams)


def _one_row_a_label(model: LogisticRegression) -> tuple[tuple[str, ...], Floats, Floats]:
    """Of two labels scikit-learn keeps one row; the other's is zero."""
    rows, biases = model.coef_, model.intercept_
    if len(rows) == 1:
        rows, biases = np.vstack([np.zeros_like(rows), rows]), np.concatenate([np.zeros(1), biases])
    return tuple(map(str, model.classes_)), rows, biases
