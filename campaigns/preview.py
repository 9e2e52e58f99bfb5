"""How messages will read and what they will take: what two people look at before they approve it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.estimate import Estimate, Reach
from campaigns.plan import Campaign
from campaigns.wording import Fault, Wording
from store.ledger import Person, Record

__all__ = ["Foreseen", "Preview", "Sample", "reach_of", "samples_of"]

SAMPLES = 3


@dataclass(frozen=True, slots=True, repr=False)
class Sample:
    """How a message reads, with its parts and encoding."""

    lang: str
    text: str
    parts: int
    encoding: str


@dataclass(frozen=True, slots=True, repr=False)
class Foreseen:
    """A campaign or a reminder of it: how it reads, and what it takes when it goes to everybody."""

    campaign: Campaign
    samples: tuple[Sample, ...]
    reach: Sequence[Reach]
    estimate: Estimate


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """What is approved. `digest` names exactly this content and this audience; a reminder takes at most what is told of it."""

    record: Record
    digest: str
    faults: tuple[Fault, ...]
    langs: Mapping[str, int]
    first: Foreseen
    waves: tuple[Foreseen, ...]


def samples_of(wording: Wording, people: Iterable[Person]) -> tuple[Sample, ...]:
    """A few of their messages in each language."""
    found: dict[str, list[Sample]] = {lang: [] for lang in wording.texts}
    for person in people:
        lang, written = wording.lang_of(person), wording.write(person)
        if lang in found and len(found[lang]) < SAMPLES and not isinstance(written, str):
            found[lang].append(Sample(lang, written.text, written.parts, written.encoding))
    return tuple(sample for some in found.values() for sample in some)


def reach_of(wording: Wording, counts: Mapping[tuple[str, str], int]) -> list[Reach]:
    """People by their language and operator, as those by the language that is sent, in the parts of an average message."""
    sent: dict[tuple[str, str], int] = {}
    for (lang, operator), count in counts.items():
        lang = lang if lang in wording.texts else wording.default
        sent[lang, operator] = sent.get((lang, operator), 0) + count
    parts = {lang: wording.measure(wording.typical(lang)).parts for lang in wording.texts}
    return [Reach(lang, operator, count, parts.get(lang, 1)) for (lang, operator), count in sorted(sent.items())]
