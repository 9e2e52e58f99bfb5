"""The in-memory twin of a registry that compares biometrics, for tests and for a country without one yet."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.model import IdRef
from dialogs.ports import CallContext, Clock, Modality, OpaqueBlock
from dialogs.refusals import (
    BiometricMismatch,
    BiometricNotEnrolled,
    CaptureRejected,
    ConsentMissing,
    IdentityInactive,
    NotFound,
)

__all__ = ["Captured", "Enrolled", "MemoryBiometrics"]

_FRESH = 120.0


@dataclass(frozen=True, slots=True, repr=False)
class Enrolled:
    """One person and her invented samples; none when she was never captured."""

    ref: IdRef
    samples: frozenset[bytes]
    active: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Captured:
    """What the twin's device makes: the transaction, the moment (Unix seconds) and an invented sample."""

    txn: str
    at: float
    sample: bytes

    def block(self) -> OpaqueBlock:
        return OpaqueBlock(b"\n".join((self.txn.encode(), repr(self.at).encode(), self.sample)))

    @classmethod
    def read(cls, block: OpaqueBlock) -> "Captured":
        """Raises `CaptureRejected` when the block is none of ours."""
        try:
            txn, at, sample = block.data.split(b"\n", 2)
            return cls(txn.decode(), float(at), sample)
        except ValueError:
            pass
        raise CaptureRejected("form", upstream="memory")


class MemoryBiometrics:
    """`dialogs.ports.BiometricRegistry` in memory: captures hold for 120 s, and every one of them must be hers."""

    def __init__(self, people: Iterable[Enrolled], clock: Clock, modalities: frozenset[Modality] = frozenset(Modality)) -> None:
        self._people = {person.ref: person for person in people}
        self._clock = clock
        self._modalities = modalities

    def modalities(self) -> frozenset[Modality]:
        return self._modalities

    async def authenticate(self, ref: IdRef, txn: str, blocks: Sequence[OpaqueBlock], *, ctx: CallContext) -> str:
        if not ctx.consent:
            raise ConsentMissing(upstream="memory")
        person = self._person(ref)
        captures = [Captured.read(block) for block in blocks]
        if not captures or any(one.txn != txn or self._clock.now() - one.at > _FRESH for one in captures):
            raise CaptureRejected("stale", upstream="memory")
        if not person.samples:
            raise BiometricNotEnrolled(upstream="memory")
        if any(one.sample not in person.samples for one in captures):
            raise BiometricMismatch(upstream="memory")
        return hashlib.sha256(f"token {ref.value}".encode()).hexdigest()

    def _person(self, ref: IdRef) -> Enrolled:
        person = self._people.get(ref)
        if person is None:
            raise NotFound(upstream="memory")
        if not person.active:
            raise IdentityInactive(upstream="memory")
        return person
