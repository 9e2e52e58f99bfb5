"""Campaigns with the outbox beside them, in memory or in a database, for the tests of the ledger."""

from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Contacts, Dispatch, Outbox, State
from store.keyring import Keyring
from store.ledger import Audience, Book, Fate, Feed, Flow, Person, Record, Results, Stage, Written
from store.memory import MemoryContacts
from store.memory_campaigns import MemoryCampaigns
from store.memory_outbox import MemoryOutbox
from store.memory_roll import MemoryRoll
from store.roll import Roll
from store.sql.campaign_audience import SqlAudience
from store.sql.campaign_flow import SqlFlow
from store.sql.campaign_results import SqlResults
from store.sql.campaigns import SqlBook
from store.sql.contacts import SqlContacts
from store.sql.dispatch import SqlDispatch
from store.sql.engine import transaction
from store.sql.outbox import SqlOutbox
from store.sql.roll import SqlRoll
from store.sql.tables import outbox
from tests.store.boxes import NOW

CHUNK = 10
FEED = Feed(ahead=1000, valid_until=NOW + 3600, purpose="campaign")


def phone(n: int) -> Phone:
    return Phone(f"+2126{n:08d}")


def person(n: int, household: str = "", region: str = "casa", **values: str) -> Person:
    return Person(phone(n), "fr" if n % 2 else "ar", region, "orange", household, values)


def write(to: Person) -> Written | str:
    return Written(f"Bonjour {to.values.get('name', '')}", "gsm7", 1)


@dataclass
class Ledger:
    """The four ports on one store, and the operator's side of the outbox. `carried` is what left, by phone."""

    book: Book
    audience: Audience
    flow: Flow
    results: Results
    contacts: Contacts
    outbox: Outbox
    dispatch: Dispatch
    roll: Roll
    engine: AsyncEngine | None
    carried: list[Phone] = field(default_factory=list)

    async def frozen(self, count: int, name: str = "days", start: int = 0) -> Record:
        record = await self.book.create(name, b"{}", now=NOW)
        await self.audience.add(record.id, [person(n) for n in range(start, start + count)])
        return await self.freeze(record)

    async def freeze(self, record: Record, *, consented: bool = False) -> Record:
        while await self.audience.freeze(record.id, "campaign", consented=consented):
            pass
        sealed = await self.audience.seal(record, record.plan)
        assert sealed is not None
        return sealed

    async def running(self, count: int, name: str = "days", start: int = 0) -> Record:
        return await self.moved(await self.frozen(count, name, start), Stage.RUNNING)

    async def moved(self, record: Record, stage: Stage) -> Record:
        was = await self.book.find(record.name)
        assert was is not None
        new = await self.book.save(was, stage, was.plan)
        assert new is not None
        return new

    async def feed(self, record: Record, now: float = NOW, **values: object) -> tuple[int, int]:
        fed = await self.flow.feed(record.id, replace(FEED, **values), write, now=now)  # type: ignore[arg-type]
        return fed.queued, fed.skipped

    async def feed_all(self, record: Record) -> None:
        while sum(await self.feed(record)):
            pass

    async def carry(self, most: int = 1000, state: State = State.SENT, now: float = NOW) -> int:
        """The courier takes and settles what is due; how many."""
        await self.dispatch.sweep(now=now)
        batch = await self.dispatch.claim(most, lease=60, now=now)
        for n, one in enumerate(batch):
            self.carried.append(one.message.to)
            await self.dispatch.settle(one.id, state, provider="at", provider_id=f"{len(self.carried)}-{n}", reason="why")
        return len(batch)

    async def fates(self, record: Record) -> dict[Fate, int]:
        return {fate: count for fate, count in (await self.results.progress(record.id)).items() if count}

    async def reasons(self, record: Record) -> dict[str, int]:
        found: dict[str, int] = {}
        async for line in self.results.lines(record.id):
            found[line.reason] = found.get(line.reason, 0) + line.count
        return found

    async def left(self) -> int:
        """Rows of the outbox."""
        if self.engine is None:
            assert isinstance(self.dispatch, MemoryOutbox)
            return len(self.dispatch.messages)
        async with transaction(self.engine) as connection:
            return len((await connection.execute(outbox.select())).all())


def twin_ledger(keys: Keyring, size: int = CHUNK) -> Ledger:
    box, contacts = MemoryOutbox(), MemoryContacts()
    roll = MemoryRoll(contacts, keys)
    memory = MemoryCampaigns(box, contacts, keys, size, roll)
    return Ledger(memory, memory, memory, memory, contacts, box, box, roll, None)


def real_ledger(engine: AsyncEngine, keys: Keyring, size: int = CHUNK) -> Ledger:
    audience, flow = SqlAudience(engine, keys, size), SqlFlow(engine, keys)
    contacts, box, dispatch = SqlContacts(engine, keys), SqlOutbox(engine, keys), SqlDispatch(engine, keys)
    roll = SqlRoll(engine, keys, page=3)
    return Ledger(SqlBook(engine), audience, flow, SqlResults(engine, keys), contacts, box, dispatch, roll, engine)
