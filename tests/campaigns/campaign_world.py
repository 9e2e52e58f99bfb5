"""A communication team with its desk, a scheduler and an operator, on the twins."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from msgspec import structs

from campaigns.hours import Hours
from campaigns.law import Law
from campaigns.office import Desk
from campaigns.plan import Campaign, Member
from campaigns.runner import REST, Runner
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State
from house.campaign_desk import measure
from store.clock import FakeClock
from store.keyring import Keyring
from store.ledger import Fate, Person, Record, Stage
from store.memory import MemoryAudit
from tests.store.campaign_boxes import Ledger, person

ALWAYS = ((time(0), time(23, 59, 59)),)
HOURS = Hours("MA", "Africa/Casablanca", ALWAYS, on_holidays=True)
LAW = Law(
    "MA",
    ("ar", "fr", "en"),
    "3737",
    ("recover", "status", "privacy"),
    HOURS,
    {"fr": "STOP au 3737", "ar": "STOP 3737"},
    daily=3,
    weekly=9,
)
AUTHOR, RUNNER = Member("amal", frozenset({"writer"})), Member("driss", frozenset({"approver"}))
APPROVERS = Member("brahim", frozenset({"approver"})), Member("chama", frozenset({"approver"}))
NOON = 1_800_010_800.0  # 2027-01-15 11:00 UTC


@dataclass
class Town:
    """Everything about one campaign, step by step."""

    ledger: Ledger
    keys: Keyring
    law: Law = LAW
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))

    def __post_init__(self) -> None:
        self.audit = MemoryAudit(self.keys)
        ledger = self.ledger
        books = ledger.book, ledger.audience, ledger.results, ledger.outbox
        self.desk = Desk(*books, self.audit, self.keys, self.clock, self.law, measure, ledger.roll)
        self.runner = self.another_runner()

    def another_runner(self) -> Runner:
        ledger = self.ledger
        return Runner(ledger.book, ledger.flow, ledger.results, self.clock, self.law, measure, self.audit, self.keys)

    def plan(self, **changes: object) -> Campaign:
        plan = Campaign(
            "days", "", {"fr": "Inscription demain. Code {code}.", "ar": "غدا {code}"}, "fr", NOON + 30 * 86400, daily=3, weekly=9
        )
        return replace_struct(plan, **changes)

    async def submitted(self, people: Sequence[Person], **changes: object) -> Record:
        campaign = self.plan(**changes)
        record = await self.desk.draft(campaign, AUTHOR)
        await self.ledger.audience.add(record.id, people)
        await self.desk.freeze(campaign.name, AUTHOR)
        return await self.desk.submit(campaign.name, AUTHOR)

    async def approved(self, people: Sequence[Person], **changes: object) -> Record:
        record = await self.submitted(people, **changes)
        for one in APPROVERS:
            record = await self.desk.approve(record.name, one, (await self.desk.preview(record.name)).digest)
        return record

    async def started(self, count: int, **changes: object) -> Record:
        record = await self.approved([person(n) for n in range(count)], **changes)
        return await self.desk.act(record.name, "start", RUNNER)

    async def approved_again(self, record: Record) -> Record:
        """A frozen campaign, from its submission to its start."""
        await self.desk.submit(record.name, AUTHOR)
        for one in APPROVERS:
            await self.desk.approve(record.name, one, (await self.desk.preview(record.name)).digest)
        return await self.desk.act(record.name, "start", RUNNER)

    async def step(self, times: int = 1, rest: float = REST) -> None:
        for _ in range(times):
            await self.runner.step()
            await self.clock.advance(rest)

    async def carry(self, most: int = 1000, state: State = State.SENT) -> int:
        return await self.ledger.carry(most, state, self.clock.now())

    async def go(self, times: int, rest: float = 3.0) -> None:
        """The scheduler and the courier in turns."""
        for _ in range(times):
            await self.step(rest=rest)
            await self.carry()

    async def stage(self, name: str = "days") -> Stage:
        return (await self.desk.find(name)).stage

    async def fates(self, name: str = "days") -> dict[Fate, int]:
        return await self.ledger.fates(await self.desk.find(name))


def replace_struct(plan: Campaign, **changes: object) -> Campaign:
    return structs.replace(plan, **changes)


def with_law(town: Town, **changes: object) -> Town:
    return Town(town.ledger, town.keys, replace(LAW, **changes), town.clock)  # type: ignore[arg-type]


def letter(n: int, lane: Lane, valid_until: float) -> Message:
    return Message(b"code %d" % n, Phone("+212612345678"), "4821", lane, valid_until)
