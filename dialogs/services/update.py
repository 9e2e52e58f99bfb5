"""Asking for a change of basic data: a request with a reference to whoever decides; the registry changes nothing by it."""

from dialogs.desk import Desk, Opened, day
from dialogs.model import End, Option, end
from dialogs.parts.language import choose_language
from dialogs.parts.offices import find_commune
from dialogs.parts.prove import prove
from dialogs.ports import CaseKind
from dialogs.questions import choice, listed, phone_number, place_in_line
from dialogs.talk import Talk

_FAMILY = tuple(Option(event, f"update-{event}") for event in ("birth", "death", "marriage", "divorce", "arrival", "departure"))
_SCHOOL = (Option("enrolled", "update-enrolled"), Option("left", "update-left"))
_LANGUAGE = Option("language", "menu-language")
_ANOTHER = (Option("same", "update-same"), Option("new", "update-new"))
MOST_CHILDREN = 20
_SURE = (Option("yes", "update-send"), Option("no", "update-stop"))


async def update(talk: Talk, desk: Desk) -> End:
    """What changes, the new value, a proof, and what to bring."""
    changes = desk.country.changes
    picked = await talk.ask("change", listed("update-what", changes, _LANGUAGE))
    if picked == "language":  # ours to keep, nobody's to decide
        await choose_language(talk, desk)
        return end("update-language-done")
    if not await desk.registry_answers("identity"):
        return end("busy")
    change = next(change for change in changes if change.id == picked)
    told = await _new_value(talk, desk, picked)
    if await talk.ask("sure-of-it", choice("update-sure", _SURE, owner=desk.country.name_of(change.owner))) == "no":
        return end("update-stopped")
    proven = await prove(talk, desk)  # last, because what lies behind a proof is lost when the call drops
    if isinstance(proven, End):
        return proven
    opened = await _open(talk, desk, picked, {"number": proven.value, **told})
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.clash:
        return end("update-clash", ref=opened.ref)
    if opened.same:
        return end("case-same", ref=opened.ref)
    await desk.tell_of_change(picked, told.get("phone", ""), opened.ref)
    return end("update-opened", ref=opened.ref, papers=change.papers, day=day(opened.resolve_by))


async def _open(talk: Talk, desk: Desk, change: str, told: dict[str, str]) -> Opened:
    """One request of a kind at a time, but one for each child; and what befalls a family may befall it again."""
    if change != "family":
        return await desk.open_case(CaseKind.UPDATE, change, told, about=told.get("child", ""))
    opened, nth = await desk.open_case(CaseKind.UPDATE, change, told, about=told["event"]), 1
    while opened.same:  # each time costs a try
        if await talk.ask("another", choice("update-another", _ANOTHER, ref=opened.ref)) == "same":
            break
        nth += 1
        again = {**told, "nth": str(nth)}
        opened = await desk.open_case(CaseKind.UPDATE, change, again, about=f"{told['event']} {nth}")
    return opened


async def _new_value(talk: Talk, desk: Desk, change: str) -> dict[str, str]:
    """What is to be written instead, as codes where codes do."""
    if change == "phone":
        return {"phone": await talk.ask("new-phone", phone_number("update-phone", desk.country.region))}
    if change == "address":
        place = await find_commune(talk, desk)
        return {"place": place.id}
    if change == "family":
        return {"event": await talk.ask("family", choice("update-family", _FAMILY))}
    if change == "school":
        child = await talk.ask("child", place_in_line("update-child", MOST_CHILDREN))
        return {"child": str(child), "event": await talk.ask("school", choice("update-school", _SCHOOL))}
    return {}
