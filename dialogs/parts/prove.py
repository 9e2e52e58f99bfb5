"""Raising the proof: a code to the enrolled phone of the number that she types, or of this SIM; or an agent's device."""

from dialogs.desk import Desk
from dialogs.model import End, IdRef, Option, Prompt, end
from dialogs.parts.code import by_code
from dialogs.questions import choice, identifier
from dialogs.talk import Talk

_BY = (Option("number", "prove-by-number"), Option("sim", "prove-by-sim"))
_AGENT = Option("agent", "prove-by-agent")
_READ = (Option("done", "agent-done"),)


async def prove(talk: Talk, desk: Desk) -> IdRef | End:
    """The proven subject; or how it ended without a proof, in the same words for whoever is not registered."""
    by = await talk.ask("prove-by", choice("prove-by", (*_BY, _AGENT) if desk.has_agents else _BY))
    subject = desk.this_sim
    if by != "sim":
        subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    if by == "agent":
        return await _by_agent(talk, desk, subject)
    found = await by_code(talk, desk, "prove", subject)
    return found if isinstance(found, End) else subject


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
