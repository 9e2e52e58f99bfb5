"""Recover a lost number: by the registered SIM, by the enrolment receipt, or by being told where to go."""

from dialogs.desk import CODE_LIFE, Challenge, Desk
from dialogs.model import End, IdRef, Option, Prompt, end
from dialogs.parts.offices import nearest_office
from dialogs.questions import choice, last_digits, one_time_code, receipt_number, yes_no
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
    receipt = await talk.ask("receipt", receipt_number("recover-receipt")) if way == "receipt" else None
    ending = await talk.ask("digits", last_digits("recover-digits")) if way == "digits" else ""
    await desk.consent("recover")
    challenge = await desk.recover_start(receipt)
    return await _by_code(talk, desk, receipt, challenge, ending)


async def _by_code(talk: Talk, desk: Desk, receipt: IdRef | None, challenge: Challenge, ending: str) -> End:
    question = one_time_code("recover-code", minutes=int(CODE_LIFE // 60))
    slip = None
    while not challenge.wait:
        code = await talk.ask("code", question, slip=slip)
        finding = await desk.recover_finish(challenge, code, ending)
        if finding.outcome == "found":
            return end("recover-sent", masked=finding.masked if desk.may_show("identifier.masked") else "****")
        if finding.outcome == "other":
            return end("recover-other")
        if finding.outcome == "locked":
            return end("recover-locked", minutes=finding.wait)
        question = one_time_code("recover-code-again")
        slip = Prompt("slip-code-wrong", (("left", finding.left),))
        if finding.outcome == "expired":
            slip = Prompt("slip-code-expired")
            challenge = await desk.recover_start(receipt)
    return end("recover-locked", minutes=challenge.wait)


async def _papers(talk: Talk, desk: Desk) -> End:
    if await talk.ask("papers", choice("recover-papers", _PAPERS)) == "end":
        return end("recover-declined")
    return await nearest_office(talk, desk)
