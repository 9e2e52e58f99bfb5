"""An audience without a file: whom the lists name, by region, commune, language, programme and registration."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from campaigns.audience import Bad, Sheet, Tally, batches
from campaigns.course import FEWEST, OTHERS
from campaigns.plan import WRITER, Member
from dialogs.model import Phone
from dialogs.ports import Audit, AuditEvent, Clock, Keys
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted
from dialogs.texts.words import fold
from store.ledger import Added, Audience, Person
from store.roll import DIMENSIONS, SELF, Enrolled, Listed, Roll, Where

__all__ = ["Counted", "Lists", "ask", "counted", "large", "where_of"]

_YES, _NO = frozenset(("yes", "oui", "true", "1", "نعم")), frozenset(("no", "non", "false", "0", "لا"))
_NAMES = 48
"""Characters of a commune or a programme at most."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many match, and by group; None and left out where they are fewer than `FEWEST`, for that would point at somebody."""

    persons: int | None
    groups: Mapping[str, Mapping[str, int]]


def where_of(told: Sequence[str]) -> Where:
    """`region=Fès`, `lang=ar`, `registered=no`, `list=self` and so on: the same word again is one or the other.

    Raises `InvalidIdentifier`.
    """
    asked: dict[str, list[str]] = {}
    for one in told:
        name, is_, word = one.partition("=")
        if not is_ or not word.strip() or name not in (*DIMENSIONS, "list", "registered"):
            raise InvalidIdentifier("where")
        asked.setdefault(name, []).append(word.strip() if name == "list" else fold(word))
    lists, registered = tuple(asked.pop("list", ())), asked.pop("registered", [])
    if len(registered) > 1 or not _YES.union(_NO).issuperset(registered):
        raise InvalidIdentifier("where")
    said = registered[0] in _YES if registered else None
    return Where(lists=lists, registered=said, **{name: tuple(words) for name, words in asked.items()})


async def ask(people: Audience, id: int, roll: Roll, where: Where, operator_of: Callable[[Phone], str]) -> Tally:
    """Add those who match to a draft, batch by batch: the same question again adds nobody twice."""
    tally = Tally()
    async for batch in roll.matching(where):
        added = await people.add(id, [replace(one, operator=operator_of(one.phone)[:24]) for one in batch])
        tally.read += len(batch)
        tally.new += added.new
        tally.bad.update(why for _, why in added.dropped)
    return tally


async def counted(roll: Roll, where: Where, purpose: str, *, consented: bool) -> Counted:
    """How many `ask` would find and consent lets us write to."""
    persons = await roll.count(where, purpose, consented=consented)
    groups = {by: await roll.groups(where, by, purpose, consented=consented) for by in DIMENSIONS}
    return Counted(persons if persons >= FEWEST else None, {by: large(told) for by, told in groups.items()})


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists themselves: a writer brings and strikes them, and the audit says so."""

    roll: Roll
    audit: Audit
    keys: Keys
    clock: Clock

    async def enlist(self, name: str, sheet: Sheet, programme: str, member: Member, bad: Callable[[Bad], None]) -> Tally:
        """A file replaces the list as a whole. Raises `Unusable`, and then the old list stands.

        Beside the columns of an audience a list may have `commune`, `programme` (else it is `programme`) and `registered`.
        """
        _writer(member)
        if not re.fullmatch(r"[a-z0-9-]{1,32}", name) or name == SELF:
            raise InvalidIdentifier("list")
        draft = await self.roll.begin(name)
        tally = await _add(self.roll, draft, sheet, programme, bad)
        by, now = self.keys.mac("operator", member.id), self.clock.now()
        if not await self.roll.publish(draft, Enrolled(name, by, now, tally.new, _digest(sheet))):
            raise Conflict("overtaken")
        await self._noted("enlist", name, by)
        return tally

    async def strike(self, name: str, member: Member) -> None:
        """Forget a list with all its numbers. Raises `NotFound`."""
        _writer(member)
        if not await self.roll.strike(name):
            raise NotFound("list")
        await self._noted("strike", name, self.keys.mac("operator", member.id))

    async def _noted(self, action: str, name: str, by: bytes) -> None:
        await self.audit.append(AuditEvent(self.clock.now(), f"campaign-{action}", by, self.keys.mac("campaign-list", name)))


def _writer(member: Member) -> None:
    if WRITER not in member.roles:
        raise NotPermitted(WRITER)


def _digest(sheet: Sheet) -> bytes:
    with sheet.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


async def _add(roll: Roll, draft: int, sheet: Sheet, programme: str, bad: Callable[[Bad], None]) -> Tally:
    tally = Tally()

    def told(one: Bad) -> None:
        tally.read += 1
        tally.bad[one.code] += 1
        bad(one)

    async with aclosing(batches(sheet, told)) as found:
        async for batch in found:
            added: Added = await roll.add(draft, [_listed(person, programme) for _, person in batch])
            tally.read += added.new
            tally.new += added.new
            for place, why in added.dropped:
                told(Bad(batch[place][0], "phone", why))
    return tally


def _listed(person: Person, programme: str) -> Listed:
    values = person.values
    named = fold(values.get("programme", "") or programme)[:_NAMES]
    told = fold(values.get("registered", ""))
    registered = True if told in _YES else False if told in _NO else None
    kept = replace(person, region=fold(person.region)[:32], values={})
    return Listed(kept, fold(values.get("commune", ""))[:_NAMES], named, registered)


def large(groups: Mapping[str, int]) -> dict[str, int]:
    """The groups that point at nobody, largest first; the others together, or not at all."""
    large = sorted(((name, size) for name, size in groups.items() if size >= FEWEST), key=lambda one: (-one[1], one[0]))
    small = sum(size for size in groups.values() if size < FEWEST)
    while 0 < small < FEWEST and large:
        small += large.pop()[1]
    told: Iterable[tuple[str, int]] = [(name or "-", size) for name, size in large]
    return dict(told) | ({OTHERS: small} if small >= FEWEST else {})
