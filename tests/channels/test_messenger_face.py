"""Buttons that belong to one question, words that are heard as anywhere, and what may not be passed on."""

import msgspec
import pytest

from channels.chat.messenger import Incoming, Said
from channels.chat.messenger_face import MessengerFace, TurnFace
from dialogs.model import Names, Option, Prompt, Reply
from store.keyring import Keyring
from tests.player import MOROCCO, SPEECH

NAMES = Names((("fr", "Zagora"), ("ar", "زاكورة"), ("en", "Zagora")))
REPLY = Reply(Prompt("office-which", (), (Option("a", "listed", (("name", NAMES),)),)), "fr")


def turn(keys: Keyring, kind: str = "text", said: str = "", lang: str = "", id: str = "m-1") -> TurnFace:
    incoming = Incoming(id, "700100200", "700100200", kind, said, lang)  # type: ignore[arg-type]  # one of four
    return MessengerFace(SPEECH, keys, MOROCCO.services).turn(incoming, MOROCCO.languages)


def heard(face: TurnFace, note: bytes) -> tuple[str, str]:
    one = face.hear(note, face.delivery("telegram", 7.0))
    return one.kind, one.said


def noted(keys: Keyring, id: str) -> bytes:
    face = turn(keys, id=id)
    return face.hear(b"", face.delivery("telegram", 7.0)).note


def shown(face: TurnFace, reply: Reply, note: bytes) -> Said:
    return msgspec.json.decode(face.show(reply, note), type=Said)


def test_a_button_answers_the_question_that_it_stands_under_and_no_other(keys: Keyring) -> None:
    first, second = noted(keys, "m-1"), noted(keys, "m-2")
    button, back = shown(turn(keys), REPLY, first).buttons
    assert heard(turn(keys, "button", button.value, id="m-3"), first) == ("said", "1")
    assert heard(turn(keys, "button", back.value, id="m-3"), first) == ("said", "0")
    assert heard(turn(keys, "button", button.value, id="m-3"), second)[0] == "help"
    assert len(button.value.encode()) <= 64, "as Telegram wants it"


@pytest.mark.parametrize("value", ["", "1", ".1", "AAAAAAAA.1", "é.1", "AbCdEfGh.1.1"])
def test_what_is_no_button_of_ours_answers_nothing(keys: Keyring, value: str) -> None:
    face = turn(keys, "button", value, id="m-3")
    assert heard(face, noted(keys, "m-1"))[0] == "help"
    assert shown(face, REPLY, b"n").text.startswith("Ce bouton est ancien.")


def test_a_copy_of_a_press_is_a_copy_though_its_question_is_answered(keys: Keyring) -> None:
    before = noted(keys, "m-1")
    press = turn(keys, "button", shown(turn(keys), REPLY, before).buttons[0].value, id="m-2")
    after = press.hear(before, press.delivery("telegram", 7.0)).note
    assert heard(press, after)[0] == "again"
    assert press.above == ""


def test_another_house_cannot_make_our_buttons(keys: Keyring) -> None:
    note = noted(keys, "m-1")
    theirs = turn(Keyring({1: b"x" * 32}, b"y" * 32))
    assert heard(turn(keys, "button", shown(theirs, REPLY, note).buttons[0].value, id="m-3"), note)[0] == "help"


@pytest.mark.parametrize(
    ("said", "as_"),
    [("/start", "00"), ("/start recover", "00"), ("/menu@guichet_bot", "00"), ("Menu", "00"),
     ("retour", "0"), ("3", "3"), ("٣", "٣"), ("/3", "3"), ("", "")],
)  # fmt: skip
def test_commands_and_words_are_heard_as_keys(keys: Keyring, said: str, as_: str) -> None:
    assert heard(turn(keys, said=said, id="m-2"), noted(keys, "m-1")) == ("said", as_)


@pytest.mark.parametrize(("said", "kind"), [("/help", "help"), ("aide", "help"), ("STOP", "stop"), ("/stop", "stop")])
def test_words_of_control_are_obeyed(keys: Keyring, said: str, kind: str) -> None:
    assert heard(turn(keys, said=said, id="m-2"), noted(keys, "m-1"))[0] == kind


@pytest.mark.parametrize(("said", "service"), [("/recover", "recover"), ("plainte", "grievance")])
def test_keywords_begin_what_they_name(keys: Keyring, said: str, service: str) -> None:
    face = turn(keys, said=said, id="m-2")
    assert face.hear(noted(keys, "m-1"), face.delivery("telegram", 7.0)).known == (("menu", service),)


@pytest.mark.parametrize(("told", "lang"), [("fr", "fr"), ("ar-MA", "ar"), ("EN", "en"), ("de", ""), ("", "")])
def test_the_language_of_the_device_is_a_hint_where_we_speak_it(keys: Keyring, told: str, lang: str) -> None:
    face = turn(keys, said="Bonjour", lang=told)
    assert face.hear(b"", face.delivery("telegram", 7.0)).lang == lang


@pytest.mark.parametrize(
    ("reply", "private"),
    [
        (REPLY, False),
        (Reply(Prompt("menu"), "fr"), False),
        (Reply(Prompt("recover-sent", (("masked", "26****5169"),)), "fr", final=True), True),
        (Reply(Prompt("case-bye"), "fr", slip=Prompt("case-said", (("said", "Oui"),))), True),
        (Reply(Prompt("private-what"), "fr"), True),
    ],
)
def test_what_holds_a_value_of_hers_is_private(keys: Keyring, reply: Reply, private: bool) -> None:
    assert shown(turn(keys), reply, b"n").private is private


def test_the_end_has_a_button_that_begins_anew_and_words_that_nothing_is_kept_of_have_none(keys: Keyring) -> None:
    last = Reply(Prompt("case-bye"), "fr", final=True)
    assert [(one.value[9:], one.label) for one in shown(turn(keys), last, b"n").buttons] == [("00", "Menu")]
    assert shown(turn(keys), Reply(Prompt("busy"), "fr", final=True), b"").buttons == ()


def test_neither_what_was_written_nor_who_wrote_is_in_a_repr(keys: Keyring) -> None:
    face = turn(keys, said="c4n4ry")
    told = repr(face.incoming) + repr(face.delivery("telegram", 7.0)) + repr(shown(face, REPLY, b"n"))
    assert "c4n4ry" not in told
    assert "700100200" not in told
