"""One delivery in, one screen out: load, hear, and what that means for what stands on the phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Struct, structs

from dialogs.desk import World
from dialogs.engine import heard as free
from dialogs.engine.exchange import OFFER, Exchange, ending, last_service
from dialogs.engine.face import Face, Heard
from dialogs.engine.journal import ANSWER, Entry, Kept, Moved, Record, TooLong, back
from dialogs.engine.person import whose
from dialogs.engine.run import Dialog
from dialogs.engine.slot import Overtaken, Slot
from dialogs.engine.words import Words, private
from dialogs.model import Delivery, Masked
from dialogs.ports import StoreDown, TooSlow, Unreadable
from dialogs.questions import Invalid, quiet
from dialogs.refusals import RegistryError

BACK, HOME = "0", "00"
PAUSE = 900.0
"""Seconds after which what was proved or said in private is over where people write: nobody redials, but phones change hands."""
_FRONT = frozenset({"language", "menu", "news"})
"""Questions of the front counter: answering them is not yet having begun something."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns for one channel profile. `budget` and `ttl` are in seconds; `dialog` is the front counter.

    `trouble` is told the static name and code of everything that ended a turn in neutral words. `masks`: what was heard in
    free words is read back masked, for messages that stay on a phone which others may hold.
    """

    world: World
    dialog: Dialog
    budget: float
    ttl: float
    trouble: Callable[[str, str], None]
    masks: bool = True

    async def take(self, delivery: Delivery, face: Face) -> str | None:
        """The answer to one delivery; None for a phone that hung up, and where a person answers."""
        until = self.world.clock.now() + self.budget
        slot = Slot(self.world, delivery, self.ttl, self.trouble)
        late = False
        while True:
            try:
                return await self._turn(delivery, face, slot, until).take()
            except Overtaken:
                if late:
                    return face.show(ending("wait", self.world.country.languages[0]), b"")
                late = self.world.clock.now() >= until  # once more: the faster one may just have saved its reply
                await self.world.clock.sleep(0.02)
            except (StoreDown, Unreadable) as down:
                self.trouble("store", type(down).__name__)
                return face.show(ending("busy", self.world.country.languages[0]), b"")

    def _turn(self, delivery: Delivery, face: Face, slot: Slot, until: float) -> "_Turn":
        words = Words(self.world, delivery, slot.key, self.trouble)
        exchange = Exchange(self.world, self.dialog, delivery, face, slot, words, until, self.masks)
        return _Turn(self, delivery, face, slot, exchange, self.world)

    async def talked_at(self, delivery: Delivery) -> float:
        """When (Unix time) the conversation was last spoken in to which this delivery belongs; 0.0 when none is open.

        Raises `StoreDown`.
        """
        record = await Slot(self.world, delivery, self.ttl, self.trouble).load()
        return record.at if record is not None and record.final is None and record.journal else 0.0

    async def spoken(self, delivery: Delivery) -> str:
        """The language of the conversation to which this delivery belongs; empty when none is known. Raises `StoreDown`."""
        record = await Slot(self.world, delivery, self.ttl, self.trouble).load()
        return record.lang if record is not None else ""


class _Turn(Masked, Struct):
    turns: Turns
    delivery: Delivery
    face: Face
    slot: Slot
    exchange: Exchange
    world: World

    async def take(self) -> str | None:
        record = await self.slot.load()
        heard = self.face.hear(record.note if record else b"", self.delivery)
        if heard.kind == "close":
            return None
        belongs = await whose(self.world, self.delivery, heard, self.exchange.lang(record))
        if belongs.person:
            return None
        self.exchange.left = belongs.left
        if heard.kind == "over":
            lang = self.exchange.lang(record) if record else await self.exchange.chosen()
            return self.exchange.say(ending("session-over", lang))
        if record is not None and record.doing is not None:
            self._wait_for(record.doing)
        if heard.kind == "dial":
            record = self._dialled(record, heard)
        elif heard.kind == "start" or record is None:
            record = self._fresh(heard, record)
        elif self._left_alone(record):
            record, heard = self._fresh(heard, record), structs.replace(heard, kind="start") if heard.kind == "said" else heard
        return await self._go_on(record, heard)

    def _left_alone(self, record: Record) -> bool:
        """Whether what stands there was proved or said in private, by somebody who may have put the phone down since."""
        paused = self.face.texting and self.world.clock.now() - record.at > PAUSE
        return paused and (record.proven or private(record))

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
        if old is None or old.gone:
            return Record(run, "", journal)
        return Record(run, old.lang, journal, promised=old.promised, last=last_service(old))

    async def _go_on(self, record: Record, heard: Heard) -> str | None:
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

    async def _moved(self, record: Record, heard: Heard) -> str | None:
        """A polite end: what was recorded has another meaning now, or is too much."""
        self.turns.trouble("moved", "")
        return await self.exchange.settle(record, heard, ending("moved", self.exchange.lang(record)))

    async def _busy(self, record: Record, heard: Heard) -> str | None:
        """Neutral words. What was answered stays (but a code), a deed's intent is lifted: a redial goes on."""
        record.doing = None
        record.journal = [e for e in record.journal if e is not self.exchange.secret]
        try:
            await self.slot.save(record)
        except TooLong:
            return await self._moved(record, heard)
        return self.exchange.say(ending("busy", self.exchange.lang(record)))

    async def _answer(self, record: Record, heard: Heard, said: str | None) -> str | None:
        if heard.kind == "again":
            return self.exchange.say(await self.exchange.pending(record), record.note)
        if said is not None and said.strip() in ("99", BACK):
            leafed = await self.exchange.leaf(record, heard, said.strip())
            if leafed is not None:
                return leafed
        if record.final is not None and not self.face.texting:
            return self.exchange.say(ending("session-over", self.exchange.lang(record)))
        if record.final is not None:
            record, said = self._fresh(heard, record), None
        if heard.kind in ("speak", "help", "stop"):
            return await self._controlled(record, heard)
        if record.offer:
            return await self._offered(record, heard, said)
        if self.face.texting and heard.kind != "start":
            return await (self._opened(record, heard) if said is None else self._texted(record, heard, said))
        if said is not None:
            said = self._moved_back(record, heard, said.strip())
        return await self.exchange.converse(record, heard, said)

    # --- in words ------------------------------------------------------------------------------

    async def _controlled(self, record: Record, heard: Heard) -> str | None:
        """A word that means the same in every state: another language, help, the end."""
        if heard.kind == "stop":
            return await self.exchange.settle(record, heard, ending("chat-stopped", self.exchange.lang(record)))
        record.slip = Kept("chat-help")
        if heard.kind == "speak":
            if self.delivery.caller.phone:
                now = self.world.clock.now()
                await self.world.contacts.set_language(self.delivery.caller.phone, heard.lang, at=now)
            record.lang, record.slip = heard.lang, Kept("language-done")
            free.speak(record.journal, heard.lang)
        if record.offer or record.guess:
            return await self.exchange.settle(record, heard, await self.exchange.pending(record))
        return await self.exchange.converse(record, heard, None)

    async def _opened(self, record: Record, heard: Heard) -> str | None:
        """The first words of a conversation may say at once what it is about."""
        if record.journal:  # it was opened by this delivery before, or goes on
            return await self.exchange.converse(record, heard, None)
        meaning = await self.exchange.words.meaning(record)
        self.exchange.hint = meaning.lang
        if meaning.service:
            return await self._begin(record, heard, meaning.service, meaning.told)
        if (guess := await self.exchange.words.guess(record)) is not None:
            record.lang = record.lang or await self.exchange.chosen(self.exchange.hint)
            return await self.exchange.ask_back(record, heard, guess)
        record.slip = self.exchange.words.not_understood(asked=False)
        return await self.exchange.converse(record, heard, None)

    async def _texted(self, record: Record, heard: Heard, said: str) -> str | None:
        """An answer to what stands, else what the words mean."""
        pending, guess = await self.exchange.pending(record), record.guess
        if guess is not None and said != HOME:
            picked = free.did_you_mean(guess).parse(self.face.match(pending, said))
            record.guess, record.slip = None, None
            if picked in guess.offers:
                return await self._begin(record, heard, str(picked), [(one.kind, one.value) for one in guess.told])
            if picked == free.NONE or said == BACK:
                return await self.exchange.converse(record, heard, None)
            pending = await self.exchange.pending(record)  # she says it better, or answers what she was asked before
        if pending.prompt.key == "menu" and not self.exchange.words.name(pending, said):
            meaning = await self.exchange.words.meaning(record)
            if meaning.service:
                return await self._begin(record, heard, meaning.service, meaning.told)
        left = self._moved_back(record, heard, self.face.match(pending, said).strip())
        return await self.exchange.converse(record, heard, left)

    async def _begin(self, record: Record, heard: Heard, service: str, told: Sequence[tuple[str, str]]) -> str | None:
        """The service, as if it had been picked at the menu, with what was told."""
        record = self._fresh(heard, record)
        record.journal.append(Entry(ANSWER, "menu", service, heard.id))
        record.told = free.kept(told, self.world.country)
        return await self.exchange.converse(record, heard, None)

    # --- a redial, back and home ---------------------------------------------------------------

    async def _offered(self, record: Record, heard: Heard, said: str | None) -> str | None:
        """The redial asked whether to go on; it does not say with what."""
        picked = OFFER.parse(said) if said is not None else None
        if picked is None or isinstance(picked, Invalid):
            record.slip = Kept.of(picked.slip) if picked else None
            return await self.exchange.settle(record, heard, await self.exchange.pending(record))
        if picked == "again":
            record = self._fresh(heard, record)
        record.slip = None
        return await self.exchange.converse(record, heard, None)

    def _moved_back(self, record: Record, heard: Heard, said: str) -> str | None:
        """Back and home, in every dialog and language; what is left of the input otherwise."""
        record.slip = None
        if said == HOME:
            fresh = self._fresh(heard, record)
            record.run, record.journal, record.proven, record.told, record.guess = fresh.run, [], False, [], None
            record.last = fresh.last
            return None
        if said != BACK:
            return said
        if not back(record.journal) and _begun(record):
            record.slip = Kept("slip-no-back")
        record.told = free.still_true(record.told, record.journal)
        return None


def _key_or_words(said: str) -> str:
    """`0`, `00` and `99` in any script and with a keypad's noise; all else as it was typed."""
    if said.isascii() and said.isalnum():
        return said
    key = quiet(said)
    return key if key in (BACK, HOME, "99") else said.strip()


def _begun(record: Record) -> bool:
    """Whether the citizen has answered anything inside a service that may be offered to whoever picks up this phone."""
    begun = any(e.kind == ANSWER and e.name.partition("#")[0] not in _FRONT for e in record.journal)
    return begun and not private(record)
