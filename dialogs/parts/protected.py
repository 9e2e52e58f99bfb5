"""Help in private: a number at once, or a call at a safe hour. Every page has a way out to a harmless screen.

Its questions begin with `private`: the engine never offers them again to whoever picks up the phone next.
"""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.questions import choice, phone_number
from dialogs.talk import Talk

_EXIT = Option("exit", "private-exit")
_WHAT = (Option("call", "private-call"), _EXIT)
_WHICH = (Option("this", "private-this-phone"), Option("other", "private-other-phone"), _EXIT)
_HOURS = (
    Option("morning", "private-morning"),
    Option("afternoon", "private-afternoon"),
    Option("evening", "private-evening"),
    _EXIT,
)
_AGREED = (Option("yes", "private-agree"), _EXIT)


async def talk_in_private(talk: Talk, desk: Desk) -> End:
    """The helpline is on the first screen; a call is promised to nobody who did not ask for it twice."""
    if await talk.ask("private", choice("private-what", _WHAT)) == "exit":
        return harmless()
    which = await talk.ask("private-phone", choice("private-phone", _WHICH)) if desk.has_phone else "other"
    if which == "exit":
        return harmless()
    number = ""
    if which == "other":
        number = await talk.ask("private-number", phone_number("private-number", desk.country.region))
    hours = await talk.ask("private-hours", choice("private-hours", _HOURS))
    if hours == "exit":
        return harmless()
    if await talk.ask("private-agreed", choice("private-agreed", _AGREED)) == "exit":
        return harmless()
    if waits := await desk.call_me_safely(hours, number, ""):
        return end("locked", minutes=waits)
    return end("private-noted")


def harmless() -> End:
    """What anybody may see on this phone."""
    return end("private-harmless")
