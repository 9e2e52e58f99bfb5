"""What free words mean to the services: asked by the engine, answered by whichever reader the house has."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class Meaning:
    """What a message is about. One of three: a `service` that is plainly meant; `offers`, two or three services that may be
    meant, best first; or neither, and then `lost` says that there were words which nobody understood.

    `told` are (kind, value) pairs that may answer questions later: `date` (ISO 8601), `phone` (E.164), `identifier` and
    `reference` (digits), `commune` (the profile's id), `name`. `lang` is the language of the words where it is plain.
    `reply` is what another assistant answered to words that are lost; `lesson` are these words masked, empty when that is
    not sure.
    """

    service: str = ""
    offers: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    lost: bool = False
    reply: str = ""
    lesson: str = ""

    def __repr__(self) -> str:
        return f"Meaning({self.service or self.offers}, {len(self.told)} told)"


class Interpreter(Protocol):
    """Reads free words. Never raises for what they hold; an engine that is down is the adapter's to bridge."""

    async def meaning(self, text: str, lang: str, who: str) -> Meaning:
        """What `text` means. `lang` is the language of the conversation, empty when none is known: a hint, no promise; `who`
        is a pseudonym of the conversation, for those who answer in our place."""
        ...
