"""My data: how it is used, who looked at my file, who used my identity, locking it, a temporary number; deleting it."""

from dialogs.desk import Accounts, Desk, Finding, day
from dialogs.model import End, IdRef, Option, end
from dialogs.parts.code import by_code
from dialogs.parts.link import link_phone
from dialogs.questions import choice, identifier
from dialogs.talk import Talk

_KEEP = Option("keep", "messages-keep")
_ERASES = (_KEEP, Option("erase", "erase-do"))  # her first key deletes nothing
_MESSENGERS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_MOST_ACCOUNTS = 8
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
    kept = [Option(link, f"data-{link}")] if desk.keeps_links else []
    learn = [Option("learn", "data-learn")] if desk.may_teach else []
    chats = [Option("accounts", "data-accounts")] if linked.found else []
    return [Option("how", "data-how"), *more, *looked, *kept, *learn, Option("erase", "data-erase"), *chats]


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
