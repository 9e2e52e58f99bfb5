"""A relative or an agent who helps somebody: her own consent first, then what the policy shows a helper, and word to her."""

from config.policy import Proof
from dialogs.desk.recovery import Challenge, Finding, decoy
from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef, Prompt
from dialogs.ports import OtpChallenge, Recovered
from dialogs.refusals import OtpExpired, Refused


class HelpDesk(Room):
    """What a helper may do. Who helped whom, and as what, is in the audit chain; she is told by SMS where a code proved it."""

    def help_start(self, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the phone of whom he helps. Registered or not, it reads and takes the same."""

        async def call(hand: Hand) -> Challenge:
            world, who = self._world, self._parties(subject)
            waits = max(await world.guard.locked("prove-code", who), await self._spend("prove-start", who, hand))
            if waits:
                return Challenge(wait=minutes(waits))
            await self._audit("help-start", hand.key, subject=subject)
            try:
                sent = await world.identity.recover_start(subject, ctx=self._context("help", hand))
            except Refused:
                return decoy(world, subject, hand)
            return Challenge(sent.txn, subject.scheme, subject.value, sent.expires_at, live=True)

        return Deed("help-start", (subject.scheme, subject.value), Challenge, call, even=True, sure=True)

    def help_agreed(self, challenge: Challenge, code: Code) -> Deed[Finding]:
        """The code that she told him is her consent; word of it goes to her phone."""

        async def call(hand: Hand) -> Finding:
            return await self._agreed(challenge, code, hand)

        def proof(finding: Finding) -> Proof:
            return Proof.CODE if finding.outcome == "found" else Proof.SIM

        return Deed("help-agreed", (challenge.txn, code.mac), Finding, call, even=True, proves=proof)

    def help_noted(self, receipt: IdRef, helper: str) -> Deed[bool]:
        """She is there with her receipt: who helps her, and as what, is written down."""

        async def call(hand: Hand) -> bool:
            await self._audit(f"help-receipt-{helper}", hand.key, subject=receipt)
            return True

        return Deed("help-noted", (receipt.value, helper), bool, call, sure=True)

    async def _agreed(self, challenge: Challenge, code: Code, hand: Hand) -> Finding:
        world, subject = self._world, IdRef(challenge.scheme, challenge.value)
        if await self._was_right(hand):
            return Finding("found", subject.masked)
        who, limit = self._parties(subject), world.country.policy.limits["prove-code"]
        left = await self._tries("prove-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=minutes(limit.lock))
        otp = OtpChallenge(challenge.txn, subject, challenge.expires_at)
        outcome, found = "wrong", None
        try:
            found = await world.identity.recover_finish(otp, code, ctx=self._context("help", hand))
        except Refused as refused:
            late = isinstance(refused, OtpExpired) or world.clock.now() >= challenge.expires_at
            outcome = "expired" if late else "wrong"
        if found is not None and challenge.live:
            return await self._consented(subject, found, hand)
        await self._audit("help", hand.key, subject=subject, outcome=outcome)
        if left == 0:
            await world.guard.lock("prove-code", who, limit.lock)
            return Finding("locked", wait=minutes(limit.lock))
        return Finding(outcome, left=left)

    async def _consented(self, subject: IdRef, found: Recovered, hand: Hand) -> Finding:
        await self._audit("help", hand.key, subject=subject, outcome="found")
        if self._caller.phone != found.phone:
            ending = self._caller.phone.e164[-2:] if self._caller.phone else "--"
            await self._sms(self._world.keys.mac("helped", hand.key), found.phone, Prompt("sms-helped", (("ending", ending),)))
        await self._keep_right(hand)
        await self._world.guard.forgive("prove-code", self._parties(subject))
        return Finding("found", subject.masked)
