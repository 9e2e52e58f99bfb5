"""What codes of the country profile are called: categories, bodies, programmes, places, each in the reader's language."""

from collections.abc import Mapping, Sequence

from dialogs.country import Country
from dialogs.model import Names

__all__ = ["CountryNames"]


class CountryNames:
    """`what` is `category`, `body`, `programme` or `place`."""

    def __init__(self, country: Country) -> None:
        complaints = {one.id: one.names for group in country.complaints for one in group.categories}
        changes = {one.id: one.names for one in country.changes}
        needs = {one.id: one.names for one in country.needs}
        self._names: Mapping[str, Mapping[str, Names]] = {
            "category": {**needs, **changes, **complaints},
            "body": {one.id: one.names for one in country.bodies},
            "programme": {one.id: one.names for one in country.programmes},
            "place": {one.id: one.names for one in country.communes},
        }

    def of(self, what: str, code: str, lang: str) -> str:
        """The name, or the code where the profile no longer has it."""
        names = self._names[what].get(code)
        return names.in_lang(lang) if names else code

    def all(self, what: str, lang: str) -> Sequence[tuple[str, str]]:
        """Every code with its name, by name."""
        return sorted(((code, names.in_lang(lang)) for code, names in self._names[what].items()), key=lambda one: one[1])
