"""Whether every text of a country is there and has room on a phone: one line for each that has not."""

from collections.abc import Iterator
from pathlib import Path

from house.texts.catalogues import SOURCE, Text, read
from house.texts.tongue import Tongue, odd_letters

__all__ = ["faults", "names_a_language", "strange_arguments", "text_faults"]


def faults(tongue: Tongue, folder: Path) -> Iterator[str]:
    """All that is wrong with the texts of one language of one country, and with what its profile says in it."""
    texts, wanted = read(folder, tongue.lang, tongue.country.code), read(folder, SOURCE).keys()
    needed = {key for key in wanted if not names_a_language(key)} | {f"language-{lang}" for lang in tongue.country.languages}
    wrong = [f"{key}: is missing" for key in sorted(needed - texts.keys())]
    wrong += [f"{key}: is not asked for by anything" for key in sorted(texts.keys() - wanted) if not names_a_language(key)]
    wrong += [f"{key}: {fault}" for key, text in texts.items() for fault in strange_arguments(tongue, key, text.variables)]
    yield from wrong
    if not wrong:
        yield from (fault for text in texts.values() for fault in text_faults(tongue, text))
        yield from (f"profile, {place}: {-fit.left} units over {fit.room}" for place, fit in tongue.named() if fit.left < 0)


def strange_arguments(tongue: Tongue, key: str, variables: frozenset[str]) -> Iterator[str]:
    """Arguments that nobody gives to a text."""
    given = {*tongue.arguments.get(key, ()), *tongue.country.terms}
    yield from (f"there is no {{ ${name} }} here" for name in sorted(variables - given))


def text_faults(tongue: Tongue, text: Text) -> Iterator[str]:
    """What is wrong with a text whose arguments are right: letters that cost more than they show, too little room."""
    if names_a_language(text.key):
        return
    if odd := odd_letters(text.words, tongue.speech.encoding(text.key, tongue.lang)):
        yield f"{text.key}: has letters that cost a page: {' '.join(map(_shown, odd))}"
    yield from (f"{text.key}: {-fit.left} units over {fit.room}" for fit in tongue.fits(text.key) if fit.left < 0)


def names_a_language(key: str) -> bool:
    """Shown under `language-ask` alone, each in its own letters."""
    return key.startswith("language-") and key not in ("language-ask", "language-done")


def _shown(letter: str) -> str:
    return f"{letter} (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
