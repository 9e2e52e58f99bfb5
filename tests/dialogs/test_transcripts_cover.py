"""Golden conversations there are: for each service of each country, on each channel and in each language, three at least."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from channels.sms import keywords
from dialogs.model import Prompt
from tests.golden import Script, read_script
from tests.player import CASTS, counter_of

CHANNELS = ("ussd", "sms", "chat")
LEAST = 3
ONE_SCREEN = {("cote_divoire", "privacy")}
"""Nothing to refuse and nothing to drop: one key, one screen."""
SCRIPTS = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))
SPOKEN = [(code, lang) for code in CASTS for lang in counter_of(code)[0].languages]


def opened(script: Script) -> set[tuple[str, str]]:
    """Each service that is picked at the menu or by its keyword, with the language in which it goes on."""
    country, speech = counter_of(script.header["country"])
    menus = {speech.say(Prompt("menu"), lang).body.split("\n")[0]: lang for lang in country.languages}
    found, lang, at_menu = set[tuple[str, str]](), script.header["language"], False
    for line in script.lines:
        typed = line[2:] if line.startswith("> ") else ""
        wanted = keywords.service(typed) if script.header["channel"] == "sms" else None
        if not typed:
            shown = line.removeprefix("< ").removeprefix("CON ").strip()
            at_menu, lang = (True, menus[shown]) if shown in menus else (at_menu, lang)
        elif wanted and wanted.service in country.services:
            found.add((wanted.service, lang))
            at_menu = False
        elif at_menu and typed.isdecimal() and 1 <= int(typed) <= len(country.services):
            found.add((country.services[int(typed) - 1], lang))
            at_menu = False
        elif typed != "99":
            at_menu = False
    return found


@lru_cache
def counted() -> Counter[tuple[str, str, str, str]]:
    scripts = [read_script(path) for path in SCRIPTS]
    return Counter(
        (script.header["country"], script.header["channel"], lang, service)
        for script in scripts
        for service, lang in opened(script)
    )


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("code", "lang"), SPOKEN, ids=[f"{code}-{lang}" for code, lang in SPOKEN])
def test_each_service_has_its_conversations(code: str, lang: str, channel: str) -> None:
    found = {service: counted()[code, channel, lang, service] for service in counter_of(code)[0].services}
    few = {name: n for name, n in found.items() if n < (1 if (code, name) in ONE_SCREEN else LEAST)}
    assert few == {}
