"""A bare 1 or 2 by SMS: whether it answers if a referral helped, or what was said or announced later."""

from dataclasses import dataclass, replace

from channels.sms.conversation import SmsConversation
from dialogs.model import Phone
from tests.phones import Texter
from tests.player import Stage_, stage

IVOIRE = "+2250707123407"
WEEK = 8 * 86400.0


@dataclass
class Announces:
    """An announcement of the offices at `at` (Unix time), which a 1 answers."""

    at: float

    async def service(self, phone: Phone, text: str, *, after: float) -> str | None:
        return "offices" if text == "1" and self.at > after else None

    async def ended(self, phone: Phone) -> None: ...

    async def stopped(self, phone: Phone) -> None: ...

    async def genuine(self, code: str) -> bool:
        return False


async def asked() -> tuple[Stage_, Texter]:
    scene = stage("cote_divoire")
    texter = scene.texter(IVOIRE)
    for said in ("REFERRAL", "2", "man", "1", "1"):
        await texter.send(said)
    await scene.clock.advance(WEEK)
    await scene.follow()
    return scene, texter


async def answered(scene: Stage_) -> bool | None:
    (case,) = scene.casebook._kept.values()
    return case.record.helped


async def test_words_answer_like_numbers() -> None:
    scene, texter = await asked()
    assert await texter.send("No") == "Thank you for telling us. Your request stays open: somebody looks at it again."
    assert await answered(scene) is False


async def test_an_answer_that_comes_twice_counts_once_and_a_second_one_is_no_answer() -> None:
    scene, texter = await asked()
    assert await texter.send("1") == await texter.again()
    await texter.send("2")
    assert await answered(scene) is True


async def test_another_phone_answers_nothing() -> None:
    scene, _ = await asked()
    await scene.texter("+2250707123499").send("1")
    assert await answered(scene) is None


async def test_what_she_is_in_the_middle_of_since_then_is_what_she_answers() -> None:
    scene, texter = await asked()
    await scene.clock.advance(60.0)
    await texter.send("OFFICE")
    await texter.send("1")
    assert await answered(scene) is None


async def test_an_announcement_that_came_later_is_what_she_answers() -> None:
    scene, texter = await asked()
    assert texter.last
    conversation = SmsConversation(texter.turns, texter.face, "7225", texter.incidents.append)
    later = replace(conversation, announced=Announces(scene.clock.now() + 1))
    await later.take(replace(texter.last, id="late", text="1"))
    assert await answered(scene) is None
    earlier = replace(conversation, announced=Announces(scene.clock.now() - 1))
    scene.clock.at += 5 * 3600.0
    await earlier.take(replace(texter.last, id="early", text="1"))
    assert await answered(scene) is True
