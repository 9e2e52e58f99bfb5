"""A code to an enrolled phone that must be told back: the same tries, lock and decoy whatever the code is good for."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import msgspec

from config.policy import Proof
from dialogs.desk.room import Room, minutes
from dialogs.desk.steps import Hand
from dialogs.model import IdRef, Masked
from dialogs.ports import AuthOutcome, OtpChallenge, Recovered
from dialogs.refusals import OtpExpired, Refused

CODE_LIFE = 180.0
"""Seconds that a one-time code lives (mosip.kernel.otp.expiry-time)."""
T = TypeVar("T", bound=AuthOutcome | Recovered)
"""What a right code opens at the registry."""


class Challenge(Masked, msgspec.Struct, array_like=True, frozen=True):
    """A code was asked for. `live` is false when nobody would get one: the citizen is told the same in both cases.

    `wait` is in minutes when the caller or the subject is locked, else 0.
    """

    txn: str = ""
    scheme: str = ""
    value: str = ""
    expires_at: float = 0.0
    live: bool = False
    wait: int = 0

    @property
    def subject(self) -> IdRef:
        """Whose code it is."""
        return IdRef(self.scheme, self.value)

    @property
    def otp(self) -> OtpChallenge:
        """The same, as a registry's port takes it."""
        return OtpChallenge(self.txn, self.subject, self.expires_at)


class Finding(Masked, msgspec.Struct, array_like=True, frozen=True):
    """What came of a code: `found`, `done`, `other`, `none`, `wrong`, `expired`, `locked`, or `refused` by the registry.

    `masked` is the number when found; `left` the tries that are left, `wait` the minutes of a lock. `uses` are (day as ISO,
    who used the identity), newest first.
    """

    outcome: str
    masked: str = ""
    left: int = 0
    wait: int = 0
    uses: tuple[tuple[str, str], ...] = ()


def proof_of(finding: Finding) -> Proof:
    """What a code that was told back proves."""
    return Proof.CODE if finding.outcome == "found" else Proof.NONE


class ChallengeRoom(Room):
    """What every use of a code goes through; its registry's call comes in as an argument, its `action` is the audit's word."""

    async def _challenge(
        self, action: str, limit: str, subject: IdRef, hand: Hand, send: Callable[[], Awaitable[OtpChallenge]]
    ) -> Challenge:
        """Have a code sent. Registered or not, it reads the same. `limit`: `<limit>-start` counts the codes that are asked for,
        `<limit>-code` those that are typed; `codes` those that are asked for of every kind."""
        who = self._parties(subject)
        waits = max(await self._world.guard.locked(f"{limit}-code", who), await self._spend(f"{limit}-start", who, hand))
        if waits := waits or await self._codes(subject, hand):
            return Challenge(wait=minutes(waits))
        await self._audit(action, hand.key, self._about(subject))
        try:
            sent = await send()
        except Refused:
            return self._decoy(subject, hand)
        return Challenge(sent.txn, subject.scheme, subject.value, sent.expires_at, live=True)

    def _decoy(self, subject: IdRef, hand: Hand) -> Challenge:
        """A code that nobody gets: it looks like one that somebody does, and is the same for the same deed."""
        txn = f"{int.from_bytes(self._world.keys.mac('decoy', hand.key)[:8], 'big') % 10**10:010d}"
        return Challenge(txn, subject.scheme, subject.value, self._world.clock.now() + CODE_LIFE)

    async def _told_back(
        self,
        action: str,
        challenge: Challenge,
        hand: Hand,
        check: Callable[[], Awaitable[T]],
        then: Callable[[T], Awaitable[None]] | None = None,
    ) -> Finding:
        """Try a code against `prove-code`; `then` is done with what a right one opened, before it is noted as used."""
        subject, limit = challenge.subject, self._world.country.policy.limits["prove-code"]
        if await self._was_right(hand):
            return Finding("found", subject.masked)
        who = self._parties(subject)
        left = await self._tries("prove-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=minutes(limit.lock))
        outcome, opened = await self._outcome(challenge, check)
        await self._audit(action, hand.key, self._about(subject), outcome)
        if opened is None:
            return await self._missed("prove-code", outcome, left, who)
        if then is not None:
            await then(opened)
        await self._keep_right(hand)
        await self._world.guard.forgive("prove-code", who)
        return Finding("found", subject.masked)

    async def _outcome(self, challenge: Challenge, check: Callable[[], Awaitable[T]]) -> tuple[str, T | None]:
        """`found` and what the code opened, else `wrong` or `expired`. A decoy opens nothing, whatever the registry says."""
        try:
            opened = await check()
        except Refused as refused:
            late = isinstance(refused, OtpExpired) or self._world.clock.now() >= challenge.expires_at
            return "expired" if late else "wrong", None
        return ("found", opened) if challenge.live else ("wrong", None)

    async def _missed(self, what: str, outcome: str, left: int, who: Sequence[bytes]) -> Finding:
        """The tries of `what` that are left after this one; the last one locks."""
        if left:
            return Finding(outcome, left=left)
        lock = self._world.country.policy.limits[what].lock
        await self._world.guard.lock(what, who, lock)
        return Finding("locked", wait=minutes(lock))
