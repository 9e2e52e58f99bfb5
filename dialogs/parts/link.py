"""A phone where a service needs one and none called: linked by a code that it receives, or the way that needs none."""

from dialogs.desk import Desk
from dialogs.model import End, Option, Phone, Prompt, end
from dialogs.parts.offices import nearest_office
from dialogs.questions import choice, mobile_number, one_time_code
from dialogs.talk import Talk

_WAYS = (Option("link", "phone-link"), Option("office", "papers-office"))


async def have_phone(talk: Talk, desk: Desk) -> End | None:
    """None as soon as a phone stands behind the conversation; else how it ended without."""
    if desk.has_phone:
        return None
    if await talk.ask("phone", choice("phone-ask", _WAYS)) == "office":
        return await nearest_office(talk, desk)
    return await link_phone(talk, desk)


async def link_phone(talk: Talk, desk: Desk) -> End | None:
    """Her number, then the code that it receives: what a platform tells of a number is not asked."""
    number = await talk.ask("phone-number", mobile_number("phone-number", desk.country.region))
    linking = await desk.link_start(number)
    question, slip = one_time_code("phone-code", phone=Phone(number).masked), None
    while not linking.wait:
        linked = await desk.link_finish(linking, await talk.ask("phone-code", question, slip=slip))
        if linked.outcome == "found":
            return None
        if linked.outcome == "locked":
            return end("locked", minutes=linked.wait)
        slip = Prompt("slip-code-wrong", (("left", linked.left),))
        if linked.outcome == "expired":
            slip = Prompt("slip-phone-code")
            linking = await desk.link_start(number)
    return end("locked", minutes=linking.wait)
