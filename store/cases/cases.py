"""The citizen's side of cases: a reference opens nothing without its phone or PIN, and every change happens once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hmac import compare_digest

from dialogs.model import Phone
from dialogs.ports import CaseTicket, CaseView, Clock, Holder, Keys, NewCase, StoreDown
from dialogs.refusals import Clash, Conflict, NotFound
from store.cases.casebook import Casebook
from store.cases.pins import Pins
from store.cases.record import Change, Record
from store.cases.reference import References
from store.cases.rules import Rules

__all__ = ["TRIES", "Cases"]

TRIES = 20
"""How often a reference that is taken is drawn again, or a change that lost a race is decided anew."""


class Cases:
    """The `CaseSystem` port on a casebook."""

    def __init__(self, book: Casebook, rules: Rules, keys: Keys, references: References, pins: Pins, clock: Clock) -> None:
        self._book = book
        self._rules = rules
        self._keys = keys
        self._references = references
        self._pins = pins
        self._clock = clock

    async def open(self, case: NewCase, *, now: float) -> CaseTicket:
        id = self._keys.mac("case", case.key)
        kept = await self._book.by_id(id) or await self._add(id, case, now)
        return CaseTicket(kept.ref, *self._rules.promises.promise(kept.brought, kept.opened_at))

    async def view(self, ref: str, holder: Holder) -> CaseView:
        return self._rules.view(await self._held(ref, holder), self._clock.now())

    async def mine(self, phone: Phone, *, limit: int) -> Sequence[CaseView]:
        return [self._rules.view(record, self._clock.now()) for record in await self._book.of_phone(phone, limit)]

    async def add_message(self, ref: str, holder: Holder, text: str, *, key: bytes, now: float) -> None:
        await self._change(ref, holder, key, lambda record: self._rules.message(record, text, now))

    async def appeal(self, ref: str, holder: Holder, reason: str, *, key: bytes, now: float) -> CaseView:
        after = await self._change(ref, holder, key, lambda record: self._rules.appeal(record, reason, now))
        return self._rules.view(after, now)

    async def escalate(self, ref: str, holder: Holder, *, key: bytes, now: float) -> CaseView:
        after = await self._change(ref, holder, key, lambda record: self._rules.escalate(record, now))
        return self._rules.view(after, now)

    async def withdraw(self, ref: str, holder: Holder, *, key: bytes, now: float) -> None:
        await self._change(ref, holder, key, lambda record: self._rules.withdraw(record, now))

    async def rate(self, ref: str, holder: Holder, score: int, *, key: bytes, now: float) -> None:
        await self._change(ref, holder, key, lambda record: self._rules.rate(record, score, now))

    async def helped(self, ref: str, holder: Holder, yes: bool, *, key: bytes, now: float) -> None:
        await self._change(ref, holder, key, lambda record: self._rules.helped(record, yes, now))

    async def reopen(self, ref: str, holder: Holder, reason: str, *, key: bytes, now: float) -> CaseView:
        after = await self._change(ref, holder, key, lambda record: self._rules.reopen(record, reason, now))
        return self._rules.view(after, now)

    async def _add(self, id: bytes, case: NewCase, now: float) -> Record:
        pin = await self._pins.hash(case.pin)
        for _ in range(TRIES):
            new = self._rules.opened(id, self._references.draw(), case, pin, now)
            try:
                if kept := await self._book.add(new):
                    return kept
            except Conflict as alike:
                raise await self._clash(case, alike) from None
        raise StoreDown("references")

    async def _clash(self, case: NewCase, alike: Conflict) -> Conflict:
        record = await self._book.by_ref(alike.code)
        return alike if record is None or record.wants(case) else Clash(alike.code)

    async def _change(self, ref: str, holder: Holder, key: bytes, act: Callable[[Record], Change]) -> Record:
        record = await self._held(ref, holder)
        for _ in range(TRIES):
            if await self._book.did(record.id, key):
                return await self._again(record)
            change = act(record)
            if await self._book.save(record, replace(change, entry=replace(change.entry, key=key))):
                return change.record
            record = await self._again(record)
        raise StoreDown("contended")

    async def _again(self, record: Record) -> Record:
        """As it is now; cases are never deleted."""
        return await self._book.by_id(record.id) or record

    async def _held(self, ref: str, holder: Holder) -> Record:
        """The case, for who may have it. Nobody's case and somebody else's take the same path and the same time."""
        record = await self._book.by_ref(ref)
        phone = record.brought.phone if record else None
        mine = _same(phone, holder.phone)
        if holder.pin and not mine:
            mine = await self._pins.fits(record.pin if record else "", holder.pin)
        if record is None or not mine:
            raise NotFound("case")
        return record


def _same(kept: Phone | None, said: Phone | None) -> bool:
    numbers = (kept.e164 if kept else "", said.e164 if said else "")
    return compare_digest(*(number.encode() for number in numbers)) and kept is not None
