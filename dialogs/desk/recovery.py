"""Recovering a lost number: a code to the enrolled phone, the number by SMS to the same."""

from collections.abc import Sequence

import msgspec

from config.policy import Limit, Proof
from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Deed, Hand, World
from dialogs.model import Code, IdRef, Phone, Prompt
from dialogs.ports import OtpChallenge
from dialogs.refusals import OtpExpired, Refused

CODE_LIFE = 180.0
"""Seconds that a one-time code lives (mosip.kernel.otp.expiry-time)."""


class Challenge(msgspec.Struct, array_like=True, frozen=True):
    """A code was asked for. `live` is false when nobody would get one: the citizen is told the same in both cases.

    `wait` is in minutes when the caller or the subject is locked, else 0.
    """

    txn: str = ""
    scheme: str = ""
    value: str = ""
    expires_at: float = 0.0
    live: bool = False
    wait: int = 0


class Finding(msgspec.Struct, array_like=True, frozen=True):
    """What came of a code: `outcome` is `found`, `done`, `other`, `wrong`, `expired`, `refused` by the registry, or `locked`.

    `masked` is the number when found; `left` the tries that are left, `wait` the minutes of a lock. `uses` are (day as ISO,
    who used the identity), newest first.
    """

    outcome: str
    masked: str = ""
    left: int = 0
    wait: int = 0
    uses: tuple[tuple[str, str], ...] = ()


def decoy(world: World, subject: IdRef, hand: Hand) -> Challenge:
    """A code that nobody gets: it looks like one that somebody does, and is the same for the same deed."""
    txn = f"{int.from_bytes(world.keys.mac('decoy', hand.key)[:8], 'big') % 10**10:010d}"
    return Challenge(txn, subject.scheme, subject.value, world.clock.now() + CODE_LIFE)


class RecoveryDesk(Room):
    """Steps of a recovery."""

    def recover_start(self, subject: IdRef) -> Deed[Challenge]:
        """Ask the registry to send a code to the enrolled phone, found by this SIM or by a receipt.

        Registered or not, the result reads the same to the citizen and takes the same time.
        """

        async def call(hand: Hand) -> Challenge:
            return await self._recover_start(subject, hand)

        return Deed("recover-start", (subject.value,), Challenge, call, even=True, sure=True)

    def recover_finish(self, challenge: Challenge, code: Code, ending: str = "") -> Deed[Finding]:
        """Check the code; when it is right the number leaves by SMS to the enrolled phone and to no other.

        A number that does not end in `ending` is the one of somebody `other` on the same phone: it stays where it is.
        """

        async def call(hand: Hand) -> Finding:
            return await self._recover_finish(challenge, code, ending, hand)

        def proof(finding: Finding) -> Proof:
            return Proof.CODE if finding.outcome == "found" else Proof.SIM

        return Deed("recover-finish", (challenge.txn, code.mac, *filter(None, (ending,))), Finding, call, even=True, proves=proof)

    async def _recover_start(self, subject: IdRef, hand: Hand) -> Challenge:
        world, who = self._world, self._parties(subject)
        waits = max(await world.guard.locked("recover-code", who), await self._spend("recover-start", who, hand))
        if waits:
            return Challenge(wait=minutes(waits))
        await self._audit("recover-start", hand.key, subject=subject)
        try:
            sent = await world.identity.recover_start(subject, ctx=self._context("recover", hand))
        except Refused:
            return decoy(world, subject, hand)
        return Challenge(sent.txn, subject.scheme, subject.value, sent.expires_at, live=True)

    async def _recover_finish(self, challenge: Challenge, code: Code, ending: str, hand: Hand) -> Finding:
        world, subject = self._world, IdRef(challenge.scheme, challenge.value)
        done = await world.outbox.note(hand.key)
        if done is not None:
            await self._audit("recover", hand.key, subject=subject, outcome="found")
            return Finding("found", done)
        who = self._parties(subject)
        limit = world.country.policy.limits["recover-code"]
        left = await self._tries("recover-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=minutes(limit.lock))
        try:
            otp = OtpChallenge(challenge.txn, subject, challenge.expires_at)
            found = await world.identity.recover_finish(otp, code, ctx=self._context("recover", hand))
        except Refused as refused:
            expired = isinstance(refused, OtpExpired) or world.clock.now() >= challenge.expires_at
            return await self._missed("expired" if expired else "wrong", left, who, limit, hand)
        if not challenge.live:
            return await self._missed("wrong", left, who, limit, hand)
        if not found.ref.value.endswith(ending):
            await self._audit("recover", hand.key, subject=subject, outcome="other")
            return Finding("other")
        await self._tell(found.ref, found.phone, hand)
        await world.guard.forgive("recover-code", who)
        await self._audit("recover", hand.key, subject=subject, outcome="found")
        return Finding("found", found.ref.masked)

    async def _missed(self, outcome: str, left: int, who: Sequence[bytes], limit: Limit, hand: Hand) -> Finding:
        await self._audit("recover", hand.key, outcome=outcome)
        if left == 0:
            await self._world.guard.lock("recover-code", who, limit.lock)
            return Finding("locked", wait=minutes(limit.lock))
        return Finding(outcome, left=left)

    async def _tell(self, ref: IdRef, enrolled: Phone, hand: Hand) -> None:
        """The number to the enrolled phone; and word of it in a second SMS when another SIM asked."""
        if self._caller.phone != enrolled and await self._world.contacts.consent(enrolled, "security") is not False:
            notice = self._world.keys.mac("notice", hand.key)
            await self._sms(notice, enrolled, Prompt("sms-recover-notice"))
        await self._sms(hand.key, enrolled, Prompt("sms-recover-number", (("number", ref.value),)), note=ref.masked)
