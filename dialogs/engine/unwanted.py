"""The worker's half of a deletion: registries stop telling what nobody here waits for any more."""

import contextlib

from dialogs.desk import World
from dialogs.ports import CallContext
from dialogs.refusals import Refused

MOST = 50
PATIENCE = 20.0
"""Seconds that the registry has for one."""


async def end_unwanted(world: World) -> int:
    """Unsubscribe some; how many are done with. One that the registry refuses to end, or knows no more, is done with.

    Raises `Outage` where the registry does not answer: the rest is left for the next time.
    """
    waiting = await world.watches.unwanted(MOST)
    for one in waiting:
        key = world.keys.mac("unsubscribe", one.id)
        with contextlib.suppress(Refused):
            await world.social.unsubscribe(one, ctx=CallContext("watch", key, PATIENCE))
        await world.watches.ended(one)
    return len(waiting)
