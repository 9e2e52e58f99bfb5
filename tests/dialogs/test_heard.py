"""What free words told is read back once and then answers the questions that ask for it; a guess waits for a word of hers."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dialogs.desk import Desk
from dialogs.engine.run import Dialog
from dialogs.engine.turn import Turns
from dialogs.model import End, Option, Phone, Prompt, end
from dialogs.ports import Meaning
from dialogs.questions import Question, choice, one_time_code, phone_number, pin, text, yes_no
from dialogs.talk import Talk
from tests.phones import Texter
from tests.player import HER, RECEIPT, Stage_, stage

LOST = "j'ai perdu mon numéro"
GREY = "mon papier svp"
OFFICE = "un bureau à Zagora svp"
TRACK = "ma plainte 64330128"
ALL = "Amina, née le 3/4/1980, à Zag"
NOISE = "quel temps fait-il"
MEANT = {
    LOST: Meaning("recover"),
    GREY: Meaning(offers=("recover", "status"), told=(("identifier", RECEIPT),)),
    OFFICE: Meaning("offices", told=(("commune", "zagora"),)),
    TRACK: Meaning("grievance", told=(("reference", "64330128"), ("commune", "nowhere"))),
    NOISE: Meaning(lost=True),
}


class Knows:
    """An interpreter that knows these sentences; keeps what it was asked."""

    def __init__(self, meant: Mapping[str, Meaning]) -> None:
        self.meant = meant
        self.asked: list[str] = []

    async def meaning(self, text: str, lang: str, who: str) -> Meaning:
        assert HER not in who
        self.asked.append(text)
        return self.meant.get(text, Meaning())


@pytest.fixture
async def scene() -> Stage_:
    made = stage()
    made.world = replace(made.world, interpreter=Knows(MEANT))
    await made.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    return made


@pytest.fixture
def phone(scene: Stage_) -> Texter:
    return scene.texter()


def asked(scene: Stage_) -> list[str]:
    assert isinstance(scene.world.interpreter, Knows)
    return scene.world.interpreter.asked


# --- did you mean ------------------------------------------------------------------------------


async def test_grey_words_are_asked_back_about_and_one_key_begins_the_service(phone: Texter) -> None:
    guess = await phone.send(GREY)
    assert guess.splitlines()[:4] == [
        "Vouliez-vous dire :", "1 Retrouver mon IDCS", "2 Mon dossier, mes aides", "3 Autre chose"
    ]  # fmt: skip
    assert "IDCS au RNP" in await phone.send("1")


async def test_a_label_in_words_picks_too(phone: Texter) -> None:
    await phone.send(GREY)
    assert "Quel dossier" in await phone.send("mon dossier")


async def test_none_of_them_leads_to_the_menu(phone: Texter) -> None:
    await phone.send(GREY)
    assert "que voulez-vous faire" in await phone.send("3")


async def test_who_says_it_better_is_not_held_to_the_guess(phone: Texter) -> None:
    await phone.send(GREY)
    assert "IDCS au RNP" in await phone.send(LOST)


async def test_the_same_message_again_shows_the_same_guess(phone: Texter) -> None:
    guess = await phone.send(GREY)
    assert await phone.again() == guess


async def test_at_a_question_nothing_is_lost_by_a_guess(phone: Texter) -> None:
    for words in ("plainte", "1", "3"):
        category = await phone.send(words)
    guess = await phone.send(LOST)
    assert guess.splitlines()[1:3] == ["1 Retrouver mon IDCS", "2 Autre chose"]
    assert await phone.send("2") == category


async def test_a_number_at_a_question_is_an_answer_and_nobody_reads_it(scene: Stage_, phone: Texter) -> None:
    for words in ("plainte", "1", "3", "1", "1"):
        await phone.send(words)
    assert asked(scene) == []


async def test_words_that_nobody_understood_are_told_so_above_the_menu(phone: Texter) -> None:
    assert (await phone.send(NOISE)).startswith("Je n'ai pas compris.")


async def test_what_another_assistant_answers_stands_above_the_menu(scene: Stage_) -> None:
    scene.world = replace(scene.world, interpreter=Knows({NOISE: Meaning(lost=True, reply="Il fait beau.")}))
    shown = await scene.texter().send(NOISE)
    assert shown.startswith("Il fait beau.\n")
    assert "Retrouver mon IDCS" in shown


async def test_what_is_said_in_private_is_read_by_nobody(scene: Stage_, phone: Texter) -> None:
    for words in ("plainte", "3", "mon mari me frappe"):
        await phone.send(words)
    assert asked(scene) == []


async def test_a_screen_is_never_read(scene: Stage_) -> None:
    handset = scene.handset()
    await handset.dial()
    await handset.send("perdu mon numero")
    assert asked(scene) == []


# --- you said ----------------------------------------------------------------------------------


async def test_what_was_told_is_read_back_once_and_then_never_asked(scene: Stage_, phone: Texter) -> None:
    assert (await phone.send(OFFICE)).splitlines()[:3] == [
        "Vous avez dit : à Zagora. C'est juste ?", "1 Oui", "2 Non"
    ]  # fmt: skip
    zagora = next(one for one in scene.world.country.communes if one.id == "zagora")
    assert zagora.offices[0].names.in_lang("fr").replace("ï", "i") in await phone.send("oui")


async def test_what_was_heard_wrong_is_asked(phone: Texter) -> None:
    await phone.send(OFFICE)
    asked_for = await phone.send("2")
    assert "commune" in asked_for
    assert "Zagora" not in asked_for


async def test_what_no_question_asks_for_is_never_read_back(phone: Texter) -> None:
    shown = await phone.send(TRACK)
    for words in ("1", "3", "1"):
        shown = await phone.send(words)
        assert "Vous avez dit" not in shown


async def test_what_the_country_does_not_know_is_not_heard(phone: Texter) -> None:
    await phone.send(TRACK)
    assert (await phone.send("2")).splitlines()[0] == "Vous avez dit : numéro 64330128. C'est juste ?"


async def test_private_values_are_masked_on_a_phone_that_others_may_hold(phone: Texter) -> None:
    await phone.send(GREY)
    await phone.send("1")
    await phone.send("1")
    read_back = await phone.send("2")
    assert RECEIPT not in read_back
    assert read_back.startswith(f"Vous avez dit : numéro finissant par {RECEIPT[-4:]}. C'est juste ?")


async def test_back_over_what_was_heard_asks_for_it(scene: Stage_) -> None:
    phone = of(scene, two)
    await phone.send("x y")
    assert "Vous avez dit" in await phone.send("1")
    assert await phone.send("1") == await phone.again()
    assert body(scene, "update-phone") in await phone.send("0")


# --- what must be said when it is asked ---------------------------------------------------------


def of(scene: Stage_, dialog: Dialog) -> Texter:
    """A phone whose conversation is `dialog`, and whose first words told all that there is."""
    numbers = (("phone", "+212661550019"), ("identifier", "424201"), ("reference", "4242"))
    every = (*numbers, ("date", "1980-04-03"), ("name", "Amina"))
    scene.world = replace(scene.world, interpreter=Knows({"x y": Meaning("guide", told=every)}))
    texter = scene.texter()
    texter.turns = replace(texter.turns, dialog=dialog)
    return texter


def body(scene: Stage_, key: str) -> str:
    return scene.world.speech.say(Prompt(key, (("minutes", 5),)), "fr", texted=True).body


async def two(talk: Talk, desk: Desk) -> End:
    await desk.language()
    await talk.ask("one", choice("recover-papers", (Option("a", "papers-end"), Option("b", "papers-office"))))
    await talk.ask("two", phone_number("update-phone", "MA"))
    await talk.ask("three", text("case-text"))
    return end("case-bye")


SAID_WHEN_ASKED = [
    pytest.param(one_time_code("recover-code", minutes=5), "recover-code", id="a one-time code"),
    pytest.param(pin("case-pin-new"), "case-pin-new", id="a PIN"),
    pytest.param(yes_no("recover-consent", "consent-yes", "consent-no"), "recover-consent", id="a consent"),
]


@pytest.mark.parametrize(("question", "key"), SAID_WHEN_ASKED)
async def test_a_code_a_pin_and_a_consent_are_never_taken_from_words(scene: Stage_, question: Question[object], key: str) -> None:
    async def dialog(talk: Talk, desk: Desk) -> End:
        await desk.language()
        await talk.ask("it", question)
        return end("case-bye")

    assert body(scene, key).split()[-1] in await of(scene, dialog).send("x y")


# --- releases, retries --------------------------------------------------------------------------


async def test_a_release_that_asks_under_another_name_still_finds_what_was_told(scene: Stage_) -> None:
    phone = of(scene, two)
    for words in ("x y", "1"):
        await phone.send(words)

    async def released(talk: Talk, desk: Desk) -> End:
        await desk.language()
        await talk.ask("one", choice("recover-papers", (Option("a", "papers-end"), Option("b", "papers-office"))))
        await talk.ask("new-phone", phone_number("update-phone", "MA"))
        return end("case-bye")

    phone.turns = replace(phone.turns, dialog=released)
    assert body(scene, "case-bye") in await phone.send("1")


async def test_a_confirmation_that_comes_twice_answers_nothing_else(scene: Stage_) -> None:
    phone = of(scene, two)
    for words in ("x y", "1"):
        await phone.send(words)
    asked_next = await phone.send("1")
    assert await phone.again() == asked_next
    assert body(scene, "case-text") in asked_next


async def test_on_a_page_of_her_own_values_are_read_back_in_full(scene: Stage_) -> None:
    phone = of(scene, two)
    phone.turns = replace(phone.turns, masks=False)
    await phone.send("x y")
    read_back = await phone.send("1")
    assert "téléphone +212661550019" in read_back
    assert "date 3 avril 1980" in read_back
    assert "nom Amina" in read_back


def test_turns_mask_unless_told_otherwise() -> None:
    assert Turns.__dataclass_fields__["masks"].default is True


async def test_who_says_in_free_words_that_she_wants_another_language_is_asked_for_it_once() -> None:
    made = stage()
    made.world = replace(made.world, interpreter=Knows({"I want another language": Meaning("language", lang="")}))
    texter = made.texter()
    assert "2 Français" in await texter.send("I want another language")
    assert (await texter.send("2")).startswith("La langue est changée.")
