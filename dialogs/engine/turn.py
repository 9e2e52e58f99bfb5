"""One delivery in, one screen out: load, hear, replay, save by compare-and-set, show."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.desk import World
from dialogs.engine.face import Face, Heard
from dialogs.engine.journal import ANSWER, Entry, Kept, Moved, Record, TooLong, back
from dialogs.engine.run import Dialog, Run
from dialogs.engine.slot import Overtaken, Slot
from dialogs.model import Delivery, End, Option, Prompt, Reply
from dialogs.ports import StoreDown, TooSlow, Unreadable
from dialogs.questions import Invalid, choice, quiet
from dialogs.refusals import RegistryError

BACK, HOME = "0", "00"
_FRONT = frozenset({"language", "menu", "news"})
"""Questions of the front counter: answering them is not yet having begun something."""
PRIVATE = "private"
"""Who gave this answer, or was asked a question so named, is never offered to go on: somebody else may hold the phone."""
_OFFER = choice("resume-offer", (Option("go-on", "resume-continue"), Option("again", "resume-again")))


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns for one channel profile. `budget` and `ttl` are in seconds; `dialog` is the front counter.

    `trouble` is told the static name and code of everything that ended a turn in neutral words.
    """

    world: World
    dialog: Dialog
    budget: float
    ttl: float
    trouble: Callable[[str, str], None]

    async def take(self, delivery: Delivery, face: Face) -> str | None:
        """The answer to one delivery; None for a phone that hung up."""
        until = self.world.clock.now() + self.budget
        slot = Slot(self.world, delivery, self.ttl, self.trouble)
        late = False
        while True:
            try:
                return await _Turn(self, self.world, delivery, face, slot, until).take()
            except Overtaken:
                if late:
                    return face.show(Reply(Prompt("wait"), self.world.country.languages[0], final=True), b"")
                late = self.world.clock.now() >= until  # once more: the faster one may just have saved its reply
                await self.world.clock.sleep(0.02)
            except (StoreDown, Unreadable) as down:
                self.trouble("store", type(down).__name__)
                return face.show(Reply(Prompt("busy"), self.world.country.languages[0], final=True), b"")


@dataclass(slots=True)
class _Turn:
    turns: Turns
    world: World
    delivery: Delivery
    face: Face
    slot: Slot
    until: float
    secret: Entry | None = None

    async def take(self) -> str | None:
        record = await self.slot.load()
        heard = self.face.hear(record.note if record else b"", self.delivery)
        if heard.kind == "close":
            return None
        if heard.kind == "over":
            return self._say(Reply(Prompt("session-over"), self._lang(record) if record else await self._chosen(), final=True))
        if record is not None and record.doing is not None:
            self._wait_for(record.doing)
        if heard.kind == "dial":
            record = self._dialled(record, heard)
        elif heard.kind == "start":
            record = self._fresh(heard, record)
        assert record is not None, "only a dial may open a conversation"
        return await self._go_on(record, heard)

    def _wait_for(self, doing: tuple[bytes, float]) -> None:
        """A deed is under way elsewhere: let it finish; past its budget that worker is dead and we take over."""
        if self.world.clock.now() - doing[1] < self.turns.budget:
            raise Overtaken

    def _dialled(self, record: Record | None, heard: Heard) -> Record:
        """A session opens: what lay behind a proof is gone, what was begun before it is offered again."""
        if record is None:
            return self._fresh(heard)
        if record.final is None and not record.proven and _begun(record):
            record.offer, record.slip, record.doing = True, None, None
            return record
        return self._fresh(heard, record)

    def _fresh(self, heard: Heard, old: Record | None = None) -> Record:
        run = self.world.keys.mac("run", self.slot.key, heard.id)[:8]
        journal = [Entry(ANSWER, name, value, heard.id) for name, value in heard.known]
        return Record(run, old.lang if old else "", journal, promised=old.promised if old else b"")

    async def _go_on(self, record: Record, heard: Heard) -> str:
        said = _key_or_words(heard.said) if heard.kind == "said" else None
        if said is not None and any(e.mark == heard.id and e.kind == ANSWER for e in record.journal):
            said = None
        try:
            return await self._answer(record, heard, said)
        except (Moved, TooLong):
            return await self._moved(record, heard)
        except (RegistryError, TooSlow) as outage:
            self.turns.trouble("outage", getattr(outage, "code", "") or type(outage).__name__)
            return await self._busy(record, heard)
        except (StoreDown, Unreadable, Overtaken):
            raise
        except Exception as fault:
            # A fault of ours must not reach the phone; its type is named, its text may hold what was typed.
            self.turns.trouble("fault", type(fault).__name__)
            return await self._busy(record, heard)

    async def _moved(self, record: Record, heard: Heard) -> str:
        """A polite end: what was recorded has another meaning now, or is too much."""
        self.turns.trouble("moved", "")
        return await self._settle(record, heard, Reply(Prompt("moved"), self._lang(record), final=True))

    async def _busy(self, record: Record, heard: Heard) -> str:
        """Neutral words. What was answered stays (but a code), a deed's intent is lifted: a redial goes on."""
        record.doing = None
        record.journal = [e for e in record.journal if e is not self.secret]
        try:
            await self.slot.save(record)
        except TooLong:
            return await self._moved(record, heard)
        return self._say(Reply(Prompt("busy"), self._lang(record), final=True))

    async def _answer(self, record: Record, heard: Heard, said: str | None) -> str:
        if heard.kind == "again":
            return self._say(await self._pending(record), record.note)
        if said is not None and said.strip() in ("99", BACK):
            leafed = await self._leaf(record, heard, said.strip())
            if leafed is not None:
                return leafed
        if record.final is not None and not self.face.texting:
            return self._say(Reply(Prompt("session-over"), self._lang(record), final=True))
        if record.final is not None:
            record, said = self._fresh(heard, record), None
        if record.offer:
            return await self._offered(record, heard, said)
        if said is not None:
            if self.face.texting:
                said = self.face.match(await self._pending(record), said)
            said = self._moved_back(record, heard, said.strip())
        return await self._converse(record, heard, said)

    async def _offered(self, record: Record, heard: Heard, said: str | None) -> str:
        """The redial asked whether to go on; it does not say with what."""
        picked = _OFFER.parse(said) if said is not None else None
        if picked is None or isinstance(picked, Invalid):
            record.slip = Kept.of(picked.slip) if picked else None
            reply = Reply(_OFFER.prompt, self._lang(record), slip=record.slip.prompt() if record.slip else None)
            return await self._settle(record, heard, reply)
        if picked == "again":
            record = self._fresh(heard, record)
        record.slip = None
        return await self._converse(record, heard, None)

    async def _leaf(self, record: Record, heard: Heard, said: str) -> str | None:
        """Turning pages is the channel's affair: nothing is answered by it."""
        reply = await self._pending(record)
        note = self.face.leaf(reply, record.note, heard.note, said)
        if note is None:
            return None
        record.note = note
        await self.slot.save(record)
        return self._say(reply, note)

    def _moved_back(self, record: Record, heard: Heard, said: str) -> str | None:
        """Back and home, in every dialog and language; what is left of the input otherwise."""
        record.slip = None
        if said == HOME:
            fresh = self._fresh(heard, record)
            record.run, record.journal, record.proven = fresh.run, [], False
            return None
        if said != BACK:
            return said
        if not back(record.journal) and _begun(record):
            record.slip = Kept("slip-no-back")
        return None

    async def _pending(self, record: Record) -> Reply:
        """What stands on the phone now, by replay alone."""
        if record.final is not None:
            return Reply(record.final.prompt(), self._lang(record), final=True)
        if record.offer:
            return Reply(_OFFER.prompt, self._lang(record), record.slip.prompt() if record.slip else None)
        run = self._run(record, b"", None)
        return self._reply(run, record, await run.drive(self.turns.dialog))

    def _run(self, record: Record, id: bytes, said: str | None) -> Run:
        return Run(self.world, record, self.delivery.caller, id, said, self.until, self.slot.save, self.delivery.sequenced)

    async def _converse(self, record: Record, heard: Heard, said: str | None) -> str:
        run = self._run(record, heard.id, said)
        run.hint = heard.lang
        try:
            shown = await run.drive(self.turns.dialog)
        finally:
            self.secret = run.secret
            record.lang = run.lang
        record.offer = False  # only now: a retry of a turn that broke off must still mean the offer's answer
        if run.slip is not None and record.slip is None:
            record.slip = Kept.of(run.slip)
        if run.errand is not None:
            record.promised = run.errand.key
        return await self._settle(record, heard, self._reply(run, record, shown))

    def _reply(self, run: Run, record: Record, shown: Prompt | End) -> Reply:
        lang = run.lang or self.world.country.languages[0]
        if isinstance(shown, End):
            return Reply(shown.prompt, lang, final=True)
        return Reply(shown, lang, slip=record.slip.prompt() if record.slip else None)

    async def _settle(self, record: Record, heard: Heard, reply: Reply) -> str:
        """Save what stands now. At the end the journal goes; the last words stay for a retry."""
        record.note, record.doing = heard.note, None
        if reply.final:
            record.journal, record.final, record.slip = [], Kept.of(reply.prompt, reply.lang), None
        await self.slot.save(record)
        return self._say(reply, record.note)

    def _lang(self, record: Record | None) -> str:
        return (record.lang if record else "") or self.world.country.languages[0]

    async def _chosen(self) -> str:
        """The language this phone once chose, for a conversation that is gone."""
        phone = self.delivery.caller.phone
        return (await self.world.contacts.language(phone) if phone else None) or self.world.country.languages[0]

    def _say(self, reply: Reply, note: bytes = b"") -> str:
        return self.face.show(reply, note)


def _key_or_words(said: str) -> str:
    """`0`, `00` and `99` in any script and with a keypad's noise; all else as it was typed."""
    if said.isascii() and said.isalnum():
        return said
    key = quiet(said)
    return key if key in (BACK, HOME, "99") else said.strip()


def _begun(record: Record) -> bool:
    """Whether the citizen has answered anything inside a service that may be offered to whoever picks up this phone."""
    answers = [e for e in record.journal if e.kind == ANSWER]
    private = any(e.value == PRIVATE or e.name.startswith(PRIVATE) for e in answers)
    return not private and any(e.name.partition("#")[0] not in _FRONT for e in answers)


__all__ = ["PRIVATE", "Turns"]
