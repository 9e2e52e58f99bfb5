"""What a reader of free text answers, whichever engine reads: an intent of ours or none, and how sure it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

INTENTS = (
    "status", "recover", "update", "grievance", "track", "appeal", "enrol", "explain", "find_office", "language", "stop",
    "human", "greet",
)  # fmt: skip
"""All that a citizen can want of us; whatever else an engine names is no intent."""
OUT_OF_SCOPE = "out_of_scope"
"""The label of training lines that are not our business; a reader answers None for it."""
MOST_ALTERNATIVES = 3

Ranking = Sequence[tuple[str, float]]
"""(label, confidence) pairs, best first; confidences lie in 0..1."""


@dataclass(frozen=True, slots=True, repr=False)
class Entity:
    """A piece of the text that fills an answer: `kind` is `phone`, `identifier`, `reference`, `date`, `name`,
    `commune` or `programme`.

    `value` is in canonical form (E.164, digits, ISO 8601, the profile's id); `start` and `end` count characters of the text as
    an engine sees it (`nlu.words.clean`).
    """

    kind: str
    value: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Entity({self.kind})"


Find = Callable[[str], tuple[Entity, ...]]
"""Finds the entities of a text; readers get it ready for their country."""


@dataclass(frozen=True, slots=True, repr=False)
class Understood:
    """One reading. Three cases, told apart by `sure` and `intent`:

    sure: `intent` may start a service. Grey: `intent` is only the best guess, and `alternatives` has the two or three intents to
    offer ("did you mean"), best first, `intent` among them. Neither: `intent` is None and there are no alternatives.
    `confidence` is the engine's, 0..1; with no intent it is that of the best intent that was refused.
    """

    intent: str | None
    confidence: float = 0.0
    entities: tuple[Entity, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()

    @property
    def sure(self) -> bool:
        return self.intent is not None and not self.alternatives

    def __repr__(self) -> str:
        return f"Understood({self.intent}, {self.confidence:.2f}, {len(self.entities)} entities)"


class Reader(Protocol):
    """Reads free text. Never raises for what the text holds; an engine that is down is the adapter's to bridge."""

    async def read(self, text: str, lang: str | None) -> Understood:
        """What `text` asks for; `lang` (ISO 639-1) is the conversation's language when it is known, a hint and no promise."""
        ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where confidence becomes a decision, engine by engine: from `sure` a service starts, from `maybe` we ask back."""

    sure: float
    maybe: float


def judge(ranking: Ranking, entities: tuple[Entity, ...], at: Thresholds) -> Understood:
    """The reading that a ranking of all labels means under an engine's thresholds; labels that are not ours stay out.

    When something that is not ours ranks first, there is no intent, however close the next one is.
    """
    ours = [(label, score) for label, score in ranking if label in INTENTS]
    if not ours:
        return Understood(None, 0.0, entities)
    intent, confidence = ours[0]
    if ranking[0][0] != intent or confidence < at.maybe:
        return Understood(None, confidence, entities)
    if confidence >= at.sure or len(ours) < 2:
        return Understood(intent, confidence, entities)
    return Understood(intent, confidence, entities, tuple(ours[:MOST_ALTERNATIVES]))
