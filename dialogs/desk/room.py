"""What every part of the desk uses: who calls, what she may try and see, what is written down and sent."""

from collections.abc import Callable, Sequence

import msgspec

from config.policy import Limit, Proof
from dialogs.desk.steps import Hand, World
from dialogs.model import Caller, IdRef, Phone, Prompt
from dialogs.ports import AuditEvent, CallContext, Lane, Message

SMS_LIFE = 24 * 3600.0
RIGHT_CODE = 600.0
"""Seconds within which a crashed turn may come again for the result of a right code."""
PAGES = frozenset({"web", "rasa"})
"""Channels on which anybody is somebody new at each message: no count of one caller holds there."""
STRANGERS = Limit(tries=300, window=600.0, lock=600.0)
"""Codes for all who come by a page and have no phone, together: each is an SMS, and somebody pays for it."""
CASES = Limit(tries=100, window=3600.0, lock=3600.0)
"""Cases, and calls in private, of all of them together: whoever floods a list hides those who need it."""
HERSELF = b""
"""The subject of a line of the audit that is about nobody but who acts."""


class Room:
    """One part of the desk. Refusals come back as values, outages end the turn.

    `service` is the code or number that she wrote to, `last` the service that she used last in this conversation.
    """

    def __init__(
        self,
        world: World,
        caller: Caller,
        lang: Callable[[], str],
        promised: bytes = b"",
        hint: Callable[[], str] = str,
        *,
        service: str = "",
        last: str = "",
    ) -> None:
        self._world = world
        self._caller = caller
        self._lang = lang
        self._promised = promised
        self._hint = hint
        self._service = service
        self._last = last
        self.country = world.country
        self.proof = Proof.SIM if caller.phone else Proof.NONE

    def claim(self, phone: Phone) -> None:
        """From here on this phone stands behind the conversation, as a SIM would: a claim, not a proof."""
        self._caller = msgspec.structs.replace(self._caller, phone=phone)
        self.proof = max(self.proof, Proof.SIM)

    def minutes_locked(self, limit: str) -> int:
        return minutes(self._world.country.policy.limits[limit].lock)

    def may_use(self, service: str) -> bool:
        return self._world.country.policy.may_use(service, self.proof)

    def may_show(self, shown: str) -> bool:
        """Whether the policy lets this caller see the field `shown` now."""
        return self._world.country.policy.may_show(shown, self.proof)

    def ever_shows(self, shown: str) -> bool:
        """Whether the policy opens the field `shown` to some proof at all."""
        return self._world.country.policy.ever_shows(shown)

    @property
    def has_phone(self) -> bool:
        """Whether a phone stands behind this conversation: the one that calls, or one that was linked."""
        return self._caller.phone is not None

    @property
    def this_sim(self) -> IdRef:
        """Whoever enrolled with the phone that calls (MOSIP handle)."""
        phone = self._caller.phone
        return IdRef("HANDLE", f"{phone.e164}@phone" if phone else "")

    @property
    def _stranger(self) -> bool:
        """Whether this may be anybody: who came by a page, and stands there without a phone and without a proof."""
        return self._caller.channel in PAGES and self.proof is Proof.NONE

    def _parties(self, subject: IdRef) -> tuple[bytes, bytes]:
        caller, mac = self._caller, self._world.keys.mac
        who = (caller.phone.e164,) if caller.phone else (caller.channel, caller.id)
        return mac("caller", *who), self._about(subject)

    def _about(self, subject: IdRef) -> bytes:
        """By what the tries and the audit know a person, a card, a phone, an account or a case."""
        return self._world.keys.mac("subject", subject.scheme, subject.value)

    def _context(self, purpose: str, hand: Hand) -> CallContext:
        return CallContext(purpose, hand.key, hand.deadline, consent=True, lang=self._lang())

    async def _tries(self, what: str, who: Sequence[bytes], limit: Limit, hand: Hand) -> int:
        return await self._world.guard.spend(
            what, who, tries=limit.tries, window=limit.window, lock=limit.lock, key=self._world.keys.mac("try", what, hand.key)
        )

    async def _spend(self, what: str, who: Sequence[bytes], hand: Hand) -> float:
        """Spend one try; the seconds to wait when there was none left, else 0."""
        limit = self._world.country.policy.limits[what]
        return limit.lock if await self._tries(what, who, limit, hand) < 0 else 0.0

    async def _crowd(self, what: str, limit: Limit, hand: Hand) -> float:
        """Spend one try of all strangers of a page together; the seconds to wait when there was none left, else 0."""
        if not self._stranger:
            return 0.0
        everybody = (self._world.keys.mac("strangers", self._caller.channel),)
        return limit.lock if await self._tries(f"{what}-strangers", everybody, limit, hand) < 0 else 0.0

    async def _codes(self, subject: IdRef, hand: Hand) -> float:
        """Spend one code of all kinds together; the seconds to wait when there was none left, else 0.

        It counts with who asks and with whom it reaches: a phone where the identifier names one, else whoever the identifier
        is of, whose phone the registry alone knows. To the very phone that asks it counts with nobody: so no stranger can
        use up what she has by her own SIM, or read from a refusal that she used it.
        """
        number = subject.value.removesuffix("@phone") if subject.scheme in ("HANDLE", "PHONE") else ""
        if self._caller.phone is not None and number == self._caller.phone.e164:
            return 0.0
        who = self._parties(IdRef("PHONE", number) if number else subject)
        return await self._spend("codes", who, hand) or await self._crowd("code", STRANGERS, hand)

    async def _was_right(self, hand: Hand) -> bool:
        """Whether the code of this deed was found right before a crash kept its result from being saved: it is good only once."""
        return await self._world.guard.locked("right-code", (hand.key,)) > 0

    async def _keep_right(self, hand: Hand) -> None:
        await self._world.guard.lock("right-code", (hand.key,), RIGHT_CODE)

    async def _sms(self, key: bytes, to: Phone, prompt: Prompt, *, note: str = "") -> None:
        speech, lang = self._world.speech, self._lang()
        valid = self._world.clock.now() + SMS_LIFE
        message = Message(key, to, speech.say(prompt, lang).body, Lane.REPLY, valid, note, speech.encoding(prompt.key, lang))
        await self._world.outbox.put(message)

    async def _audit(self, action: str, key: bytes, subject: bytes, outcome: str = "", *, nameless: bool = False) -> None:
        """`subject` is found by `_about`, or `HERSELF`; `nameless`: nothing may lead back to the phone of who acts."""
        actor = b"" if nameless else self._parties(IdRef("", ""))[0]
        once = self._world.keys.mac("audit-line", action, key)
        await self._world.audit.append(AuditEvent(self._world.clock.now(), action, actor, subject, outcome, once))


def minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
