"""Help for somebody who may be in danger: nothing here is named, listed or texted unless she gave a safe way."""

from config.policy import Limit
from dialogs.desk.room import CASES, Room, minutes
from dialogs.desk.steps import Deed, Hand
from dialogs.model import IdRef, Phone
from dialogs.ports import SafeWay

CALLS = Limit(tries=5, window=6 * 3600.0, lock=6 * 3600.0)
"""Calls that one phone may ask for, to whatever number."""


class ProtectionDesk(Room):
    """The protected route."""

    def call_me_safely(self, hours: str, number: str, place: str) -> Deed[int]:
        """Somebody trained calls her in these hours: on this phone, or on `number` (E.164) that she gave as safe.

        The minutes to wait when there were too many; 0 when it is noted.
        """

        async def call(hand: Hand) -> int:
            caller = self._parties(IdRef("", ""))[:1]
            waits = CALLS.lock if await self._tries("call-me", caller, CALLS, hand) < 0 else 0.0
            if waits := waits or await self._crowd("call-me", CASES, hand):
                return minutes(waits)
            phone = Phone(number) if number else self._caller.phone
            await self._world.protected.open(
                key=hand.key,
                nature="untold",
                wants="call",
                place=place,
                lang=self._lang(),
                safe=SafeWay(phone, hours),
                now=self._world.clock.now(),
            )
            return 0

        return Deed("call-me", (hours, number, place), int, call, sure=True)
