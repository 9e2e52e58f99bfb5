"""Being told when a registry changes something about the household."""

from dialogs.desk.room import Room
from dialogs.desk.steps import Deed, Hand
from dialogs.model import IdRef
from dialogs.ports import Change, Subscription, Watch
from dialogs.refusals import Conflict, Refused

_CHANGES = (Change.SCORE, Change.STATUS, Change.HOUSEHOLD)


class WatchDesk(Room):
    """Word of changes, for a phone that agreed to it."""

    def watch(self, ref: IdRef) -> Deed[bool]:
        """Tell this phone of changes to the household of `ref`; False when that is not possible.

        That she agreed is kept with her consent to service messages.
        """

        async def call(hand: Hand) -> bool:
            world, phone, now = self._world, self._caller.phone, self._world.clock.now()
            if phone is None:
                return False
            ctx = self._context("watch", hand)
            try:
                home = (await world.social.household(ref, ctx=ctx)).ref
            except Refused:
                return False
            try:
                made = await world.social.subscribe(home, _CHANGES, ctx=ctx)
            except Conflict:
                made = Subscription("", home)  # the registry tells us already, for another phone of the household
            except Refused:
                return False
            await world.contacts.set_consent(phone, "service", True, how=self._caller.channel, at=now)
            await world.watches.add(Watch(made, phone, self._lang()), at=now)
            await self._audit("watch", hand.key, self._about(ref))
            return True

        return Deed("watch", (ref.scheme, ref.value), bool, call, sure=True)

    def unwatch(self, ref: IdRef) -> Deed[bool]:
        """No more word to this phone; the last one ends the registry's notices too."""

        async def call(hand: Hand) -> bool:
            world, phone = self._world, self._caller.phone
            ctx = self._context("watch", hand)
            try:
                home = (await world.social.household(ref, ctx=ctx)).ref
                dropped = await world.watches.drop(home, phone) if phone else None
                if dropped and dropped.subscription.id and not await world.watches.of(home):
                    await world.social.unsubscribe(dropped.subscription, ctx=ctx)
            except Refused:
                return False
            return True

        return Deed("unwatch", (ref.scheme, ref.value), bool, call)
