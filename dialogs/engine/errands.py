"""The worker's half of a slow look: finishes it without a citizen waiting, and texts the answer once."""

from dialogs.desk import SMS_LIFE, World, stage_of
from dialogs.model import IdRef, Prompt
from dialogs.ports import CallContext, Errand, Lane, Message
from dialogs.refusals import RegistryError

LEASE = 60.0
PATIENCE = 20.0
"""Seconds that the registry has for one errand."""
GIVEN_UP = 24 * 3600.0
"""Seconds after which an errand that the registry still does not answer ends with saying so."""


async def finish_one(world: World) -> bool:
    """Take one errand and finish it; False when there is none, or when the registry still does not answer."""
    errand = await world.errands.claim(lease=LEASE, now=world.clock.now())
    if errand is None:
        return False
    try:
        answer = await _answer(world, errand)
    except RegistryError as refusal:
        world.emit("errand", type(refusal).__name__)
        if world.clock.now() - errand.made_at < GIVEN_UP:
            return False
        answer = Prompt("errand-failed")
    await world.outbox.put(_sms(world, errand, answer))
    await world.errands.finish(errand.key, answer)
    return True


async def _answer(world: World, errand: Errand) -> Prompt:
    if errand.kind != "status":
        raise ValueError("unknown errand")
    ctx = CallContext(errand.kind, errand.key, PATIENCE, consent=True, lang=errand.lang)
    return Prompt(f"status-{await stage_of(world, IdRef('AID', errand.args['value']), ctx)}")


def _sms(world: World, errand: Errand, answer: Prompt) -> Message:
    """The answer under its reference; keyed by the errand, so that it leaves once whatever the worker suffers."""
    words = world.speech.say(Prompt("sms-errand", (("ref", errand.ref),)), errand.lang).body
    body = f"{words} {world.speech.say(answer, errand.lang).body}"
    key = world.keys.mac("errand-sms", errand.key)
    valid = world.clock.now() + SMS_LIFE
    return Message(key, errand.phone, body, Lane.REPLY, valid, encoding=world.speech.encoding("sms-errand", errand.lang))
