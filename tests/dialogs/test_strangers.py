"""On a page anybody is somebody new at each message: what costs others something is counted for all strangers together."""

import secrets

import pytest

from config.policy import Limit, Proof
from dialogs.desk import Desk, Hand
from dialogs.desk.protection import CALLS
from dialogs.desk.room import CASES, STRANGERS
from dialogs.model import Caller, Phone
from dialogs.ports import Asked, Conversation
from store.inbox_thread import Rules
from tests.dialogs.scenes import phone
from tests.people import peopled
from tests.player import HER, Stage_, stage

LINKING = ("Bonjour", "2", "7", "1", "0612340007")
"""French, a complaint, a phone for it."""
HELP = ("7", "3", "1")
"""A complaint, in private, a call."""


@pytest.fixture
def scene() -> Stage_:
    return stage()


async def used_up(scene: Stage_, what: str, limit: Limit) -> None:
    """So many strangers of the web chat were there already."""
    who = [scene.world.keys.mac("strangers", "web")]
    for _ in range(limit.tries):
        key = secrets.token_bytes(16)
        spent = await scene.world.guard.spend(
            f"{what}-strangers", who, tries=limit.tries, window=limit.window, lock=limit.lock, key=key
        )
        assert spent >= 0


async def test_strangers_together_have_so_many_codes_sent_and_no_more(scene: Stage_) -> None:
    await used_up(scene, "code", STRANGERS)
    visitor, person = scene.chatter("visitor"), scene.messenger("telegram", "700100200")
    for typed in LINKING:
        refused = await visitor.send(typed)
    assert "c'est bloqué 10 minutes" in refused
    assert scene.messages() == []
    for typed in LINKING:
        await person.send(typed)
    assert len(scene.messages()) == 1, "who has an account of his own is no stranger"
    await scene.clock.advance(STRANGERS.lock + 1)
    later = scene.chatter("later")
    for typed in LINKING:
        await later.send(typed)
    assert len(scene.messages()) == 2


async def test_a_phone_asks_for_five_calls_and_is_told_when_there_may_be_another(scene: Stage_) -> None:
    caller = phone(scene)
    await caller.dial()
    await caller.send("2")
    for _ in range(CALLS.tries):
        await caller.dial()
        for typed in (*HELP, "1", "1", "1"):
            said = await caller.send(typed)
        assert said == "END private-noted"
    await caller.dial()
    for typed in (*HELP, "1", "1", "1"):
        said = await caller.send(typed)
    assert said == "END locked minutes=360"
    assert await noted(scene) == CALLS.tries


async def test_strangers_together_cannot_bury_the_calls_that_others_need(scene: Stage_) -> None:
    await used_up(scene, "call-me", CASES)
    visitor, caller = scene.chatter("visitor"), phone(scene)
    for typed in ("Bonjour", "2", "9", "8", "1", "0612345678", "1", "1"):
        refused = await visitor.send(typed)
    assert "c'est bloqué 60 minutes" in refused
    assert await noted(scene) == 0
    await caller.dial()
    for typed in ("2", *HELP, "1", "1", "1"):
        said = await caller.send(typed)
    assert (said, await noted(scene)) == ("END private-noted", 1)


@pytest.mark.parametrize(
    ("channel", "linked", "proof", "before"),
    [
        ("web", "", Proof.NONE, -1),
        ("rasa", "", Proof.NONE, -1),
        ("web", HER, Proof.NONE, 1),
        ("web", "", Proof.CODE, 1),
        ("telegram", "", Proof.NONE, 1),
        ("whatsapp", "", Proof.NONE, 1),
    ],
)
async def test_strangers_who_used_up_their_share_of_the_queue_keep_out_none_but_strangers(
    scene: Stage_, channel: str, linked: str, proof: Proof, before: int
) -> None:
    _, people = peopled(scene, rules=Rules(strangers=1))
    await people.ask(Asked(b"first", Conversation("web", "web", "first"), "fr", stranger=True), now=scene.clock.now())
    desk = Desk(scene.world, Caller(channel, "another"), lambda: "fr")
    if linked:
        desk.claim(Phone(linked))
    desk.proof = max(desk.proof, proof)
    assert (await desk.people().call(Hand(b"look", 3.0))).full is (before < 0)
    assert await desk.ask_for_a_person(shown=False).call(Hand(b"ask", 3.0)) == before


async def noted(scene: Stage_) -> int:
    """How many protected cases there are."""
    return len(await scene.sealed.in_state("new", None, 1000))
