"""Strangers who ask for codes over everything that is hers: how many reach her, what they read, and what she still can do."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from itertools import count

import pytest

from config.policy import Limit
from dialogs.desk import Desk, Hand
from dialogs.desk.challenge import Challenge
from dialogs.desk.linking import Linking
from dialogs.desk.steps import Deed
from dialogs.model import Caller, IdRef, Phone
from dialogs.ports import Lane
from registry_client.memory import MemoryIdentity
from store.redis_guard import RedisGuard
from store.redis_mux import Multiplexer
from tests.dialogs.scenes import phone, registry_stage, seconds_of, typed
from tests.dialogs.test_policy import under
from tests.player import HER, MOROCCO, NOBODY, OTHER, PEOPLE, RECEIPT, UIN, Crash, Dying, Stage_, stage

NONE_SUCH, NO_RECEIPT = "2639425177", "10001100020009920260116111500"
LIMIT = MOROCCO.policy.limits["codes"]
TIMES = 3
Way = Callable[[Desk], Deed[Challenge] | Deed[Linking]]


def ways(number: str, receipt: str, sim: str) -> dict[str, Way]:
    """All that one can have a code sent by, over what is known of somebody."""
    return {
        "link": lambda desk: desk.link_start(sim),
        "SIM": lambda desk: desk.recover_start(IdRef("HANDLE", f"{sim}@phone")),
        "proof by SIM": lambda desk: desk.prove_start("prove", IdRef("HANDLE", f"{sim}@phone")),
        "receipt": lambda desk: desk.recover_start(IdRef("AID", receipt)),
        "number": lambda desk: desk.recover_start(IdRef("UIN", number)),
        "proof": lambda desk: desk.prove_start("prove", IdRef("UIN", number)),
        "lock": lambda desk: desk.prove_start("lock", IdRef("UIN", number)),
        "help": lambda desk: desk.help_start(IdRef("UIN", number)),
    }


HERS = ways(UIN, RECEIPT, HER)
OVER_HER_PHONE, OVER_HER_NUMBER = ("link", "SIM", "proof by SIM"), ("number", "proof", "lock", "help")


@dataclass
class Town:
    """A stage whose registry tells at which phones its codes arrive, and strangers who ask for some."""

    scene: Stage_
    told: list[str]
    deeds: "count[int]"

    @property
    def reached_her(self) -> int:
        """How many codes her phone got: the registry's, and ours."""
        ours = [one.to.e164 for one in self.scene.outbox.messages if one.lane is Lane.CODE]
        return (self.told + ours).count(HER)

    async def ask(self, way: Way, by: Caller, *, key: bytes = b"") -> int:
        """The minutes that he is told to wait; 0 when he is asked for the code."""
        deed = way(Desk(self.scene.world, by, lambda: "fr"))
        return (await deed.call(Hand(key or b"deed %d" % next(self.deeds), 3.0))).wait


def account(n: int) -> Caller:
    return Caller("telegram", f"7001{n:05d}")


@pytest.fixture(params=["twin", "redis"])
async def town(request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    made = town_of()
    if request.param == "twin":
        yield made
        return
    mux = Multiplexer(request.getfixturevalue("redis_url"), connect_seconds=5, command_seconds=5)
    made.scene.world = replace(made.scene.world, guard=RedisGuard(mux))
    yield made
    await mux.close()


def town_of() -> Town:
    told, codes = list[str](), (f"{n:06d}" for n in count(424201))
    scene = stage(
        identity=lambda clock, _: MemoryIdentity(
            PEOPLE, clock, on_code=lambda to, _: told.append(to.e164), new_code=lambda: next(codes)
        )
    )
    return Town(scene, told, count())


# --- attacks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [Caller("ussd", OTHER, Phone(OTHER)), account(1)], ids=["a phone", "an account"])
async def test_one_stranger_over_all_that_is_hers_reaches_her_five_times(town: Town, by: Caller) -> None:
    waits = [await town.ask(way, by) for way in HERS.values() for _ in range(TIMES)]
    assert town.reached_her == LIMIT.tries == waits.count(0)
    assert all(waits[waits.index(60) :]), "nothing is open to him any more"
    assert await town.ask(HERS["help"], account(2)) == 0, "it was his own count that was up"


@pytest.mark.parametrize("over", [OVER_HER_PHONE, OVER_HER_NUMBER], ids=["her phone", "her number"])
async def test_any_number_of_strangers_over_one_of_hers_reach_her_five_times(town: Town, over: tuple[str, ...]) -> None:
    waits = [await town.ask(HERS[way], account(n * 10 + turn)) for n, way in enumerate(over) for turn in range(TIMES)]
    assert town.reached_her == LIMIT.tries == waits.count(0)
    assert await town.ask(HERS["receipt"], account(99)) == 0, "that it is the same phone nobody may read from a refusal"


async def test_over_her_phone_and_over_that_of_nobody_strangers_read_the_same(town: Town) -> None:
    nobodys = ways(NONE_SUCH, NO_RECEIPT, NOBODY)
    for one, way in enumerate(HERS):
        for turn in range(TIMES):
            by = 100 * one + 10 * turn
            assert await town.ask(HERS[way], account(by)) == await town.ask(nobodys[way], account(by + 1)), way


async def test_what_she_asks_for_by_her_own_sim_no_stranger_can_read_from_a_refusal(town: Town) -> None:
    her = Caller("ussd", HER, Phone(HER))
    for way in ("SIM", "proof by SIM"):
        assert [await town.ask(HERS[way], her) for _ in range(TIMES)] == [0] * TIMES
    assert [await town.ask(HERS["link"], account(n)) for n in range(TIMES)] == [0] * TIMES


# --- she herself -------------------------------------------------------------------------------


async def test_whatever_strangers_used_up_she_recovers_by_her_own_sim(town: Town) -> None:
    for n, (name, way) in enumerate(HERS.items()):
        for turn in range(TIMES if "SIM" not in name else 0):  # no dialog has anybody name the SIM of somebody else
            await town.ask(way, account(n * 10 + turn))
    assert await town.ask(HERS["link"], account(99)) > 0
    reached = town.reached_her
    assert await typed(phone(town.scene), "2", "1", "1", "1") == "CON recover-code minutes=3"
    assert town.reached_her == reached + 1


async def test_after_an_hour_all_is_open_again() -> None:
    town = town_of()
    for n, way in enumerate(OVER_HER_NUMBER * 2):
        await town.ask(HERS[way], account(n))
    assert await town.ask(HERS["number"], account(50)) == 60
    await town.scene.clock.advance(LIMIT.lock + 1)
    assert await town.ask(HERS["number"], account(51)) == 0


@pytest.mark.parametrize("number", [UIN, NONE_SUCH], ids=["registered", "not registered"])
@pytest.mark.parametrize("limit", ["codes", "prove-start"])
async def test_it_is_refused_in_the_words_and_the_time_of_any_other_refusal(limit: str, number: str) -> None:
    scene, registry = registry_stage(floor=0.6)
    under(scene, limits={**MOROCCO.policy.limits, limit: Limit(1, 3600, 3600)})
    registry.latency = lambda _: 0.3
    for by, screen in ((OTHER, "CON prove-code minutes=3"), (NOBODY, "END recover-locked minutes=60")):
        handset = phone(scene, number=by)
        await typed(handset, "2", "2", "4", "1")
        assert await seconds_of(scene.clock, handset.send(number)) == (0.6, screen)


# --- what comes twice --------------------------------------------------------------------------


async def test_a_deed_that_is_done_again_counts_once(town: Town) -> None:
    for n, way in enumerate(("number", "proof") * 2 + ("number",)):
        assert [await town.ask(HERS[way], account(n), key=b"again %d" % n) for _ in range(3)] == [0, 0, 0]
    assert town.reached_her == LIMIT.tries
    assert [await town.ask(HERS["proof"], account(9), key=b"sixth") for _ in range(3)] == [60, 60, 60]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 4))
async def test_a_number_typed_into_a_crash_costs_one_code(at: int, after: bool) -> None:
    limits = {**MOROCCO.policy.limits, "codes": Limit(2, 3600, 3600), "prove-start": Limit(9, 3600, 3600)}
    scene = under(stage(), limits=limits)
    handset = phone(scene, number=OTHER)
    await typed(handset, "2", "2", "4", "1")
    handset.turns = scene.turns(sessions=Dying(scene.world.sessions, at, after=after))
    with pytest.raises(Crash):
        await handset.send(UIN)
    handset.turns = scene.turns()
    await scene.clock.advance(4)
    assert await handset.again() == "CON prove-code minutes=3"
    for n, screen in enumerate(("CON prove-code minutes=3", "END recover-locked minutes=60")):
        assert await typed(phone(scene, number=f"+21270099000{n}"), "2", "2", "4", "1", UIN) == screen
