"""The in-memory twin of the outbox: both of its sides, for tests and for one process without a database."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count

from dialogs.model import Phone
from dialogs.ports import Claimed, Lane, Message, Report, State
from store.states import OPEN, before

__all__ = ["MemoryOutbox"]

WINDOW = 72 * 3600.0  # as in store.sql.reports


@dataclass(slots=True, repr=False)
class _Row:
    """One message on its way."""

    id: int
    message: Message
    state: State = State.QUEUED
    attempt: int = 0
    due: float = 0.0
    claimed_at: float = 0.0
    lease_until: float = 0.0
    provider: str = ""
    provider_id: str = ""
    reason: str = ""

    def may_leave(self, now: float) -> bool:
        return self.state is State.QUEUED and self.due <= now < self.message.valid_until

    def forward(self, state: State) -> bool:
        if self.state not in before(state):
            return False
        self.state = state
        return True


class MemoryOutbox:
    """The `Outbox` and `Dispatch` ports in dicts; `messages` and `states` are there for tests to read."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}
        self._by_key: dict[bytes, _Row] = {}
        self._kept: dict[tuple[str, str], tuple[Report, float]] = {}
        self._ids = count(1)

    @property
    def messages(self) -> list[Message]:
        """All messages in the order they were put."""
        return [row.message for row in self._rows.values()]

    @property
    def states(self) -> dict[bytes, State]:
        """The state of each message by its key."""
        return {key: row.state for key, row in self._by_key.items()}

    async def put(self, message: Message) -> bool:
        if message.key in self._by_key:
            return False
        row = _Row(next(self._ids), message)
        self._rows[row.id] = self._by_key[message.key] = row
        return True

    async def note(self, key: bytes) -> str | None:
        row = self._by_key.get(key)
        return row.message.note if row else None

    async def claim(self, most: int, *, lease: float, now: float, upto: Lane = Lane.CAMPAIGN) -> list[Claimed]:
        due = [row for row in self._rows.values() if row.message.lane <= upto and row.may_leave(now)]
        due.sort(key=lambda row: (row.message.lane, row.id))
        for row in due[:most]:
            row.state, row.claimed_at, row.lease_until, row.attempt = State.SENDING, now, now + lease, row.attempt + 1
        return [Claimed(row.id, row.message, row.attempt) for row in due[:most]]

    async def sweep(self, *, now: float) -> None:
        for row in self._rows.values():
            if row.state is State.SENDING and row.lease_until <= now:
                row.state = State.UNKNOWN
            if row.state is State.QUEUED and row.message.valid_until <= now:
                row.state, row.reason = State.EXPIRED, "validity"
        self._reconcile()

    async def release(self, id: int, *, due: float) -> None:
        row = self._rows[id]
        if row.state is State.SENDING:
            row.state, row.due = State.QUEUED, due

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        row = self._rows[id]
        if row.forward(state):
            row.provider, row.provider_id, row.reason = provider, provider_id, reason
            if provider_id and (kept := self._kept.pop((provider, provider_id), None)):
                row.forward(kept[0].state)
            if state is State.UNKNOWN:
                self._reconcile(row.message.to)

    async def report(self, report: Report, *, now: float) -> bool:
        name = (report.provider, report.provider_id)
        if not report.provider_id:
            return False
        if row := next((row for row in reversed(self._rows.values()) if (row.provider, row.provider_id) == name), None):
            return row.forward(report.state)
        first, at = self._kept.get(name, (report, now))
        if name in self._kept and first.state not in before(report.state):
            return False
        self._kept[name] = (replace(first, state=report.state, reason=report.reason), at)
        if report.phone:
            self._reconcile(report.phone)
        return True

    async def waiting(self) -> dict[Lane, int]:
        queued = Counter(row.message.lane for row in self._rows.values() if row.state is State.QUEUED)
        return {lane: queued[lane] for lane in Lane}

    def _reconcile(self, phone: Phone | None = None) -> None:
        """Join kept reports to UNKNOWN messages by phone (of all phones, or of one), where there is only one way to do it."""
        open_ = [row for row in self._rows.values() if row.state in OPEN and phone in (None, row.message.to)]
        flying = {row.message.to for row in open_ if row.state is State.SENDING}
        pairs = [
            (report, row)
            for report, at in self._kept.values()
            for row in open_
            if row.message.to == report.phone and row.message.to not in flying and _may_be(report, at, row)
        ]
        ways = Counter(row.message.to for _, row in pairs)
        for report, row in pairs:
            if ways[row.message.to] == 1 and row.forward(report.state):
                row.provider, row.provider_id = report.provider, report.provider_id
                del self._kept[report.provider, report.provider_id]


def _may_be(report: Report, at: float, row: _Row) -> bool:
    ours = not row.provider_id and row.provider in ("", report.provider)
    return ours and row.claimed_at <= at <= row.claimed_at + WINDOW
