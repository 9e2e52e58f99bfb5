"""Help for somebody who may be in danger: nothing here is named, listed or texted unless she gave a safe way."""

from dialogs.desk.room import Room
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Phone
from dialogs.ports import SafeWay


class ProtectionDesk(Room):
    """The protected route."""

    def call_me_safely(self, hours: str, number: str, place: str) -> Deed[bool]:
        """Somebody trained calls her in these hours: on this phone, or on `number` (E.164) that she gave as safe."""

        async def call(hand: Hand) -> bool:
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
            return True

        return Deed("call-me", (hours, number, place), bool, call, sure=True)
