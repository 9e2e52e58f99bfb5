"""Asking for a person: whether somebody answers now, how long the queue is, and what she lets them see."""

from dataclasses import replace

import msgspec

from dialogs.desk.room import HERSELF, Room
from dialogs.desk.steps import Deed, Hand, Look, World
from dialogs.model import Names
from dialogs.ports import Asked, Conversation

SERVICE = "human"
"""The service that leads to a person: on the menu of every chat that can bring a person's words."""


class Near(msgspec.Struct, array_like=True, frozen=True):
    """How near a person is: `open` within their hours, `desks` at work now, `before` her in the queue, `full` when it is long."""

    open: bool
    desks: int
    before: int
    full: bool


def menu_of(world: World, channel: str) -> tuple[str, ...]:
    """The services on the menu of a channel: the country's, and a person where one can answer there."""
    people = world.people
    reached = people is not None and world.country.attendance is not None and people.reaches(channel)
    return (*world.country.services, SERVICE) if reached else world.country.services


class PeopleDesk(Room):
    """The citizen's way to people."""

    @property
    def menu(self) -> tuple[str, ...]:
        """The services on this channel's menu, in order."""
        return menu_of(self._world, self._caller.channel)

    @property
    def to_show(self) -> bool:
        """Whether there is anything that a person could see of her beside what she writes."""
        return bool(self._last or self._caller.phone)

    @property
    def attendance_hours(self) -> Names:
        """When people answer, in words."""
        assert self.country.attendance is not None, "offered without people"
        return self.country.attendance.hours

    def people(self) -> Look[Near]:
        """How things stand with the people who answer, at this moment."""

        async def call(_: Hand) -> Near:
            assert self._world.people is not None, "offered without people"
            now = await self._world.people.standing(stranger=self._stranger, now=self._world.clock.now())
            return Near(now.open, now.desks, now.waiting, now.full)

        return Look("people", (), Near, call)

    def ask_for_a_person(self, *, shown: bool) -> Deed[int]:
        """Into the queue; how many are before her, or -1 when others took its last place.

        `shown`: they may see her last service and her phone, masked.
        """

        async def call(hand: Hand) -> int:
            world, caller = self._world, self._caller
            assert world.people is not None, "offered without people"
            where = Conversation(caller.channel, self._service, caller.id)
            asked = Asked(hand.key, where, self._lang(), stranger=self._stranger)
            if shown:
                asked = replace(asked, service=self._last, phone=caller.phone.masked if caller.phone else "")
            before = await world.people.ask(asked, now=world.clock.now())
            if before < 0:
                return before
            await self._audit("person-asked", hand.key, HERSELF, "shown" if shown else "")
            return before

        return Deed("ask-person", (str(shown),), int, call, sure=True)
