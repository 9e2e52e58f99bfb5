"""A town, a ministry's case system and the mirror between them, with a memory that dies when it is told to."""

from dialogs.ports import StoreDown
from dialogs.ports.mirrors import OfficerEvent
from house.mirroring import ACTS, Mirroring, Round, Terms
from store.cases.mirror import MemoryMirrorBook, Mirrored, Outcome
from store.keyring import Keyring
from tests.registry_client.mirror_worlds import World
from tests.store.cases_world import Town

TERMS = Terms(settle=600.0, lease=900.0, deadline=5.0, pull_deadline=5.0)


class Crashing(MemoryMirrorBook):
    """Dies (as a store that is down) at the write after `left` others, before it is kept or after."""

    left: int | None = None
    before = True

    async def save(self, was: Mirrored, now: Mirrored) -> bool:
        self._die(True)
        kept = await super().save(was, now)
        self._die(False)
        return kept

    async def settle(self, key: bytes, event: OfficerEvent, outcome: Outcome, *, now: float) -> None:
        self._die(True)
        await super().settle(key, event, outcome, now=now)
        self._die(False)

    async def move(self, cursor: str) -> None:
        self._die(True)
        await super().move(cursor)
        self._die(False)

    def _die(self, before: bool) -> None:
        if self.left is None or before is not self.before:
            return
        if self.left == 0:
            self.left = None
            raise StoreDown("crash")
        self.left -= 1


class Country:
    """A town, a ministry's case system, and the mirror between them."""

    def __init__(self, town: Town, there: World, keys: Keyring) -> None:
        self.town, self.there = town, there
        self.memory = Crashing(town.book)
        self.mirroring = Mirroring(there.mirror, self.memory, town.book, town.rules, keys, town.clock, TERMS)

    async def settled(self) -> None:
        """Rounds until nothing is left to do."""
        for _ in range(60):
            self.town.clock.at += 4000.0
            done = await self.mirroring.round()
            if done == Round() and not await self.memory.claim(1, since=0.0, lease=0.0, now=self.town.now):
                return
        raise AssertionError("it never comes to rest")

    async def leaving(self, ref: str) -> list[str]:
        """The lines of a case that belong over there, as they are said."""
        record = await self.town.book.by_ref(ref)
        assert record
        name = self.there.mirror.name
        lines = [line for line in await self.town.book.history(record.id) if line.public and not line.by.startswith(f"{name}:")]
        known = [line for line in lines if line.kind in ACTS and (line.text or line.kind != "opened")]
        return [f"{line.kind}: {line.text}" if line.text else line.kind for line in known]

    async def texts(self, ref: str) -> list[str]:
        """What officers over there said, as it is in our history."""
        record = await self.town.book.by_ref(ref)
        assert record
        name = self.there.mirror.name
        return [line.text for line in await self.town.book.history(record.id) if line.by.startswith(f"{name}:")]
