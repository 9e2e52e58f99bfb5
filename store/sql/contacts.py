"""What we keep about a phone, under a pseudonym: its language, its network and its latest word on each purpose."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from store.sql.engine import transaction, upsert
from store.sql.roll import drop_own, keep_own, strike_off
from store.sql.tables import consents, contacts

__all__ = ["SqlContacts"]

ANNOUNCEMENTS = "campaign"
"""The purpose for which a number is kept."""


class SqlContacts:
    """The `Contacts` port: a phone is a keyed hash, and an older word never replaces a newer one.

    The number itself is kept, sealed, only while she wants announcements, for nobody could write to her otherwise.
    """

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def language(self, phone: Phone) -> str | None:
        return await self._latest(phone, "lang")

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None:
        await self._keep(phone, "lang", lang, at)

    async def network(self, phone: Phone) -> str | None:
        return await self._latest(phone, "network")

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        await self._keep(phone, "network", network, at)

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

    async def _latest(self, phone: Phone, what: str) -> str | None:
        async with transaction(self._engine) as connection:
            return await connection.scalar(select(contacts.c[what]).where(contacts.c.who == self._who(phone)))

    async def _keep(self, phone: Phone, what: str, word: str, at: float) -> None:
        told, when = {what: word, f"{what}_at": at}, contacts.c[f"{what}_at"]
        async with transaction(self._engine) as connection:
            said = upsert(connection, contacts).values(who=self._who(phone), **told)
            newer = when.is_(None) | (when <= at)
            await connection.execute(said.on_conflict_do_update(index_elements=["who"], set_=told, where=newer))

    def _who(self, phone: Phone) -> bytes:
        return self._keys.mac("contact", phone.e164)
