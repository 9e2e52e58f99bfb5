"""Who the in-memory population registry knows, and what it keeps about them."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from dialogs.model import Phone
from dialogs.ports import Claims, Factor, Stage, Usage

__all__ = ["Enrolled", "Kept", "Live"]


@dataclass(frozen=True, slots=True, repr=False)
class Enrolled:
    """One person: the number (10 digits), the receipt (29 digits), the phone on file; no number is known until ISSUED.

    `names` is the full name in each script.
    """

    uin: str
    receipt: str
    phone: Phone | None
    stage: Stage = Stage.ISSUED
    active: bool = True
    names: tuple[str, ...] = ()
    born: date | None = None

    def is_said_by(self, claims: Claims) -> bool:
        """Whether something is claimed, and all of it is right, whatever the case, accents and spaces of the name."""
        told = (
            (claims.name, _folded(claims.name) in {_folded(name) for name in self.names}),
            (claims.born, claims.born == self.born),
            (claims.phone, claims.phone == self.phone),
        )
        said = [right for claim, right in told if claim]
        return bool(said) and all(said)

    def __repr__(self) -> str:
        return f"Enrolled({self.stage})"


@dataclass(frozen=True, slots=True, repr=False)
class Live:
    """A code that was sent; `holder`: for what a holder may do, not for a proof to others."""

    txn: str
    code: str
    at: float
    holder: bool


@dataclass(slots=True, repr=False)
class Kept:
    """What is kept about one person: at most one code is live, and wrong tries add up until one is right.

    A factor that is not in `free` was never locked; one that is, is free until then.
    """

    live: Live | None = None
    wrong: int = 0
    frozen_until: float = 0.0
    free: dict[Factor, float] = field(default_factory=dict)
    uses: list[Usage] = field(default_factory=list)


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalpha())
