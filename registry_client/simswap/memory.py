"""The in-memory twin of an operator that tells of SIM swaps, for tests and for a country without one."""

from collections.abc import Mapping

from dialogs.model import Phone
from dialogs.ports import CallContext, Clock
from dialogs.refusals import Unavailable

__all__ = ["MemorySimSwap"]


class MemorySimSwap:
    """`dialogs.ports.SimSwap`: `swaps` is when (Unix seconds) each phone's SIM was changed last, None for never."""

    def __init__(self, swaps: Mapping[Phone, float | None], clock: Clock) -> None:
        self._swaps = swaps
        self._clock = clock

    async def swapped(self, phone: Phone, *, hours: int, ctx: CallContext) -> bool:
        if phone not in self._swaps:
            raise Unavailable("unknown", upstream="memory")
        at = self._swaps[phone]
        return at is not None and self._clock.now() - at <= hours * 3600
