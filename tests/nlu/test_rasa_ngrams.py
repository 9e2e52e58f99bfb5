"""Our classifier for Rasa's pipeline: what it learns, and that its model is data and no code."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nlu.rasa.components.ngrams import WEIGHTS, WORDS, Ngrams, fold

EXAMPLES = {
    "status": [
        "où en est mon dossier",
        "mon dossier est-il accepté",
        "fin wsel dossier dyali",
        "أين وصل ملفي",
        "suivre mon dossier",
    ],
    "recover": [
        "j'ai perdu mon identifiant",
        "i lost my identifier",
        "nsit raqm dyali",
        "فقدت رقم التعريف",
        "identifiant oublié",
    ],
    "grievance": ["je veux me plaindre", "déposer une plainte", "i want to complain", "عندي شكاية", "faire une plainte"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]
UNSEEN = [
    ("et mon dossier", "status"),
    ("ملفي أين وصل", "status"),
    ("perdu l'identifiant", "recover"),
    ("une plainte", "grievance"),
]


@pytest.fixture(scope="module")
def model() -> Ngrams:
    return Ngrams.fit(TEXTS, LABELS, lengths=(2, 5), strength=10.0)


@pytest.mark.parametrize(("text", "label"), UNSEEN)
def test_what_it_was_not_taught_word_for_word_is_recognised(model: Ngrams, text: str, label: str) -> None:
    ranking = model.rank(text)
    assert ranking[0][0] == label
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0)
    assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)


def test_case_signs_and_digits_of_another_script_make_no_difference(model: Ngrams) -> None:
    assert model.rank("MON DOSSIER") == model.rank("ｍｏｎ dossier")
    assert fold("مِلَفِّي") == fold("ملفـــي") == "ملفي"
    assert fold("dossier 1234567") == fold("dossier ١٢٣٤٥٦٧") == "dossier 0000000"


def test_a_model_that_was_kept_says_the_same(model: Ngrams, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = Ngrams.load(tmp_path)
    assert [again.rank(text) for text in (*TEXTS, "weather", "")] == [model.rank(text) for text in (*TEXTS, "weather", "")]


def test_two_labels_are_enough(tmp_path: Path) -> None:
    model = Ngrams.fit(["oui merci", "non merci"], ["yes", "no"], lengths=(2, 3), strength=10.0)
    assert [model.rank(text)[0][0] for text in ("oui", "non")] == ["yes", "no"]
    assert model.weights.shape[0] == 2


def test_a_kept_model_is_json_and_plain_arrays(model: Ngrams, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {WORDS, WEIGHTS}
    assert json.loads((tmp_path / WORDS).read_text("utf-8"))["labels"] == sorted(EXAMPLES)
    with zipfile.ZipFile(tmp_path / WEIGHTS) as archive:
        assert sorted(archive.namelist()) == ["biases.npy", "idf.npy", "weights.npy"]
        assert all(b"'descr': '<f8'" in archive.read(name)[:128] for name in archive.namelist())


def test_a_model_with_code_in_it_is_not_loaded(model: Ngrams, tmp_path: Path) -> None:
    model.save(tmp_path)
    forged = np.array([{"any": "object"}], dtype=object)
    np.savez(tmp_path / WEIGHTS, idf=forged, weights=forged, biases=forged)
    with pytest.raises(ValueError, match="allow_pickle"):
        Ngrams.load(tmp_path)
