"""A stretch of a frozen audience with one mark per recipient: what makes a campaign a ledger, and the same on every store."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from dialogs.model import Phone
from dialogs.ports import Keys, State
from store.ledger import Fate, Feed, Group, Line

__all__ = [
    "BURST",
    "DAY",
    "MARK",
    "NO_ANSWER",
    "OPEN_FOR",
    "SIZE",
    "WEEK",
    "Chunk",
    "came_to",
    "checkpoint",
    "key_of",
    "over_cap",
    "place_of",
    "reached_before",
    "who_of",
]

SIZE = 500
"""Recipients of a chunk."""
OPEN_FOR = 4 * 86400.0
"""Seconds after the last feeding in which reports may still move a recipient."""
SLOWEST = 6 * 3600.0
BURST = 1.0
"""Seconds of a campaign's rate that may leave at once."""
DAY, WEEK = 86400.0, 7 * 86400.0
MARK = "+"
"""What a word begins with that we count of somebody without her having said it: `+began`, `+done`."""
NO_ANSWER = "stop"
"""The word that is none."""
_PREFIX = b"campaign"
_OPTED_OUT = "opted-out"
_TOLD = (Fate.UNKNOWN, Fate.SENT, Fate.DELIVERED, Fate.FAILED, Fate.EXPIRED)
_NOTHING_CAME = frozenset({Fate.FAILED, Fate.EXPIRED})
_MOVING = frozenset({Fate.QUEUED, Fate.UNKNOWN, Fate.SENT})
_FATES = {State.QUEUED: Fate.QUEUED, State.SENDING: Fate.QUEUED} | {
    State(fate.name.lower()): fate for fate in (Fate.UNKNOWN, Fate.SENT, Fate.DELIVERED, Fate.FAILED, Fate.EXPIRED)
}
_groups = msgspec.msgpack.Decoder(tuple[list[Group], bytes])


def who_of(keys: Keys, phone: Phone) -> bytes:
    """The pseudonym under which `contacts` keeps a phone's word: consent is then a join."""
    return keys.mac("contact", phone.e164)


def key_of(campaign: int, seq: int, place: int) -> bytes:
    """The outbox key of a recipient (22 bytes), by her place in the frozen order: keys of one chunk lie side by side."""
    return _PREFIX + campaign.to_bytes(8, "big") + seq.to_bytes(4, "big") + place.to_bytes(2, "big")


def place_of(key: bytes) -> int:
    return int.from_bytes(key[-2:], "big")


def over_cap(times: Iterable[float], feed: Feed, now: float) -> str | float:
    """By the times of a person's messages: until when she waits, why she is skipped, or empty for who is below the caps."""
    times = sorted(times, reverse=True)
    day, week = _at_cap(times, feed.daily, now - DAY), _at_cap(times, feed.weekly, now - WEEK)
    if not day and not week:
        return ""
    free = max(day + DAY if day else 0.0, week + WEEK if week else 0.0)
    return free if free < feed.ends_at else "cap-daily" if day else "cap-weekly"


def _at_cap(times: Sequence[float], cap: int, since: float) -> float:
    """When she got the message since then that a cap counts last, from the newest back; 0 below the cap."""
    lately = [at for at in times if at > since]
    return lately[cap - 1] if 0 < cap <= len(lately) else 0.0


def came_to(marks: Sequence[int], place: int) -> bool:
    """Whether the turn of the recipient at a place came, and she was not passed over."""
    return marks[2 * place] not in (Fate.WAITING, Fate.QUEUED, Fate.SKIPPED)


def reached_before(marks: Iterable[Sequence[int]], place: int) -> str:
    """Why the recipient at a place is none of those whom nothing reached, by her marks in other messages; empty when she is.

    There was a message to her, and each one certainly did not arrive: `UNKNOWN` and `SENT` may have, and who waits may get hers.
    """
    fates = {Fate(one[2 * place]) for one in marks} - {Fate.SKIPPED}
    if not fates:
        return "left-out"
    return "" if fates <= _NOTHING_CAME else "may-have-it"


def checkpoint(before: bytes, people: Iterable[tuple[bytes, Group]]) -> bytes:
    """The SHA-256 that follows `before`: over the keyed hash and the group of each recipient, in order."""
    digest = hashlib.sha256(before)
    for who, group in people:
        digest.update(msgspec.msgpack.encode((who, group)))
    return digest.digest()


@dataclass(slots=True, repr=False)
class Chunk:
    """`marks` holds two bytes per recipient: her fate, and the place of the reason in `reasons`. Times are Unix times.

    `later_at`: before then nobody who waits here may be written to again.
    """

    seq: int
    first: bytes
    last: bytes
    digest: bytes
    groups: bytes
    marks: bytearray
    reasons: list[str] = field(default_factory=lambda: [""])
    look_at: float = 0.0
    looks: int = 0
    fed_at: float = 0.0
    later_at: float = 0.0
    closed: bool = False

    @classmethod
    def of(cls, seq: int, whos: Sequence[bytes], groups: Sequence[Group], digest: bytes) -> "Chunk":
        kinds = list(dict.fromkeys(groups))
        place = {kind: n.to_bytes(2, "big") for n, kind in enumerate(kinds)}
        packed = msgspec.msgpack.encode((kinds, b"".join(place[group] for group in groups)))
        return cls(seq, whos[0], whos[-1], digest, packed, bytearray(2 * len(whos)))

    def __len__(self) -> int:
        return len(self.marks) // 2

    def fates(self) -> list[Fate]:
        return list(map(Fate, self.marks[::2]))

    def counts(self) -> Counter[Fate]:
        return Counter(self.fates())

    def changes(self, before: Counter[Fate]) -> dict[Fate, int]:
        """How many more have each fate of a message than before, or fewer."""
        after = self.counts()
        return {fate: after[fate] - before[fate] for fate in _TOLD if after[fate] != before[fate]}

    def moving(self) -> int:
        """Recipients on whom there may be news; 0 once it is too late for any."""
        counts = self.counts()
        return 0 if self.closed else sum(counts[fate] for fate in _MOVING)

    def waiting(self) -> Iterator[int]:
        return (place for place, fate in enumerate(self.marks[::2]) if fate == Fate.WAITING)

    def mark(self, place: int, fate: Fate, reason: str = "") -> None:
        self.marks[2 * place : 2 * place + 2] = bytes((fate, self._reason(reason)))

    def feed(self, now: float) -> None:
        """Messages to some of them left for the outbox: there will be news."""
        self.fed_at, self.look_at, self.looks, self.closed = now, now, 0, False

    def hear(self, told: Iterable[tuple[int, State, str]], now: float) -> int:
        """Take what the outbox says of recipients (place, state, reason); how many moved. Sets when to look again."""
        moved = 0
        for place, state, reason in told:
            fate, why = _FATES[state], reason if state in (State.FAILED, State.EXPIRED) else ""
            if fate is Fate.FAILED and reason == _OPTED_OUT:
                fate = Fate.SKIPPED
            if self.marks[2 * place] != fate:
                self.mark(place, fate, why)
                moved += 1
        self.closed = now >= self.fed_at + OPEN_FOR
        moved += self._give_up() if self.closed else 0
        self.looks = 0 if moved else self.looks + 1
        self.look_at = now + min(2.0 ** min(self.looks, 20), SLOWEST)
        return moved

    def lines(self) -> Iterator[Line]:
        kinds, places = _groups.decode(self.groups)
        pairs = zip(places[::2], places[1::2], self.marks[::2], self.marks[1::2], strict=True)
        for (high, low, fate, reason), count in Counter(pairs).items():
            yield Line(kinds[high << 8 | low], Fate(fate), self.reasons[reason], count)

    def _give_up(self) -> int:
        """Rows that the outbox does not have any more: nobody can tell."""
        gone = [place for place, fate in enumerate(self.fates()) if fate is Fate.QUEUED]
        for place in gone:
            self.mark(place, Fate.UNKNOWN, "no-row")
        return len(gone)

    def _reason(self, reason: str) -> int:
        if reason not in self.reasons:
            if len(self.reasons) == 255:
                reason = "other"
            if reason not in self.reasons:
                self.reasons.append(reason)
        return self.reasons.index(reason)
