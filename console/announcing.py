"""What operators do to campaigns over the API and in the pages: the desk, with what a face of the network needs besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaigns.audience import Bad, Tally
from campaigns.office import Desk
from campaigns.plan import APPROVER, WRITER, Member
from config.policy import Limit
from dialogs.ports import Guard
from store.operators import Operator

__all__ = ["LARGEST", "TEAM", "UPLOADS", "Announcing", "Gathering", "TooManyTests", "member"]

TEAM = frozenset({WRITER, APPROVER})
LARGEST = 64 * 1024 * 1024
"""Bytes of a file of people: about two million lines."""
UPLOADS: Mapping[str, str] = {
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""The media types of a file of people, with the ending of its name."""
TOLD = 1000
"""Bad lines that are told one by one; the others are counted."""
TESTS = Limit(tries=20, window=3600.0, lock=600.0)
"""Rounds of test messages by one operator: nobody has approved what they say."""


class TooManyTests(Exception):
    """`seconds` until this operator may send another."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too-many-tests")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Gathering:
    """What a file gave, with the first of its bad lines."""

    tally: Tally
    bad: tuple[Bad, ...]


def member(operator: Operator) -> Member:
    return Member(operator.id, operator.roles & TEAM)


@dataclass(frozen=True, slots=True)
class Announcing:
    """The desk of campaigns with the counter of tries."""

    desk: Desk
    guard: Guard

    async def bring(self, name: str, file: Path, by: Operator, *, exclude: bool) -> Gathering:
        """Add a file's people, or take them out. Raises `Unusable` and what the desk raises."""
        told = list[Bad]()

        def bad(one: Bad) -> None:
            if len(told) < TOLD:
                told.append(one)

        sheet = self.desk.sheet(file)
        if exclude:
            return Gathering(Tally(read=await self.desk.exclude(name, sheet, member(by), bad)), tuple(told))
        tally = await self.desk.gather(name, sheet, member(by), bad)
        return Gathering(tally, tuple(sorted(told, key=lambda one: one.line)))

    async def try_out(self, name: str, numbers: list[str], by: Operator, key: bytes) -> int:
        """Test messages to named phones. Raises `TooManyTests` and what the desk raises."""
        who = [self.desk.keys.mac("operator", by.id)]
        limit = TESTS
        left = await self.guard.spend("campaign-test", who, tries=limit.tries, window=limit.window, lock=limit.lock, key=key)
        if left < 0:
            raise TooManyTests(await self.guard.locked("campaign-test", who))
        return await self.desk.try_out(name, numbers, member(by))
