"""Being told when a registry changes something about the household."""

from dialogs.desk.room import Room
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.model import IdRef
from dialogs.ports import Change, Subscription, Watch
from dialogs.refusals import Conflict, Refused

_CHANGES = (Change.SCORE, Change.STATUS, Change.HOUSEHOLD)


class WatchDesk(Room):
    """Word of changes, for a phone that agreed to it."""

    def watches(self, ref: IdRef) -> Look[bool]:
        """Whether this phone is told of changes to `ref` already."""

        async def call(_: Hand) -> bool:
            return any(watch.phone == self._caller.phone for watch in await self._world.watches.of(ref))

        return Look("watches", (ref.scheme, ref.value), bool, call)

    def watch(self, ref: IdRef) -> Deed[bool]:
        """Tell this phone of changes; that she agreed is kept with the consent to service messages. False: not possible."""

        async def call(hand: Hand) -> bool:
            world, phone, now = self._world, self._caller.phone, self._world.clock.now()
            if phone is None:
                return False
            try:
                made = await world.social.subscribe(ref, _CHANGES, ctx=self._context("watch", hand))
            except Conflict:
                made = Subscription("", ref)  # the registry tells us already, for another phone of the household
            except Refused:
                return False
            await world.contacts.set_consent(phone, "service", True, how=self._caller.channel, at=now)
            await world.watches.add(Watch(made, phone, self._lang()), at=now)
            await self._audit("watch", hand.key, subject=ref)
            return True

        return Deed("watch", (ref.scheme, ref.value), bool, call, sure=True)

    def unwatch(self, ref: IdRef) -> Deed[bool]:
        """No more word to this phone; the last one ends the registry's notices too."""

        async def call(hand: Hand) -> bool:
            world, phone = self._world, self._caller.phone
            dropped = await world.watches.drop(ref, phone) if phone else None
            if dropped and dropped.subscription.id and not await world.watches.of(ref):
                try:
                    await world.social.unsubscribe(dropped.subscription, ctx=self._context("watch", hand))
                except Refused:
                    return True
            return True

        return Deed("unwatch", (ref.scheme, ref.value), bool, call)
