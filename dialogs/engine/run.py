"""The replay: drives a service by hand through what is recorded, and on to its next question."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

import msgspec

from config.policy import Proof
from dialogs.desk import Deed, Desk, Hand, Look, World
from dialogs.engine import heard
from dialogs.engine.journal import ANSWER, DEED, LOOK, Entry, Moved, Reader, Record
from dialogs.model import Caller, Code, End, Masked, Prompt
from dialogs.ports import Errand, TooSlow
from dialogs.questions import Invalid, this_number
from dialogs.refusals import Unavailable
from dialogs.talk import Ask, Talk

Dialog = Callable[[Talk, Desk], Coroutine[Any, Any, End]]
_KINDS = ("answer", "look", "deed")
_TALK = Talk()


class NotAStep(Exception):
    """A service awaited something that is not a step: the replay could not repeat it."""


class _Waits(Exception):
    """A question of the engine's own comes first."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt


class Saver(Protocol):
    """Writes the record by compare-and-set; raises `Overtaken` when another delivery was faster."""

    async def __call__(self, record: Record) -> None: ...


class Run(Masked, msgspec.Struct):
    """One turn over one record: what was said (None: only replay), by which delivery, within which time.

    `masks`: what free words told is read back masked. `refused` says afterwards that what was said is no answer.
    """

    world: World
    record: Record
    caller: Caller
    delivery: bytes
    said: str | None
    until: float
    save: Saver
    sequenced: bool = True
    masks: bool = True
    service: str = ""
    hint: str = ""
    lang: str = ""
    refused: bool = False
    slip: Prompt | None = None
    errand: Errand | None = None
    secret: Entry | None = None

    def __post_init__(self) -> None:
        self.lang = self.record.lang

    async def drive(self, dialog: Dialog) -> Prompt | End:
        """The question that waits for the citizen, or the end."""
        # Kept here alone: as a field of the run it would close a circle, and every turn would wait for the collector.
        record = self.record
        desk = Desk(
            self.world,
            self.caller,
            lambda: self.lang,
            record.promised,
            lambda: self.hint,
            service=self.service,
            last=record.last,
        )
        steps = dialog(_TALK, desk)
        try:
            return await self._drive(steps, desk, Reader(self.record.journal))
        except _Waits as first:
            return first.prompt
        finally:
            steps.close()

    async def _drive(self, steps: Coroutine[Any, Any, End], desk: Desk, reader: Reader) -> Prompt | End:
        value: Any = None
        while True:
            try:
                step = steps.send(value)
            except StopIteration as stop:
                ended: End = stop.value
                return ended
            if isinstance(step, Ask):
                use, entry = reader.next(ANSWER, step.name)
                if entry is not None:
                    value = step.question.load(entry.value)
                    continue
                answered, value = self._told(step, use) if self.record.told else (False, None)
                if not answered:
                    answered, value = self._answer(step, use)
                if not answered:
                    return step.question.prompt
            elif isinstance(step, Look):
                value = await self._look(step, desk, reader)
                if self.errand is not None:
                    return End(Prompt("errand-promised", (("ref", self.errand.ref),)))
            elif isinstance(step, Deed):
                value = await self._deed(step, desk, reader)
            else:
                raise NotAStep

    def _answer(self, step: Ask[Any], use: str) -> tuple[bool, Any]:
        """Whether what was said answers a question that is not in the journal yet, and the answer."""
        self.slip = step.slip
        if self.said is None:
            return False, None
        parsed = step.question.parse(self.said)
        self.said = None
        if isinstance(parsed, Invalid):
            self.slip, self.refused = parsed.slip, True
            return False, None
        if isinstance(parsed, Code) and parsed.plain:
            parsed = Code(self.world.keys.mac("code", self.record.run, parsed.plain).hex()[:16], parsed.plain)
            if not self.sequenced and self._was_tried(step.name, parsed):
                return False, None
        entry = self._add(Entry(ANSWER, use, step.question.dump(parsed), self.delivery))
        self.secret = entry if isinstance(parsed, Code) else None
        self.slip = None
        return True, parsed

    def _told(self, step: Ask[Any], use: str) -> tuple[bool, Any]:
        """Whether free words answered this question before it was asked, and the answer; first she is asked whether it is so."""
        found = heard.answer(step, use, self.record.told, self.world.country)
        if found is None:
            return False, None
        if not any(entry.name == heard.CONFIRMED for entry in self.record.journal):
            self._read_back()
        if not self.record.told:
            return False, None
        told, answer = found
        told.use = use
        self._add(Entry(ANSWER, use, step.question.dump(answer), self.delivery))
        self.slip = None
        return True, answer

    def _read_back(self) -> None:
        question = heard.read_back(self.record.told, self.world.country, self.world.speech, self.lang, masks=self.masks)
        answered, right = self._answer(Ask(heard.CONFIRMED, question, None), heard.CONFIRMED)
        if not answered:
            raise _Waits(question.prompt)
        if not right:
            self.record.told = []

    def _was_tried(self, name: str, code: Code) -> bool:
        """Whether this code was answered before: it may be a copy, and must not cost one more try."""
        tried = (e.value for e in self.record.journal if e.kind == ANSWER and e.name.partition("#")[0] == name)
        return code.mac in tried

    async def _look(self, step: Look[Any], desk: Desk, reader: Reader) -> Any:
        mark = self._digest(step.args)
        use, entry = reader.next(LOOK, step.name, mark)
        now = self.world.clock.now() if entry is None or step.fresh is not None else 0.0
        if entry is None or (step.fresh is not None and now - entry.at > step.fresh):
            hand = Hand(self._key(use, mark), self.until - now)
            try:
                value = await self._in_time(step.call(hand))
            except (TooSlow, Unavailable):
                if not step.errand:
                    raise
                await self._promise(step, hand.key)
                return None
            if entry is None:
                entry = self._add(Entry(LOOK, use, value, mark))
            entry.value, entry.at = msgspec.to_builtins(value), int(now) if step.fresh is not None else 0
        value = _recorded(entry, step)
        if step.speaks and value:
            self.lang = value
        self._claim(step, value, desk)
        return value

    async def _deed(self, step: Deed[Any], desk: Desk, reader: Reader) -> Any:
        mark = self._digest(step.args)
        use, entry = reader.next(DEED, step.name, mark)
        if entry is None:
            if step.sure and not self.sequenced and not self._is_sure():
                self._make_sure(use, reader)
            value = await self._do(step, use, mark)
        else:
            value = _recorded(entry, step)
        if step.speaks:
            self.lang = value
        if step.clears and value:
            self.record.promised = b""
        if step.proves:
            desk.proof = max(desk.proof, step.proves(value))
            self.record.proven = desk.proof > Proof.SIM
        self._claim(step, value, desk)
        return value

    def _claim(self, step: Look[Any] | Deed[Any], value: Any, desk: Desk) -> None:
        if step.claims and (phone := step.claims(value)):
            self.caller = msgspec.structs.replace(self.caller, phone=phone)
            desk.claim(phone)

    def _is_sure(self) -> bool:
        """Whether the number was the last answer: it stands for all the deeds up to the next question."""
        answers = [entry.name for entry in self.record.journal if entry.kind == ANSWER]
        return bool(answers) and answers[-1].partition("#")[0] == "sure"

    def _make_sure(self, use: str, reader: Reader) -> None:
        """A repeated `1` must not do the deed: the citizen types a number that stands on this screen alone."""
        number = int.from_bytes(self.world.keys.mac("sure", self.record.run, use)[:4], "big") % 89 + 10
        ask = Ask("sure", this_number("make-sure", number), None)
        answer, entry = reader.next(ANSWER, ask.name)
        if entry is None and not self._answer(ask, answer)[0]:
            raise _Waits(ask.question.prompt)

    async def _do(self, step: Deed[Any], use: str, mark: bytes) -> Any:
        """Intent saved, deed done, result saved: a crash in between repeats it under the same idempotency key."""
        started = self.world.clock.now()
        self.record.doing = (self.delivery, started)
        await self._save_intent()
        value = await self._in_time(step.call(Hand(self._key(use, mark), self.until - started)))
        if step.even:
            rest = self.world.country.policy.answer_floor - (self.world.clock.now() - started)
            if rest > 0:
                await self.world.clock.sleep(rest)
        self._add(Entry(DEED, use, msgspec.to_builtins(value), mark))
        self.record.doing = None
        self.record.lang = self.lang
        if step.proves and step.proves(value) > Proof.SIM:
            self.record.proven = True
        if step.forgets and value:
            self.record.gone, self.record.promised = True, b""
        await self.save(self.record)
        self.secret = None
        return value

    async def _save_intent(self) -> None:
        """A code that was just typed is not saved before its deed is: only the delivery itself can bring it again."""
        answers = self.record.journal
        self.record.journal = [e for e in answers if e is not self.secret]
        try:
            await self.save(self.record)
        finally:
            self.record.journal = answers

    async def _in_time(self, work: Awaitable[Any]) -> Any:
        return await self.world.clock.within(max(0.05, self.until - self.world.clock.now()), work)

    async def _promise(self, step: Look[Any], key: bytes) -> None:
        phone = self.caller.phone
        if phone is None:
            raise Unavailable("no-phone")
        ref = f"{int.from_bytes(self.world.keys.mac('errand', key)[:4], 'big') % 9000 + 1000}"
        made = Errand(key, ref, step.errand, {"value": step.args[0]}, phone, self.lang, self.world.clock.now())
        self.errand = await self.world.errands.put(made)

    def _add(self, entry: Entry) -> Entry:
        self.record.journal.append(entry)
        self.world.emit(_KINDS[entry.kind], entry.name)
        return entry

    def _digest(self, args: tuple[str, ...]) -> bytes:
        return self.world.keys.mac("args", *args)[:4] if args else b""

    def _key(self, use: str, mark: bytes) -> bytes:
        return self.world.keys.mac("deed", self.record.run, use, mark)


def _recorded(entry: Entry, step: Look[Any] | Deed[Any]) -> Any:
    """The value of a step as it was recorded; raises `Moved` when a release gave its result another shape."""
    try:
        return msgspec.convert(entry.value, step.kind)
    except msgspec.ValidationError as changed:
        raise Moved from changed
