"""Raising the proof: a code to the enrolled phone of the number that she types, or of this SIM; an agent's device; or a link."""

from dialogs.desk import Desk, HandedOff
from dialogs.model import End, IdRef, Option, Prompt, end
from dialogs.parts.code import by_code
from dialogs.questions import choice, identifier, one_time_code
from dialogs.talk import Talk

_NUMBER, _SIM = Option("number", "prove-by-number"), Option("sim", "prove-by-sim")
_AGENT, _LINK = Option("agent", "prove-by-agent"), Option("link", "prove-by-link")
_READ = (Option("done", "agent-done"),)
_BACK = (Option("done", "link-done"), Option("code", "link-code"), Option("again", "link-again"))


async def prove(talk: Talk, desk: Desk) -> IdRef | End:
    """The proven subject; or how it ended without a proof, in the same words for whoever is not registered."""
    by = await talk.ask("prove-by", choice("prove-by", _ways(desk)))
    subject = desk.this_sim
    if by != "sim":
        subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    if by == "agent":
        return await _by_agent(talk, desk, subject)
    if by == "link":
        return await _by_link(talk, desk, subject)
    found = await by_code(talk, desk, "prove", subject)
    return found if isinstance(found, End) else subject


def _ways(desk: Desk) -> list[Option]:
    """What she can do here. Nobody needs an agent or a face: a code is always among them."""
    there = {_NUMBER: True, _SIM: desk.has_phone, _AGENT: desk.has_biometrics, _LINK: desk.has_proof_links}
    return [way for way, is_there in there.items() if is_there]


async def _by_link(talk: Talk, desk: Desk, subject: IdRef) -> IdRef | End:
    """The identity provider on her own smartphone; a code by SMS stays beside it, whatever became of the link."""
    handoff = await desk.hand_off(subject, "prove")
    url, slip = await desk.proof_link(handoff), None
    while (said := await talk.ask("link", choice("prove-link", _BACK, url=url, minutes=handoff.minutes), slip=slip)) != "code":
        if said == "again":
            url, slip = await desk.proof_link(handoff), None
            continue
        state = await desk.proof_link_state(handoff)
        if state == "proved":
            return await _came_back(talk, desk, subject, handoff)
        if state != "waiting":
            break
        slip = Prompt("slip-link-waits")
    found = await by_code(talk, desk, "prove", subject)
    return found if isinstance(found, End) else subject


async def _came_back(talk: Talk, desk: Desk, subject: IdRef, handoff: HandedOff) -> IdRef | End:
    """The digits that the page showed her: a link that was sent to somebody else proves nothing here."""
    slip = None
    while True:
        finding = await desk.came_back(subject, handoff, await talk.ask("seen", one_time_code("link-seen"), slip=slip))
        if finding.outcome == "found":
            return subject
        if finding.outcome == "locked":
            return end("recover-locked", minutes=finding.wait)
        slip = Prompt("slip-code-wrong", (("left", finding.left),))


async def _by_agent(talk: Talk, desk: Desk, subject: IdRef) -> IdRef | End:
    """Six digits for the agent; his device asks the registry, and this conversation learns only yes or no."""
    handoff = await desk.hand_off(subject, "prove")
    slip = None
    while True:
        await talk.ask("agent", choice("agent-code", _READ, code=handoff.code, minutes=handoff.minutes), slip=slip)
        state = await desk.handed_off(handoff)
        if state in ("proved", "exception"):
            return subject
        if state in ("failed", "expired"):
            return end("agent-not-proved")
        slip = Prompt("slip-agent-waits")
