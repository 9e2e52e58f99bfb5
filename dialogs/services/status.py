"""Where is my registration: the state of an RNP application by its receipt, and what RSU registration needs."""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.questions import choice, receipt_number
from dialogs.talk import Talk

_WHAT = (Option("receipt", "status-what-receipt"), Option("rsu", "status-what-rsu"))


async def status(talk: Talk, desk: Desk) -> End:
    """One question where one suffices; nothing personal is shown."""
    if await talk.ask("what", choice("status-what", _WHAT)) == "rsu":
        return end("rsu-needs")
    if not desk.may_show("application.stage"):
        return end("not-allowed")
    receipt = await talk.ask("receipt", receipt_number("status-receipt"))
    stage = await desk.application_stage(receipt)
    if stage == "locked":
        return end("locked", minutes=desk.minutes_locked("status"))
    return end(f"status-{stage}")
