"""What was announced: told once more on a citizen's own screen, and told from what somebody else wrote in our name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from dialogs.model import Phone


@dataclass(frozen=True, slots=True, repr=False)
class Announcement:
    """The words of an announcement, without those on how to be left in peace, and the Unix time at which it was last sent."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Genuine:
    """A code is that of an announcement: its title, empty without one, and the Unix time at which it was last sent."""

    title: str
    at: float


class Announcements(Protocol):
    """All methods raise `StoreDown`."""

    async def last(self, phone: Phone, lang: str, shows: Callable[[str], bool]) -> Announcement | None:
        """The last one that was sent to this phone, else the last one that is for everybody; in `lang` where it has that.

        `shows` tells of the name of each of her own values whether it may stand there; stars do where it may not.
        """
        ...

    async def genuine(self, code: str) -> Genuine | None:
        """The announcement with this code (six digits); None when no message of ours bore it."""
        ...
