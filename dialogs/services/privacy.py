"""How her data is used, in plain words."""

from dialogs.desk import Desk
from dialogs.model import End, end
from dialogs.talk import Talk


async def privacy(talk: Talk, desk: Desk) -> End:
    """What is kept, why and for how long."""
    return end("privacy")
