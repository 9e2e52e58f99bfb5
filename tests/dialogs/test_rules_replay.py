"""Rules 1 and 3: only steps are awaited, and a delivery counts once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec import structs

from dialogs.desk import Desk
from dialogs.model import End, Option, Prompt, end
from dialogs.questions import choice, text
from dialogs.talk import Talk
from tests.dialogs.scenes import Till, moved_to, phone, typed
from tests.player import Stage_, stage

ONE_TO_NINE = [Option(str(n), f"option-{n}") for n in range(1, 10)]


async def two_questions(talk: Talk, desk: Desk) -> End:
    first = await talk.ask("first", choice("first", ONE_TO_NINE))
    second = await talk.ask("second", choice("second", ONE_TO_NINE))
    return end("both", first=first, second=second)


def foreign_awaits() -> list[Callable[[Stage_], Awaitable[Any]]]:
    def future(_: Stage_) -> Awaitable[Any]:
        return asyncio.get_running_loop().create_future()

    return [lambda _: asyncio.sleep(0), lambda scene: scene.world.clock.sleep(1), future]


@pytest.mark.parametrize("foreign", foreign_awaits(), ids=["sleep", "clock", "future"])
async def test_awaiting_anything_but_a_step_ends_the_turn_in_neutral_words(foreign: Callable[[Stage_], Awaitable[Any]]) -> None:
    scene = stage()

    async def dialog(talk: Talk, desk: Desk) -> End:
        await foreign(scene)
        return end("never")

    assert await phone(scene, dialog).dial() == "END busy"
    assert scene.troubles == [("fault", "NotAStep")]


async def test_the_same_name_used_again_is_a_step_of_its_own() -> None:
    async def dialog(talk: Talk, desk: Desk) -> End:
        words = [await talk.ask("word", text("word", so_far=n)) for n in range(3)]
        return end("all", words="-".join(words))

    assert await typed(phone(stage(), dialog), "a", "b", "c") == "END all words=a-b-c"


async def test_a_dialog_that_returns_nothing_ends_in_neutral_words() -> None:
    scene = stage()

    async def dialog(talk: Talk, desk: Desk) -> End:
        return None  # type: ignore[return-value]

    assert await phone(scene, dialog).dial() == "END busy"
    assert [kind for kind, _ in scene.troubles] == ["fault"]


async def test_no_text_of_an_exception_reaches_the_phone_or_the_operators() -> None:
    scene = stage()

    async def dialog(talk: Talk, desk: Desk) -> End:
        raise ValueError("the code 424242 of +212612340007")

    assert await phone(scene, dialog).dial() == "END busy"
    assert scene.troubles == [("fault", "ValueError")]


async def test_every_hop_delivered_again_gets_the_same_bytes_even_after_the_end() -> None:
    scene = stage()
    caller = phone(scene, two_questions)
    screens = [await caller.dial()]
    assert await caller.again() == screens[-1]
    for answer in ("x", "1", "0", "2", "99", "3"):
        screens.append(await caller.send(answer))
        assert await caller.again() == screens[-1], answer
    assert screens[-1] == "END both first=2 second=3"


async def test_an_opening_delivered_twice_is_one_conversation() -> None:
    scene, till_dialog = stage(), two_questions
    caller = phone(scene, till_dialog)
    assert await caller.dial() == await caller.again() == "CON first"
    assert await caller.send("1") == "CON second"


async def test_two_quick_equal_answers_both_count_and_a_true_retry_does_not() -> None:
    caller = phone(stage(), two_questions)
    assert await typed(caller, "1") == "CON second"
    assert await caller.again() == "CON second"
    assert await caller.send("1") == "END both first=1 second=1"


async def test_the_reply_to_garbage_is_the_same_when_the_question_had_a_slip_of_its_own() -> None:
    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("first", text("first"))
        second = await talk.ask("second", choice("second", ONE_TO_NINE), slip=Prompt("slip-of-its-own"))
        return end("done", second=second)

    caller = phone(stage(), dialog)
    assert await typed(caller, "a") == "CON slip-of-its-own / second"
    assert await caller.send("garbage") == "CON slip-choice / second"
    assert await caller.again() == "CON slip-choice / second"


async def test_a_late_hop_shows_what_stands_and_answers_nothing() -> None:
    caller = phone(stage(), two_questions)
    await typed(caller, "1")
    late = structs.replace(caller.delivery(), transcript="")
    assert await caller.turns.take(late, caller.face) == "CON second"
    assert await caller.send("2") == "END both first=1 second=2"


async def test_an_input_of_a_session_that_is_over_is_not_taken_as_a_choice() -> None:
    scene = stage()
    old, new = phone(scene, two_questions), phone(scene, two_questions)
    await typed(old, "1")
    assert await new.dial() == "CON resume-offer"
    assert await old.send("2") == "END session-over"
    assert await new.send("1") == "CON second"
    await scene.clock.advance(901)
    assert await new.send("2") == "END session-over"


async def test_a_process_that_dies_between_two_hops_is_not_noticed() -> None:
    scene = stage()
    caller = phone(scene, two_questions)
    assert await typed(caller, "4") == "CON second"
    assert await moved_to(caller, scene, two_questions).send("5") == "END both first=4 second=5"


# --- dialects in which a retry looks like new input ---


async def test_where_a_retry_cannot_be_told_a_deed_asks_for_a_number_that_is_shown_once() -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        amount = await talk.ask("amount", choice("amount", ONE_TO_NINE))
        await structs.replace(till.pay(amount), sure=True)
        more = await talk.ask("more", choice("more", ONE_TO_NINE))
        return end("paid", amount=amount, more=more)

    caller = phone(scene, dialog)
    await caller.dial()

    async def says(said: str) -> str | None:
        return await caller.turns.take(structs.replace(caller.delivery(), transcript=None, said=said, event="hop"), caller.face)

    await scene.clock.advance(901)
    assert await says("") == "CON amount"
    asked = await says("1")
    assert asked is not None
    number = asked.rpartition("=")[2]
    assert asked == f"CON make-sure number={number}"
    assert await says("1") == f"CON slip-number / make-sure number={number}", "the retried 1 does nothing"
    assert till.calls == 0
    assert await says(number) == "CON more"
    assert till.calls == 1
