"""Which proof a service and a shown field need: the one place where disclosure is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Proof(IntEnum):
    """How sure we are who is asking. SIM is a claim of the network, not a proof."""

    NONE = 0
    SIM = 1
    CODE = 2
    DEMOGRAPHIC = 3
    BIOMETRIC = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many seconds; past them, a lock of `lock` seconds."""

    tries: int
    window: float
    lock: float


@dataclass(frozen=True, slots=True)
class Policy:
    """Proof levels by service and by shown field, and the limits of what may be tried.

    A service or field that is not named is refused to everybody: silence is not consent.
    """

    services: Mapping[str, Proof] = field(default_factory=dict)
    fields: Mapping[str, Proof] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    answer_floor: float = 0.0

    def may_use(self, service: str, proof: Proof) -> bool:
        needed = self.services.get(service)
        return needed is not None and proof >= needed

    def ever_shows(self, shown: str) -> bool:
        """Whether some proof opens the field at all."""
        return shown in self.fields

    def may_show(self, shown: str, proof: Proof) -> bool:
        needed = self.fields.get(shown)
        return needed is not None and proof >= needed


class SimDoubt(StrEnum):
    """What follows from what a SIM tells of itself. NOTICE: go on, and tell the phone that enrolment has on file."""

    ALLOW = "allow"
    NOTICE = "notice"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SimSwapPolicy:
    """The cooling-off after a SIM was changed (`hours`, 1 to 2400), and what follows when nobody can say whether it was."""

    hours: int
    unavailable: SimDoubt

    def decide(self, swapped: bool | None) -> SimDoubt:
        """A SIM changed within the hours is refused; None: the operator did not answer, or not yet."""
        if swapped is None:
            return self.unavailable
        return SimDoubt.REFUSE if swapped else SimDoubt.ALLOW
