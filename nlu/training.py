"""Makes `nlu/model.json` from the data: the only module that needs scikit-learn, and only `guichet nlu train` loads it."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.multiclass import OneVsRestClassifier  # type: ignore[import-untyped]

from dialogs.texts.words import fold
from nlu import examples
from nlu.embedded import IDF_UNIT, SEPARATOR, by_stem
from nlu.examples import Example
from nlu.reader import OUT_OF_SCOPE
from nlu.words import features, plain

MODEL = Path(__file__).parent / "model.json"
FOLDS = 4
SAME_TEMPLATE = 75
"""Token-sort ratio (0..100) from which two lines count as one template: both are learnt from, or both judged."""
MOST_REFUSED = 0.05
"""Share of our own business that may be refused in cross-validation."""
SURE_RIGHT = 0.93
"""Share of readings that must be right where a service starts without asking back."""
MAYBE = 0.25
"""Below this belief the best guess is right less than once in four (cross-validated): nothing to ask back about."""

Floats = NDArray[np.float64]
Labels = NDArray[np.str_]
Told = Callable[[str], None]


def train(lines: Sequence[Example], tell: Told = lambda _: None) -> dict[str, Any]:
    """The model in its JSON form; the same lines and lexicon give the same model. `tell` hears of each step."""
    senses = {sense: [fold(word) for word in words] for sense, words in examples.lexicon().items()}
    stems = by_stem(senses)
    cut = cache(lambda text: list(features(text, stems)))
    texts, intents = [line.text for line in lines], np.array([line.intent for line in lines])
    odds, labels = _cross_validated(cut, texts, intents, tell)
    shift, sure = _calibrated(odds, labels, intents)
    tell("all lines")
    vectors, model = _fit(cut, texts, intents)
    return {
        "data": examples.digest(),
        "labels": labels.tolist(),
        "sure": sure,
        "maybe": MAYBE,
        "lexicon": senses,
        "features": SEPARATOR.join(vectors.get_feature_names_out()),
        "rarity": _packed("H", np.rint(vectors.idf_ * IDF_UNIT)),
        **_weights(model, labels, shift),
    }


def write(model: dict[str, Any], to: Path = MODEL) -> None:
    """Write the file, one key a line."""
    pairs = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in model.items())
    to.write_text("{\n" + ",\n".join(pairs) + "\n}\n", "utf-8")


def _fit(cut: Callable[[str], list[str]], texts: Sequence[str], intents: Labels) -> tuple[Any, Any]:
    """TF-IDF with features that two lines share, and one logistic regression for each label against the rest."""
    vectors = TfidfVectorizer(analyzer=cut, sublinear_tf=True, min_df=2)
    one = LogisticRegression(C=20, solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=0)
    return vectors, OneVsRestClassifier(one).fit(vectors.fit_transform(texts), intents)


def _cross_validated(cut: Any, texts: Sequence[str], intents: Labels, tell: Told) -> tuple[Floats, Labels]:
    """What models that never saw a line's template say of it: (lines, labels) log-odds, and the labels."""
    labels = np.unique(intents)
    odds = np.zeros((len(texts), len(labels)))
    for number, (seen, hidden) in enumerate(GroupKFold(FOLDS).split(texts, groups=_templates(texts)), 1):
        tell(f"fold {number} of {FOLDS}")
        vectors, model = _fit(cut, [texts[i] for i in seen], intents[seen])
        odds[hidden] = model.decision_function(vectors.transform([texts[i] for i in hidden]))
    return odds, labels


def _templates(texts: Sequence[str]) -> NDArray[np.int32]:
    """A number for each line; lines that read alike share it."""
    words = [plain(text) for text in texts]
    alike = process.cdist(words, words, scorer=fuzz.token_sort_ratio, dtype=np.uint8, score_cutoff=SAME_TEMPLATE)
    groups: NDArray[np.int32] = connected_components(csr_matrix(alike))[1]
    return groups


def _calibrated(odds: Floats, labels: Labels, intents: Labels) -> tuple[float, float]:
    """What is added to the log-odds of out-of-scope, the most that refuses few enough; and the belief from which we are sure."""
    ours = intents != OUT_OF_SCOPE
    steps = np.arange(-2, 1, 0.05)
    shift = max(step for step in steps if _refused(_beliefs(odds, labels, step), labels)[ours].mean() <= MOST_REFUSED)
    beliefs = _beliefs(odds, labels, shift)
    best, right = beliefs.max(axis=1), labels[beliefs.argmax(axis=1)] == intents
    taken = ~_refused(beliefs, labels)
    sure = min(s for s in np.arange(MAYBE, 0.95, 0.01) if right[taken & (best >= s)].mean() >= SURE_RIGHT)
    return round(float(shift), 2), round(float(sure), 2)


def _beliefs(odds: Floats, labels: Labels, shift: float) -> Floats:
    """Shares of belief that sum to 1 for each line, as `nlu.embedded` reckons them."""
    moved = odds + shift * (labels == OUT_OF_SCOPE)
    each = 1 / (1 + np.exp(-moved))
    shares: Floats = each / each.sum(axis=1, keepdims=True)
    return shares


def _refused(beliefs: Floats, labels: Labels) -> NDArray[np.bool_]:
    refused: NDArray[np.bool_] = (labels[beliefs.argmax(axis=1)] == OUT_OF_SCOPE) | (beliefs.max(axis=1) < MAYBE)
    return refused


def _weights(model: Any, labels: Labels, shift: float) -> dict[str, Any]:
    """Bias, scale and bytes of every label; the shift of out-of-scope becomes part of its bias."""
    bias = [float(one.intercept_[0]) for one in model.estimators_]
    bias[labels.tolist().index(OUT_OF_SCOPE)] += shift
    scale = [float(np.abs(one.coef_).max() / 127) for one in model.estimators_]
    rows = [_packed("b", np.rint(one.coef_[0] / step)) for one, step in zip(model.estimators_, scale, strict=True)]
    return {"bias": [round(b, 6) for b in bias], "scale": [round(s, 8) for s in scale], "weights": rows}


def _packed(kind: str, numbers: Floats) -> str:
    return b64encode(numbers.astype({"H": "<u2", "b": "i1"}[kind]).tobytes()).decode()
