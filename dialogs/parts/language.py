"""The choice of a language, kept for the phone."""

from dialogs.desk import Desk
from dialogs.model import Option
from dialogs.questions import choice
from dialogs.talk import Talk


async def choose_language(talk: Talk, desk: Desk) -> str:
    """Ask in all languages at once, and remember."""
    options = [Option(lang, f"language-{lang}") for lang in desk.country.languages]
    lang = await talk.ask("language", choice("language-ask", options))
    return await desk.set_language(lang)
