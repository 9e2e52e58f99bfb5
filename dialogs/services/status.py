"""Where things stand: the application, the household, the programmes, a card; and what registration needs."""

from collections.abc import Sequence

from dialogs.country import Change
from dialogs.desk import Desk, EnrolledSeen, HouseholdSeen, day
from dialogs.model import End, IdRef, Names, Option, Param, end
from dialogs.parts.helping import help_somebody, may_help
from dialogs.parts.prove import prove
from dialogs.questions import card_number, choice, receipt_number
from dialogs.talk import Talk

_SEE = (Option("see", "status-see"),)
_WATCH, _UNWATCH = Option("watch", "watch-start"), Option("unwatch", "watch-stop")
_CHECKED, _END = Option("checked", "household-checked"), Option("end", "case-do-end")


async def status(talk: Talk, desk: Desk) -> End:
    """One question where one suffices; nothing personal is shown before a proof."""
    proven = None
    if not desk.may_use("status"):  # a chat without a phone: whatever she asks, she proves who she is first
        proven = await prove(talk, desk)
        if isinstance(proven, End):
            return proven
    what = await talk.ask("what", choice("status-what", _offered(desk)))
    if what == "rsu":
        return end("rsu-needs")
    if not await desk.registry_answers("benefits" if what == "card" else "identity"):
        return end("busy")
    if what == "card":
        return await _card(talk, desk)
    if what == "receipt":
        return await _application(talk, desk)
    proven = await help_somebody(talk, desk) if what == "helped" else proven or await prove(talk, desk)
    if isinstance(proven, End):
        return proven
    if proven.scheme == "AID":
        return await _stage(talk, desk, proven)
    if what == "household":
        house = await desk.household(proven)
        if house.refused:
            return end("data-refused")
        await _of_then(talk, desk, house.told_on)
        return await _household(talk, desk, proven, house)
    package = await desk.enrolments(proven)
    if package.refused:
        return end("data-refused")
    await _of_then(talk, desk, package.told_on)
    return await _programmes(talk, desk, package.items)


async def _of_then(talk: Talk, desk: Desk, told_on: str) -> None:
    """The registry does not answer: she knows of which day the answer is before she reads it."""
    if told_on:
        await talk.ask("of-then", choice("status-of-then", _SEE, day=day(told_on)))


def _offered(desk: Desk) -> list[Option]:
    """What this country's registries can tell, and its policy lets a receipt alone open."""
    asked = {"household": "household", "programmes": "enrolments", "card": "cards"}
    known = [what for what, cap in asked.items() if desk.knows(cap) and (what != "card" or desk.country.cards)]
    more = [Option(what, f"status-what-{what}") for what in known]
    receipt = [Option("receipt", "status-what-receipt")] if desk.may_show("application.stage") else []
    helped = [Option("helped", "status-what-helped")] if may_help(desk) else []
    return [*receipt, Option("rsu", "status-what-rsu"), *more, *helped]


async def _application(talk: Talk, desk: Desk) -> End:
    return await _stage(talk, desk, await talk.ask("receipt", receipt_number("status-receipt")))


async def _stage(talk: Talk, desk: Desk, receipt: IdRef) -> End:
    stage = await desk.application_stage(receipt)
    if stage == "locked":
        return end("locked", minutes=desk.minutes_locked("status"))
    return end(f"status-{stage}")


async def _household(talk: Talk, desk: Desk, who: IdRef, house: HouseholdSeen) -> End:
    """What is known of it; and, where the registry can, who verified it, and word by SMS when something changes."""
    if not house.found:
        return end("household-unknown")
    key, told = "household-undated", dict[str, Param](size=house.size)
    if house.updated:
        key, told = "household", {**told, "updated": day(house.updated)}
    if house.updated and house.band and house.as_of:
        key, told = "household-band", {**told, "band": desk.country.name_of(house.band), "day": day(house.as_of)}
    sources = _sources(desk, house)
    options = [*_news(desk, house), *([_CHECKED] if sources else [])]
    if not options:
        return end(key, **told)
    picked = await talk.ask("household", choice(key, [*options, _END], **told))
    if picked == "checked":
        return await _checked(talk, desk, sources)
    if picked == "end":
        return end("come-again")
    if picked == "unwatch":
        await desk.unwatch(who)
        return end("watch-stopped")
    return end("watch-started" if await desk.watch(who) else "watch-impossible")


def _news(desk: Desk, house: HouseholdSeen) -> list[Option]:
    """Word by SMS of what changes, begun or ended, where the registry can."""
    if not desk.knows("subscribe"):
        return []
    return [_UNWATCH if house.watched else _WATCH]


def _sources(desk: Desk, house: HouseholdSeen) -> list[tuple[Change, Names]]:
    """Of the data that one may ask to change, what a body that the profile names verified."""
    told, bodies = dict(house.sources), {body.id: body.names for body in desk.country.bodies}
    return [(change, bodies[by]) for change in desk.country.changes if (by := told.get(change.id, "")) in bodies]


async def _checked(talk: Talk, desk: Desk, sources: Sequence[tuple[Change, Names]]) -> End:
    """Who verified what, and where it is put right."""
    picked = 0
    if len(sources) > 1:
        options = [
            Option(str(n), "household-source", (("name", change.names), ("by", by))) for n, (change, by) in enumerate(sources)
        ]
        picked = int(await talk.ask("source", choice("household-sources", options)))
    change, by = sources[picked]
    return end("household-correct", name=change.names, by=by, papers=change.papers)


async def _programmes(talk: Talk, desk: Desk, items: tuple[EnrolledSeen, ...]) -> End:
    """All of them on one screen; a key tells more of one."""
    if not items:
        return end("programmes-none")
    one = items[0]
    if len(items) > 1:
        options = [
            Option(str(n), f"programme-{item.state}", (("name", desk.country.name_of(item.programme)),))
            for n, item in enumerate(items)
        ]
        one = items[int(await talk.ask("programme", choice("programmes", options)))]
    return _programme(desk, one)


def _programme(desk: Desk, item: EnrolledSeen) -> End:
    name = desk.country.name_of(item.programme)
    if item.next:
        return end(f"programme-next-{item.next}", name=name, day=day(item.on))
    if item.reason:
        return end("programme-why", name=name, why=desk.country.name_of(item.reason))
    return end(f"programme-now-{item.state}", name=name)


async def _card(talk: Talk, desk: Desk) -> End:
    card = await desk.card(await talk.ask("card", card_number("card-number", desk.country.cards)))
    if card.state == "locked":
        return end("locked", minutes=card.wait)
    if card.state == "unknown":
        return end("card-unknown")
    name = desk.country.name_of(card.programme)
    if card.state == "valid" and card.expires:
        return end("card-valid-until", name=name, day=day(card.expires))
    return end(f"card-{card.state}", name=name)
