"""Free words to a service of the menu, by the embedded reader; what it is not sure of leads to the menu."""

from collections.abc import Callable

from dialogs.country import Country
from nlu.embedded import EmbeddedReader, shipped
from nlu.reader import judge
from nlu.words import clean, wordless

SERVICE_OF = {
    "recover": "recover",
    "status": "status",
    "update": "update",
    "grievance": "grievance",
    "appeal": "grievance",
    "track": "grievance",
    "find_office": "offices",
    "explain": "guide",
    "enrol": "guide",
    "language": "language",
}
"""The service that answers an intent; the others (`greet`, `human`, `stop`) begin none."""


def service_reader(country: Country) -> Callable[[str], str]:
    """The service of the menu that a text is about, or an empty word. No text leaves this process or is kept."""
    model = shipped()
    reader = EmbeddedReader(model, lambda _: ())

    def read(text: str) -> str:
        seen = clean(text)
        if wordless(seen) or len(seen.split()) < 2:
            return ""
        understood = judge(reader.rank(seen), (), model.thresholds)
        service = SERVICE_OF.get(understood.intent or "", "") if understood.sure else ""
        return service if service in country.services else ""

    return read
