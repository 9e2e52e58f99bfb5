"""A relative or an agent who helps somebody: her own consent first, then what the policy shows a helper, and word to her."""

from dialogs.desk.challenge import Challenge, ChallengeRoom, Finding, proof_of
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, IdRef, Phone, Prompt
from dialogs.ports import OtpChallenge, Recovered


class HelpDesk(ChallengeRoom):
    """What a helper may do. Who helped whom, and as what, is in the audit chain; she is told by SMS where a code proved it."""

    def help_start(self, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the phone of whom he helps. Registered or not, it reads and takes the same."""

        async def call(hand: Hand) -> Challenge:
            async def send() -> OtpChallenge:
                return await self._world.identity.recover_start(subject, ctx=self._context("help", hand))

            return await self._challenge("help-start", "prove", subject, hand, send)

        return Deed("help-start", (subject.scheme, subject.value), Challenge, call, even=True, sure=True)

    def help_agreed(self, challenge: Challenge, code: Code) -> Deed[Finding]:
        """The code that she told him is her consent; word of it goes to her phone."""

        async def call(hand: Hand) -> Finding:
            async def check() -> Recovered:
                return await self._world.identity.recover_finish(challenge.otp, code, ctx=self._context("help", hand))

            async def then(found: Recovered) -> None:
                await self._word_of_help(found.phone, hand)

            return await self._told_back("help", challenge, hand, check, then)

        return Deed("help-agreed", (challenge.txn, code.mac), Finding, call, even=True, proves=proof_of)

    def help_noted(self, receipt: IdRef, helper: str) -> Deed[bool]:
        """She is there with her receipt: who helps her, and as what, is written down."""

        async def call(hand: Hand) -> bool:
            await self._audit(f"help-receipt-{helper}", hand.key, self._about(receipt))
            return True

        return Deed("help-noted", (receipt.value, helper), bool, call, sure=True)

    async def _word_of_help(self, her: Phone, hand: Hand) -> None:
        """An SMS to her own phone, unless it is the one that helps."""
        if self._caller.phone == her:
            return
        ending = self._caller.phone.e164[-2:] if self._caller.phone else "--"
        await self._sms(self._world.keys.mac("helped", hand.key), her, Prompt("sms-helped", (("ending", ending),)))
