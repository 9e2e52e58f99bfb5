"""The messages that we send unasked: whether she wants them, said by phone because not every sender can be answered."""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.questions import choice
from dialogs.talk import Talk

_OFF = (Option("off", "messages-off"), Option("keep", "messages-keep"))
_ON = (Option("on", "messages-on"), Option("keep", "messages-keep"))


async def messages(talk: Talk, desk: Desk) -> End:
    """Announcements on or off. What she asks for herself, and her codes, always come."""
    wanted = await desk.wants_messages()
    picked = await talk.ask("messages", choice("messages-are-on" if wanted else "messages-are-off", _OFF if wanted else _ON))
    if picked == "keep":
        return end("messages-kept")
    await desk.want_messages(picked == "on")
    return end("messages-started" if picked == "on" else "messages-stopped")
