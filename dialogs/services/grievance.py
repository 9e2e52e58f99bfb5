"""A complaint: file it with a few keys, follow it, answer, appeal, escalate, withdraw, rate."""

from dialogs.desk import Desk, Seen, day
from dialogs.model import Code, End, Option, Prompt, end
from dialogs.parts.offices import find_commune
from dialogs.parts.protected import talk_in_private
from dialogs.ports import CaseKind
from dialogs.questions import choice, listed, phone_number, pin, reference, text
from dialogs.talk import Talk

_WHAT = (Option("new", "case-new"), Option("follow", "case-follow"), Option("private", "case-private"))
_FOR = (Option("me", "case-for-me"), Option("other", "case-for-other"))
_WISH = (Option("correct", "case-wish-correct"), Option("explain", "case-wish-explain"), Option("call", "case-wish-call"))
_WORDS = (Option("send", "case-words-send"), Option("add", "case-words-add"))
_FOLLOWED = (Option("phone", "case-with-phone"), Option("private", "case-with-pin"))
_HELPED = (Option("yes", "consent-yes"), Option("no", "consent-no"))
_STARS = tuple(Option(str(n), f"case-star-{n}") for n in range(5, 0, -1))


async def grievance(talk: Talk, desk: Desk) -> End:
    """File or follow; the private way is one key from here."""
    what = await talk.ask("what", choice("case-what", _WHAT))
    if what == "private":
        return await talk_in_private(talk, desk)
    if what == "follow":
        return await _follow(talk, desk)
    return await _file(talk, desk)


async def _file(talk: Talk, desk: Desk) -> End:
    groups = desk.country.complaints
    group = await talk.ask("group", listed("case-group", groups))
    category = await talk.ask("category", listed("case-category", next(g.categories for g in groups if g.id == group)))
    whom = await talk.ask("whom", choice("case-for", _FOR))
    place = await find_commune(talk, desk)
    wish = await talk.ask("wish", choice("case-wish", _WISH))
    adds = await talk.ask("words", choice("case-words", _WORDS)) == "add"
    # Before she writes: what is "private" is offered to nobody at a redial, and no other files her words under his name.
    nameless = await talk.ask("followed-by", choice("case-who", _FOLLOWED)) == "private"
    words = await talk.ask("text", text("case-text")) if adds else ""
    told = {"text": words, "place": place.id, "desired": wish, "other": "yes" if whom == "other" else ""}
    code: Code | None = None
    if nameless:
        if wish == "call":  # without it nobody could call her
            told["phone"] = await talk.ask("call-number", phone_number("human-phone", desk.country.region))
        code = await talk.ask("pin", pin("case-pin-new"))
    opened = await desk.open_case(CaseKind.GRIEVANCE, category, told, pin=code)
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.same:
        return end("case-same", ref=opened.ref)
    return end("case-opened-pin" if code else "case-opened", ref=opened.ref, day=day(opened.resolve_by))


async def _follow(talk: Talk, desk: Desk) -> End:
    ref = await talk.ask("reference", reference("case-reference"))
    case = await desk.case(ref)
    if case.outcome == "unknown":
        # "private": what a PIN opened is not offered to whoever picks up the phone next
        case = await desk.case_by_pin(ref, await talk.ask("private-pin", pin("case-pin")))
    if case.outcome == "locked":
        return end("locked", minutes=case.wait)
    if case.outcome == "unknown":
        return end("case-unknown")
    return await _stands(talk, desk, case)


async def _stands(talk: Talk, desk: Desk, case: Seen) -> End:
    """Where it stands, what the officer wrote, and what she may do now."""
    actions = [Option(action, f"case-do-{action}") for action in case.may] + [Option("end", "case-do-end")]
    stands = choice(f"case-is-{case.state}", actions, day=day(case.resolve_by), owner=desk.country.name_of(case.owner))
    action = await talk.ask("action", stands, slip=_said(case))
    if action == "end":
        return end("case-bye")
    return await _act(talk, desk, case, action)


def _said(case: Seen) -> Prompt | None:
    """The officer's words: what she waits for comes before what she told."""
    if case.question:
        return Prompt("case-asked", (("said", case.question),))
    return Prompt("case-said", (("said", case.note),)) if case.note else None


async def _act(talk: Talk, desk: Desk, case: Seen, action: str) -> End:
    words = ""
    if action in ("message", "answer"):
        words = await talk.ask("message", text("case-message"))
    elif action in ("appeal", "reopen"):
        words = await talk.ask("reason", text("case-reason"))
    elif action == "rate":
        words = await talk.ask("stars", choice("case-rate", _STARS))
    elif action == "helped":
        words = await talk.ask("helped", choice("case-helped", _HELPED))
    if await desk.do(case, action, words) == "gone":
        return end("case-gone")
    if action == "helped":
        return end(f"case-helped-{words}")
    return end(f"case-{action}-done")
