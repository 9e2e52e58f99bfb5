"""A thousand citizens at once, each with a canary (lesson T1); and a Redis that dies under a conversation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from random import Random

import pytest

from channels.ussd.terminal import Handset
from dialogs.desk import Desk, Look
from dialogs.engine.counter import counter
from dialogs.engine.run import Dialog
from dialogs.engine.turn import Turns
from dialogs.model import End, IdRef, Phone, end
from dialogs.ports import Clock, Guard, Sessions
from dialogs.questions import text
from dialogs.talk import Talk
from registry_client.memory import Enrolled
from store.clock import SystemClock
from store.memory import MemoryGuard, MemorySessions
from store.redis_guard import RedisGuard
from store.redis_mux import Multiplexer
from store.redis_sessions import RedisSessions
from tests.dialogs.scenes import Registry, phone
from tests.player import HER, Stage_, stage
from tests.servers import OwnRedis

CITIZENS = 1000
PATIENT = 60.0
"""Seconds of a turn's budget: this is about mixing people up, not about how fast this machine is."""
Store = tuple[Sessions, Guard]


@pytest.fixture(params=["twin", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "twin":
        yield MemorySessions(SystemClock()), MemoryGuard(SystemClock())
        return
    mux = Multiplexer(request.getfixturevalue("redis_url"), connect_seconds=30, command_seconds=30)
    yield RedisSessions(mux), RedisGuard(mux)
    await mux.close()


class Crowded(Registry):
    """A registry whose answers take as long as chance will have it, so that they come back in any order."""

    chance = Random(7)

    async def _meet(self, what: str, ref: IdRef) -> None:
        await asyncio.sleep(self.chance.random() * 0.05)


def person(n: int) -> Enrolled:
    """The n-th citizen: number, phone and receipt all end in the same four digits, which nobody else has."""
    return Enrolled(f"263942{n:04d}", f"1000110002{n:05d}20260115093000", Phone(f"+21261234{n:04d}"))


def crowd(store: Store, dialog: Dialog = counter) -> tuple[Stage_, Callable[[Enrolled], Handset]]:
    people = tuple(person(n) for n in range(CITIZENS))
    made = stage(identity=lambda clock, codes: Crowded(clock, codes, people))
    clock: Clock = SystemClock()
    made.world = replace(made.world, clock=clock, sessions=store[0], guard=store[1])
    turns = Turns(made.world, dialog, PATIENT, 900.0, lambda kind, code: made.troubles.append((kind, code)))

    def handset(of: Enrolled) -> Handset:
        assert of.phone is not None
        ours = phone(made, dialog, of.phone.e164)
        ours.turns = turns
        return ours

    return made, handset


async def test_a_thousand_citizens_at_once_each_get_their_own_number_and_nobody_elses(store: Store) -> None:
    scene, handset = crowd(store)

    async def recovers(of: Enrolled) -> list[str]:
        caller = handset(of)
        screens = [await caller.dial()]
        screens += [await caller.send(answer) for answer in ("2", "1", "1", "2", of.receipt)]
        assert of.phone is not None
        screens.append(await caller.send(scene.codes[of.phone.e164]))
        return screens

    people = [person(n) for n in range(CITIZENS)]
    everything = await asyncio.gather(*map(recovers, people))
    for of, screens in zip(people, everything, strict=True):
        assert screens[-1] == f"END recover-sent masked={IdRef('UIN', of.uin).masked}"
        assert screens[:-1] == everything[0][:-1]
    sent = scene.messages()
    assert len(sent) == CITIZENS
    assert all(f"263942{to[-4:]}" in words for to, words in sent)
    assert scene.troubles == []


async def test_every_screen_of_a_thousand_interleaved_talks_carries_its_own_canary_only(store: Store) -> None:
    chance = Random(11)

    async def echo(talk: Talk, desk: Desk) -> End:
        canary = await talk.ask("canary", text("canary?"))
        for _ in range(2):

            async def heard(_: object, canary: str = canary) -> str:
                await asyncio.sleep(chance.random() * 0.03)
                return canary

            said = await Look("echo", (canary,), str, heard)
            canary = await talk.ask("more", text("more?", said=said))
        return end("told", said=canary)

    scene, handset = crowd(store, echo)

    async def talks(n: int) -> None:
        caller, canary = handset(person(n)), f"canary-{n:04d}"
        await caller.dial()
        for _ in range(2):
            await asyncio.sleep(chance.random() * 0.03)
            assert await caller.send(canary) == f"CON more? said={canary}"
        assert await caller.send(canary) == f"END told said={canary}"

    await asyncio.gather(*(talks(n) for n in range(CITIZENS)))
    assert scene.troubles == []


async def until(said: Callable[[str], bool], handset: Handset) -> str:
    """Deliver the last hop until the answer is as wanted: the connection backs off for a second at most."""
    for _ in range(200):
        if said(screen := await handset.again()):
            return screen
        await asyncio.sleep(0.02)
    raise TimeoutError(screen)


async def test_a_redis_that_dies_mid_dialog_gets_neutral_words_one_clear_message_and_a_fresh_start(own_redis: OwnRedis) -> None:
    mux = Multiplexer(own_redis.url)
    made = stage()
    made.world = replace(made.world, clock=SystemClock(), sessions=RedisSessions(mux), guard=RedisGuard(mux))
    caller = phone(made)
    await caller.dial()
    await caller.send("2")
    assert await caller.send("1") == "CON recover-consent"

    own_redis.kill()
    assert await caller.send("1") == "END busy"
    assert await caller.dial() == "END busy"
    assert {kind for kind, _ in made.troubles} == {"store"}

    caller.typed = ["2", "1", "1"]
    own_redis.start()
    assert await until(lambda screen: screen != "END busy", caller) == "END session-over"
    assert await caller.dial() == "CON menu", "the language is known, the draft is gone"
    for answer in ("1", "1", "1"):
        screen = await caller.send(answer)
    assert screen == "CON recover-code minutes=3"
    assert await caller.send(made.codes[HER]) == "END recover-sent masked=26****5169"
    await mux.close()
