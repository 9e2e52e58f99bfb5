"""A need and who helps with it."""

from dialogs.desk import Desk
from dialogs.model import End
from dialogs.parts.referral import find_help
from dialogs.talk import Talk


async def refer(talk: Talk, desk: Desk) -> End:
    """The nearest service, a slip by SMS, or a call from a social worker."""
    return await find_help(talk, desk)
