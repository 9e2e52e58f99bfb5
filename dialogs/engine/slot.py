"""Where one conversation is kept: opened from its seal, saved by compare-and-set, and for how long."""

from collections.abc import Callable

from dialogs.desk import World
from dialogs.engine.journal import Kept, Moved, Record, dump, load
from dialogs.model import Delivery
from dialogs.ports import Unreadable

TOMBSTONE = 180.0
"""Seconds that the last words are said again to an aggregator's retry."""
PROMISED = 48 * 3600.0
"""Seconds that a redial still finds what an errand brought."""


class Overtaken(Exception):
    """Another delivery of the same conversation saved first."""


class Slot:
    """The place of one caller's conversation in the session store. `ttl` is in seconds; `unreadable` is told of lost records."""

    __slots__ = ("_revision", "_sessions", "_ttl", "_unreadable", "_world", "key")

    def __init__(self, world: World, delivery: Delivery, ttl: float, unreadable: Callable[[str, str], None]) -> None:
        self._world = world
        self._sessions = world.sessions
        self._ttl = ttl
        self._unreadable = unreadable
        self._revision = 0
        self.key = world.keys.mac("conversation", delivery.channel, delivery.service, delivery.caller.id)

    async def load(self) -> Record | None:
        """The record; None when there is none, it expired, or a release or a retired key left it unreadable."""
        stored = await self._sessions.load(self.key)
        if stored is None:
            self._revision = 0
            return None
        self._revision, sealed = stored
        try:
            record = load(self._world.keys.open("conversation", sealed, self.key))
        except (Moved, Unreadable):
            self._unreadable("unreadable", "")
            return None
        return self._of_age(record, self._world.clock.now() - record.at)

    def _of_age(self, record: Record, age: float) -> Record:
        if age > self._life(record):
            # It was kept on for a promised answer alone: the rest is forgotten as if nothing had been promised.
            return Record(record.run, record.lang, promised=record.promised)
        if record.final is not None and age > TOMBSTONE:
            # The channel's note alone is still needed: a hop of that session that comes late opens nothing.
            return Record(record.run, record.lang, note=record.note, final=Kept("session-over"), promised=record.promised)
        return record

    async def save(self, record: Record) -> None:
        """Write the record over what was loaded or saved last; raises `Overtaken` when it is not that any more."""
        record.at = int(self._world.clock.now())
        ttl = PROMISED if record.promised else self._life(record)
        sealed = self._world.keys.seal("conversation", dump(record), self.key)
        if not await self._sessions.save(self.key, self._revision, sealed, ttl):
            raise Overtaken
        self._revision += 1

    def _life(self, record: Record) -> float:
        if record.gone and record.final:
            return TOMBSTONE
        return max(TOMBSTONE, self._ttl) if record.final else self._ttl
