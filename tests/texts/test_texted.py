"""Who writes messages (SMS, the web chat, Telegram, WhatsApp) is told to write: nothing there says dial, screen or keypad."""

import re
from collections.abc import Callable

import msgspec
import pytest

from channels.chat.messenger import Incoming, Said
from channels.chat.messenger_face import MessengerFace
from channels.chat.web_face import Shown, WebFace
from channels.sms.face import SmsFace
from channels.sms.keywords import control, service
from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from dialogs.model import Option, Prompt, Reply
from dialogs.ports import Keys
from store.keyring import Keyring
from tests.player import MOROCCO, SPEECH
from tests.texts.measured import KEYS, Tongue, tongues

SPOKEN = tongues()
SCREENS = {
    "en": r"\bscreen|\bdial|\bkeys\b|call again|\bcall ends",
    "fr": r"écran|compose|touche|appelez avec|l'appel",
    "ar": r"شاشة|اطلب|المكالمة|أرقامها",
    "so": r"garaac|shaashad|wicitaan|furayaash",
    "aa": r"[Ss]creen|furiyya|taliifoon gaba",
    "ur": r"ملائیں|ملا کر|اسکرین|کال کے بعد",
    "zgh": r"ⵙⵉⵡⵍ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ|ⵏ ⵓⵙⵉⵡⵍ",
    "zgh-Latn": r"siwl s utilifun|n usiwl",
}
"""What is true of USSD alone, in the words of each language."""
ELSEWHERE = re.compile("sms-|agent-")
"""SMS that nobody answers, so that they name the code to dial; what an agent does by USSD."""
ENDS = {
    "private-harmless": "offices",
    "case-bye": "grievance",
    "status-issued": "recover",
}
"""Where a word leads on: the service that it must begin."""
everywhere = pytest.mark.parametrize("tongue", SPOKEN, ids=str)


def texted(tongue: Tongue, key: str) -> str:
    given = tuple(tongue.arguments.get(key, {}).items())
    return tongue.speech.say(Prompt(key, given), tongue.lang, texted=True).body


@everywhere
def test_nothing_that_is_texted_says_dial_screen_or_keypad(tongue: Tongue) -> None:
    code, said = tongue.country.service_code, {key: texted(tongue, key) for key in KEYS if not ELSEWHERE.match(key)}
    shown = {key: text for key, text in said.items() if f"{key}-texted" not in said or key.endswith("-texted")}
    assert {key: text for key, text in shown.items() if code in text or re.search(SCREENS[tongue.lang], text)} == {}


@everywhere
def test_each_texted_word_stands_for_one_of_a_screen(tongue: Tongue) -> None:
    other = [key for key in KEYS if key.endswith("-texted")]
    assert [key for key in other if key.removesuffix("-texted") not in KEYS] == []
    assert [key for key in other if tongue.say(key) == tongue.say(key.removesuffix("-texted"))] == []


@everywhere
@pytest.mark.parametrize("key", ENDS)
def test_a_word_that_she_is_told_to_write_leads_there(tongue: Tongue, key: str) -> None:
    word = re.sub(r"[^\w\s]", "", texted(tongue, key)).split()[-1]
    wanted = service(word)
    assert wanted
    assert (wanted.service, wanted.lang in ("", tongue.lang, "fr", "en")) == (ENDS[key], True)


@everywhere
@pytest.mark.parametrize("key", ["moved", "session-over"])
def test_the_word_for_the_menu_is_one(tongue: Tongue, key: str) -> None:
    words = re.sub(r"[^\w\s]", "", texted(tongue, key)).split()
    assert any((found := control(word)) and found[0] == "menu" for word in words)


def on_ussd(keys: Keys, reply: Reply) -> str:
    return UssdFace(SPEECH, keys, africastalking.wire).show(reply, b"")


def by_sms(keys: Keys, reply: Reply) -> str:
    return SmsFace(SPEECH, keys, MOROCCO.services).show(reply, b"")


def in_the_web_chat(keys: Keys, reply: Reply) -> str:
    return msgspec.json.decode(WebFace(SPEECH, keys, MOROCCO.services).show(reply, b""), type=Shown).text


def in_a_messenger(keys: Keys, reply: Reply) -> str:
    face = MessengerFace(SPEECH, keys, MOROCCO.services).turn(Incoming("1", "7", "7", "text", "x"), ())
    return msgspec.json.decode(face.show(reply, b""), type=Said).text


@pytest.mark.parametrize(
    ("shown", "again"),
    [
        (on_ussd, "Composez le *3737# dans quelques minutes."),
        (by_sms, "Écrivez de nouveau dans quelques minutes."),
        (in_the_web_chat, "Écrivez de nouveau dans quelques minutes."),
        (in_a_messenger, "Écrivez de nouveau dans quelques minutes."),
    ],
)
def test_each_face_says_what_is_true_of_it(keys: Keyring, shown: Callable[[Keys, Reply], str], again: str) -> None:
    assert shown(keys, Reply(Prompt("busy"), "fr", final=True)).endswith(again)


def test_options_are_the_same_for_whoever_writes() -> None:
    asked = Prompt("menu", (), (Option("offices", "menu-offices"),))
    assert SPEECH.say(asked, "fr", texted=True) == SPEECH.say(asked, "fr")
