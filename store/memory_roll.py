"""The in-memory twin of those who can be written to without a file, for tests and for one process without a database."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

from dialogs.model import Phone
from dialogs.ports import Keys
from dialogs.refusals import Conflict
from store.chunks import who_of
from store.ledger import Added, Person
from store.memory import MemoryContacts
from store.roll import SELF, Dimension, Enrolled, Listed, Where

__all__ = ["MemoryRoll"]


class MemoryRoll:
    """The `Roll` port beside `MemoryContacts`."""

    def __init__(self, contacts: MemoryContacts, keys: Keys) -> None:
        self._contacts, self._keys = contacts, keys
        self._drafts: list[tuple[str, dict[Phone, Listed]]] = []
        self._lists: dict[str, tuple[int, Enrolled]] = {}

    async def begin(self, name: str) -> int:
        self._drafts.append((name, {}))
        return len(self._drafts) - 1

    async def add(self, draft: int, lines: Sequence[Listed]) -> Added:
        if self._lists.get(self._drafts[draft][0], (-1,))[0] > draft:
            raise Conflict("overtaken")
        there, dropped = self._drafts[draft][1], list[tuple[int, str]]()
        for place, line in enumerate(lines):
            phone = line.person.phone
            if await self._contacts.consent(phone, "campaign") is False:
                dropped.append((place, "opted-out"))
            elif phone in there:
                dropped.append((place, "same-number"))
            else:
                there[phone] = line
        return Added(len(lines) - len(dropped), tuple(dropped))

    async def publish(self, draft: int, enrolled: Enrolled) -> bool:
        if self._lists.get(enrolled.name, (-1,))[0] > draft:
            return False
        self._lists[enrolled.name] = (draft, enrolled)
        return True

    async def strike(self, name: str) -> bool:
        return self._lists.pop(name, None) is not None

    async def lists(self) -> list[Enrolled]:
        return [enrolled for _, (_, enrolled) in sorted(self._lists.items())]

    async def matching(self, where: Where) -> AsyncIterator[Sequence[Person]]:
        for _, lines in await self._found(where):
            if lines:
                yield [line.person for line in lines]

    async def count(self, where: Where, purpose: str, *, consented: bool) -> int:
        return len({one.person.phone for one in await self._allowed(where, purpose, consented)})

    async def groups(self, where: Where, by: Dimension, purpose: str, *, consented: bool) -> Mapping[str, int]:
        told = {(_word(one, by), one.person.phone) for one in await self._allowed(where, purpose, consented)}
        return Counter(word for word, _ in told)

    async def _allowed(self, where: Where, purpose: str, consented: bool) -> list[Listed]:
        lines = [line for _, some in await self._found(where) for line in some]
        said = [await self._contacts.consent(line.person.phone, purpose) for line in lines]
        return [line for line, word in zip(lines, said, strict=True) if word or (word is None and not consented)]

    async def _found(self, where: Where) -> list[tuple[str, list[Listed]]]:
        """The lines that match by list, each in the order of the keyed hashes."""
        wanted = [
            phone for (phone, purpose), (_, given, _) in self._contacts._consents.items() if purpose == "campaign" and given
        ]
        lists = {SELF: {phone: Listed(Person(phone)) for phone in wanted}}
        lists |= {name: self._drafts[draft][1] for name, (draft, _) in self._lists.items()}
        found = list[tuple[str, list[Listed]]]()
        for name, lines in lists.items():
            for phone in [phone for phone in lines if await self._contacts.consent(phone, "campaign") is False]:
                del lines[phone]
            told = [await self._spoken(line) for line in lines.values()]
            mine = [line for line in told if not where.lists or name in where.lists if _says(line, where)]
            found.append((name, sorted(mine, key=lambda line: who_of(self._keys, line.person.phone))))
        return found

    async def _spoken(self, line: Listed) -> Listed:
        lang = await self._contacts.language(line.person.phone) or line.person.lang
        home = self._keys.mac("roll-household", line.person.household).hex() if line.person.household else ""
        return replace(line, person=replace(line.person, lang=lang, household=home, values={}, operator=""))


def _says(line: Listed, where: Where) -> bool:
    asked = ((where.region, "region"), (where.commune, "commune"), (where.lang, "lang"), (where.programme, "programme"))
    told = all(not words or _word(line, by) in words for words, by in asked)
    return told and where.registered in (None, line.registered)


def _word(line: Listed, by: str) -> str:
    return str(getattr(line if by in ("commune", "programme") else line.person, by))
