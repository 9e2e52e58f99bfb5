"""The choice of a language, kept for the phone."""

from functools import lru_cache

from dialogs.desk import Desk
from dialogs.model import Option
from dialogs.questions import Question, choice
from dialogs.talk import Talk


async def choose_language(talk: Talk, desk: Desk) -> str:
    """Ask in all languages at once, and remember."""
    lang = await talk.ask("language", _of(desk.country.languages))
    return await desk.set_language(lang)


@lru_cache
def _of(languages: tuple[str, ...]) -> Question[str]:
    return choice("language-ask", [Option(lang, f"language-{lang}") for lang in languages])
