"""Whose a conversation is before anything is answered: a person's who has it, or the counter's."""

from dataclasses import dataclass

from dialogs.desk import World
from dialogs.engine.face import Heard
from dialogs.model import Delivery
from dialogs.ports import Conversation
from dialogs.texts.words import fold

_COUNTER = frozenset({"00", "menu", "/menu", "/start", "/stop"})


@dataclass(frozen=True, slots=True)
class Whose:
    """`person`: somebody has it or will, and what was said is kept for them. `left`: she took it back with this delivery."""

    person: bool = False
    left: bool = False


COUNTER = Whose()
IN_THE_QUEUE = "human-waiting"
"""The last words before a person's. The queue says them, in the order of all that is said there: the turn is silent."""


async def whose(world: World, delivery: Delivery, heard: Heard, lang: str) -> Whose:
    """Asked at every turn of a channel that people answer on, after the record was loaded: whoever saves it later than a
    request for a person is overtaken and asks again, so that the counter never speaks once a person may.

    Only the words for the menu, and a page that begins anew, take it back. What answers nothing (a copy, an old button, a
    picture) is kept for nobody, and not answered while a person may. Raises `StoreDown`.
    """
    people = world.people
    if people is None or not people.reaches(delivery.channel):
        return COUNTER
    to, now = Conversation(delivery.channel, delivery.service, delivery.caller.id), world.clock.now()
    if delivery.event == "new" or heard.kind == "stop" or _to_the_menu(world, delivery.said, lang):
        return Whose(left=await people.leave(to, now=now))
    if heard.kind == "again":
        return Whose(person=await people.holds(to, now=now))
    key = world.keys.mac("inbox-word", delivery.channel, delivery.service, delivery.caller.id, delivery.hop or str(delivery.at))
    return Whose(person=await people.hear(to, key, delivery.said, now=now))


def _to_the_menu(world: World, said: str, lang: str) -> bool:
    word = said.strip().casefold()
    return word in _COUNTER or fold(word) == fold(world.speech.word("word-home", lang))
