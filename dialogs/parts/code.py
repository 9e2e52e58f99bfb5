"""A code by SMS to the enrolled phone, and the tries that it takes: for a proof, a recovery, or a hold on one's number."""

from dialogs.desk import CODE_LIFE, Desk, Finding
from dialogs.model import End, IdRef, Prompt, end
from dialogs.questions import one_time_code
from dialogs.talk import Talk

_MINUTES = int(CODE_LIFE // 60)
_FOUND = one_time_code("recover-code", minutes=_MINUTES)
_PROVEN = one_time_code("prove-code", minutes=_MINUTES)
_HELPED = one_time_code("helped-code", minutes=_MINUTES)
_FIRST = {"recover": _FOUND, "help": _HELPED}


async def by_code(talk: Talk, desk: Desk, purpose: str, subject: IdRef, ending: str = "", lost: str = "") -> Finding | End:
    """What came of a code that was right; or how it ended without one, in the same words for whoever is not registered.

    `purpose`, `ending` and `lost` are those of `Desk.send_code` and `Desk.try_code`.
    """
    question, slip = _FIRST.get(purpose, _PROVEN), None
    challenge = await desk.send_code(purpose, subject)
    while not challenge.wait:
        finding = await desk.try_code(purpose, challenge, await talk.ask("code", question, slip=slip), ending, lost)
        if finding.outcome == "locked":
            return end("recover-locked", minutes=finding.wait)
        if finding.outcome not in ("wrong", "expired"):
            return finding
        question = one_time_code("recover-code-again")
        slip = Prompt("slip-code-wrong", (("left", finding.left),))
        if finding.outcome == "expired":
            slip = Prompt("slip-code-expired")
            challenge = await desk.send_code(purpose, subject)
    return end("recover-locked", minutes=challenge.wait)
