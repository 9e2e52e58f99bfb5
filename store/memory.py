"""In-memory twins of the session, guard, contact, audit and errand stores: for tests and for one process without servers."""

import heapq
from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from dialogs.model import Phone, Prompt
from dialogs.ports import AuditEvent, Clock, Errand, Keys
from store.chain import START, link
from store.pace import MICRO, spacing

__all__ = ["MemoryAudit", "MemoryContacts", "MemoryErrands", "MemoryGuard", "MemoryPacer", "MemorySessions"]

V = TypeVar("V")


class _Expiring(Generic[V]):
    """A dict whose entries end; what has ended is swept as new entries come, so it never outgrows the living."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[bytes, tuple[V, float]] = {}
        self._ends: list[tuple[float, bytes]] = []

    def get(self, key: bytes) -> V | None:
        entry = self._entries.get(key)
        return entry[0] if entry and entry[1] > self._clock.now() else None

    def left(self, key: bytes) -> float:
        """Seconds until the entry ends; 0.0 when there is none."""
        entry = self._entries.get(key)
        return max(0.0, entry[1] - self._clock.now()) if entry else 0.0

    def put(self, key: bytes, value: V, ttl: float) -> None:
        self._sweep()
        end = self._clock.now() + ttl
        self._entries[key] = (value, end)
        heapq.heappush(self._ends, (end, key))

    def drop(self, key: bytes) -> None:
        self._entries.pop(key, None)

    def _sweep(self) -> None:
        while self._ends and self._ends[0][0] <= self._clock.now():
            end, key = heapq.heappop(self._ends)
            if key in self._entries and self._entries[key][1] <= end:
                del self._entries[key]


class MemorySessions:
    """The `Sessions` port in a dict."""

    def __init__(self, clock: Clock) -> None:
        self._kept: _Expiring[tuple[int, bytes]] = _Expiring(clock)

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        return self._kept.get(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        revision, _ = self._kept.get(key) or (0, b"")
        if revision != was:
            return False
        self._kept.put(key, (was + 1, value), ttl)
        return True

    async def drop(self, key: bytes) -> None:
        self._kept.drop(key)


class MemoryGuard:
    """The `Guard` port in dicts; the rules are those of `store.redis_guard`."""

    def __init__(self, clock: Clock) -> None:
        self._used: _Expiring[int] = _Expiring(clock)
        self._locks: _Expiring[None] = _Expiring(clock)
        self._answers: _Expiring[int] = _Expiring(clock)

    async def spend(self, what: str, who: Sequence[bytes], *, tries: int, window: float, lock: float, key: bytes) -> int:
        answer = self._answers.get(key)
        if answer is None:
            answer = self._spend(_parties(what, who), tries, window, lock)
            self._answers.put(key, answer, window)
        return answer

    def _spend(self, parties: list[bytes], tries: int, window: float, lock: float) -> int:
        free = [party for party in parties if not self._locks.left(party)]
        spent = [party for party in free if (self._used.get(party) or 0) >= tries]
        for party in spent:
            self._locks.put(party, None, lock)
            self._used.drop(party)
        if spent or len(free) < len(parties):
            return -1
        for party in parties:
            self._used.put(party, (self._used.get(party) or 0) + 1, self._used.left(party) or window)
        return tries - max((self._used.get(party) or 0 for party in parties), default=0)

    async def lock(self, what: str, who: Sequence[bytes], seconds: float) -> None:
        for party in _parties(what, who):
            if self._locks.left(party) < seconds:
                self._locks.put(party, None, seconds)

    async def locked(self, what: str, who: Sequence[bytes]) -> float:
        return max((self._locks.left(party) for party in _parties(what, who)), default=0.0)

    async def forgive(self, what: str, who: Sequence[bytes]) -> None:
        for party in _parties(what, who):
            self._used.drop(party)


def _parties(what: str, who: Sequence[bytes]) -> list[bytes]:
    """One key per party; a party named twice counts once."""
    return [what.encode() + b":" + party for party in dict.fromkeys(who)]


class MemoryPacer:
    """The `Pacer` port of `channels.outbound` in a dict: for one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[str, int] = {}

    async def take(self, name: str, rate: float, parts: int = 1) -> float:
        cost, tolerance = spacing(rate, parts)
        now = round(self._clock.now() * MICRO)
        due = max(self._due.get(name, 0), now)
        if (wait := due - tolerance - now) > 0:
            return wait / MICRO
        self._due[name] = due + cost
        return 0.0


class MemoryContacts:
    """The `Contacts` port in dicts."""

    def __init__(self) -> None:
        self._languages: dict[Phone, tuple[float, str]] = {}
        self._networks: dict[Phone, tuple[float, str]] = {}
        self._consents: dict[tuple[Phone, str], tuple[float, bool, str]] = {}

    async def language(self, phone: Phone) -> str | None:
        said = self._languages.get(phone)
        return said[1] if said else None

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None:
        if phone not in self._languages or self._languages[phone][0] <= at:
            self._languages[phone] = (at, lang)

    async def network(self, phone: Phone) -> str | None:
        told = self._networks.get(phone)
        return told[1] if told else None

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        if phone not in self._networks or self._networks[phone][0] <= at:
            self._networks[phone] = (at, network)

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        said = self._consents.get((phone, purpose))
        if said is None or said[0] <= at:
            self._consents[phone, purpose] = (at, given, how)

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        said = self._consents.get((phone, purpose))
        return said[1] if said else None

    async def forget(self, phone: Phone) -> None:
        self._languages.pop(phone, None)
        self._networks.pop(phone, None)
        self._consents = {said: word for said, word in self._consents.items() if said[0] != phone or not word[1]}


class MemoryAudit:
    """The `Audit` port in a list; `events` are there for tests to read."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._seen: set[bytes] = set()
        self.events: list[AuditEvent] = []
        self.hashes: list[bytes] = []

    async def append(self, event: AuditEvent) -> None:
        if event.key in self._seen:
            return
        if event.key:
            self._seen.add(event.key)
        previous = self.hashes[-1] if self.hashes else START
        self.hashes.append(link(self._keys, len(self.events) + 1, previous, event))
        self.events.append(event)

    async def verify(self) -> int | None:
        """The number of the first line that does not follow from the one before, or None when the chain holds."""
        previous = START
        for seq, (event, kept) in enumerate(zip(self.events, self.hashes, strict=True), 1):
            if kept != link(self._keys, seq, previous, event):
                return seq
            previous = kept
        return None


class MemoryErrands:
    """The `Errands` port in a dict."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Errand] = {}
        self._leases: dict[bytes, float] = {}
        self._shown: set[bytes] = set()

    async def put(self, errand: Errand) -> Errand:
        return self._kept.setdefault(errand.key, errand)

    async def claim(self, *, lease: float, now: float) -> Errand | None:
        open_ = [e for e in self._kept.values() if e.answer is None and self._leases.get(e.key, now) <= now]
        if not open_:
            return None
        oldest = min(open_, key=lambda errand: errand.made_at)
        self._leases[oldest.key] = now + lease
        return oldest

    async def finish(self, key: bytes, answer: Prompt) -> None:
        if key in self._kept and self._kept[key].answer is None:
            self._kept[key] = replace(self._kept[key], answer=answer)

    async def news(self, phone: Phone, *, since: float) -> Errand | None:
        mine = [e for e in self._kept.values() if e.phone == phone and e.made_at > since and e.key not in self._shown]
        return max(mine, key=lambda errand: errand.made_at, default=None)

    async def shown(self, key: bytes) -> None:
        self._shown.add(key)

    async def forget(self, phone: Phone) -> None:
        self._kept = {key: errand for key, errand in self._kept.items() if errand.phone != phone}
