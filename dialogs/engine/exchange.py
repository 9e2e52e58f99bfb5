"""What stands on a phone, and one exchange over it: the replay up to the next question, saved and shown."""

from msgspec import Struct, structs

from dialogs.desk import World
from dialogs.desk.people import SERVICE
from dialogs.engine import heard as free
from dialogs.engine.face import Face, Heard
from dialogs.engine.journal import ANSWER, Entry, Guess, Kept, Record
from dialogs.engine.person import IN_THE_QUEUE
from dialogs.engine.run import Dialog, Run
from dialogs.engine.slot import Slot
from dialogs.engine.words import Words, private
from dialogs.model import Delivery, End, Masked, Option, Prompt, Reply
from dialogs.questions import choice

OFFER = choice("resume-offer", (Option("go-on", "resume-continue"), Option("again", "resume-again")))
"""What a redial asks first; it does not say with what she would go on."""


class Exchange(Masked, Struct):
    """One delivery's way to the next screen. `until` is Unix time; `masks` is that of `Turns`.

    `hint` is the language in which she seems to write, `left`: with this delivery she took the conversation back from a
    person; `secret` is afterwards the code that was typed and not yet used.
    """

    world: World
    dialog: Dialog
    delivery: Delivery
    face: Face
    slot: Slot
    words: Words
    until: float
    masks: bool
    hint: str = ""
    left: bool = False
    secret: Entry | None = None

    async def pending(self, record: Record) -> Reply:
        """What stands on the phone now, by replay alone."""
        if record.final is not None:
            return Reply(record.final.prompt(), self.lang(record), final=True)
        slip = record.slip.prompt() if record.slip else None
        if record.offer:
            return Reply(OFFER.prompt, self.lang(record), slip)
        if record.guess:
            return Reply(free.did_you_mean(record.guess).prompt, self.lang(record), slip)
        run = self._run(record, b"", None)
        return self._reply(run, record, await run.drive(self.dialog))

    async def leaf(self, record: Record, heard: Heard, said: str) -> str | None:
        """Turning pages is the channel's affair: nothing is answered by it."""
        reply = await self.pending(record)
        note = self.face.leaf(reply, record.note, heard.note, said)
        if note is None:
            return None
        record.note = note
        await self.slot.save(record)
        return self.say(reply, note)

    async def converse(self, record: Record, heard: Heard, said: str | None) -> str | None:
        """Answer what stands with `said` (None: nothing was answered), and on to the next question or the end."""
        run = self._run(record, heard.id, said)
        spoken = heard.lang if heard.lang in self.world.country.languages else ""
        run.hint = spoken or (record.lang if self.face.texting else "") or self.hint or self._until_chosen(record)
        try:
            shown = await run.drive(self.dialog)
        finally:
            self.secret = run.secret
            record.lang = run.lang
        record.offer = False  # only now: a retry of a turn that broke off must still mean the offer's answer
        if run.refused and self.face.texting:
            if (guess := await self.words.guess(record)) is not None:
                return await self.ask_back(record, heard, guess)
            record.slip = self.words.not_understood(asked=not (isinstance(shown, Prompt) and shown.key == "menu"))
        if run.slip is not None and record.slip is None:
            record.slip = Kept.of(run.slip)
        if run.errand is not None:
            record.promised = run.errand.key
        return await self.settle(record, heard, self._reply(run, record, shown))

    async def ask_back(self, record: Record, heard: Heard, guess: Guess) -> str | None:
        """Did you mean: what stood before stays behind it."""
        record.guess, record.slip = guess, None
        return await self.settle(record, heard, await self.pending(record))

    async def settle(self, record: Record, heard: Heard, reply: Reply) -> str | None:
        """Save what stands now. At the end the journal goes; the last words stay for a retry."""
        record.note, record.doing = heard.note, None
        if reply.final:
            record.last = "" if record.gone else last_service(record)
            record.journal, record.final, record.slip = [], Kept.of(reply.prompt, reply.lang), None
            record.told, record.guess = [], None
        await self.slot.save(record)
        return self.say(reply, record.note)

    def say(self, reply: Reply, note: bytes = b"") -> str | None:
        """The text on the phone; None where the queue for a person says it."""
        if reply.prompt.key == IN_THE_QUEUE:
            return None
        if self.left and reply.slip is None:
            reply = structs.replace(reply, slip=Prompt("slip-counter"))
        return self.face.show(reply, note)

    def lang(self, record: Record | None) -> str:
        """The language of the conversation; the country's first where it has none."""
        return (record.lang if record else "") or self.world.country.languages[0]

    async def chosen(self, hint: str = "") -> str:
        """The language this phone once chose, for a conversation that is gone or has none yet."""
        phone = self.delivery.caller.phone
        return (await self.world.contacts.language(phone) if phone else None) or hint or self.world.country.languages[0]

    def _run(self, record: Record, id: bytes, said: str | None) -> Run:
        told, masks = self.delivery, self.masks
        return Run(self.world, record, told.caller, id, said, self.until, self.slot.save, told.sequenced, masks, told.service)

    def _until_chosen(self, record: Record) -> str:
        """The language of who began by asking for another one: she is asked for it in all of them, and once."""
        first = record.journal[0] if record.journal else None
        began = first is not None and (first.kind, first.name, first.value) == (ANSWER, "menu", "language")
        return self.world.country.languages[0] if began else ""

    def _reply(self, run: Run, record: Record, shown: Prompt | End) -> Reply:
        lang = run.lang or self.world.country.languages[0]
        if isinstance(shown, End):
            return Reply(shown.prompt, lang, final=True)
        return Reply(shown, lang, slip=record.slip.prompt() if record.slip else None)


def last_service(record: Record | None) -> str:
    """The service that she used last; none where she asked for privacy in it."""
    if record is None:
        return ""
    picked = [e.value for e in record.journal if e.kind == ANSWER and e.name.partition("#")[0] == "menu"]
    if not picked or picked[-1] in ("language", SERVICE):
        return record.last
    return "" if private(record) else str(picked[-1])


def ending(key: str, lang: str) -> Reply:
    """Last words that need nothing told."""
    return Reply(Prompt(key), lang, final=True)
