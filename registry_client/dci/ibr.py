"""The beneficiary registry (IBR) of a country that speaks SP-DCI: enrolments, cards and coverage."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from dialogs.model import IdRef
from dialogs.ports.identity import CallContext
from dialogs.ports.social import Card, Coverage, Enrolment
from dialogs.refusals import Ambiguous, NotFound, NotSupported
from registry_client.dci import records
from registry_client.dci.client import Dci
from registry_client.dci.lenient import Member
from registry_client.dci.search import enrolled, search
from registry_client.dci.social import criteria, truthful
from registry_client.http import Deadline

__all__ = ["DciIbr"]

T = TypeVar("T")

CARD_SCHEMES = ("PNSF", "PASS", "ASERI", "CARD")
MOST = 50
"""Records of one person that are read at most."""


class DciIbr:
    """`dialogs.ports.BeneficiaryRegistry` over SP-DCI IBR 1.0.0.

    Products differ in what `sync/enrolled` tells: the records, or only yes and no; then the records are searched for.
    A card is sought by its number as an identifier of its scheme, where `id_types` names it.
    """

    def __init__(self, dci: Dci) -> None:
        self._dci = dci

    def well(self) -> bool:
        return self._dci.well

    def caps(self) -> frozenset[str]:
        ours = self._dci.config
        cards = any(scheme in ours.id_types for scheme in CARD_SCHEMES)
        has = {"cards": cards, "card_numbers": cards, "coverage": bool(ours.schemes)}
        return frozenset({"enrolments", *(cap for cap, there in has.items() if there)})

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        today = self._today()
        return await self._read(ref, ctx, lambda record: records.enrolments(record, today))

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        if number.scheme not in CARD_SCHEMES:
            raise NotSupported("scheme", upstream=self._dci.name)
        sought = criteria(self._dci.config, number, "Member", self._dci.name)
        found = await search(self._dci, sought, ctx, Deadline(ctx.deadline), most=2)
        if not found:
            raise NotFound("no-card", upstream=self._dci.name)
        if len(found) > 1:
            raise Ambiguous("cards", upstream=self._dci.name)
        return self._dci.read(truthful(found[0], sought, self._dci.name), lambda record: records.card(record, self._today()))

    async def card_number(self, ref: IdRef, scheme: str, *, ctx: CallContext) -> IdRef:
        """Of the records of this person, whose cards are among their identifiers."""
        kind = self._dci.config.id_types.get(scheme)
        if kind is None or scheme not in CARD_SCHEMES:
            raise NotSupported("scheme", upstream=self._dci.name)
        sought = criteria(self._dci.config, ref, "Member", self._dci.name)
        for record in await search(self._dci, sought, ctx, Deadline(ctx.deadline), most=MOST):
            ours = truthful(record, sought, self._dci.name)
            if found := self._dci.read(ours, lambda one: list(records.card_numbers(one, kind, self._today()))):
                return IdRef(scheme, found[0])
        raise NotFound("no-card", upstream=self._dci.name)

    async def coverage(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Coverage]:
        ours, today = self._dci.config, self._today()
        if not ours.schemes:
            raise NotSupported("coverage", upstream=self._dci.name)
        return await self._read(ref, ctx, lambda record: records.coverage(record, ours.schemes, today))

    async def _read(self, ref: IdRef, ctx: CallContext, how: Callable[[Member], list[T]]) -> list[T]:
        return [one for record in await self._records(ref, ctx) for one in self._dci.read(record, how)]

    async def _records(self, ref: IdRef, ctx: CallContext) -> list[Member]:
        by = Deadline(ctx.deadline)
        sought = criteria(self._dci.config, ref, "Group" if ref.scheme == "HOUSEHOLD" else "Member", self._dci.name)
        try:
            item = await enrolled(self._dci, sought, ctx, by)
        except NotFound:  # whom no programme knows is enrolled in none
            return []
        found = list(item.down("data", "reg_records").each())
        if not found and item.at("enrolled_status"):  # a bare "no" does not say why not
            found = await search(self._dci, sought, ctx, by, most=MOST)
        return [truthful(record, sought, self._dci.name) for record in found]

    def _today(self) -> date:
        return datetime.fromtimestamp(self._dci.now, UTC).date()
