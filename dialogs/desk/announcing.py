"""The last announcement on her own screen, and whether a message is ours: by SMS and on every screen the same."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Deed, Hand, Look, World
from dialogs.model import Phone, Prompt

LIMIT = "genuine"
"""The policy's limit on asking for codes: one room of a million, to be knocked at a few times an hour."""
VALUES = "announcement.values"
"""The field of the policy that opens what an announcement says of her."""


class AnnouncementSeen(msgspec.Struct, array_like=True, frozen=True):
    """`on` is an ISO date; both are empty where there is none."""

    text: str = ""
    on: str = ""


class GenuineSeen(msgspec.Struct, array_like=True, frozen=True):
    """`on` (ISO date) is empty when the message is not ours; `wait` minutes when too many were asked for."""

    title: str = ""
    on: str = ""
    wait: int = 0


class AnnouncementDesk(Room):
    """What we announced."""

    @property
    def has_announcements(self) -> bool:
        """Whether this country announces anything by SMS."""
        return self._world.announcements is not None

    def last_announcement(self) -> Look[AnnouncementSeen]:
        """The last one to this phone, else to everybody; of herself it says what the policy opens to who calls."""

        async def call(_: Hand) -> AnnouncementSeen:
            phone, announced = self._caller.phone, self._world.announcements
            found = await announced.last(phone, self._lang(), self._opens) if announced and phone else None
            return AnnouncementSeen(found.text, _day(self._world, found.at)) if found else AnnouncementSeen()

        return Look("announcement", (), AnnouncementSeen, call)

    def _opens(self, column: str) -> bool:
        """Whether a value may be shown: values are open, and no field of this name (`band`, `household_band`) is held back."""
        fields = self.country.policy.fields
        named = [field for field in fields if column in (field.rpartition(".")[2], field.replace(".", "_"))]
        return all(self.may_show(field) for field in (VALUES, *named))

    def genuine(self, code: str) -> Deed[GenuineSeen]:
        """Whether a message with this code is ours. A deed, because it spends a try."""

        async def call(hand: Hand) -> GenuineSeen:
            phone = self._caller.phone
            return await genuine(self._world, phone, code, key=hand.key) if phone else GenuineSeen()

        return Deed("genuine", (code,), GenuineSeen, call)


async def genuine(world: World, phone: Phone, code: str, *, key: bytes) -> GenuineSeen:
    """What a phone is told that asks about a code, on whichever channel; `key` makes it count once. Raises `StoreDown`."""
    limit, who = world.country.policy.limits[LIMIT], [world.keys.mac("caller", phone.e164)]
    spent = world.keys.mac("try", LIMIT, key)
    left = await world.guard.spend(LIMIT, who, tries=limit.tries, window=limit.window, lock=limit.lock, key=spent)
    if left < 0:
        return GenuineSeen(wait=minutes(limit.lock))
    found = await world.announcements.genuine(code) if world.announcements else None
    return GenuineSeen(found.title, _day(world, found.at)) if found else GenuineSeen()


def told(seen: GenuineSeen) -> Prompt:
    """What is said of it."""
    if seen.wait:
        return Prompt("locked", (("minutes", seen.wait),))
    if not seen.on:
        return Prompt("genuine-no")
    on = ("day", datetime.fromisoformat(seen.on).date())
    return Prompt("genuine-named", (("title", seen.title), on)) if seen.title else Prompt("genuine-yes", (on,))


def _day(world: World, at: float) -> str:
    return datetime.fromtimestamp(at, ZoneInfo(world.country.timezone)).date().isoformat()
