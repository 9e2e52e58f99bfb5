"""Recover a lost number: by the registered SIM, by the enrolment receipt, or by being told where to go."""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.parts.code import by_code
from dialogs.parts.offices import nearest_office
from dialogs.questions import choice, last_digits, receipt_number, yes_no
from dialogs.talk import Talk

_WAYS = (
    Option("sim", "recover-way-sim"),
    Option("receipt", "recover-way-receipt"),
    Option("papers", "recover-way-papers"),
)
_PAPERS = (Option("office", "papers-office"), Option("end", "papers-end"))


async def recover(talk: Talk, desk: Desk) -> End:
    """Consent, a way, a code by SMS to the enrolled phone; then the masked number here and the full one there.

    `RECUP 5169` comes with its way known: this SIM, and the digits in which the number must end.
    """
    if not await talk.ask("consent", yes_no("recover-consent", "consent-yes", "consent-no")):
        return end("recover-declined")
    way = await talk.ask("way", choice("recover-way", _WAYS))
    if way == "papers":
        return await _papers(talk, desk)
    if not await desk.registry_answers("identity"):
        return end("busy")
    if way == "sim" and await desk.sim_doubt() == "refuse":
        return end("recover-new-sim")
    subject = await talk.ask("receipt", receipt_number("recover-receipt")) if way == "receipt" else desk.this_sim
    ending = await talk.ask("digits", last_digits("recover-digits")) if way == "digits" else ""
    await desk.consent("recover")
    found = await by_code(talk, desk, "recover", subject, ending)
    if isinstance(found, End):
        return found
    if found.outcome == "other":
        return end("recover-other")
    return end("recover-sent", masked=found.masked if desk.may_show("identifier.masked") else "****")


async def _papers(talk: Talk, desk: Desk) -> End:
    if await talk.ask("papers", choice("recover-papers", _PAPERS)) == "end":
        return end("recover-declined")
    return await nearest_office(talk, desk)
