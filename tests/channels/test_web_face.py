"""Buttons within limits, what the web chat shows of a reply, and the questions whose answers it never shows again."""

import re
from pathlib import Path

import msgspec
import pytest

from channels.chat.buttons import Button, buttons_of, fitted
from channels.chat.web_face import CODES, PINS, Shown, WebFace
from dialogs.model import Caller, Delivery, Names, Option, Prompt, Reply
from store.keyring import Keyring
from tests.player import MOROCCO, SPEECH

DIALOGS = Path(__file__).parents[2] / "dialogs"
LONG = Names((("fr", "Ministère de la Solidarité et de la Famille"), ("ar", "وزارة التضامن والأسرة"), ("en", "Ministry")))


def face(keys: Keyring) -> WebFace:
    return WebFace(SPEECH, keys, MOROCCO.services)


@pytest.mark.parametrize(
    ("label", "most", "shown"),
    [
        ("Continuer", 20, "Continuer"),
        ("Continuer", 9, "Continuer"),
        ("Continuer", 8, "Continu…"),
        ("Faire une réclamation", 20, "Faire une…"),
        ("Trouver un bureau", 12, "Trouver un…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👨‍👩‍👧‍👦 famille", 4, "…"),
        ("تقديم شكاية الآن", 12, "تقديم شكاية…"),
    ],
)
def test_a_label_is_cut_at_a_word_and_never_inside_a_letter(label: str, most: int, shown: str) -> None:
    assert fitted(label, most) == shown
    assert len(fitted(label, most)) <= most


def test_the_way_back_is_a_button_but_not_at_the_root_or_at_the_end() -> None:
    options = (Option("a", "listed", (("name", LONG),)),)
    inside = buttons_of(Reply(Prompt("office-which", (), options), "fr"), SPEECH, 20)
    assert inside == (Button("1", "Ministère de la…"), Button("0", "Retour"))
    assert buttons_of(Reply(Prompt("menu", (), options), "fr"), SPEECH, 20)[-1].value == "1"
    assert buttons_of(Reply(Prompt("case-bye"), "fr", final=True), SPEECH, 20) == ()


def test_a_reply_is_shown_whole_with_its_slip_above(keys: Keyring) -> None:
    shown = decoded(face(keys), Reply(Prompt("recover-code-again"), "fr", slip=Prompt("slip-code-expired")))
    expired = "Code trop ancien. Si l'inscription existe, un nouveau code est envoyé."
    assert shown.text == f"{expired}\nTapez le code de 6 chiffres du SMS."
    assert (shown.code, shown.pin, shown.end, shown.lang) == (True, False, False, "fr")


def test_a_slip_that_says_all_that_there_is_to_type_stands_for_the_question(keys: Keyring) -> None:
    shown = decoded(face(keys), Reply(Prompt("case-pin"), "fr", slip=Prompt("slip-pin")))
    assert (shown.text, shown.pin) == ("Tapez exactement 4 chiffres.", True)


def decoded(face: WebFace, reply: Reply) -> Shown:
    return msgspec.json.decode(face.show(reply, b""), type=Shown)


def test_what_is_shown_does_not_show_in_a_repr(keys: Keyring) -> None:
    shown = decoded(face(keys), Reply(Prompt("case-bye"), "fr", final=True))
    assert repr(shown) == "Shown(0)"
    assert repr(Button("1", "Naïma")) == "Button(1)"


def test_every_question_for_a_code_or_a_pin_is_known_to_the_page() -> None:
    sources = "".join(file.read_text("utf-8") for place in ("services", "parts") for file in (DIALOGS / place).glob("*.py"))
    assert set(re.findall(r"\bone_time_code\(\s*\"([\w-]+)\"", sources)) == CODES
    assert set(re.findall(r'\bpin\(\s*"([\w-]+)"', sources)) == PINS


def delivery(event: str, said: str, hop: str) -> Delivery:
    return Delivery("web", "web", "web", Caller("web", "v"), event, said, hop=hop)  # type: ignore[arg-type]  # one of two


def test_a_copy_of_the_opening_opens_nothing_again(keys: Keyring) -> None:
    ours = face(keys)
    opened = ours.hear(b"", delivery("new", "fr", "m-1"))
    assert (opened.kind, opened.lang) == ("start", "fr")
    assert ours.hear(opened.note, delivery("new", "fr", "m-1")).kind == "again"
    assert ours.hear(opened.note, delivery("new", "ar", "m-2")).kind == "start"
    assert ours.hear(opened.note, delivery("hop", "2", "m-3")).said == "2"


# --- control words -----------------------------------------------------------------------------


CONTROLS = [
    ("STOP", "stop", ""), ("arrêt", "stop", ""), ("توقف", "stop", ""), ("jooji", "stop", ""), ("aide", "help", ""),
    ("مساعدة", "help", ""), ("français", "speak", "fr"), ("العربية", "speak", "ar"), ("English", "speak", "en"),
    ("urdu", "said", ""), ("bonjour", "said", ""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kind", "lang"), CONTROLS)
def test_control_words_count_in_every_state(keys: Keyring, typed: str, kind: str, lang: str) -> None:
    made = face(keys)
    opened = made.hear(b"", delivery("new", "fr", "m-1"))
    heard = made.hear(opened.note, delivery("hop", typed, "m-2"))
    assert (heard.kind, heard.lang) == (kind, lang)


@pytest.mark.parametrize("typed", ["menu", "القائمة", "start", "accueil"])
def test_a_word_leads_to_the_menu(keys: Keyring, typed: str) -> None:
    made = face(keys)
    opened = made.hear(b"", delivery("new", "fr", "m-1"))
    assert made.hear(opened.note, delivery("hop", typed, "m-2")).said == "00"
