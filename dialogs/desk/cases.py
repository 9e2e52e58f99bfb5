"""Complaints, requests and referrals: opening them, following them, and what their holder may do."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

import msgspec

from dialogs.desk.room import CASES, Room, minutes
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.model import Code, IdRef, Masked, Phone, Prompt
from dialogs.ports import CaseKind, CaseTicket, CaseView, Holder, NewCase, Service
from dialogs.refusals import Clash, Conflict, Refused

_FIELDS = ("text", "place", "programme", "desired", "other")


class Opened(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A case is kept: its reference and the days promised (ISO). `wait` in minutes.

    `same`: one like it was open already; `clash`: that one asks for something else."""

    ref: str = ""
    ack_by: str = ""
    resolve_by: str = ""
    same: bool = False
    wait: int = 0
    clash: bool = False


class Seen(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A case as its holder sees it. `right` proves the PIN in later steps; empty for the phone that opened it.

    `outcome` is `found`, `unknown` (no such case, or no right to it) or `locked`.
    """

    outcome: str
    ref: str = ""
    state: str = ""
    category: str = ""
    resolve_by: str = ""
    note: str = ""
    question: str = ""
    owner: str = ""
    may: tuple[str, ...] = ()
    right: str = ""
    wait: int = 0


class _Once(TypedDict):
    key: bytes
    now: float


class CaseDesk(Room):
    """The citizen's side of the case system."""

    def open_case(
        self, kind: CaseKind, category: str, told: Mapping[str, str], *, pin: Code | None = None, about: str = ""
    ) -> Deed[Opened]:
        """Keep a complaint, request or referral; with a `pin` it is anonymous, else this phone gets word of it by SMS.

        `told` are `text`, `place`, `programme`, `desired`, `other` (`yes`: for somebody else) and further details by name.
        Two of a category that are `about` different things are two; of what it is about only a keyed hash is kept.
        """

        async def call(hand: Hand) -> Opened:
            who = self._parties(IdRef("", ""))[:1]
            waits = await self._spend("case-open", who, hand)
            if waits := waits or await self._crowd("case-open", CASES, hand):
                return Opened(wait=minutes(waits))
            return await self._open(kind, category, told, pin, about, hand)

        digest = (kind.value, category, pin.mac if pin else "", about, *(f"{name}={told[name]}" for name in sorted(told)))
        return Deed("open-case", digest, Opened, call, sure=True)

    async def _open(
        self, kind: CaseKind, category: str, told: Mapping[str, str], pin: Code | None, about: str, hand: Hand
    ) -> Opened:
        world = self._world
        case = NewCase(
            hand.key,
            kind,
            category,
            self._lang(),
            self._caller.channel,
            phone=None if pin else self._caller.phone,
            pin=self._right(pin) if pin else "",
            text=told.get("text", ""),
            place=told.get("place", ""),
            programme=told.get("programme", ""),
            desired=told.get("desired", ""),
            for_other=told.get("other") == "yes",
            about=IdRef("ABOUT", world.keys.mac("case-about", about).hex()) if about else None,
            details={name: value for name, value in told.items() if name not in _FIELDS},
        )
        service = await world.directory.get(told["service"]) if kind is CaseKind.REFERRAL else None
        try:
            ticket = await world.cases.open(case, now=world.clock.now())
        except Conflict as same:
            return Opened(same.code, same=True, clash=isinstance(same, Clash))
        await self._audit("case-open", hand.key, self._about(IdRef("CASE", ticket.ref)), nameless=pin is not None)
        if case.phone:
            await self._sms(world.keys.mac("case-sms", hand.key), case.phone, self._word(case, ticket, service))
        return Opened(ticket.ref, ticket.ack_by.isoformat(), ticket.resolve_by.isoformat())

    def _word(self, case: NewCase, ticket: CaseTicket, service: Service | None) -> Prompt:
        """What she keeps: where to go, or by when somebody calls or answers."""
        ref = ("ref", ticket.ref)
        if case.kind is CaseKind.CALLBACK:
            return Prompt("sms-call", (ref, ("day", ticket.ack_by)))
        if case.kind is not CaseKind.REFERRAL:
            return Prompt("sms-case-opened", (ref, ("day", ticket.resolve_by)))
        if service is None or self.country.quiet(case.category):
            return Prompt("sms-slip-quiet", (ref,))
        place = (ref, ("name", service.names), ("address", service.address), ("hours", service.hours))
        return Prompt("sms-slip-phone", (*place, ("phone", service.phone))) if service.phone else Prompt("sms-slip", place)

    def tell_of_change(self, change: str, number: str, ref: str) -> Deed[bool]:
        """A change of phone was asked for: both phones hear of it, so that a thief's request does not stay hidden."""

        async def call(hand: Hand) -> bool:
            if change == "phone" and self._caller.phone:
                notice = Prompt("sms-update-phone", (("ref", ref),))
                await self._sms(self._world.keys.mac("old", hand.key), self._caller.phone, notice)
                await self._sms(self._world.keys.mac("new", hand.key), Phone(number), notice)
            return True

        return Deed("tell-of-change", (change, number, ref), bool, call)

    def case(self, ref: str) -> Look[Seen]:
        """The case of this reference, if this phone opened it."""

        async def call(hand: Hand) -> Seen:
            return await self._follow(ref, Holder(phone=self._caller.phone), "", hand)

        return Look("case", (ref,), Seen, call)

    def case_by_pin(self, ref: str, pin: Code) -> Deed[Seen]:
        """The case of this reference, opened with its PIN from any phone. A deed, because it spends a try."""

        async def call(hand: Hand) -> Seen:
            right = self._right(pin)
            return await self._follow(ref, Holder(pin=right), right, hand)

        return Deed("case-by-pin", (ref, pin.mac), Seen, call, even=True)

    async def _follow(self, ref: str, holder: Holder, right: str, hand: Hand) -> Seen:
        who = self._parties(IdRef("CASE", ref))
        if waits := await self._spend("case-follow", who, hand):
            return Seen("locked", wait=minutes(waits))
        try:
            found = await self._world.cases.view(ref, holder)
        except Refused:
            return Seen("unknown")
        await self._world.guard.forgive("case-follow", who)
        return _seen(found, right)

    def do(self, case: Seen, action: str, words: str = "") -> Deed[str]:
        """Carry out one of `case.may`, with her words or rating: `done`, or `gone` when the case no longer allows it."""

        async def call(hand: Hand) -> str:
            holder = Holder(pin=case.right) if case.right else Holder(phone=self._caller.phone)
            try:
                await self._do(case.ref, holder, action, words, hand)
            except Refused:
                return "gone"
            return "done"

        return Deed("case-do", (case.ref, action, words), str, call, sure=True)

    async def _do(self, ref: str, holder: Holder, action: str, words: str, hand: Hand) -> None:
        cases, once = self._world.cases, _Once(key=hand.key, now=self._world.clock.now())
        match action:
            case "message" | "answer":
                await cases.add_message(ref, holder, words, **once)
            case "appeal":
                await cases.appeal(ref, holder, words, **once)
            case "reopen":
                await cases.reopen(ref, holder, words, **once)
            case "escalate":
                await cases.escalate(ref, holder, **once)
            case "helped":
                await cases.helped(ref, holder, words == "yes", **once)
            case "withdraw":
                await cases.withdraw(ref, holder, **once)
            case "rate":
                await cases.rate(ref, holder, int(words), **once)
        await self._audit(f"case-{action}", hand.key, self._about(IdRef("CASE", ref)), nameless=bool(holder.pin))

    def _right(self, pin: Code) -> str:
        """What stands for a PIN in every store and journal: a keyed hash, never the digits."""
        return self._world.keys.mac("case-pin", pin.plain or "").hex()


def _seen(found: CaseView, right: str) -> Seen:
    return Seen(
        "found",
        found.ref,
        found.state.value,
        found.category,
        found.resolve_by.isoformat(),
        found.note,
        found.question,
        found.owner,
        tuple(sorted(found.may)),
        right,
    )


def day(iso: str) -> date:
    """The day of an ISO date that a deed or look returned."""
    return date.fromisoformat(iso)
