"""Recover a lost number: by the registered SIM, the receipt, the family's phone; or by being told where to go."""

from dialogs.desk import Desk
from dialogs.model import End, IdRef, Option, end
from dialogs.parts.code import by_code
from dialogs.parts.offices import nearest_office
from dialogs.questions import choice, identifier, last_digits, receipt_number, year_of_birth, yes_no, yes_no_or
from dialogs.talk import Talk

_WAYS = (
    Option("sim", "recover-way-sim"),
    Option("receipt", "recover-way-receipt"),
    Option("papers", "recover-way-papers"),
)
_OFFICE, _END = Option("office", "papers-office"), Option("end", "papers-end")
_SIM, _NUMBER, _RECEIPT = (
    Option("sim", "prove-by-sim"),
    Option("number", "prove-by-number"),
    Option("receipt", "recover-way-receipt"),
)


async def recover(talk: Talk, desk: Desk) -> End:
    """Consent, a way, a code by SMS to the enrolled phone; then the masked number here and the full one there.

    `RECUP 5169` comes with its way known: this SIM, and the digits in which the number must end.
    """
    others = _others(desk)
    more = (Option("other", "recover-other-number"),) if others else ()
    agreed = await talk.ask("agree", yes_no_or("recover-consent", "consent-yes", "consent-no", *more))
    if agreed == "no":
        return end("recover-declined")
    if agreed == "other":
        return await _other(talk, desk, others)
    way = await talk.ask("way", choice("recover-way", _WAYS))
    if way == "papers":
        return await _papers(talk, desk)
    if not await desk.registry_answers("identity"):
        return end("busy")
    if way != "receipt" and await desk.sim_doubt() == "refuse":
        return end("recover-new-sim")
    subject = desk.this_sim
    if way == "receipt":
        subject = await talk.ask("receipt", receipt_number("recover-receipt"))
    ending = await talk.ask("digits", last_digits("recover-digits")) if way == "digits" else ""
    return await _found(talk, desk, subject, ending)


async def _found(talk: Talk, desk: Desk, subject: IdRef, ending: str = "", lost: str = "") -> End:
    await desk.consent("recover")
    found = await by_code(talk, desk, "recover", subject, ending, lost)
    if isinstance(found, End):
        return found
    if found.outcome in ("other", "none"):
        return end("recover-other" if found.outcome == "other" else "recover-lost-none")
    return end("recover-lost-sent" if lost else "recover-sent", masked=_masked(desk, found.masked))


def _masked(desk: Desk, masked: str) -> str:
    return masked if desk.may_show("identifier.masked") else "****"


def _others(desk: Desk) -> list[Option]:
    """The numbers beside her own that this country's registries can tell: of the household, of each kind of card."""
    household = [Option("household", "recover-lost-household")] if desk.knows("household") else []
    cards = desk.country.cards if desk.knows("card_numbers") else ()
    named = ((form.scheme, desk.country.name_of(form.scheme.lower())) for form in cards)
    return household + [Option(scheme, "listed", (("name", name),)) for scheme, name in named]


async def _other(talk: Talk, desk: Desk, others: list[Option]) -> End:
    """The number of a household or a card: it is told to whoever a code proved, on her phone."""
    lost = others[0].value
    if len(others) > 1:
        lost = await talk.ask("lost", choice("recover-lost", others))
    if not await talk.ask("lost-agree", yes_no("recover-lost-consent", "consent-yes", "consent-no")):
        return end("recover-declined")
    if not await desk.registry_answers("identity"):
        return end("busy")
    if lost != "household" and not await desk.registry_answers("benefits"):
        return end("busy")
    ways = (_SIM, _NUMBER, _RECEIPT) if desk.can("recover_by_number") else (_SIM, _RECEIPT)
    way = await talk.ask("lost-way", choice("prove-by", ways))
    if way == "sim" and await desk.sim_doubt() == "refuse":
        return end("recover-new-sim")
    subject = desk.this_sim
    if way == "number":
        subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    elif way == "receipt":
        subject = await talk.ask("lost-receipt", receipt_number("recover-receipt"))
    return await _found(talk, desk, subject, lost=lost)


async def _papers(talk: Talk, desk: Desk) -> End:
    """Without SIM or receipt of her own: an office; or the phone of the family, where several are enrolled with one."""
    shared = (Option("shared", "papers-shared"),) if desk.knows("members") and desk.can("recover_by_number") else ()
    onward = await talk.ask("papers", choice("recover-papers", (_OFFICE, *shared, _END)))
    if onward == "end":
        return end("recover-declined")
    if onward == "office":
        return await nearest_office(talk, desk)
    if not await desk.registry_answers("identity"):
        return end("busy")
    if await desk.sim_doubt() == "refuse":
        return end("recover-new-sim")
    born = await talk.ask("born", year_of_birth("recover-born"))
    return await _found(talk, desk, desk.of_the_family(born))
