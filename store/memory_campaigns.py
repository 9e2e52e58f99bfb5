"""The in-memory twin of campaigns: all four ports over lists, for tests and for one process without a database."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from dialogs.model import Phone
from dialogs.ports import Contacts, Keys, Lane, Message, State
from dialogs.refusals import Conflict
from store.chunks import (
    BURST,
    MARK,
    NO_ANSWER,
    SIZE,
    Chunk,
    came_to,
    checkpoint,
    key_of,
    over_cap,
    place_of,
    reached_before,
    who_of,
)
from store.ledger import (
    LIVE,
    READABLE,
    STEP,
    UNDER_WAY,
    Added,
    Fate,
    Fed,
    Feed,
    Frozen,
    Line,
    Person,
    Reached,
    Record,
    Sent,
    Stage,
    Write,
)  # fmt: skip
from store.memory_outbox import MemoryOutbox
from store.memory_roll import MemoryRoll
from store.roll import Where

__all__ = ["MemoryCampaigns"]


@dataclass(slots=True, repr=False)
class _Kept:
    """One campaign with all that belongs to it."""

    record: Record
    people: dict[bytes, Person] = field(default_factory=dict)
    excluded: set[bytes] = field(default_factory=set)
    chunks: list[Chunk] = field(default_factory=list)
    order: list[bytes] = field(default_factory=list)
    slot: float = 0.0
    replies: dict[tuple[bytes, str], float] = field(default_factory=dict)
    course: Counter[tuple[int, Fate]] = field(default_factory=Counter)

    def whos(self, chunk: Chunk) -> list[bytes]:
        start = sum(len(one) for one in self.chunks[: chunk.seq])
        return self.order[start : start + len(chunk)]


class MemoryCampaigns:
    """The `Book`, `Audience`, `Flow` and `Results` ports beside a `MemoryOutbox`."""

    def __init__(
        self, outbox: MemoryOutbox, contacts: Contacts, keys: Keys, size: int = SIZE, roll: MemoryRoll | None = None
    ) -> None:
        self._outbox, self._contacts, self._keys, self._size, self._roll = outbox, contacts, keys, size, roll
        self._kept: dict[int, _Kept] = {}
        self._touches: dict[tuple[bytes, int], float] = {}

    # --- the records ---

    async def create(self, name: str, plan: bytes, *, now: float) -> Record:
        if (there := await self.find(name)) is not None:
            return there
        record = Record(len(self._kept) + 1, name, 1, Stage.DRAFT, plan)
        self._kept[record.id] = _Kept(record)
        return record

    async def find(self, name: str) -> Record | None:
        return next((one.record for one in self._kept.values() if one.record.name == name), None)

    async def all(self) -> list[Record]:
        return [one.record for one in reversed(self._kept.values())]

    async def page(self, most: int, *, before: int | None = None) -> list[Record]:
        return [one for one in await self.all() if before is None or one.id < before][:most]

    async def under_way(self) -> list[Record]:
        return [one.record for one in self._kept.values() if one.record.stage in UNDER_WAY]

    async def save(self, was: Record, stage: Stage, plan: bytes, reason: str = "") -> Record | None:
        kept = self._kept[was.id]
        if kept.record.revision != was.revision:
            return None
        kept.record = replace(kept.record, revision=was.revision + 1, stage=stage, plan=plan, reason=reason)
        return kept.record

    # --- the audience ---

    async def add(self, id: int, people: Sequence[Person]) -> Added:
        kept, dropped = self._gathering(id), list[tuple[int, str]]()
        homes = {one.household for one in kept.people.values()} - {""}
        for place, person in enumerate(people):
            who = who_of(self._keys, person.phone)
            if who in kept.excluded or who in kept.people:
                dropped.append((place, "excluded" if who in kept.excluded else "same-number"))
            elif person.household in homes:
                dropped.append((place, "same-household"))
            else:
                kept.people[who] = replace(person, lang=await self._contacts.language(person.phone) or person.lang)
                homes |= {person.household} - {""}
        return Added(len(people) - len(dropped), tuple(dropped))

    async def exclude(self, id: int, phones: Sequence[Phone]) -> None:
        self._gathering(id).excluded.update(who_of(self._keys, phone) for phone in phones)

    async def freeze(self, id: int, purpose: str, *, consented: bool) -> Frozen | None:
        kept = self._draft(id)
        after = kept.chunks[-1].last if kept.chunks else b""
        page = sorted(who for who in kept.people if who > after)[: self._size]
        if not page:
            return None
        out = {who: why for who in page if (why := await self._out(kept, who, purpose, consented))}
        for who in out:
            del kept.people[who]
        whos = [who for who in page if who not in out]
        if whos:
            groups = [_group(kept.people[who]) for who in whos]
            before = kept.chunks[-1].digest if kept.chunks else b""
            digest = checkpoint(before, zip(whos, groups, strict=True))
            kept.chunks.append(Chunk.of(len(kept.chunks), whos, groups, digest))
            kept.order += whos
        return Frozen(len(whos), Counter(out.values()))

    async def seal(self, was: Record, plan: bytes) -> Record | None:
        kept = self._kept[was.id]
        if (sealed := await self.save(was, Stage.FROZEN, plan)) is None:
            return None
        digest = kept.chunks[-1].digest if kept.chunks else b""
        kept.record = replace(sealed, count=len(kept.order), digest=digest)
        return kept.record

    async def again(self, was: Record, source: Record) -> Record | None:
        kept, first = self._kept[was.id], self._kept[source.id]
        if kept.record.stage is not Stage.DRAFT or (saved := await self.save(was, Stage.SCHEDULED, was.plan)) is None:
            return None
        kept.people, kept.order = first.people, first.order
        kept.chunks = [replace(one, marks=bytearray(len(one.marks)), reasons=[""], look_at=0, looks=0, fed_at=0, later_at=0,
                               closed=False)
                       for one in first.chunks]  # fmt: skip
        kept.record = replace(saved, count=source.count, digest=source.digest, source=source.id)
        return kept.record

    async def digest(self, id: int) -> bytes | None:
        kept, digest = self._kept[id], b""
        for chunk in kept.chunks:
            digest = checkpoint(digest, ((who, _group(kept.people[who])) for who in kept.whos(chunk)))
            if digest != chunk.digest:
                return None
        return digest

    async def people(self, id: int) -> AsyncIterator[tuple[Person, Fate, bool]]:
        kept = self._kept[id]
        answered = {who for who, _ in kept.replies}
        for chunk in kept.chunks:
            for who, fate in zip(kept.whos(chunk), chunk.fates(), strict=True):
                yield replace(kept.people[who], household=""), fate, who in answered
        if not kept.chunks:
            for who in sorted(kept.people.keys() - kept.excluded):
                yield replace(kept.people[who], household=""), Fate.WAITING, False

    async def _out(self, kept: _Kept, who: bytes, purpose: str, consented: bool) -> str:
        if who in kept.excluded:
            return "excluded"
        return await self._refused(kept.people[who], purpose, consented)

    async def _refused(self, person: Person, purpose: str, consented: bool) -> str:
        said = await self._contacts.consent(person.phone, purpose)
        if consented:
            return "" if said else "no-consent"
        return "opted-out" if said is False else ""

    def _draft(self, id: int) -> _Kept:
        kept = self._kept[id]
        if kept.record.stage is not Stage.DRAFT:
            raise Conflict("frozen")
        return kept

    def _gathering(self, id: int) -> _Kept:
        kept = self._draft(id)
        if kept.chunks:
            raise Conflict("frozen")
        return kept

    # --- the flow ---

    async def feed(self, id: int, feed: Feed, write: Write, *, now: float) -> Fed:
        kept = self._kept[id]
        if kept.record.stage not in LIVE or kept.slot >= now + BURST:
            return Fed()
        room = min(feed.ahead - (await self._outbox.waiting())[Lane.CAMPAIGN], feed.upto - kept.record.fed)
        ready = (one for one in kept.chunks if one.later_at <= now and any(True for _ in one.waiting()))
        chunk = min(ready, key=lambda one: (one.later_at, one.seq), default=None)
        if room <= 0 or chunk is None:
            return Fed()
        slot = max(kept.slot, now)
        most = (now + BURST - slot) * feed.rate if feed.rate else float("inf")
        queued = skipped = parts = 0
        later = list[float]()
        for place, who in [(place, kept.whos(chunk)[place]) for place in chunk.waiting()]:
            if queued + skipped >= room or parts >= most:
                break
            person = kept.people[who]
            written = (
                await self._refused(person, feed.purpose, feed.consented)
                or await self._done(kept, chunk, place, feed.to)
                or self._capped(who, feed, now)
                or write(person)
            )
            if isinstance(written, float):
                later.append(written)
                continue
            if isinstance(written, str):
                chunk.mark(place, Fate.SKIPPED, written)
                skipped += 1
                continue
            key = key_of(id, chunk.seq, place)
            message = Message(key, person.phone, written.text, Lane.CAMPAIGN, feed.valid_until, encoding=written.encoding)
            await self._outbox.put(message)
            self._touches[who, id] = now
            chunk.mark(place, Fate.QUEUED)
            chunk.feed(now)
            queued, parts = queued + 1, parts + written.parts
        else:
            chunk.later_at = min(later, default=0.0)
        kept.slot = slot + (parts / feed.rate if feed.rate else 0.0)
        kept.record = replace(kept.record, fed=kept.record.fed + queued + skipped)
        return Fed(queued, skipped)

    async def look(self, *, now: float) -> int:
        moved = 0
        for id, kept in self._kept.items():
            for chunk in kept.chunks:
                if chunk.moving() and chunk.look_at <= now:
                    before = chunk.counts()
                    moved += chunk.hear(self._told(id, chunk), now)
                    kept.course.update({(int(now // STEP), fate): count for fate, count in chunk.changes(before).items()})
        return moved

    async def withdraw(self, id: int) -> int:
        kept, taken = self._kept[id], 0
        rows, by_key = self._outbox._rows, self._outbox._by_key
        for chunk in kept.chunks:
            for key in [key_of(id, chunk.seq, place) for place in range(len(chunk))]:
                if key in by_key and by_key[key].state is State.QUEUED:
                    del rows[by_key.pop(key).id]
                    chunk.mark(place_of(key), Fate.WAITING)
                    chunk.later_at = 0.0
                    del self._touches[kept.whos(chunk)[place_of(key)], id]
                    taken += 1
        kept.record = replace(kept.record, fed=kept.record.fed - taken)
        return taken

    async def close(self, id: int, fate: Fate, reason: str, most: int = 20) -> int:
        ended = 0
        for chunk in [one for one in self._kept[id].chunks if any(True for _ in one.waiting())][:most]:
            for place in list(chunk.waiting()):
                chunk.mark(place, fate, reason)
                ended += 1
        return ended

    def _told(self, id: int, chunk: Chunk) -> list[tuple[int, State, str]]:
        found = ((place, self._outbox._by_key.get(key_of(id, chunk.seq, place))) for place in range(len(chunk)))
        return [(place, row.state, row.reason) for place, row in found if row]

    async def _done(self, kept: _Kept, chunk: Chunk, place: int, to: str) -> str:
        who, source = kept.whos(chunk)[place], kept.record.source or kept.record.id
        family = [one for one in self._kept.values() if source in (one.record.id, one.record.source)]
        if to in ("unanswered", "unreached") and any(who == said for one in family for said, _ in one.replies):
            return "answered"
        if to == "unreached":
            before = [one for one in family if one is not kept and one.record.stage is not Stage.SCHEDULED]
            return reached_before([one.chunks[chunk.seq].marks for one in before], place)
        if to == "unregistered" and self._roll is not None:
            there = [one.phone async for batch in self._roll.matching(Where(registered=True)) for one in batch]
            return "registered" if kept.people[who].phone in there else ""
        return ""

    def _capped(self, who: bytes, feed: Feed, now: float) -> str | float:
        return over_cap((at for (touched, _), at in self._touches.items() if touched == who), feed, now)

    # --- the results ---

    async def progress(self, id: int) -> dict[Fate, int]:
        counts = sum((chunk.counts() for chunk in self._kept[id].chunks), Counter[Fate]())
        return {fate: counts[fate] for fate in Fate}

    async def lately(self, id: int, *, since: float) -> tuple[int, float]:
        times = [at for (_, touched), at in self._touches.items() if touched == id and at >= since]
        return len(times), min(times, default=since)

    async def lines(self, id: int) -> AsyncIterator[Line]:
        for chunk in self._kept[id].chunks:
            for line in chunk.lines():
                yield line

    async def latest(self, phone: Phone, *, since: float) -> int | None:
        who = who_of(self._keys, phone)
        mine = [(at, id) for (touched, id), at in self._touches.items() if touched == who and at >= since]
        return max(mine)[1] if mine else None

    async def sent_to(self, phone: Phone) -> Sent | None:
        who, found = who_of(self._keys, phone), list[Sent]()
        for id, kept in self._kept.items():
            if kept.record.stage in READABLE and who in kept.order:
                place = kept.order.index(who)
                chunk = next(one for one in kept.chunks if one.first <= who <= one.last)
                if chunk.fed_at and came_to(chunk.marks, place - kept.order.index(chunk.first)):
                    person = replace(kept.people[who], household="")
                    found.append(Sent(kept.record, person, self._touches.get((who, id), chunk.fed_at)))
        return max(found, key=lambda one: (one.at, one.record.id), default=None)

    async def sent_at(self, id: int) -> float:
        return max((chunk.fed_at for chunk in self._kept[id].chunks), default=0.0)

    async def heard(self, phone: Phone, word: str, *, since: float, now: float) -> int | None:
        id = await self.latest(phone, since=since)
        if id is not None:
            self._kept[id].replies.setdefault((who_of(self._keys, phone), word), now)
        return id

    async def said_by(self, phone: Phone, word: str, *, since: float) -> bool:
        id = await self.latest(phone, since=since)
        return id is not None and (who_of(self._keys, phone), word) in self._kept[id].replies

    async def said(self, id: int, word: str) -> int:
        return sum(told == word for _, told in self._kept[id].replies)

    async def moves(self, id: int) -> list[tuple[int, Fate, int]]:
        return [(step, fate, count) for (step, fate), count in sorted(self._kept[id].course.items())]

    async def first_answers(self, id: int) -> list[tuple[int, int]]:
        firsts: dict[bytes, float] = {}
        for (who, word), at in self._kept[id].replies.items():
            if word != NO_ANSWER and not word.startswith(MARK):
                firsts[who] = min(at, firsts.get(who, at))
        return sorted(Counter(int(at // STEP) for at in firsts.values()).items())

    async def reached(self, id: int) -> list[Reached]:
        kept = self._kept[id]
        told = {(who, word[1:] if word.startswith(MARK) else "replied") for who, word in kept.replies if word != NO_ANSWER}
        counted = Counter((_group(kept.people[who]), stage) for who, stage in told)
        return [Reached(group, stage, count) for (group, stage), count in counted.items()]

    async def answers(self, id: int) -> dict[tuple[str, str], int]:
        kept = self._kept[id]
        return dict(Counter((kept.people[who].region, word) for who, word in kept.replies))


def _group(person: Person) -> tuple[str, str, str]:
    return person.lang, person.region, person.operator
