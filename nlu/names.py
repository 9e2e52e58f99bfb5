"""The name with which somebody introduces herself; a name in passing is left alone."""

import re
from collections.abc import Iterator

_SAID = (
    r"je m'? ?appelle|je me nomme|mon nom est|my name is|my name's|اسمي|سميتي|إسمي|ana smiti|smiti|smyti|smiyti|smiytī"
    r"|magacaygu waa|magaceygu waa|میرا نام"
)
_MAYBE = r"i am|i'm|je suis|moi c'est"
_INTRODUCED = re.compile(rf"(?<!\w)(?:({_SAID})|(?:{_MAYBE}))\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_APART = re.compile(r"[ ]?")  # a name ends where anything but a blank follows
_MOST_WORDS = 4
_MOST_PLAIN = 2  # without capitals nothing tells where a name ends
_STOPS = frozenset(
    {
        *("et", "je", "j", "ai", "mon", "ma", "mes", "né", "née", "de", "à", "au", "le", "la", "est", "perdu"),
        *("and", "i", "have", "my", "born", "from", "in", "the", "is", "lost", "a"),
        *("و", "من", "في", "ولدت", "مزداد", "مزدادة", "ضاعت", "ضاع", "فقدت", "عندي", "أنا", "انا", "ہے"),
        *("o", "w", "f", "men", "dyali", "waxaan", "iyo"),
    }
)


def search(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of each name that is introduced in a cleaned text: `my name is Amina El Idrissi, …`."""
    for met in _INTRODUCED.finditer(text):
        words = list(_words(text, met.end(), plainly=bool(met.group(1))))
        if words:
            start, end = words[0].start(), words[-1].end()
            yield text[start:end], start, end


def without(text: str) -> str:
    """The text without its introductions: they say nothing of what is wanted, and a name is no other engine's business."""
    kept, last = [], 0
    for met in _INTRODUCED.finditer(text):
        words = list(_words(text, met.end(), plainly=bool(met.group(1))))
        if words and met.start() >= last:
            kept.append(text[last : met.start()])
            last = words[-1].end()
    return " ".join(" ".join([*kept, text[last:]]).split())


def _words(text: str, place: int, *, plainly: bool) -> Iterator[re.Match[str]]:
    """The words of a name from `place` on; `plainly`: what stands there is a name even without a capital."""
    first = _WORD.match(text, place)
    capital = first is not None and first.group()[0].isupper()
    most = _MOST_WORDS if capital else _MOST_PLAIN
    while first and most and first.group().casefold() not in _STOPS and (first.group()[0].isupper() or (plainly and not capital)):
        yield first
        most -= 1
        gap = _APART.match(text, first.end())
        first = _WORD.match(text, gap.end()) if gap and gap.end() > first.end() else None
        if first and not capital and first.group().startswith("و"):  # Arabic writes "and" as a letter of the next word
            return
