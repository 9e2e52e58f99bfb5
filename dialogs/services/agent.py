"""The agents' line, on no menu: a PIN from a registered SIM, then cards, one after the other."""

from dialogs.desk import CardSeen, Desk
from dialogs.model import End, Option, Param, Prompt, end
from dialogs.questions import Question, card_number, choice, pin
from dialogs.talk import Talk

MOST = 12
"""Cards of one conversation."""
_ONWARD = (Option("next", "agent-next"), Option("end", "case-do-end"))


async def agent(talk: Talk, desk: Desk) -> End:
    """Valid or not, and initials at most."""
    if not desk.has_field_agents or await desk.sim_doubt() == "refuse":
        return end("not-allowed")
    id = await _recognised(talk, desk)
    if isinstance(id, End):
        return id
    for _ in range(MOST):
        number = await talk.ask("card", card_number("card-number", desk.country.cards))
        card = await desk.agent_card(id, number)
        if card.state == "locked":
            return end("locked", minutes=card.wait)
        if await talk.ask("onward", _told(desk, card)) == "end":
            break
    return end("agent-bye")


async def _recognised(talk: Talk, desk: Desk) -> str | End:
    slip = None
    while True:
        seen = await desk.agent_begin(await talk.ask("agent-pin", pin("agent-pin", digits=6), slip=slip))
        if seen.id:
            return seen.id
        if seen.wait:
            return end("locked", minutes=seen.wait)
        slip = Prompt("slip-code-wrong", (("left", seen.left),))


def _told(desk: Desk, card: CardSeen) -> Question[str]:
    if card.state == "unknown":
        return choice("card-unknown", _ONWARD)
    told: dict[str, Param] = {"name": desk.country.name_of(card.programme)}
    if card.state == "valid" and card.initials:
        return choice("agent-card-valid", _ONWARD, **told, initials=card.initials)
    return choice(f"card-{card.state}", _ONWARD, **told)
