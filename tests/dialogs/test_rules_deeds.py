"""Rules 5 and 6: a deed is done once, whatever the network does, and Back stops at it."""

import pytest

from config.policy import Proof
from dialogs.desk import Desk
from dialogs.engine.run import Dialog
from dialogs.model import End, end
from dialogs.questions import text
from dialogs.refusals import Unavailable
from dialogs.talk import Talk
from tests.dialogs.scenes import Till, phone, registry_stage, together, typed
from tests.player import HER, Crash, Dying, stage

FRENCH, RECOVER, YES, BY_SIM = "2", "1", "1", "1"
TO_CODE = (FRENCH, RECOVER, YES, BY_SIM)


def paying(till: Till) -> Dialog:
    async def dialog(talk: Talk, desk: Desk) -> End:
        amount = await talk.ask("amount", text("amount?"))
        name = await talk.ask("name", text("name?"))
        await till.pay(amount)
        await talk.ask("thanks", text("thanks?"))
        await talk.ask("more", text("more?"))
        return end("paid", amount=amount, name=name)

    return dialog


# --- once ---


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 9))
async def test_a_crash_at_any_save_neither_repeats_nor_loses_a_deed(at: int, after: bool) -> None:
    scene = stage()
    till = Till(scene)
    dying = Dying(scene.world.sessions, at, after=after)
    caller = phone(scene, paying(till), sessions=dying)
    screens = []
    for answer in (None, "5", "Aya", "x", "y"):
        try:
            screens.append(await (caller.dial() if answer is None else caller.send(answer)))
        except Crash:
            await scene.clock.advance(4)
            screens.append(await caller.again())
    assert screens == ["CON amount?", "CON name?", "CON thanks?", "CON more?", "END paid amount=5 name=Aya"]
    assert list(till.done.values()) == ["5"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 4))
async def test_the_right_code_typed_into_a_crash_still_opens_and_costs_one_sms(at: int, after: bool) -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, *TO_CODE)
    caller.turns = scene.turns(sessions=Dying(scene.world.sessions, at, after=after))
    with pytest.raises(Crash):
        await caller.send(scene.codes[HER])
    await scene.clock.advance(4)
    assert await caller.again() == "END recover-sent masked=26****5169"
    assert len(scene.messages()) == 1


async def test_a_deed_is_done_again_under_its_own_key_when_nobody_knows_whether_it_was_done() -> None:
    scene = stage()
    till = Till(scene, fails=[Unavailable("lost")])
    caller = phone(scene, paying(till))
    assert await typed(caller, "5", "Aya") == "END busy"
    assert await typed(caller, "1") == "CON thanks?"
    assert till.calls == 2
    assert len(till.done) == 1


async def test_the_same_deed_in_a_new_conversation_is_another_deed() -> None:
    scene = stage()
    till = Till(scene)
    for _ in range(2):
        assert await typed(phone(scene, paying(till)), "5", "Aya", "x", "y") == "END paid amount=5 name=Aya"
    assert list(till.done.values()) == ["5", "5"]


async def test_the_same_deed_done_twice_in_one_conversation_is_two_deeds() -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        await till.pay("5")
        await till.pay("5")
        return end("paid")

    assert await phone(scene, dialog).dial() == "END paid"
    assert list(till.done.values()) == ["5", "5"]


async def test_a_retry_while_the_deed_is_still_under_way_waits_for_it() -> None:
    scene = stage()
    till = Till(scene, takes=3.0)
    caller, twin = phone(scene, paying(till)), phone(scene, paying(till))
    await typed(caller, "5")
    caller.typed.append("Aya")
    twin.session, twin.typed = caller.session, caller.typed
    assert await together(scene.clock, caller.again(), twin.again()) == ["CON thanks?", "CON thanks?"]
    assert till.calls == 1


async def test_who_recovers_with_every_hop_delivered_thrice_at_once_gets_one_code_and_one_number() -> None:
    scene, registry = registry_stage()
    caller = phone(scene)
    await typed(caller, *TO_CODE[:-1])
    for answer in (BY_SIM, lambda: scene.codes[HER]):
        caller.typed.append(answer if isinstance(answer, str) else answer())
        screens = await together(scene.clock, *(caller.again() for _ in range(3)))
        assert len(set(screens)) == 1
    assert screens[0] == "END recover-sent masked=26****5169"
    assert registry.calls == ["recover_start", "recover_finish"]
    assert [to for to, _ in scene.messages()] == [HER]


# --- back ---


async def test_back_drops_the_last_answer_and_asks_again() -> None:
    caller = phone(stage(), paying(Till(stage())))
    assert await typed(caller, "5", "0") == "CON amount?"
    assert await caller.send("6") == "CON name?"


async def test_back_at_the_first_question_asks_it_again() -> None:
    caller = phone(stage(), paying(Till(stage())))
    assert await typed(caller, "0") == "CON amount?"
    assert await caller.send("0") == "CON amount?"
    assert await caller.send("5") == "CON name?"


async def test_back_drops_the_looks_that_followed_the_answer() -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        of = await talk.ask("of", text("of?"))
        price = await till.price(of)
        await talk.ask("sure", text("sure?", price=price))
        return end("done")

    caller = phone(scene, dialog)
    assert await typed(caller, "bread") == "CON sure? price=price of bread"
    assert await caller.send("0") == "CON of?"
    assert await caller.send("milk") == "CON sure? price=price of milk"


async def test_back_stops_at_a_deed_and_says_so() -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, paying(till))
    assert await typed(caller, "5", "Aya", "x") == "CON more?"
    assert await caller.send("0") == "CON thanks?"
    assert await caller.send("0") == "CON slip-no-back / thanks?"
    assert await caller.again() == "CON slip-no-back / thanks?"
    assert await caller.send("x") == "CON more?"
    assert till.calls == 1


async def test_back_says_that_it_stops_even_where_the_question_has_a_slip_of_its_own() -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, *TO_CODE, "000000")
    assert await caller.send("0") == "CON slip-no-back / recover-code-again"


async def test_home_begins_anew_and_deeds_of_the_new_run_have_keys_of_their_own() -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, paying(till))
    await typed(caller, "5", "Aya")
    assert await caller.send("00") == "CON amount?"
    await caller.send("5")
    assert await caller.send("Aya") == "CON thanks?"
    assert len(till.done) == 2


@pytest.mark.parametrize(("zero", "home"), [("٠", "٠٠"), ("۰", "۰۰"), ("０", "００"), (" 0 ", " 00 "), ("0#", "00#")])
async def test_back_and_home_are_heard_in_every_digit(zero: str, home: str) -> None:
    caller = phone(stage(), paying(Till(stage())))
    assert await typed(caller, "5", zero) == "CON amount?"
    await caller.send("5")
    assert await caller.send(home) == "CON amount?"


async def test_a_letter_o_is_an_answer_and_not_back() -> None:
    caller = phone(stage(), paying(Till(stage())))
    assert await typed(caller, "5", "O", "x", "y") == "END paid amount=5 name=O"


async def test_a_proof_is_as_high_as_the_best_deed_gave() -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        before = desk.proof
        await till.pay("1", proves=lambda _: Proof.CODE)
        await till.pay("2", name="other", proves=lambda _: Proof.SIM)
        await talk.ask("wait", text("wait?"))
        return end("proofs", before=before.name, after=desk.proof.name)

    assert await typed(phone(scene, dialog), "x") == "END proofs before=SIM after=CODE"
