"""Her own hold on her identity: lock and unlock it, a temporary number, who used it."""

from datetime import UTC, datetime

import msgspec

from dialogs.desk.challenge import Challenge, ChallengeRoom, Finding
from dialogs.desk.room import RIGHT_CODE, minutes
from dialogs.desk.steps import Deed, Hand
from dialogs.model import Code, Prompt
from dialogs.ports import Factor, OtpChallenge
from dialogs.refusals import NoContactRegistered, NotPermitted, NotSupported, OtpExpired, RateLimited, Refused

LOCKED = (Factor.FINGER, Factor.IRIS, Factor.FACE, Factor.DEMOGRAPHIC)
"""What she locks: not her codes, with which alone she can unlock from a phone."""
SHOWN = 5
_NOT_THE_CODE = (NotPermitted, NotSupported, NoContactRegistered, RateLimited)


class ControlDesk(ChallengeRoom):
    """What her number lets her do, each time with a new code to the enrolled phone."""

    def can(self, what: str) -> bool:
        """Whether this country's population registry can `lock`, issue an `alias`, or tell the `usage`."""
        return what in self._world.identity.caps()

    def control(self, what: str, challenge: Challenge, code: Code) -> Deed[Finding]:
        """`lock`, `unlock`, `alias` (by SMS to the enrolled phone) or `usage`, with the code that was just sent."""

        async def call(hand: Hand) -> Finding:
            subject, limit = challenge.subject, self._world.country.policy.limits["prove-code"]
            who = self._parties(subject)
            if kept := await self._kept(hand):
                return kept
            left = await self._tries("prove-code", who, limit, hand)
            if left < 0:
                return Finding("locked", wait=minutes(limit.lock))
            done = await self._control(what, challenge, code, hand)
            await self._audit(f"identity-{what}", hand.key, self._about(subject), done.outcome)
            if done.outcome == "wrong":
                return await self._missed("prove-code", "wrong", left, who)
            if done.outcome == "done":
                await self._keep(done, hand)
                await self._world.guard.forgive("prove-code", who)
            return done

        return Deed("control", (what, challenge.txn, code.mac), Finding, call, even=True)

    async def _kept(self, hand: Hand) -> Finding | None:
        """What this deed came to before a crash kept it from being saved: its code is good only once."""
        keys, place = self._world.keys, self._world.keys.mac("controlled", hand.key)
        found = await self._world.sessions.load(place)
        return msgspec.msgpack.decode(keys.open("controlled", found[1], place), type=Finding) if found else None

    async def _keep(self, done: Finding, hand: Hand) -> None:
        keys, place = self._world.keys, self._world.keys.mac("controlled", hand.key)
        await self._world.sessions.save(place, 0, keys.seal("controlled", msgspec.msgpack.encode(done), place), RIGHT_CODE)

    async def _control(self, what: str, challenge: Challenge, code: Code, hand: Hand) -> Finding:
        identity, ctx = self._world.identity, self._context(what, hand)
        otp = challenge.otp
        try:
            match what:
                case "lock":
                    await identity.lock(otp, code, LOCKED, ctx=ctx)
                case "unlock":
                    await identity.unlock(otp, code, LOCKED, None, ctx=ctx)
                case "alias":
                    await self._alias(otp, code, hand)
                case "usage":
                    used = await identity.usage_history(otp, code, SHOWN, ctx=ctx)
                    return Finding("done", uses=tuple((_day(one.at), one.by) for one in used))
        except OtpExpired:
            return Finding("expired")
        except _NOT_THE_CODE:
            return Finding("refused")
        except Refused:
            return Finding("wrong")
        return Finding("done")

    async def _alias(self, otp: OtpChallenge, code: Code, hand: Hand) -> None:
        if await self._world.outbox.note(hand.key) is not None:
            return
        alias = await self._world.identity.issue_alias(otp, code, ctx=self._context("alias", hand))
        if alias.phone is None:
            raise NoContactRegistered("alias")
        await self._sms(hand.key, alias.phone, Prompt("sms-alias", (("number", alias.ref.value),)), note=alias.ref.masked)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
