"""Raising the proof: a code to the enrolled phone of the number that she types, or of this SIM."""

from dialogs.desk import CODE_LIFE, Desk
from dialogs.model import End, IdRef, Option, Prompt, end
from dialogs.questions import choice, identifier, one_time_code
from dialogs.talk import Talk

_BY = (Option("number", "prove-by-number"), Option("sim", "prove-by-sim"))


async def prove(talk: Talk, desk: Desk) -> IdRef | End:
    """The proven subject; or how it ended without a proof, in the same words for whoever is not registered."""
    if await talk.ask("prove-by", choice("prove-by", _BY)) == "sim":
        subject = desk.this_sim
    else:
        subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    challenge = await desk.send_code(subject)
    question, slip = one_time_code("prove-code", minutes=int(CODE_LIFE // 60)), None
    while not challenge.wait:
        finding = await desk.prove(challenge, await talk.ask("proof", question, slip=slip))
        if finding.outcome == "found":
            return subject
        if finding.outcome == "locked":
            return end("recover-locked", minutes=finding.wait)
        question = one_time_code("recover-code-again")
        slip = Prompt("slip-code-wrong", (("left", finding.left),))
        if finding.outcome == "expired":
            slip = Prompt("slip-code-expired")
            challenge = await desk.send_code(subject)
    return end("recover-locked", minutes=challenge.wait)
