"""A need and who helps with it: the nearest service, a slip by SMS with a reference, or a call from a social worker."""

from dataclasses import replace

from dialogs.country import Country
from dialogs.desk import Desk, Place, day
from dialogs.model import End, Names, Option, end
from dialogs.parts.link import have_phone
from dialogs.parts.offices import find_commune
from dialogs.parts.protected import talk_in_private
from dialogs.ports import CaseKind
from dialogs.questions import Question, choice, listed
from dialogs.talk import Talk

_PRIVATE = Option("private", "case-private")
_CALL, _END = Option("call", "refer-call"), Option("end", "case-do-end")
_NEXT = (Option("slip", "refer-slip"), _CALL, _END)


async def find_help(talk: Talk, desk: Desk) -> End:
    """Say the need, see the place, take a slip along."""
    need = await talk.ask("need", _needed(desk.country))
    if need == "private":
        return await talk_in_private(talk, desk)
    commune = await find_commune(talk, desk)
    places = (await desk.services(need, commune.id)).found
    if not places:
        return await _nobody_near(talk, desk, need, commune.id)
    place = places[0]
    if len(places) > 1:
        options = [Option(str(n), "listed", (("name", one.title),)) for n, one in enumerate(places)]
        place = places[int(await talk.ask("place", choice("refer-place", options)))]
    onward = await talk.ask("onward", _shown(place))
    if onward == "end":
        return end("come-again")
    return await _noted(talk, desk, onward, need, {"place": commune.id, "service": place.id})


def _needed(country: Country) -> Question[str]:
    """A quiet need is kept as `private:…`: the engine offers nobody to go on with it."""
    quiet = {need.id: f"private:{need.id}" for need in country.needs if need.quiet}
    asked = listed("refer-need", country.needs, _PRIVATE)
    return replace(asked, dump=lambda need: quiet.get(need, need), load=lambda kept: kept.removeprefix("private:"))


async def _nobody_near(talk: Talk, desk: Desk, need: str, commune: str) -> End:
    """No service is known there: a social worker may still call."""
    if await talk.ask("none-near", choice("refer-none", (_CALL, _END))) == "end":
        return end("come-again")
    return await _noted(talk, desk, "call", need, {"place": commune})


async def _noted(talk: Talk, desk: Desk, onward: str, need: str, told: dict[str, str]) -> End:
    ended = await have_phone(talk, desk)
    if ended is not None:
        return ended
    opened = await desk.open_case(CaseKind.REFERRAL if onward == "slip" else CaseKind.CALLBACK, need, told)
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.same:
        return end("case-same", ref=opened.ref)
    return end(f"refer-{onward}-done", ref=opened.ref, day=day(opened.ack_by))


def _shown(place: Place) -> Question[str]:
    hours, address = Names.of(place.hours), Names.of(place.address)
    if place.phone:
        phone = Names((("", place.phone),))
        return choice("refer-show-phone", _NEXT, name=place.title, address=address, hours=hours, phone=phone)
    return choice("refer-show", _NEXT, name=place.title, address=address, hours=hours)
