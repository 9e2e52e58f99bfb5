"""The in-memory twin of the inbox, for tests and for one process without a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dialogs.ports import Asked, Conversation
from store.inbox import Outgoing
from store.inbox_thread import OPEN, Carried, Denied, InboxDenied, Line, Move, QueueFull, Rules, State, Step, Thread

__all__ = ["MemoryInbox"]


class MemoryInbox:
    """`store.inbox.Inbox` in dicts. `new_id` gives an id that cannot be guessed."""

    def __init__(self, new_id: Callable[[], str], rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self._new_id = new_id
        self._threads: dict[str, Thread] = {}
        self._lines: dict[str, list[Line]] = {}
        self._keys: dict[str, set[bytes]] = {}
        self._leased: dict[str, float] = {}
        self._seen: dict[str, float] = {}

    async def ask(self, asked: Asked, *, now: float) -> Thread:
        await self.expire(now=now)
        known = next((one for one in self._threads.values() if one.key == asked.key), None)
        if known or (known := await self.open_of(asked.conversation, now=now)):
            return known
        if not await self.room(stranger=asked.stranger, now=now):
            raise QueueFull
        move = Thread.asking(self._new_id(), asked, now, self.rules)
        made = move.thread
        self._threads[made.id], self._lines[made.id], self._keys[made.id] = made, [], set()
        return self._step(made.id, now, lambda _: move)

    async def open_of(self, conversation: Conversation, *, now: float) -> Thread | None:
        return next((one for one in self._of(conversation) if one.state in OPEN and not one.late(now)), None)

    async def hear(self, conversation: Conversation, key: bytes, text: str, *, now: float) -> Thread | None:
        for one in self._of(conversation):
            if key in self._keys[one.id]:
                return one
            heard = self._step(one.id, now, lambda was: was.heard(key, text, now, self.rules), key)
            if heard.state in OPEN:
                return heard
        return None

    async def leave(self, conversation: Conversation, *, now: float) -> Thread | None:
        for one in self._of(conversation):
            if one.state in OPEN and (left := self._step(one.id, now, lambda was: was.left(now))).ended == "citizen":
                return left
        return None

    async def erase(self, conversation: Conversation, *, now: float) -> int:
        return self._delete([one.id for one in self._of(conversation)])

    async def claim(self, id: str, operator: str, *, now: float) -> Thread:
        return self._step(id, now, lambda one: one.claimed(operator, now, self.rules))

    async def say(self, id: str, operator: str, key: bytes, text: str, *, now: float) -> Thread:
        return self._step(id, now, lambda one: one.said(operator, key, text, now, self.rules), key)

    async def transfer(self, id: str, operator: str, to: str, *, now: float) -> Thread:
        return self._step(id, now, lambda one: one.transferred(operator, to, now, self.rules))

    async def give_back(self, id: str, operator: str, *, now: float) -> Thread:
        return self._step(id, now, lambda one: one.returned(operator, now))

    async def close(self, id: str, operator: str, *, now: float) -> Thread:
        return self._step(id, now, lambda one: one.closed(operator, now))

    async def thread(self, id: str) -> Thread:
        if id not in self._threads:
            raise InboxDenied(Denied.UNKNOWN)
        return self._threads[id]

    async def lines(self, id: str, *, after: int, limit: int) -> Sequence[Line]:
        return [line for line in self._lines.get(id, []) if line.seq > after][:limit]

    async def queue(self, state: State, operator: str, *, after: tuple[float, str], limit: int) -> Sequence[Thread]:
        some = [one for one in self._threads.values() if one.state is state and (not operator or one.operator == operator)]
        ranked = sorted(some, key=lambda one: (one.asked_at, one.id))
        return [one for one in ranked if (one.asked_at, one.id) > after][:limit]

    async def before(self, asked_at: float, id: str) -> int:
        return sum(one.state is State.WAITING and (one.asked_at, one.id) < (asked_at, id) for one in self._threads.values())

    async def waiting(self) -> int:
        return sum(one.state is State.WAITING for one in self._threads.values())

    async def room(self, *, stranger: bool, now: float) -> bool:
        there = [one.stranger for one in self._threads.values() if one.state is State.WAITING and not one.late(now)]
        return self.rules.room(len(there), sum(there), stranger=stranger)

    async def at_work(self, operator: str, *, now: float) -> None:
        self._seen[operator] = now

    async def off(self, operator: str) -> None:
        self._seen.pop(operator, None)

    async def desks(self, *, now: float) -> int:
        return sum(now - seen < self.rules.present for seen in self._seen.values())

    async def outgoing(self, *, lease: float, now: float) -> Outgoing | None:
        due = [
            (line.at, id)
            for id, lines in self._lines.items()
            for line in lines
            if line.carried is Carried.DUE and self._leased.get(id, 0.0) <= now
        ]
        if not due:
            return None
        id = min(due)[1]
        self._leased[id] = now + lease
        return Outgoing(self._threads[id], tuple(line for line in self._lines[id] if line.carried is Carried.DUE))

    async def carried(self, id: str, how: Mapping[int, Carried], *, done: bool) -> None:
        lines = self._lines.get(id, [])
        self._lines[id] = [replace(line, carried=how.get(line.seq, line.carried)) for line in lines]
        if done:
            self._leased.pop(id, None)

    async def expire(self, *, now: float) -> Sequence[Thread]:
        late = [one.id for one in self._threads.values() if one.late(now)]
        return [self._step(id, now, Move) for id in late]

    async def forget(self, before: float) -> int:
        return self._delete([one.id for one in self._threads.values() if one.state not in OPEN and one.ended_at < before])

    def _of(self, conversation: Conversation) -> Sequence[Thread]:
        """Open ones first."""
        mine = [one for one in self._threads.values() if one.conversation == conversation]
        return sorted(mine, key=lambda one: one.state not in OPEN)

    def _step(self, id: str, now: float, step: Step, key: bytes = b"") -> Thread:
        if id not in self._threads:
            raise InboxDenied(Denied.UNKNOWN)
        was, keys = self._threads[id], self._keys[id]
        if key in keys:
            return was
        move = was.advanced(step, now)
        for draft in move.lines:
            line = Line(len(self._lines[id]) + 1, now, draft.by, draft.text, draft.operator, draft.carried)
            self._lines[id].append(line)
            keys.update([draft.key] if draft.key else [])
        self._threads[id] = replace(move.thread, seq=len(self._lines[id]))
        return self._threads[id]

    def _delete(self, ids: Sequence[str]) -> int:
        for id in ids:
            for kept in (self._threads, self._lines, self._keys, self._leased):
                kept.pop(id, None)
        return len(ids)
