"""A case system with both of its sides, in memory or in a database, for the tests of cases."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import CaseFilter, CaseKind, CaseState, Holder, NewCase, Role, Staff
from store.cases.calendar import Calendar
from store.cases.casebook import Casebook
from store.cases.caseload import OfficersCaseload
from store.cases.cases import Cases
from store.cases.memory_casebook import MemoryCasebook
from store.cases.pins import Pins
from store.cases.policy import CasePolicy, Terms
from store.cases.record import Notice
from store.cases.reference import References
from store.cases.rules import Rules
from store.cases.sql_casebook import SqlCasebook
from store.clock import FakeClock
from store.keyring import Keyring

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()  # in Morocco; Eid al-Fitr is the 20th and 21st, a Friday and a Saturday
DAY = 86400.0
AMINA, BADR = Phone("+212612345678"), Phone("+212612345679")
HERS, HIS = Holder(AMINA), Holder(BADR)
ANY = CaseFilter()

POLICY = CasePolicy(
    terms={
        "payment": Terms(ack_days=2, resolve_days=5, authority="province", escalate_days=3, owner="office"),
        "data": Terms(ack_days=1, resolve_days=10, working=False),
    },
    near_days=2,
    appeal_days=30,
    reopen_days=20,
    close_days=10,
    remind_days=4,
    wait_days=9,
    bodies=frozenset({"health", "interior"}),
    regions={"sale": "rabat", "temara": "rabat", "agadir": "souss"},
)

HIND = Staff("hind", frozenset({Role.OFFICER}))
OMAR = Staff("omar", frozenset({Role.OFFICER}))
CHIEF = Staff("chief", frozenset({Role.LEAD}))
WALI = Staff("wali", frozenset({Role.AUTHORITY}))
NADIA = Staff("nadia", frozenset({Role.PROTECTION}))
REPORTER = Staff("rida", frozenset({Role.REPORTER}))


@dataclass(frozen=True)
class Town:
    """The citizen's side, the officer's side, and the book between them; `clock` is moved by hand."""

    cases: Cases
    office: OfficersCaseload
    book: Casebook
    rules: Rules
    clock: FakeClock

    @property
    def now(self) -> float:
        return self.clock.now()

    async def opened(self, n: int = 1, case: NewCase | None = None) -> str:
        """The reference of a new case."""
        return (await self.cases.open(case or grievance(n), now=self.now)).ref

    async def resolved(self, n: int = 1, by: Staff = HIND) -> str:
        ref = await self.opened(n)
        await self.office.resolve(by, ref, "paid on Friday", upheld=True, now=self.now)
        return ref

    async def state(self, ref: str) -> CaseState:
        record = await self.book.by_ref(ref)
        assert record
        return record.state

    async def kinds(self, ref: str) -> list[str]:
        record = await self.book.by_ref(ref)
        assert record
        return [event.kind for event in await self.book.history(record.id)]

    async def owed(self) -> list[Notice]:
        return list(await self.book.claim_notices(100, lease=60, now=self.now))

    def later(self, days: float) -> None:
        self.clock.at += days * DAY


def grievance(n: int = 1, **changes: object) -> NewCase:
    """Amina's grievance: each n has a programme of its own, so that no two are equal."""
    case = NewCase(
        b"open %d" % n, CaseKind.GRIEVANCE, "payment", "ar", "ussd", AMINA, text=f"لم أتوصل {n}", place="sale", programme=f"p{n}"
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def town(book: Casebook, keys: Keyring, policy: CasePolicy = POLICY, seed: int = 7) -> Town:
    clock = FakeClock(MONDAY)
    rules = Rules(policy, Calendar("MA", "Africa/Casablanca"))
    quick = Pins(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    cases = Cases(book, rules, keys, References(random.Random(seed)), quick, clock)
    return Town(cases, OfficersCaseload(book, rules), book, rules, clock)


def twin(keys: Keyring) -> Town:
    return town(MemoryCasebook(keys), keys)


def real(engine: AsyncEngine, keys: Keyring, seed: int = 7) -> Town:
    return town(SqlCasebook(engine, keys), keys, seed=seed)


async def listed(town: Town, where: CaseFilter = ANY, staff: Staff = CHIEF, **page: object) -> list[str]:
    files = await town.office.list(staff, where, now=town.now, **page)  # type: ignore[arg-type]
    return [file.view.ref for file in files]
