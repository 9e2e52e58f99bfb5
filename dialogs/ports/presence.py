"""Proof in person: biometric authentication handed to an agent's device, and what a SIM tells of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dialogs.model import IdRef, Phone, Proof
from dialogs.ports.identity import CallContext


class Modality(StrEnum):
    FINGER = "finger"
    IRIS = "iris"
    FACE = "face"


@dataclass(frozen=True, slots=True, repr=False)
class Handoff:
    """A proof that waits for an agent: the citizen reads `code` (six digits) to him. Used once, until `expires_at`."""

    id: str
    code: str
    expires_at: float


@dataclass(frozen=True, slots=True, repr=False)
class Agent:
    """Who captures: an operator's id, the counter he works at, and the device's serial number."""

    id: str
    counter: str
    device: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class CaptureTask:
    """What the agent's device must capture: `txn` (ten digits) goes into the capture (MOSIP SBI `transactionId`)."""

    id: str
    txn: str
    modalities: tuple[Modality, ...]
    env: str
    domain_uri: str
    purpose: str
    expires_at: float


class OpaqueBlock:
    """One SBI biometric object as the device made it, encrypted to the registry: in memory only, never shown or pickled."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return "OpaqueBlock(****)"

    def __reduce__(self) -> str:
        raise TypeError("a biometric block is never stored")


class HandoffState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    PROVED = "proved"
    FAILED = "failed"
    EXCEPTION = "exception"
    """Two agents vouched for her: fingers that cannot be read are no fault of hers."""
    EXPIRED = "expired"


class BiometricRegistry(Protocol):
    """The upstream that compares: yes or no, never a template. Raises `BiometricMismatch`, `CaptureRejected`, …"""

    def modalities(self) -> frozenset[Modality]: ...

    async def authenticate(self, ref: IdRef, txn: str, blocks: Sequence[OpaqueBlock], *, ctx: CallContext) -> str:
        """The partner-specific token of a positive authentication."""
        ...


class Handoffs(Protocol):
    """Hand-offs from a citizen's session to an agent's device."""

    async def begin(self, *, key: bytes, subject: IdRef, phone: Phone | None, purpose: str, lang: str, now: float) -> Handoff:
        """A code bound to this conversation and purpose; the same key again returns the same hand-off."""
        ...

    async def state(self, id: str, *, now: float) -> HandoffState: ...

    async def cancel(self, id: str) -> None: ...


class ProofLinks(Protocol):
    """An identity provider on her own smartphone (eSignet): a link that may be opened once, for one hand-off."""

    @property
    def level(self) -> Proof:
        """What an authentication behind such a link proves."""
        ...

    async def begin(self, handoff: str, lang: str) -> str:
        """The address to open in a browser; raises `StoreDown`."""
        ...


class SimSwap(Protocol):
    """Whether the SIM behind a number was changed lately (CAMARA SIM Swap, Africa's Talking Insights)."""

    async def swapped(self, phone: Phone, *, hours: int, ctx: CallContext) -> bool:
        """True: within the last `hours`. Raises `Pending` when the answer comes later, `Unavailable` when there is none."""
        ...
