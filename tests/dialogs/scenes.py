"""Small dialogs need small scenes: a phone that shows keys instead of words, a till for deeds, a registry with moods."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from channels.ussd.terminal import Handset
from config.policy import Proof
from dialogs.desk import Deed, Hand, Look
from dialogs.engine.counter import counter
from dialogs.engine.run import Dialog
from dialogs.model import Code, IdRef, Reply
from dialogs.ports import ApplicationStatus, AuthOutcome, CallContext, OtpChallenge, Recovered, Sessions
from dialogs.refusals import NotPermitted, RegistryError
from registry_client.memory import Enrolled, MemoryIdentity
from store.clock import FakeClock
from tests.player import HER, PEOPLE, Stage_, stage

T = TypeVar("T")
NO_PHONE = "10001100020000720260116111500"
MINOR = "10001100020000820260116111500"


class KeyFace(UssdFace):
    """Shows `slip / key param=value` on one page, so that a test reads what was meant and not how it is said."""

    def show(self, reply: Reply, note: bytes) -> str:
        params = [f"{name}={value}" for name, value in reply.prompt.params]
        words = " ".join([reply.prompt.key, *params])
        return self.wire(f"{reply.slip.key} / {words}" if reply.slip else words, not reply.final)

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        return None


def phone(scene: Stage_, dialog: Dialog = counter, number: str = HER, *, sessions: Sessions | None = None) -> Handset:
    """A handset that shows keys, served by turns of its own: another process over the same store."""
    made = scene.handset(number, dialog, sessions=sessions)
    world = scene.world
    made.face = KeyFace(world.speech, world.keys, africastalking.wire, shortcuts=world.country.shortcuts)
    return made


def moved_to(handset: Handset, scene: Stage_, dialog: Dialog) -> Handset:
    """The same open session, served by a process that runs another release."""
    handset.turns = scene.turns(dialog)
    return handset


async def typed(handset: Handset, *answers: str) -> str:
    """Dial and answer; the last screen."""
    screen = await handset.dial()
    for answer in answers:
        screen = await handset.send(answer)
    return screen


async def together(clock: FakeClock, *work: Awaitable[T]) -> list[T]:
    """All of `work` at once, while the clock runs."""
    tasks = [asyncio.ensure_future(each) for each in work]
    for _ in range(5000):
        if all(task.done() for task in tasks):
            return [task.result() for task in tasks]
        await clock.advance(0.01)
    raise TimeoutError("the work does not end")


async def seconds_of(clock: FakeClock, work: Coroutine[Any, Any, T]) -> tuple[float, T]:
    """How long it took on the clock, to a millisecond, and what came of it."""

    async def timed() -> tuple[float, T]:
        began = clock.now()
        done = await work
        return round(clock.now() - began, 3), done

    return (await together(clock, timed()))[0]


async def record_of(scene: Stage_, number: str = HER) -> bytes | None:
    """The plain bytes that are kept of a phone's conversation; None when there is nothing."""
    key = scene.world.keys.mac("conversation", "ussd", scene.world.country.service_code, number)
    stored = await scene.world.sessions.load(key)
    return scene.world.keys.open("conversation", stored[1], key) if stored else None


@dataclass
class Till:
    """A receiver of deeds that keeps their keys, as receivers must. `fails` are raised by the next calls, in turn."""

    scene: Stage_
    calls: int = 0
    done: dict[bytes, str] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)
    takes: float = 0.0

    def pay(self, amount: str = "1", *, name: str = "pay", proves: Callable[[str], Proof] | None = None) -> Deed[str]:
        async def call(hand: Hand) -> str:
            return await self._received(hand, amount)

        return Deed(name, (amount,), str, call, proves=proves)

    def price(self, of: str = "bread", *, name: str = "price", fresh: float | None = None) -> Look[str]:
        async def call(hand: Hand) -> str:
            return await self._received(hand, f"price of {of}")

        return Look(name, (of,), str, call, fresh=fresh)

    async def _received(self, hand: Hand, what: str) -> str:
        self.calls += 1
        if self.takes:
            await self.scene.world.clock.sleep(self.takes)
        if self.fails:
            raise self.fails.pop(0)
        return self.done.setdefault(hand.key, what)


class Registry(MemoryIdentity):
    """The registry in memory, with a latency by scheme and value, a person under age, and outages to come."""

    def __init__(self, clock: FakeClock, codes: dict[str, str], people: tuple[Enrolled, ...] = PEOPLE) -> None:
        numbers = iter(f"{n:06d}" for n in range(424201, 10**6))
        nobody = Enrolled("5812974630", NO_PHONE, None)
        super().__init__(
            (*people, nobody), clock, on_code=lambda to, code: codes.__setitem__(to.e164, code), new_code=lambda: next(numbers)
        )
        self._time = clock
        self.latency: Callable[[IdRef], float] = lambda _: 0.0
        self.outages: list[RegistryError] = []
        self.calls: list[str] = []

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        await self._meet("send_otp", ref)
        return await super().send_otp(ref, ctx=ctx)

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        await self._meet("verify_otp", challenge.by)
        return await super().verify_otp(challenge, code, ctx=ctx)

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        await self._meet("recover_start", by)
        return await super().recover_start(by, ctx=ctx)

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        await self._meet("recover_finish", challenge.by)
        return await super().recover_finish(challenge, code, ctx=ctx)

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus:
        await self._meet("application_status", aid)
        return await super().application_status(aid, ctx=ctx)

    async def _meet(self, what: str, ref: IdRef) -> None:
        self.calls.append(what)
        if wait := self.latency(ref):
            await self._time.sleep(wait)
        if self.outages:
            raise self.outages.pop(0)
        if ref.value == MINOR:
            raise NotPermitted("age", upstream="memory")


def registry_stage(*, floor: float = 0.0) -> tuple[Stage_, Registry]:
    """A stage over a `Registry`, whose moods the test sets."""
    made: list[Registry] = []

    def identity(clock: FakeClock, codes: dict[str, str]) -> Registry:
        made.append(Registry(clock, codes))
        return made[0]

    scene = stage(identity=identity, floor=floor)
    return scene, made[0]


class Noticing(UssdFace):
    """The face of the wire; it also notes which prompt it showed last."""

    showed = ""

    def show(self, reply: Reply, note: bytes) -> str:
        object.__setattr__(self, "showed", reply.prompt.key)
        return super().show(reply, note)
