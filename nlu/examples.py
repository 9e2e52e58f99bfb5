"""Reads the training and held-out examples and the lexicon: Rasa's YAML, one file of examples for each variety of language."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
HELDOUT = DATA / "heldout"
LEXICON = DATA / "lexicon.yml"
VARIETIES: Mapping[str, str] = {"fr": "fr", "ar": "ar", "ary": "ar", "arabizi": "ar", "en": "en", "so": "so"}
"""File name → language of the conversation (ISO 639-1) in which people write so."""
_MARKED = re.compile(r"\[([^\]]*)\]\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Example:
    """One line: what is said, the intent it stands for, and its variety; `marked` are its annotated (kind, words)."""

    text: str
    intent: str
    variety: str
    marked: tuple[tuple[str, str], ...] = ()


def load(folder: Path = DATA) -> list[Example]:
    """All examples of a folder, variety by variety, in the order of the files."""
    return [example for variety in VARIETIES for example in _examples(folder / f"{variety}.yml")]


def lexicon() -> dict[str, list[str]]:
    """Sense → its words and beginnings of words, as written in the file."""
    return {block["lookup"]: _lines(block) for block in _blocks(LEXICON)}


def digest() -> str:
    """SHA-256 (hex) over the training files and the lexicon, in order: says from which data a model came."""
    files = (*(DATA / f"{variety}.yml" for variety in VARIETIES), LEXICON)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _examples(file: Path) -> Iterator[Example]:
    for block in _blocks(file):
        for line in _lines(block):
            marked = tuple((kind, words) for words, kind in _MARKED.findall(line))
            yield Example(_MARKED.sub(r"\1", line), block["intent"], file.stem, marked)


def _blocks(file: Path) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["nlu"]
    return blocks


def _lines(block: dict[str, Any]) -> list[str]:
    return [line.removeprefix("- ") for line in block["examples"].splitlines()]
