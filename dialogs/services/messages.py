"""The messages that we send unasked: the last of them, whether one is ours, whether she wants them; by phone because not every
sender can be answered."""

from dialogs.desk import Desk, day, told_of
from dialogs.model import End, Option, end
from dialogs.questions import choice, message_code
from dialogs.talk import Talk

_OFF, _ON, _KEEP = Option("off", "messages-off"), Option("on", "messages-on"), Option("keep", "messages-keep")
_READ = (Option("read", "messages-read"), Option("check", "messages-check"))


async def messages(talk: Talk, desk: Desk) -> End:
    """Announcements read, checked, on or off. What she asks for herself, and her codes, always come."""
    wanted = await desk.wants_messages()
    options = [_OFF if wanted else _ON, *(_READ if desk.has_announcements else ()), _KEEP]
    picked = await talk.ask("messages", choice("messages-are-on" if wanted else "messages-are-off", options))
    match picked:
        case "read":
            seen = await desk.last_announcement()
            return end("announcement", day=day(seen.on), words=seen.text) if seen.on else end("announcement-none")
        case "check":
            digits = await talk.ask("digits", message_code("message-code"))
            found = await desk.genuine(digits)
            return End(told_of(found))
        case "keep":
            return end("messages-kept")
    await desk.want_messages(picked == "on")
    return end("messages-started" if picked == "on" else "messages-stopped")
