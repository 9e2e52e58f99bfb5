"""My data: how it is used, who used my identity, locking it, a temporary number."""

from dialogs.desk import CODE_LIFE, Controlled, Desk, day
from dialogs.model import End, Option, Prompt, end
from dialogs.questions import choice, identifier, one_time_code
from dialogs.talk import Talk


async def privacy(talk: Talk, desk: Desk) -> End:
    """Everything but the plain words needs a code to the phone that enrolled, each time."""
    offered = _offered(desk)
    what = await talk.ask("data", choice("data", offered)) if len(offered) > 1 else "how"
    if what == "how":
        return end("privacy")
    done = await _with_code(talk, desk, what)
    if isinstance(done, End):
        return done
    if what == "usage":
        return await _uses(talk, desk, done)
    return end(f"data-{what}-done")


def _offered(desk: Desk) -> list[Option]:
    """What this country's registry can do; unlocking goes with locking."""
    caps = {"usage": "usage", "lock": "lock", "unlock": "lock", "alias": "alias"}
    more = [Option(what, f"data-{what}") for what, cap in caps.items() if desk.can(cap)]
    return [Option("how", "data-how"), *more]


async def _with_code(talk: Talk, desk: Desk, what: str) -> Controlled | End:
    """What came of it once a right code was typed; or how it ended without."""
    subject = await talk.ask("number", identifier("prove-number", desk.country.id_scheme, desk.country.id_pattern))
    purpose = "lock" if what == "unlock" else what
    challenge = await desk.send_code(subject, purpose)
    question, slip = one_time_code("prove-code", minutes=int(CODE_LIFE // 60)), None
    while not challenge.wait:
        done = await desk.control(what, challenge, await talk.ask("code", question, slip=slip))
        if done.outcome == "done":
            return done
        if done.outcome == "refused":
            return end("data-refused")
        if done.outcome == "locked":
            return end("recover-locked", minutes=done.wait)
        question = one_time_code("recover-code-again")
        slip = Prompt("slip-code-wrong", (("left", done.left),))
        if done.outcome == "expired":
            slip = Prompt("slip-code-expired")
            challenge = await desk.send_code(subject, purpose)
    return end("recover-locked", minutes=challenge.wait)


async def _uses(talk: Talk, desk: Desk, done: Controlled) -> End:
    """The latest uses; she picks one that was not hers."""
    if not done.uses:
        return end("data-usage-none")
    options = [Option(str(n), "data-usage-line", (("day", day(at)), ("by", by))) for n, (at, by) in enumerate(done.uses)]
    picked = await talk.ask("use", choice("data-usage", [*options, Option("fine", "data-usage-fine")]))
    return end("data-usage-done" if picked == "fine" else "data-usage-odd")
