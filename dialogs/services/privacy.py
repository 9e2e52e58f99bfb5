"""My data: how it is used, who looked at my file, who used my identity, who is under my phone; locking, deleting."""

from msgspec import structs

from dialogs.desk import Accounts, Desk, Finding, PersonSeen, day
from dialogs.model import End, IdRef, Names, Option, end
from dialogs.parts.code import by_code
from dialogs.parts.link import link_phone
from dialogs.ports import CaseKind
from dialogs.questions import choice, identifier
from dialogs.talk import Talk

_KEEP = Option("keep", "messages-keep")
_ERASES = (_KEEP, Option("erase", "erase-do"))  # her first key deletes nothing
_MESSENGERS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_MOST_ACCOUNTS = 8
_SURE = (Option("yes", "update-send"), Option("no", "update-stop"))
_LEARNS = (Option("off", "learn-stop"), _KEEP)
_LEARNS_NOT = (Option("on", "learn-agree"), _KEEP)


async def privacy(talk: Talk, desk: Desk) -> End:
    """Everything but the plain words needs a code to the phone that enrolled, each time."""
    linked = await desk.accounts()
    what = await talk.ask("data", choice("data", _offered(desk, linked)))
    if what == "how":
        return end("privacy")
    if what == "unlink":
        await desk.unlink()
        return end("data-unlink-done")
    if what == "link":
        return await link_phone(talk, desk) or end("data-link-done")
    if what == "learn":
        return await _learn(talk, desk)
    if what == "accounts":
        return await _accounts(talk, desk, linked)
    if what == "erase":
        return await _erase(talk, desk)
    if what == "people":
        return await _people(talk, desk)
    subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    done = await by_code(talk, desk, "prove" if what == "looked" else what, subject)
    if isinstance(done, End):
        return done
    if what == "looked":
        return await _looked(talk, desk, subject)
    if done.outcome == "refused":
        return end("data-refused")
    if what == "usage":
        return await _uses(talk, desk, done)
    return end(f"data-{what}-done")


def _offered(desk: Desk, linked: Accounts) -> list[Option]:
    """What this country's registry can do; unlocking goes with locking."""
    caps = {"usage": "usage", "lock": "lock", "unlock": "lock", "alias": "alias"}
    more = [Option(what, f"data-{what}") for what, cap in caps.items() if desk.can(cap)]
    shown = desk.knows("data_uses") and "data.uses" in desk.country.policy.fields
    looked = [Option("looked", "data-looked")] if shown else []
    link = "unlink" if desk.has_phone else "link"
    kept = [Option(link, f"data-{link}")] if desk.keeps_linked_phone else []
    learn = [Option("learn", "data-learn")] if desk.may_teach else []
    chats = [Option("accounts", "data-accounts")] if linked.found else []
    return [Option("how", "data-how"), *more, *looked, *kept, *learn, Option("erase", "data-erase"), *chats, *_of_phone(desk)]


def _of_phone(desk: Desk) -> list[Option]:
    """Where the registry tells who is under a phone, and somebody decides what is said against it."""
    told = desk.has_phone and desk.knows("people_of_phone") and desk.ever_shows("phone.people")
    return [Option("people", "data-people")] if told and _decider(desk) else []


def _decider(desk: Desk) -> str:
    return next((change.owner for change in desk.country.changes if change.id == "phone"), "")


async def _people(talk: Talk, desk: Desk) -> End:
    """The households under this phone, masked, once a code to it was right; one that is not hers becomes a request."""
    done = await by_code(talk, desk, "prove", desk.this_sim)
    if isinstance(done, End):
        return done
    if not desk.may_show("phone.people"):
        return end("not-allowed")
    seen = await desk.people_of_phone()
    if not seen.told:
        return end("data-refused")
    if not seen.people:
        return end("people-none")
    options = [Option(str(n), "listed", (("name", _masked(desk, one)),)) for n, one in enumerate(seen.people)]
    picked = await talk.ask("person", choice("people", [*options, Option("fine", "data-usage-fine")]))
    return end("data-usage-done") if picked == "fine" else await _not_mine(talk, desk, seen.people[int(picked)])


async def _not_mine(talk: Talk, desk: Desk, one: PersonSeen) -> End:
    """The registry decides, nobody else changes anything; the same household twice is one request."""
    if await talk.ask("sure-of-it", choice("update-sure", _SURE, owner=desk.country.name_of(_decider(desk)))) == "no":
        return end("update-stopped")
    told = {"number": desk.this_sim.value, "not-mine": one.masked}
    opened = await desk.open_case(CaseKind.UPDATE, "phone", told, about=one.mark)
    if opened.wait:
        return end("locked", minutes=opened.wait)
    if opened.same:
        return end("case-same", ref=opened.ref)
    return end("case-opened", ref=opened.ref, day=day(opened.resolve_by))


def _masked(desk: Desk, one: PersonSeen) -> Names:
    """`F. B., 5, Zagora`, the commune in each language where the profile knows it."""
    named = next((commune.names for commune in desk.country.communes if commune.id == one.place), Names((("", one.place),)))
    return Names(tuple((lang, structs.replace(one, place=named.in_lang(lang)).masked) for lang in desk.country.languages))


async def _accounts(talk: Talk, desk: Desk, linked: Accounts) -> End:
    """The chats that speak for this phone; she picks one that is not hers."""
    shown = linked.found[:_MOST_ACCOUNTS]
    options = [Option(str(n), "listed", (("name", _MESSENGERS[channel]),)) for n, (channel, _) in enumerate(shown)]
    picked = await talk.ask("account", choice("accounts", [*options, Option("fine", "data-usage-fine")]))
    if picked == "fine":
        return end("data-usage-done")
    await desk.unlink_account(*shown[int(picked)])
    return end("account-unlinked")


async def _erase(talk: Talk, desk: Desk) -> End:
    """Everything that we keep of her, once she has read what goes and what must stay."""
    asked = "erase-ask" if desk.has_phone else "erase-ask-here"
    if await talk.ask("erasing", choice(asked, _ERASES)) == "keep":
        return end("messages-kept")
    await desk.erase()
    return end("erase-done")


async def _learn(talk: Talk, desk: Desk) -> End:
    """Whether we may keep, without names and numbers, what she writes and we do not understand."""
    on = await desk.teaches()
    question = choice("learn-is-on", _LEARNS) if on else choice("learn-is-off", _LEARNS_NOT)
    if await talk.ask("learn", question) == "keep":
        return end("messages-kept")
    return end("learn-started" if await desk.teach(not on) else "learn-stopped")


async def _uses(talk: Talk, desk: Desk, done: Finding) -> End:
    """The latest uses; she picks one that was not hers."""
    if not done.uses:
        return end("data-usage-none")
    options = [Option(str(n), "data-usage-line", (("day", day(at)), ("by", by))) for n, (at, by) in enumerate(done.uses)]
    picked = await talk.ask("use", choice("data-usage", [*options, Option("fine", "data-usage-fine")]))
    return end("data-usage-done" if picked == "fine" else "data-usage-odd")


async def _looked(talk: Talk, desk: Desk, subject: IdRef) -> End:
    """The bodies that read her file last; she picks one that had no reason to."""
    if not desk.may_show("data.uses"):
        return end("not-allowed")
    seen = await desk.data_uses(subject)
    if not seen.told:
        return end("data-refused")
    if not seen.uses:
        return end("data-looked-none")
    lines = [(day(use.on), desk.country.name_of(use.by)) for use in seen.uses]
    options = [Option(str(n), "data-usage-line", (("day", on), ("by", by))) for n, (on, by) in enumerate(lines)]
    picked = await talk.ask("look", choice("data-looked", [*options, Option("fine", "data-usage-fine")]))
    return end("data-usage-done" if picked == "fine" else "data-looked-odd")
