"""What we keep about a phone, under a pseudonym: its language, its network and its latest word on each purpose."""

from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from store.sql.engine import Insert, transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.many import among_those
from store.sql.roll import drop_own, keep_own, strike_off
from store.sql.tables import consents, contacts

__all__ = ["SqlContacts"]

ANNOUNCEMENTS = "campaign"
"""The purpose for which a number is kept."""
_Told = tuple[str | None, str | None]  # language and network


class SqlContacts:
    """The `Contacts` port: a phone is a keyed hash, and an older word never replaces a newer one.

    The number itself is kept, sealed, only while she wants announcements, for nobody could write to her otherwise.
    Languages and networks of many phones are read and written together: on the first days all callers are new.
    """

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        who = among_those(engine.dialect.name, contacts.c.who, "whos")
        self._known = select(contacts.c.who, contacts.c.lang, contacts.c.network).where(who)
        self._reads: GroupCommit[bytes, _Told] = GroupCommit(self._read)
        self._languages: GroupCommit[dict[str, Any], None] = GroupCommit(partial(self._write, _latest(engine, "lang")))
        self._networks: GroupCommit[dict[str, Any], None] = GroupCommit(partial(self._write, _latest(engine, "network")))

    async def language(self, phone: Phone) -> str | None:
        return (await self._reads.add(self._who(phone)))[0]

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None:
        await self._languages.add({"one": self._who(phone), "word": lang, "at": at})

    async def network(self, phone: Phone) -> str | None:
        return (await self._reads.add(self._who(phone)))[1]

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        await self._networks.add({"one": self._who(phone), "word": network, "at": at})

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        who, word = self._who(phone), {"given": given, "how": how, "at": at}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, contacts).values(who=who).on_conflict_do_nothing())
            said = upsert(connection, consents).values(who=who, purpose=purpose, **word)
            one = ["who", "purpose"]
            newer = said.on_conflict_do_update(index_elements=one, set_=word, where=consents.c.at <= at)
            if (await connection.execute(newer)).rowcount and purpose == ANNOUNCEMENTS:
                await (keep_own(connection, self._keys, phone) if given else strike_off(connection, who))

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        said = select(consents.c.given).where(consents.c.who == self._who(phone), consents.c.purpose == purpose)
        async with transaction(self._engine) as connection:
            return await connection.scalar(said)

    async def forget(self, phone: Phone) -> None:
        who = self._who(phone)
        async with transaction(self._engine) as connection:
            await connection.execute(delete(consents).where(consents.c.who == who, consents.c.given))
            await drop_own(connection, who)
            bare = {"lang": None, "lang_at": None, "network": None, "network_at": None}
            mine = contacts.c.who == who
            await connection.execute(update(contacts).where(mine).values(bare))
            await connection.execute(delete(contacts).where(mine, ~exists().where(consents.c.who == who)))

    async def _read(self, whos: list[bytes]) -> list[_Told]:
        async with transaction(self._engine) as connection:
            known = {who: (lang, network) for who, lang, network in await connection.execute(self._known, {"whos": whos})}
        return [known.get(who, (None, None)) for who in whos]

    async def _write(self, latest: Insert, words: list[dict[str, Any]]) -> list[None]:
        """In the order of the phones, so that no two writers wait for each other."""
        async with transaction(self._engine) as connection:
            await connection.execute(latest, sorted(words, key=itemgetter("one")))
        return [None] * len(words)

    def _who(self, phone: Phone) -> bytes:
        return self._keys.mac("contact", phone.e164)


def _latest(engine: AsyncEngine, what: str) -> Insert:
    """Keeps a `word` unless a newer one is there. Made once: to make it costs as much as to run it."""
    at = f"{what}_at"
    said = upsert(engine, contacts).values({"who": bindparam("one"), what: bindparam("word"), at: bindparam("at")})
    older = contacts.c[at].is_(None) | (contacts.c[at] <= said.excluded[at])
    told = {what: said.excluded[what], at: said.excluded[at]}
    return said.on_conflict_do_update(index_elements=["who"], set_=told, where=older)
