"""My data: how it is used, who used my identity, locking it, a temporary number."""

from dialogs.desk import Desk, Finding, day
from dialogs.model import End, Option, end
from dialogs.parts.code import by_code
from dialogs.questions import choice, identifier
from dialogs.talk import Talk


async def privacy(talk: Talk, desk: Desk) -> End:
    """Everything but the plain words needs a code to the phone that enrolled, each time."""
    offered = _offered(desk)
    what = await talk.ask("data", choice("data", offered)) if len(offered) > 1 else "how"
    if what == "how":
        return end("privacy")
    subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    done = await by_code(talk, desk, what, subject)
    if isinstance(done, End):
        return done
    if done.outcome == "refused":
        return end("data-refused")
    if what == "usage":
        return await _uses(talk, desk, done)
    return end(f"data-{what}-done")


def _offered(desk: Desk) -> list[Option]:
    """What this country's registry can do; unlocking goes with locking."""
    caps = {"usage": "usage", "lock": "lock", "unlock": "lock", "alias": "alias"}
    more = [Option(what, f"data-{what}") for what, cap in caps.items() if desk.can(cap)]
    return [Option("how", "data-how"), *more]


async def _uses(talk: Talk, desk: Desk, done: Finding) -> End:
    """The latest uses; she picks one that was not hers."""
    if not done.uses:
        return end("data-usage-none")
    options = [Option(str(n), "data-usage-line", (("day", day(at)), ("by", by))) for n, (at, by) in enumerate(done.uses)]
    picked = await talk.ask("use", choice("data-usage", [*options, Option("fine", "data-usage-fine")]))
    return end("data-usage-done" if picked == "fine" else "data-usage-odd")
