"""People who answer citizens in chats: what an operator may see and do, all of it audited."""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.ports import Audit, AuditEvent, Chats, Clock, Keys
from store.inbox import Inbox
from store.inbox_thread import Denied, InboxDenied, Line, State, Thread
from store.operators import Operators

__all__ = ["CHAT", "LONGEST", "MOST_LINES", "Answering", "NoSuchColleague", "Talk"]

CHAT = "chat"
"""The role of who answers."""
LONGEST = 2000
"""Characters of one answer."""
MOST_LINES = 200
"""Lines that are read at once."""
LOOK_EVERY = 1.0
"""Seconds between two looks of somebody who waits for new lines."""
SEEN_AGAIN = 900.0
"""Seconds in which reading on, in the queue or in one conversation, is one line of the audit."""
_MARK_EVERY = 60.0


class NoSuchColleague(Exception):
    """Nobody of this id answers citizens."""


@dataclass(frozen=True, slots=True, repr=False)
class Talk:
    """A conversation as its holder reads it: how it stands, how many wait before it, and lines in their order."""

    thread: Thread
    before: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, repr=False)
class Answering:
    """Only who holds a conversation, or held it last, reads it. `nudge` is called when words wait to leave, `waited` with the
    seconds a citizen waited, `ended` with how a conversation ended."""

    inbox: Inbox
    operators: Operators
    chats: Mapping[str, Chats]
    audit: Audit
    keys: Keys
    clock: Clock
    nudge: Callable[[], None]
    waited: Callable[[float], None]
    ended: Callable[[str], None]
    _marked: dict[str, float] = field(default_factory=dict)

    async def queue(self, operator: str, which: str, after: tuple[float, str], limit: int) -> Sequence[Thread]:
        """Those who wait (`waiting`), those in talk (`held`), or the operator's own (`mine`); who looks is at work."""
        await self._at_work(operator)
        await self._note("inbox-list", operator, "", key=self._seen(operator, ""))
        state = State.WAITING if which == "waiting" else State.HELD
        return await self.inbox.queue(state, operator if which == "mine" else "", after=after, limit=limit)

    async def off(self, operator: str) -> None:
        """No longer at work: no citizen is told that somebody is there for him."""
        self._marked.pop(operator, None)
        await self.inbox.off(operator)

    async def claim(self, operator: str, id: str) -> Thread:
        """Raises `InboxDenied`, as all that follows."""
        waiting = await self.inbox.thread(id)
        thread = await self._noted("inbox-claim", operator, id, self.inbox.claim(id, operator, now=self.clock.now()))
        if waiting.state is State.WAITING:
            self.waited(thread.claimed_at - thread.asked_at)
        return thread

    async def read(self, operator: str, id: str, after: int, wait: float) -> Talk:
        """The lines after `after` (below 0: the last so many); where there are none, those of the next `wait` seconds, or how
        the conversation changed."""
        await self._at_work(operator)
        until, first = self.clock.now() + wait, await self._hers(operator, id)
        after = after if after >= 0 else max(0, first.seq + after)
        await self._note("inbox-read", operator, id, key=self._seen(operator, id))
        while True:
            lines = await self.inbox.lines(id, after=after, limit=MOST_LINES)
            thread = await self._hers(operator, id)
            if lines or thread.state is not first.state or self.clock.now() >= until:
                before = await self.inbox.before(thread.asked_at, id) if thread.state is State.WAITING else 0
                return Talk(thread, before, lines)
            await self.clock.sleep(LOOK_EVERY)

    async def say(self, operator: str, id: str, key: bytes, text: str) -> Thread:
        """Once for each `key`; what nobody can see is left out."""
        plain = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs")).strip()
        said = self.inbox.say(id, operator, key, plain, now=self.clock.now())
        return await self._noted("inbox-say", operator, id, said, key=key)

    async def typing(self, operator: str, id: str) -> None:
        thread = await self._hers(operator, id)
        chat = self.chats.get(thread.conversation.channel)
        if chat is not None and thread.state is State.HELD:
            await chat.typing(thread.conversation)

    async def transfer(self, operator: str, id: str, to: str) -> Thread:
        """To a colleague who answers citizens, or (`to` empty) back into the queue. Raises `NoSuchColleague`."""
        colleague = await self.operators.by_id(to) if to else None
        if to and (colleague is None or colleague.disabled or CHAT not in colleague.roles):
            raise NoSuchColleague
        moved = self.inbox.transfer(id, operator, to, now=self.clock.now())
        return await self._noted("inbox-transfer", operator, id, moved)

    async def give_back(self, operator: str, id: str) -> Thread:
        """The counter answers her again."""
        return await self._over("returned", operator, id)

    async def close(self, operator: str, id: str) -> Thread:
        return await self._over("closed", operator, id)

    async def colleagues(self, operator: str) -> list[str]:
        """Who else answers, by id."""
        able = (one for one in await self.operators.all() if CHAT in one.roles and not one.disabled)
        return [one.id for one in able if one.id != operator]

    async def _over(self, how: str, operator: str, id: str) -> Thread:
        before, now = await self.inbox.thread(id), self.clock.now()
        step = self.inbox.give_back if how == "returned" else self.inbox.close
        thread = await self._noted(f"inbox-{how}", operator, id, step(id, operator, now=now))
        if before.state is not thread.state:
            self.ended(how)
        return thread

    async def _hers(self, operator: str, id: str) -> Thread:
        thread = await self.inbox.thread(id)
        if thread.operator != operator:
            raise InboxDenied(Denied.NOT_YOURS)
        return thread

    async def _at_work(self, operator: str) -> None:
        now = self.clock.now()
        if now - self._marked.get(operator, 0.0) >= _MARK_EVERY:
            await self.inbox.at_work(operator, now=now)
            self._marked[operator] = now

    async def _noted(self, action: str, operator: str, id: str, step: Awaitable[Thread], key: bytes = b"") -> Thread:
        """The step, written down whether it was allowed or not."""
        try:
            thread = await step
        except InboxDenied as denied:
            await self._note(action, operator, id, outcome=denied.why)
            raise
        await self._note(action, operator, id, key=self.keys.mac("audit-line", action, key) if key else b"")
        self.nudge()
        return thread

    async def _note(self, action: str, operator: str, id: str, *, outcome: str = "", key: bytes = b"") -> None:
        who, what = self.keys.mac("operator", operator), self.keys.mac("inbox-thread", id)
        await self.audit.append(AuditEvent(self.clock.now(), action, who, what, outcome, key))

    def _seen(self, operator: str, id: str) -> bytes:
        return self.keys.mac("inbox-read", operator, id, str(int(self.clock.now() // SEEN_AGAIN)))
