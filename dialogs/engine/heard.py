"""What free words told before anybody asked: read back once, then it answers the questions that ask for it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Any

from dialogs.country import Country
from dialogs.engine.journal import ANSWER, Entry, Guess, Told
from dialogs.model import Names, Option, Prompt
from dialogs.questions import Invalid, Question, choice, yes_no
from dialogs.talk import Ask
from dialogs.texts.speech import Speech

CONFIRMED = "heard"
"""The question whether it was heard right, as the journal knows it."""
NONE = "none"
_SPEAKING = frozenset({"known", "speak"})
_PART_OF = {"date": "year"}
_MOST_TOLD, _MOST_LETTERS = 8, 64


def kept(told: Sequence[tuple[str, str]], country: Country) -> list[Told]:
    """What of it a record may hold: little, and only what can be read back."""
    short = [Told(kind, value) for kind, value in told if len(value) <= _MOST_LETTERS]
    return [one for one in short if _said(one, country, masks=True)][:_MOST_TOLD]


# --- did you mean ------------------------------------------------------------------------------


def did_you_mean(guess: Guess) -> Question[str]:
    """The services that may be meant, and none of them."""
    return choice("did-you-mean", [*(Option(name, f"menu-{name}") for name in guess.offers), Option(NONE, "mean-none")])


# --- you said ----------------------------------------------------------------------------------


def read_back(told: Sequence[Told], country: Country, speech: Speech, lang: str, *, masks: bool) -> Question[bool]:
    """All of it in one sentence: right or not? `masks`: of what is private only as much as tells it apart."""
    parts = [speech.say(prompt, lang).body for one in told if (prompt := _said(one, country, masks=masks))]
    said = reduce(lambda one, more: speech.say(Prompt("heard-and", (("one", one), ("more", more))), lang).body, parts)
    return yes_no("heard-right", "consent-yes", "consent-no", said=said)


def _said(told: Told, country: Country, *, masks: bool) -> Prompt | None:
    match told.kind:
        case "date" if masks:
            return Prompt("heard-year", (("year", told.value[:4]),))
        case "date":
            return Prompt("heard-date", (("day", date.fromisoformat(told.value)),))
        case "commune":
            named = place_of(told.value, country)
            return Prompt("heard-place", (("place", named),)) if named else None
        case "phone" | "identifier" if masks:
            return Prompt("heard-ending", (("ending", told.value[-2:] if told.kind == "phone" else told.value[-4:]),))
        case "phone":
            return Prompt("heard-phone", (("number", told.value),))
        case "identifier":
            return Prompt("heard-number", (("number", told.value),))
        case "name":
            return Prompt("heard-name", (("name", initials(told.value) if masks else told.value),))
        case "reference":
            return Prompt("heard-number", (("number", told.value),))
    return None


def initials(name: str) -> str:
    """`Amina El Idrissi` is `A. E. I.`."""
    return " ".join(f"{word[0]}." for word in name.split())


def place_of(id: str, country: Country) -> Names | None:
    return next((commune.names for commune in country.communes if commune.id == id), None)


# --- answers -----------------------------------------------------------------------------------


def answer(ask: Ask[Any], use: str, told: Sequence[Told], country: Country) -> tuple[Told, Any] | None:
    """What was told that answers this question in its own form, and the answer; each answers one question of its own words,
    and then at most the choice that follows from it (a commune, which of those so named)."""
    question = ask.question
    for one in told if question.takes else ():
        if question.takes not in (one.kind, _PART_OF.get(one.kind)):
            continue
        values = [option.value for option in question.prompt.options]
        if values:
            if use == ask.name and one.value in values:
                return one, question.load(one.value)
            continue
        parsed = question.parse(_typed(one, question.takes, country)) if not one.use else Invalid(question.prompt)
        if not isinstance(parsed, Invalid):
            return one, parsed
    return None


def _typed(told: Told, takes: str, country: Country) -> str:
    """As she would have typed it."""
    if takes == "year":
        return told.value[:4]
    named = place_of(told.value, country) if told.kind == "commune" else None
    return dict(named.by_lang).get("fr", named.by_lang[0][1]) if named else told.value


def still_true(told: Sequence[Told], journal: Sequence[Entry]) -> list[Told]:
    """Without what she went back over: that is asked as if it had not been heard."""
    answered = {entry.name for entry in journal if entry.kind == ANSWER}
    return [one for one in told if not one.use or one.use in answered]


# --- a word for another language ---------------------------------------------------------------


def speak(journal: Sequence[Entry], lang: str) -> None:
    """Whatever step set the language last says `lang` from here on."""
    for entry in _speaking(journal):
        entry.value = lang
        return


def _speaking(journal: Sequence[Entry]) -> Iterator[Entry]:
    steps = (entry for entry in reversed(journal) if entry.kind != ANSWER)
    return (entry for entry in steps if entry.name.partition("#")[0] in _SPEAKING)


__all__ = ["CONFIRMED", "NONE", "answer", "did_you_mean", "kept", "read_back", "speak", "still_true"]
