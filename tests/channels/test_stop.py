"""STOP at every step of a conversation, on every channel, and nothing that she asks for afterwards takes it back (T17, T18)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest

from dialogs.model import Phone, Prompt
from tests.dialogs.scenes import phone
from tests.golden import Script, opener, read_script
from tests.player import HER, SPEECH, Stage_, stage

TRANSCRIPTS = Path(__file__).parent.parent / "transcripts"
STOP = ("STOP", "Arrêt", "توقف")
FRENCH = "2"


class Open(Protocol):
    """A phone or a chat, on whichever channel."""

    async def dial(self, sub: str = "") -> str: ...

    async def send(self, text: str) -> str: ...


def hops(*names: str) -> list[object]:
    """Each step of these conversations: the script, and how much of it was typed."""
    read = [(name, read_script(TRANSCRIPTS / f"{name}.fr.txt")) for name in names]
    return [pytest.param(script, n, id=f"{name}-{n}") for name, script in read for n in range(1, len(typed(script)) + 1)]


def typed(script: Script) -> list[str]:
    return [line[2:] for line in script.lines if line.startswith("> ")]


async def willing(script: Script) -> tuple[Stage_, Open]:
    """The phone or chat of somebody who gets announcements; of a screen its keys."""
    scene = stage()
    await scene.world.contacts.set_consent(Phone(HER), "campaign", True, how="web", at=0.0)
    channel, who = script.header["channel"], script.header["caller"]
    return scene, phone(scene, number=who) if channel == "ussd" else opener(scene, channel)(who)


async def said(scene: Stage_, her: Open, texts: Sequence[str]) -> list[str]:
    """What is shown after each."""
    shown = []
    for text in texts:
        sms = scene.messages()[-1][1][:6] if scene.messages() else ""
        known = text.format(code=scene.codes.get(HER, ""), sms=sms) if "{" in text else text
        shown.append(await (her.dial() if text == scene.world.country.service_code else her.send(known)))
    return shown


async def wanted(scene: Stage_) -> bool | None:
    return await scene.world.contacts.consent(Phone(HER), "campaign")


@pytest.mark.parametrize("word", STOP)
@pytest.mark.parametrize(("script", "n"), hops("sms-recover", "morocco-sms-grievance-opened"))
async def test_by_sms_it_is_obeyed_and_the_conversation_goes_on_where_it_was(script: Script, n: int, word: str) -> None:
    scene, her = await willing(script)
    plain = await said(scene, her, typed(script))
    scene, her = await willing(script)
    before = await said(scene, her, typed(script)[:n])
    assert (await said(scene, her, [word]), await wanted(scene)) == ([""], False)
    assert scene.messages()[-1][1] in {SPEECH.say(Prompt("sms-stopped"), lang).body for lang in ("fr", "ar")}
    assert before + await said(scene, her, typed(script)[n:]) == plain


@pytest.mark.parametrize("word", STOP)
@pytest.mark.parametrize(("script", "n"), hops("recover-sim", "case-opened", "update-school"))
async def test_on_a_screen_it_leads_to_where_announcements_end(script: Script, n: int, word: str) -> None:
    scene, her = await willing(script)
    shown = (await said(scene, her, typed(script)[:n]))[-1]
    if shown.startswith("END "):
        return
    done = list(scene.deeds)
    screen = await her.send(word)
    if shown == "CON language-ask":
        assert screen == shown, "in a language that she reads"
        screen, done = await her.send(FRENCH), ["speak"]
    assert (screen, scene.deeds) == ("CON messages-are-on", done)
    assert await her.send("1") == "END messages-stopped"
    assert await wanted(scene) is False


@pytest.mark.parametrize("word", STOP)
@pytest.mark.parametrize(("script", "n"), hops("telegram-complaint", "morocco-chat-recover-sim"))
async def test_in_a_chat_it_ends_the_conversation_and_does_nothing_else(script: Script, n: int, word: str) -> None:
    scene, her = await willing(script)
    await said(scene, her, typed(script)[:n])
    done = list(scene.deeds)
    shown = await her.send(word)
    assert shown.startswith(tuple(SPEECH.say(Prompt("chat-stopped"), lang).body for lang in ("fr", "ar")))
    assert scene.deeds == done


async def test_who_said_stop_and_asks_for_help_afterwards_is_announced_nothing(scene: Stage_) -> None:
    await scene.world.contacts.set_consent(Phone(HER), "campaign", True, how="web", at=0.0)
    await scene.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    texter = scene.texter()
    await texter.send("STOP")
    await said(scene, texter, typed(read_script(TRANSCRIPTS / "sms-recover.fr.txt")))
    for name in ("recover-sim", "household", "case-opened"):
        dialled, _language, *answers = typed(read_script(TRANSCRIPTS / f"{name}.fr.txt"))
        await said(scene, phone(scene), [dialled, *answers])
    assert {"recover-finish", "watch", "open-case"} < {deed.partition("#")[0] for deed in scene.deeds}, "she was served"
    sent = scene.messages()
    await scene.announce(HER, "fr", "Le guichet vient samedi.")
    assert (await wanted(scene), scene.messages()) == (False, sent)
