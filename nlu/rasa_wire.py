"""What may be sent to a Rasa server, and what its answers are worth: an engine's word is checked like any stranger's."""

import re
from typing import Annotated, TypeVar

import msgspec

from dialogs.model import Masked
from nlu.reader import INTENTS, OUT_OF_SCOPE, Entity
from nlu.words import clean

MOST_LETTERS = 500
"""Of a longer text the rest says nothing new, and a classifier slows with its length."""
_OURS = frozenset({*INTENTS, OUT_OF_SCOPE})
_FALLBACK = "nlu_fallback"
"""Rasa's word for "below my threshold", put first with the threshold as its confidence; our thresholds are our own."""
_KINDS = frozenset({"commune", "programme"})
"""All other entities are found by us, in the text as it was typed: its digits have not left."""
_ID = re.compile(r"[a-z0-9_-]{1,64}")

T = TypeVar("T")


class BadAnswer(Exception):
    """The answer is not that of a Rasa server with a model of ours; the argument is a static word on why."""


# --- what is sent ------------------------------------------------------------------------------


def opened(text: str) -> str:
    """A text as it may be sent: cleaned, and so without the `/` that makes it a command, which Rasa believes unread."""
    return clean(text)[:MOST_LETTERS].rstrip()


def sendable(text: str) -> str | None:
    """What a model is asked of a text; None when it is nothing to ask.

    A model that must choose is sure of nothing at all: of blanks, of a number, of one key held down. Every digit leaves as
    `0`: no identifier and no phone number comes into another's log.
    """
    said = opened(text)
    letters = {letter for letter in said.casefold() if letter.isalpha()}
    return re.sub(r"\d", "0", said) if len(letters) > 1 else None


# --- what is answered --------------------------------------------------------------------------


class _Guess(msgspec.Struct):
    name: str | None
    confidence: Annotated[float, msgspec.Meta(ge=-0.001, le=1.001)]


class _Found(Masked, msgspec.Struct):
    entity: str
    start: int
    end: int
    value: object = None


class _Parsed(Masked, msgspec.Struct):
    intent: _Guess
    intent_ranking: list[_Guess] = []
    entities: list[_Found] = []


class _Status(msgspec.Struct):
    model_file: str


def understood(body: bytes, length: int) -> tuple[list[tuple[str, float]], tuple[Entity, ...]]:
    """The ranking, best first, and the entities of an answer of `POST /model/parse` to a text of `length` characters.

    Raises `BadAnswer`, also for a model that knows none of our intents.
    """
    parsed = _decoded(body, _Parsed)
    guesses = [guess for guess in (parsed.intent_ranking or [parsed.intent]) if guess.name not in (None, "", _FALLBACK)]
    if guesses and not any(guess.name in _OURS for guess in guesses):
        raise BadAnswer("wrong-model")
    ranking = [(str(guess.name), min(max(guess.confidence, 0.0), 1.0)) for guess in guesses]
    entities = (_entity(found) for found in parsed.entities if 0 <= found.start < found.end <= length)
    return sorted(ranking, key=lambda pair: -pair[1]), tuple(entity for entity in entities if entity)


def _entity(found: _Found) -> Entity | None:
    if found.entity not in _KINDS or not isinstance(found.value, str) or not _ID.fullmatch(found.value):
        return None
    return Entity(found.entity, found.value, found.start, found.end)


def model_of(body: bytes) -> str:
    """The file name of the loaded model in an answer of `GET /status`. Raises `BadAnswer`."""
    return _decoded(body, _Status).model_file.rpartition("/")[2]


def _decoded(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors, and quote what they read
        reason = "unreadable"
    raise BadAnswer(reason)
