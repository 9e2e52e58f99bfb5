"""Recovering a lost number, of a person, a household or a card: a code to the enrolled phone, the number by SMS to the same."""

import msgspec

from dialogs.desk.challenge import Challenge, ChallengeRoom, Finding, proof_of
from dialogs.desk.room import RIGHT_CODE, minutes
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef, Param, Phone, Prompt
from dialogs.ports import OtpChallenge, Recovered
from dialogs.refusals import Refused

_decode = msgspec.msgpack.Decoder(tuple[str, str, str]).decode


class RecoveryDesk(ChallengeRoom):
    """Steps of a recovery."""

    def of_the_family(self, born: int) -> IdRef:
        """Whoever of the household of this SIM was born in that year."""
        return IdRef("MEMBER", f"{self.this_sim.value} {born}")

    def recover_start(self, subject: IdRef) -> Deed[Challenge]:
        """Ask the registry to send a code to the enrolled phone, found by this SIM, a receipt, its number or its family.

        Registered or not, the result reads the same to the citizen and takes the same time.
        """

        async def call(hand: Hand) -> Challenge:
            async def send() -> OtpChallenge:
                by = await self._whose(subject, hand)
                return await self._world.identity.recover_start(by, ctx=self._context("recover", hand))

            return await self._challenge("recover-start", "recover", subject, hand, send)

        return Deed("recover-start", (subject.value,), Challenge, call, even=True, sure=True)

    def recover_finish(self, challenge: Challenge, code: Code, ending: str = "", lost: str = "") -> Deed[Finding]:
        """Check the code; when it is right the number leaves by SMS to the enrolled phone and to no other.

        A number that does not end in `ending` is the one of somebody `other` on the same phone: it stays where it is.
        `lost` is `household`, the scheme of a card, or empty for the number of the person herself; `none`: there is none.
        """

        async def call(hand: Hand) -> Finding:
            return await self._recover_finish(challenge, code, ending, lost, hand)

        args = (challenge.txn, code.mac, *filter(None, (ending, lost)))
        return Deed("recover-finish", args, Finding, call, even=True, proves=proof_of)

    async def _whose(self, subject: IdRef, hand: Hand) -> IdRef:
        """The number under which the population registry knows her; it is asked for anew and kept nowhere."""
        if subject.scheme != "MEMBER":
            return subject
        handle, _, born = subject.value.rpartition(" ")
        ctx = self._context("recover", hand)
        return await self._world.social.member(IdRef("HANDLE", handle), self.country.id_scheme, int(born), ctx=ctx)

    async def _recover_finish(self, challenge: Challenge, code: Code, ending: str, lost: str, hand: Hand) -> Finding:
        world, subject = self._world, challenge.subject
        done = await world.outbox.note(hand.key)
        if done is not None:
            await self._audit("recover", hand.key, self._about(subject), "found")
            return Finding("found", done)
        who = self._parties(subject)
        limit = world.country.policy.limits["recover-code"]
        left = await self._tries("recover-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=minutes(limit.lock))
        outcome, found = await self._outcome(challenge, lambda: self._opened(challenge, code, lost, hand))
        if found is None:
            await self._audit("recover", hand.key, self._about(subject), outcome)
            return await self._missed("recover-code", outcome, left, who)
        if not found.ref.value.endswith(ending):
            await self._audit("recover", hand.key, self._about(subject), "other")
            return Finding("other")
        try:
            number = await self._number(lost, found.ref, hand)
        except Refused:
            await self._audit("recover", hand.key, self._about(subject), "none")
            return Finding("none")
        await self._tell(lost, number, found.phone, hand)
        await world.guard.forgive("recover-code", who)
        await self._audit("recover", hand.key, self._about(subject), lost.lower() or "found")
        return Finding("found", number.masked)

    async def _opened(self, challenge: Challenge, code: Code, lost: str, hand: Hand) -> Recovered:
        """Whom a right code opened. It is good only once: what it opened is kept, sealed, until another registry has answered."""
        world, key = self._world, self._world.keys.mac("recovered", hand.key)
        if lost and (kept := await world.sessions.load(key)) is not None:
            scheme, value, phone = _decode(world.keys.open("recovered", kept[1], key))
            return Recovered(IdRef(scheme, value), Phone(phone))
        subject = await self._whose(challenge.subject, hand)
        otp = OtpChallenge(challenge.txn, subject, challenge.expires_at)
        found = await world.identity.recover_finish(otp, code, ctx=self._context("recover", hand))
        if lost and challenge.live:
            plain = msgspec.msgpack.encode((found.ref.scheme, found.ref.value, found.phone.e164))
            await world.sessions.save(key, 0, world.keys.seal("recovered", plain, key), RIGHT_CODE)
        return found

    async def _number(self, lost: str, ref: IdRef, hand: Hand) -> IdRef:
        """The number that was lost by the person `ref`."""
        if not lost:
            return ref
        world, ctx = self._world, self._context("recover", hand)
        if lost == "household":
            number = (await world.social.household(ref, ctx=ctx)).ref
        else:
            number = await world.benefits.card_number(ref, lost, ctx=ctx)
        await world.sessions.drop(world.keys.mac("recovered", hand.key))
        return number

    async def _tell(self, lost: str, ref: IdRef, enrolled: Phone, hand: Hand) -> None:
        """The number to the enrolled phone; and word of it in a second SMS when another SIM asked."""
        if self._caller.phone != enrolled and await self._world.contacts.consent(enrolled, "security") is not False:
            notice = self._world.keys.mac("notice", hand.key)
            await self._sms(notice, enrolled, Prompt("sms-lost-notice" if lost else "sms-recover-notice"))
        await self._sms(hand.key, enrolled, self._told(lost, ref), note=ref.masked)

    def _told(self, lost: str, ref: IdRef) -> Prompt:
        number: tuple[str, Param] = ("number", ref.value)
        if not lost:
            return Prompt("sms-recover-number", (number,))
        if lost == "household":
            return Prompt("sms-lost-household", (number,))
        return Prompt("sms-lost-card", (("name", self.country.name_of(lost.lower())), number))
