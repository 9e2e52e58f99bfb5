"""Talking to a person, by writing: who waits before her, what that person will see; or another way when nobody can answer."""

from dialogs.desk import Desk, day
from dialogs.model import End, Option, end
from dialogs.ports import CaseKind
from dialogs.questions import Question, choice, phone_number, pin, text, yes_no
from dialogs.talk import Talk

_INSTEAD = (Option("call", "human-call"), Option("write", "human-write"), Option("end", "case-do-end"))


async def human(talk: Talk, desk: Desk) -> End:
    """Nobody is promised: she reads how many wait, and a person sees what she agreed to and nothing else."""
    near = await desk.people()
    if not near.open:
        return await _instead(talk, desk, choice("human-shut", _INSTEAD, hours=desk.attendance_hours))
    if not near.desks:
        return await _instead(talk, desk, choice("human-nobody", _INSTEAD))
    long = choice("human-long", _INSTEAD, before=near.before)
    if near.full:
        return await _instead(talk, desk, long)
    if not await talk.ask("person", yes_no("human-offer", "consent-yes", "consent-no", before=near.before)):
        return end("come-again")
    shown = desk.to_show and await talk.ask("seen", yes_no("human-seen", "consent-yes", "consent-no"))
    before = await desk.ask_for_a_person(shown=shown)
    return end("human-waiting", before=before) if before >= 0 else await _instead(talk, desk, long)


async def _instead(talk: Talk, desk: Desk, offered: Question[str]) -> End:
    """A call, or a case in writing that she follows with a code of her own."""
    way = await talk.ask("instead", offered)
    if way == "end":
        return end("come-again")
    if way == "call":
        return await _call(talk, desk)
    words = await talk.ask("words-for-them", text("case-text"))
    code = await talk.ask("pin-of-answer", pin("case-pin-new"))
    opened = await desk.open_case(CaseKind.GRIEVANCE, "person", {"text": words}, pin=code)
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.same:
        return end("case-same", ref=opened.ref)
    return end("case-opened-pin", ref=opened.ref, day=day(opened.resolve_by))


async def _call(talk: Talk, desk: Desk) -> End:
    number = await talk.ask("call-number", phone_number("human-phone", desk.country.region))
    opened = await desk.open_case(CaseKind.CALLBACK, "person", {"phone": number})
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.same:
        return end("case-same", ref=opened.ref)
    return end("human-call-done", ref=opened.ref, day=day(opened.ack_by))
