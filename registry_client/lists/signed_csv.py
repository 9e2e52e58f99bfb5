"""A beneficiary registry for exchanges done by hand: a signed CSV of an institution (CNSS, PASS, people without papers)."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dialogs.model import IdRef
from dialogs.ports.identity import CallContext
from dialogs.ports.keeping import StoreDown
from dialogs.ports.lists import Entry, Import, ListStore
from dialogs.ports.machine import Clock, Keys
from dialogs.ports.social import Card, CardState, Coverage, Enrolment, EnrolmentState
from dialogs.refusals import Ambiguous, NotFound, NotSupported, Unavailable
from registry_client.lists.reading import Fault, Reading, Unusable, charset_of, check_signature, digest_of, mac_of
from registry_client.lists.schema import KNOWN, ListSchema, canonical

__all__ = ["CARD_SCHEMES", "ImportReport", "SignedCsvList", "public_key_of"]

CARD_SCHEMES = frozenset({"PNSF", "PASS", "ASERI", "CARD"})
_CARDS: Mapping[EnrolmentState, CardState] = {
    EnrolmentState.ENROLLED: CardState.VALID,
    EnrolmentState.PENDING: CardState.BLOCKED,
    EnrolmentState.REFUSED: CardState.BLOCKED,
    EnrolmentState.SUSPENDED: CardState.BLOCKED,
    EnrolmentState.ENDED: CardState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file. `faults` are the first hundred, `more` says how many follow; `accepted` only without any."""

    accepted: bool
    rows: int
    digest: str
    charset: str = ""
    delimiter: str = ""
    faults: tuple[Fault, ...] = ()
    more: int = 0


class SignedCsvList:
    """`dialogs.ports.BeneficiaryRegistry` over one list. `public_key` is the institution's ed25519 key in PEM.

    Numbers are kept as keyed hashes; names and whatever else is in a file are not kept. Raises `ValueError` for
    another kind of key.
    """

    def __init__(self, schema: ListSchema, public_key: str, store: ListStore, keys: Keys, clock: Clock) -> None:
        self.schema = schema
        self._key = public_key_of(public_key)
        self._store = store
        self._keys = keys
        self._clock = clock

    async def load(self, path: Path, signature: bytes, *, by: str) -> ImportReport:
        """Replace the list by a signed file, all of it or nothing. `by` is who brings it in, as the history shows."""
        try:
            digest = await asyncio.to_thread(check_signature, path, signature, self._key)
            reading = Reading(path, self.schema, self._keys, await asyncio.to_thread(charset_of, path))
        except Unusable as unusable:
            return ImportReport(False, 0, "", faults=(Fault(0, "", str(unusable)),))
        draft = await self._store.begin(self.schema.name)
        try:
            await self._fill(draft, reading)
            if await asyncio.to_thread(digest_of, path) != digest:
                reading.fault(0, "", "changed")
            accepted = not reading.faults and await self._publish(
                draft, Import(by, self._clock.now(), digest, reading.rows), reading
            )
        finally:
            await self._store.discard(draft)
        delimiter, faults = reading.delimiter, tuple(reading.faults)
        return ImportReport(accepted, reading.rows, digest.hex(), reading.charset, delimiter, faults, reading.more)

    async def history(self, limit: int = 20) -> Sequence[Import]:
        """The files that became the list, newest first."""
        return await self._store.history(self.schema.name, limit)

    def caps(self) -> frozenset[str]:
        has = {"cards": self.schema.schemes & CARD_SCHEMES, "coverage": self.schema.coverage}
        return frozenset({"enrolments", *(cap for cap, there in has.items() if there)})

    def well(self) -> bool:
        return True

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        return [Enrolment(one.programme, self._state(one), one.since, one.reason) for one in await self._find(ref)]

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        if number.scheme not in CARD_SCHEMES:
            raise NotSupported("scheme", upstream=self.schema.name)
        found = await self._find(number)
        if not found:
            raise NotFound("no-card", upstream=self.schema.name)
        if len(found) > 1:
            raise Ambiguous("cards", upstream=self.schema.name)
        return Card(_CARDS[self._state(found[0])], found[0].programme, found[0].until)

    async def card_number(self, ref: IdRef, scheme: str, *, ctx: CallContext) -> IdRef:
        raise NotSupported("card-numbers", upstream=self.schema.name)  # numbers are kept as hashes

    async def coverage(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Coverage]:
        if not self.schema.coverage:
            raise NotSupported("coverage", upstream=self.schema.name)
        found = await self._find(ref)
        return [Coverage(self._state(one) is EnrolmentState.ENROLLED, self.schema.coverage, one.until) for one in found]

    async def _fill(self, draft: int, reading: Reading) -> None:
        with closing(reading.batches()) as batches:
            while (batch := await asyncio.to_thread(next, batches, None)) is not None:
                if batch and not reading.faults:
                    await self._store.add(draft, batch)

    async def _publish(self, draft: int, imported: Import, reading: Reading) -> bool:
        if await self._store.publish(draft, imported):
            return True
        reading.fault(0, "", "overtaken")
        return False

    async def _find(self, ref: IdRef) -> Sequence[Entry]:
        if ref.scheme not in self.schema.schemes:
            raise NotSupported("scheme", upstream=self.schema.name)
        known = ref if ref.scheme in KNOWN else IdRef(ref.scheme, canonical(ref.value))
        try:
            return await self._store.find(self.schema.name, mac_of(self._keys, self.schema.name, known))
        except StoreDown:
            pass
        raise Unavailable("store", upstream=self.schema.name)

    def _state(self, one: Entry) -> EnrolmentState:
        """What was true to a day is over after it."""
        over = one.until is not None and one.until < self._today()
        return EnrolmentState.ENDED if over and one.state is EnrolmentState.ENROLLED else one.state

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock.now(), UTC).date()


def public_key_of(pem: str) -> Ed25519PublicKey:
    """The key of an institution; raises `ValueError` for another kind of key."""
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the key of a list is an ed25519 public key in PEM")
    return key
