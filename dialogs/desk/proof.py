"""Proving who she is by a code to the enrolled phone, for services that show something of her."""

from dialogs.desk.challenge import Challenge, ChallengeRoom, Finding, proof_of
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef
from dialogs.ports import AuthOutcome, OtpChallenge


class ProofDesk(ChallengeRoom):
    """From a claim (this SIM, a typed number) to a proof."""

    def prove_start(self, purpose: str, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the enrolled phone of `subject`. Registered or not, it reads and takes the same.

        `purpose` is `prove`, or what `control` is to do with the code: `lock`, `unlock`, `alias`, `usage`.
        """

        wanted = "lock" if purpose == "unlock" else purpose  # one code is good for both

        async def call(hand: Hand) -> Challenge:
            async def send() -> OtpChallenge:
                return await self._world.identity.send_otp(subject, ctx=self._context(wanted, hand))

            return await self._challenge("prove-start", "prove", subject, hand, send)

        return Deed("prove-start", (wanted, subject.scheme, subject.value), Challenge, call, even=True, sure=True)

    def prove(self, challenge: Challenge, code: Code) -> Deed[Finding]:
        """Check the code; `found` raises the proof of this conversation to CODE."""

        async def call(hand: Hand) -> Finding:
            async def check() -> AuthOutcome:
                return await self._world.identity.verify_otp(challenge.otp, code, ctx=self._context("prove", hand))

            return await self._told_back("prove", challenge, hand, check)

        return Deed("prove", (challenge.txn, code.mac), Finding, call, even=True, proves=proof_of)
