"""Proving who she is by a code to the enrolled phone, for services that show something of her."""

from config.policy import Proof
from dialogs.desk.recovery import Challenge, Finding, decoy
from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef
from dialogs.ports import OtpChallenge
from dialogs.refusals import OtpExpired, Refused


class ProofDesk(Room):
    """From a claim (this SIM, a typed number) to a proof."""

    def prove_start(self, purpose: str, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the enrolled phone of `subject`. Registered or not, it reads and takes the same.

        `purpose` is `prove`, or what `control` is to do with the code: `lock`, `unlock`, `alias`, `usage`.
        """

        wanted = "lock" if purpose == "unlock" else purpose  # one code is good for both

        async def call(hand: Hand) -> Challenge:
            world, who = self._world, self._parties(subject)
            waits = max(await world.guard.locked("prove-code", who), await self._spend("prove-start", who, hand))
            if waits:
                return Challenge(wait=minutes(waits))
            await self._audit("prove-start", hand.key, subject=subject)
            try:
                sent = await world.identity.send_otp(subject, ctx=self._context(wanted, hand))
            except Refused:
                return decoy(world, subject, hand)
            return Challenge(sent.txn, subject.scheme, subject.value, sent.expires_at, live=True)

        return Deed("prove-start", (wanted, subject.scheme, subject.value), Challenge, call, even=True, sure=True)

    def prove(self, challenge: Challenge, code: Code) -> Deed[Finding]:
        """Check the code; `found` raises the proof of this conversation to CODE."""

        async def call(hand: Hand) -> Finding:
            return await self._prove(challenge, code, hand)

        def proof(finding: Finding) -> Proof:
            return Proof.CODE if finding.outcome == "found" else Proof.SIM

        return Deed("prove", (challenge.txn, code.mac), Finding, call, even=True, proves=proof)

    async def _prove(self, challenge: Challenge, code: Code, hand: Hand) -> Finding:
        world, subject = self._world, IdRef(challenge.scheme, challenge.value)
        if await self._was_right(hand):
            return Finding("found", subject.masked)
        who, limit = self._parties(subject), world.country.policy.limits["prove-code"]
        left = await self._tries("prove-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=minutes(limit.lock))
        outcome = "found" if challenge.live else "wrong"
        try:
            otp = OtpChallenge(challenge.txn, subject, challenge.expires_at)
            await world.identity.verify_otp(otp, code, ctx=self._context("prove", hand))
        except Refused as refused:
            expired = isinstance(refused, OtpExpired) or world.clock.now() >= challenge.expires_at
            outcome = "expired" if expired else "wrong"
        await self._audit("prove", hand.key, subject=subject, outcome=outcome)
        if outcome == "found":
            await self._keep_right(hand)
            await world.guard.forgive("prove-code", who)
            return Finding("found", subject.masked)
        if left == 0:
            await world.guard.lock("prove-code", who, limit.lock)
            return Finding("locked", wait=minutes(limit.lock))
        return Finding(outcome, left=left)
