"""What the words of one delivery mean: read once, held to the channel's menu, and learnt from where she agreed to it."""

from collections.abc import Callable
from dataclasses import replace

from msgspec import Struct

from dialogs.desk import World
from dialogs.desk.people import menu_of
from dialogs.engine import heard
from dialogs.engine.journal import ANSWER, Guess, Kept, Record
from dialogs.model import Delivery, Masked, Prompt, Reply
from dialogs.ports import Lesson, Meaning, StoreDown
from dialogs.ports.learning import PURPOSE as TRAINING
from dialogs.texts.words import fold

PRIVATE = "private"
"""Who gave this answer (alone, or before a colon) or one to a question so named is never offered to go on, and what she writes
from there on is not read."""


class Words(Masked, Struct):
    """`who` is the pseudonym of the conversation; `trouble` is told the static name and code of what could not be kept."""

    world: World
    delivery: Delivery
    who: bytes
    trouble: Callable[[str, str], None]
    read: Meaning | None = None

    async def meaning(self, record: Record) -> Meaning:
        if self.read is None:
            reader = self.world.interpreter if not private(record) else None
            meant = await reader.meaning(self.delivery.said, record.lang, self.who.hex()) if reader else Meaning()
            self.read = self._here(meant)
            await self._learn(record, self.read)
        return self.read

    async def guess(self, record: Record) -> Guess | None:
        """What to ask back about; None where the words may mean nothing."""
        meaning = await self.meaning(record)
        offers = [meaning.service] if meaning.service else list(meaning.offers)
        return Guess(offers, heard.kept(meaning.told, self.world.country)) if offers else None

    def not_understood(self, *, asked: bool) -> Kept | None:
        """The sentence above what stands: what another assistant answered, or that we did not understand.

        `asked`: a question stands there, whose own sentence says better what to type.
        """
        if self.read is None or not (self.read.reply or (self.read.lost and not asked)):
            return None
        if self.read.reply:
            return Kept.of(Prompt("assistant-said", (("said", self.read.reply),)))
        return Kept("slip-lost")

    def name(self, pending: Reply, said: str) -> bool:
        """Whether they are a number, or the very words of an option."""
        labels = self.world.speech.say(pending.prompt, pending.lang).options
        return said.isdigit() or fold(said) in [fold(label) for label in labels]

    def _here(self, meant: Meaning) -> Meaning:
        """Without what this channel's menu has not: people answer in chats alone."""
        menu = menu_of(self.world, self.delivery.channel)
        service, offers = meant.service if meant.service in menu else "", tuple(one for one in meant.offers if one in menu)
        lost = meant.lost or (service, offers) == ("", ()) != (meant.service, meant.offers)
        return replace(meant, service=service, offers=offers, lost=lost)

    async def _learn(self, record: Record, meaning: Meaning) -> None:
        """Keep what nobody understood, masked. It must never cost her the answer."""
        world, phone = self.world, self.delivery.caller.phone
        if not meaning.lesson or world.lessons is None or phone is None:
            return
        try:
            if await world.contacts.consent(phone, TRAINING):
                key = world.keys.mac("lesson-of", self.who, self.delivery.hop)
                await world.lessons.keep(key, phone, Lesson(meaning.lesson, record.lang or meaning.lang, world.clock.now()))
        except StoreDown:
            self.trouble("lesson", "StoreDown")


def private(record: Record) -> bool:
    return any(e.kind == ANSWER and (e.name.startswith(PRIVATE) or _said_so(e.value)) for e in record.journal)


def _said_so(value: object) -> bool:
    return isinstance(value, str) and value.partition(":")[0] == PRIVATE
