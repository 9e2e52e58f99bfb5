"""Helping somebody who cannot do it alone: she agrees by a code to her phone, or is there with her receipt."""

from dialogs.desk import Desk
from dialogs.model import End, IdRef, Option, end
from dialogs.parts.code import by_code
from dialogs.questions import choice, identifier, receipt_number
from dialogs.talk import Talk

_WHO = (Option("relative", "help-relative"), Option("agent", "help-agent"))
_CODE, _RECEIPT = Option("code", "help-by-code"), Option("receipt", "help-by-receipt")


def may_help(desk: Desk) -> list[Option]:
    """The ways in which she may agree here; none where the policy shows a helper nothing."""
    code = [_CODE] if desk.ever_shows("helped.programmes") and desk.can("recover_by_number") else []
    return [*code, *([_RECEIPT] if desk.may_show("helped.stage") else [])]


async def help_somebody(talk: Talk, desk: Desk) -> IdRef | End:
    """Whom he helps, once she has agreed: her number after a code, her receipt; or how it ended without."""
    who = await talk.ask("helper", choice("help-who", _WHO))
    ways = may_help(desk)
    how = ways[0].value
    if len(ways) > 1:
        how = await talk.ask("agreed-by", choice("help-by", ways))
    if how == "receipt":
        receipt = await talk.ask("her-receipt", receipt_number("help-receipt"))
        await desk.help_noted(receipt, who)
        return receipt
    subject = await talk.ask("her-number", identifier("help-number", desk.country.id_scheme, desk.country.id_pattern))
    await desk.consent(f"help-{who}")
    found = await by_code(talk, desk, "help", subject)
    if isinstance(found, End):
        return found
    return subject if desk.may_show("helped.programmes") else end("not-allowed")
