"""Who asked to be told when a registry changes something about her household."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogs.model import IdRef, Phone
from dialogs.ports.social import Subscription


@dataclass(frozen=True, slots=True, repr=False)
class Watch:
    """A phone that is told of changes to `subscription.ref`, in `lang`."""

    subscription: Subscription
    phone: Phone
    lang: str


class Watches(Protocol):
    """Watches by what is watched; phones and numbers are kept hashed and sealed."""

    async def add(self, watch: Watch, *, at: float) -> None:
        """One per phone and number; the same again renews its language and subscription."""
        ...

    async def of(self, ref: IdRef) -> Sequence[Watch]:
        """The phones to tell of a change to `ref`."""
        ...

    async def drop(self, ref: IdRef, phone: Phone) -> Watch | None:
        """No more word to this phone; what was watched, or None."""
        ...

    async def forget(self, phone: Phone) -> None:
        """No more word to this phone of anything; what a registry still tells us for it is left to `unwanted`."""
        ...

    async def unwanted(self, most: int) -> Sequence[Subscription]:
        """What registries tell us and nobody waits for since `forget`, in any order."""
        ...

    async def ended(self, subscription: Subscription) -> None:
        """The registry does not tell it any more."""
        ...
