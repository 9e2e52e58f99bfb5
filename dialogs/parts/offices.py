"""Finding the nearest counter: by the first letters of a commune, typed as letters or as keypad digits."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz, process

from dialogs.country import MOST_FOUND, Commune, Country, Office
from dialogs.desk import Desk
from dialogs.model import End, Names, Option, Prompt, end
from dialogs.questions import Question, choice, text
from dialogs.talk import Talk

_LIKE = 78
_COMMUNE = replace(text("office-commune"), takes="commune")


async def nearest_office(talk: Talk, desk: Desk) -> End:
    """Ask for the commune until it is found, then show its counter."""
    commune = await find_commune(talk, desk)
    office = commune.offices[0]
    if len(commune.offices) > 1:
        office = commune.offices[int(await talk.ask("which-office", _which_of(commune.offices)))]
    return _shown(office)


async def find_commune(talk: Talk, desk: Desk) -> Commune:
    """Ask for the first letters until something is found, then which one if there are several."""
    slip = None
    while True:
        typed = await talk.ask("commune", _COMMUNE, slip=slip)
        found = search(desk.country, typed)
        if found:
            break
        slip = Prompt("slip-commune")
    if len(found) == 1:
        return found[0]
    picked = await talk.ask("which-commune", _which(tuple(found)))
    return next(c for c in found if c.id == picked)


# What follows is of the country alone, not of a citizen: each is made once, and its screen too.


@lru_cache(maxsize=1024)
def _which(found: tuple[Commune, ...]) -> Question[str]:
    options = [Option(c.id, "office-commune-option", (("name", c.names), ("region", c.region))) for c in found]
    return replace(choice("office-which", options), takes="commune")


@lru_cache(maxsize=1024)
def _which_of(offices: tuple[Office, ...]) -> Question[str]:
    return choice("office-which", [Option(str(n), "office-option", (("name", o.names),)) for n, o in enumerate(offices)])


@lru_cache(maxsize=1024)
def _shown(office: Office) -> End:
    if office.phone:
        phone = Names((("", office.phone),))  # the same in every language, and like its name no value of a citizen
        return end("office-show-phone", name=office.names, address=office.address, hours=office.hours, phone=phone)
    return end("office-show", name=office.names, address=office.address, hours=office.hours)


def search(country: Country, typed: str) -> Sequence[Commune]:
    """Communes whose name in any language begins so, else those that read alike; five at most, best first."""
    folded = fold(typed)
    if not folded:
        return []
    return country.beginnings.get(folded) or ([] if folded.isdigit() else _alike(country, folded))


def _alike(country: Country, folded: str) -> list[Commune]:
    names = {(c.id, f): f for c in country.communes for f in c.folded}
    hits = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=MOST_FOUND)
    ids = list(dict.fromkeys(place[0] for _, _, place in hits))
    return [next(c for c in country.communes if c.id == i) for i in ids]


def fold(name: str) -> str:
    """A name as search sees it: Latin letters and digits, lower case (`الدار البيضاء` and `Aldar` compare)."""
    plain = anyascii(name).lower()
    return plain if plain.isalnum() else "".join([c for c in plain if c.isalnum()])
