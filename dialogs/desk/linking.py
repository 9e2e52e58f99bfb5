"""A phone for who writes in a chat: linked by a code to that phone, and unlinked as easily."""

import hmac

import msgspec

from config.policy import Limit, Proof
from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.model import Code, IdRef, Masked, Phone, Prompt
from dialogs.ports import Lane, Message
from dialogs.ports.linking import LINK_LIFE

LINK_CODE = 600.0
"""Seconds that a code for linking is good for, and within which it may still leave."""
KEPT = frozenset({"telegram", "whatsapp"})
"""Channels whose accounts are somebody's own, so that a link outlives the conversation. A browser may be anybody's."""


class Linking(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A code is under way to `phone` (E.164); `check` stands for it. `wait` is in minutes when no more may be asked for."""

    phone: str = ""
    check: str = ""
    expires_at: float = 0.0
    wait: int = 0


class Linked(Masked, msgspec.Struct, array_like=True, frozen=True):
    """What came of a code: `outcome` is `found`, `wrong`, `expired` or `locked`; `phone` (E.164) when found."""

    outcome: str
    phone: str = ""
    left: int = 0
    wait: int = 0


class Accounts(Masked, msgspec.Struct, array_like=True, frozen=True):
    """Accounts of messengers by which somebody speaks for this phone, as (channel, id)."""

    found: tuple[tuple[str, str], ...] = ()


class LinkDesk(Room):
    """The phone of a person who did not come by phone."""

    @property
    def keeps_linked_phone(self) -> bool:
        """Whether a phone linked on this channel is remembered for the next conversation."""
        return self._world.linked_phones is not None and self._caller.channel in KEPT

    def phone_would_do(self, service: str) -> bool:
        """Whether a phone is all that this caller lacks for `service`."""
        return not self.may_use(service) and self._world.country.policy.may_use(service, max(self.proof, Proof.SIM))

    def linked_phone(self) -> Look[str]:
        """The phone that this person linked earlier (E.164), empty when none: it stands behind the conversation from here on.

        A look of the journal, so that a link made in the middle changes nothing of what was answered before it.
        """

        async def call(_: Hand) -> str:
            linked, caller, now = self._world.linked_phones, self._caller, self._world.clock.now()
            phone = await linked.of(caller.channel, caller.id, since=now - LINK_LIFE) if linked else None
            return phone.e164 if phone else ""

        return Look("linked-phone", (), str, call, claims=_phone)

    def link_start(self, number: str) -> Deed[Linking]:
        """Send a code to `number` (E.164), whoever has it."""

        async def call(hand: Hand) -> Linking:
            world, whose = self._world, IdRef("PHONE", number)
            who, limit = self._parties(whose), world.country.policy.limits["prove-start"]
            locked = await world.guard.locked("link-code", who)
            if locked or await self._tries("link-start", who, limit, hand) < 0:
                return Linking(wait=minutes(locked or limit.lock))
            if waits := await self._codes(whose, hand):
                return Linking(wait=minutes(waits))
            await self._audit("link-start", hand.key, self._about(IdRef("PHONE", number)))
            code = f"{int.from_bytes(world.keys.mac('link-code', hand.key)[:8], 'big') % 10**6:06d}"
            now, words = world.clock.now(), Prompt("sms-phone-code", (("code", code),))
            body, encoding = world.speech.say(words, self._lang()).body, world.speech.encoding(words.key, self._lang())
            key = world.keys.mac("link-sms", hand.key)
            await world.outbox.put(Message(key, Phone(number), body, Lane.CODE, now + LINK_CODE, encoding=encoding))
            return Linking(number, self._link_check(number, code), now + LINK_CODE)

        return Deed("link-start", (number,), Linking, call, sure=True)

    def link_finish(self, linking: Linking, code: Code) -> Deed[Linked]:
        """Check the code; a right one puts the phone behind this conversation, and behind the next where links are kept."""

        async def call(hand: Hand) -> Linked:
            who, limit = self._parties(IdRef("PHONE", linking.phone)), self._world.country.policy.limits["prove-code"]
            left = await self._tries("link-code", who, limit, hand)
            if left < 0:
                return Linked("locked", wait=minutes(limit.lock))
            outcome = self._link_outcome(linking, code)
            await self._audit("link", hand.key, self._about(IdRef("PHONE", linking.phone)), outcome)
            if outcome != "found":
                return await self._not_linked(outcome, left, who, limit)
            await self._keep_link(Phone(linking.phone))
            await self._world.guard.forgive("link-code", who)
            return Linked("found", linking.phone)

        return Deed("link-finish", (linking.check, code.mac), Linked, call, claims=lambda linked: _phone(linked.phone))

    def _link_outcome(self, linking: Linking, code: Code) -> str:
        if self._world.clock.now() >= linking.expires_at:
            return "expired"
        right = hmac.compare_digest(self._link_check(linking.phone, code.plain or ""), linking.check)
        return "found" if right else "wrong"

    async def _not_linked(self, outcome: str, left: int, who: tuple[bytes, bytes], limit: Limit) -> Linked:
        if left == 0:
            await self._world.guard.lock("link-code", who, limit.lock)
            return Linked("locked", wait=minutes(limit.lock))
        return Linked(outcome, left=left)

    async def _keep_link(self, phone: Phone) -> None:
        caller, world = self._caller, self._world
        if world.linked_phones is not None and self.keeps_linked_phone:
            await world.linked_phones.link(caller.channel, caller.id, phone, at=world.clock.now())
            if await world.contacts.language(phone) is None:
                await world.contacts.set_language(phone, self._lang(), at=world.clock.now())

    def unlink(self) -> Deed[bool]:
        """Forget the phone of this person; the next conversation begins without one."""

        async def call(hand: Hand) -> bool:
            if self._world.linked_phones is not None:
                await self._world.linked_phones.unlink(self._caller.channel, self._caller.id)
            await self._audit("unlink", hand.key, self._about(IdRef(self._caller.channel, self._caller.id)))
            return True

        return Deed("unlink", (), bool, call)

    def accounts(self) -> Look[Accounts]:
        """Who is linked to this phone, for its SIM to see: numbers change hands, and codes are talked out of people."""

        async def call(_: Hand) -> Accounts:
            linked, phone = self._world.linked_phones, self._caller.phone
            if linked is None or phone is None or self.keeps_linked_phone:
                return Accounts()
            return Accounts(tuple(await linked.accounts(phone)))

        return Look("accounts", (), Accounts, call)

    def unlink_account(self, channel: str, id: str) -> Deed[bool]:
        """That account speaks for this phone no more; whoever has it may link it again with a code to the phone."""

        async def call(hand: Hand) -> bool:
            if self._world.linked_phones is not None:
                await self._world.linked_phones.unlink(channel, id)
            await self._audit("unlink", hand.key, self._about(IdRef(channel, id)))
            return True

        return Deed("unlink-account", (channel, id), bool, call, sure=True)

    def _link_check(self, number: str, code: str) -> str:
        return self._world.keys.mac("link-check", number, code).hex()


def _phone(number: str) -> Phone | None:
    return Phone(number) if number else None
