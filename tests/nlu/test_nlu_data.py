"""The rules of the training data: enough of it, no line twice, and nothing held out that training has seen."""

from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from dialogs.texts.words import fold
from nlu import examples
from nlu.reader import INTENTS, OUT_OF_SCOPE
from nlu.words import plain

TRAINING = examples.load()
HELDOUT = examples.load(examples.HELDOUT)
TOO_NEAR = 75
LONG = 3


def _lines(of: list[examples.Example], variety: str) -> list[str]:
    return [plain(line.text) for line in of if line.variety == variety and plain(line.text)]


@pytest.mark.parametrize("variety", examples.VARIETIES)
def test_every_intent_has_lines_enough(variety: str) -> None:
    trained = Counter(line.intent for line in TRAINING if line.variety == variety)
    held = Counter(line.intent for line in HELDOUT if line.variety == variety)
    assert set(trained) == set(held) == {*INTENTS, OUT_OF_SCOPE}
    assert min(trained.values()) >= 30
    assert min(held.values()) >= 8
    assert held[OUT_OF_SCOPE] >= 25


@pytest.mark.parametrize("variety", examples.VARIETIES)
def test_no_line_is_there_twice(variety: str) -> None:
    for lines in (_lines(TRAINING, variety), _lines(HELDOUT, variety)):
        assert [line for line, times in Counter(lines).items() if times > 1] == []


def test_a_line_means_one_thing_in_all_varieties() -> None:
    meant: dict[str, set[str]] = {}
    for line in TRAINING:
        if plain(line.text):
            meant.setdefault(plain(line.text), set()).add(line.intent)
    assert {line: intents for line, intents in meant.items() if len(intents) > 1} == {}


def test_nothing_held_out_is_a_line_of_training() -> None:
    trained = {plain(line.text) for line in TRAINING if plain(line.text)}
    assert {plain(line.text) for line in HELDOUT} & trained == set()


@pytest.mark.parametrize("variety", examples.VARIETIES)
def test_nothing_held_out_reads_like_a_line_of_training(variety: str) -> None:
    trained = [line for line in _lines(TRAINING, variety) if len(line.split()) >= LONG]
    held = [line for line in _lines(HELDOUT, variety) if len(line.split()) >= LONG]
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        likeness = process.cdist(held, trained, scorer=scorer)
        near = [held[place] for place in range(len(held)) if likeness[place].max() >= TOO_NEAR]
        assert near == []


def test_marked_words_are_places_and_programmes() -> None:
    assert {kind for line in (*TRAINING, *HELDOUT) for kind, _ in line.marked} == {"commune", "programme"}


@pytest.mark.parametrize("variety", ["so", "ary", "arabizi"])
@pytest.mark.parametrize("folder", [examples.DATA, examples.HELDOUT], ids=["training", "heldout"])
def test_what_no_native_reader_has_gone_through_says_so(variety: str, folder: Path) -> None:
    assert (folder / f"{variety}.yml").read_text("utf-8").startswith("# review: pending")


def test_the_lexicon_holds_single_folded_words() -> None:
    for sense, words in examples.lexicon().items():
        assert words, sense
        assert [word for word in words if fold(word) != word or " " in word] == []
        assert len(set(words)) == len(words)
