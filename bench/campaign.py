"""Recipients per second through every stage of a campaign, bytes that each one weighs, and the memory it takes.

`python -m bench.campaign [--recipients N | --full] [--only sqlite|postgresql] [--postgres URL] [--json]`. A file is imported,
frozen, fed to the outbox, claimed and settled as the courier does, reported on, taken over into the ledger and forgotten;
nothing leaves the machine. `submit` is the courier against an operator in the same process that answers at once: the ceiling of
one worker without a network. `--full` takes 18.4 million recipients, for a night.
"""

import argparse
import asyncio
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.servers import postgres
from campaigns.audience import Sheet, gather
from channels.outbound import Courier, Outcome, Pace, Taken
from dialogs.ports import Message, Report, State
from store.clock import SystemClock
from store.keyring import Keyring
from store.ledger import Fate, Feed, Person, Record, Stage, Written
from store.sql.campaign_audience import SqlAudience
from store.sql.campaign_flow import SqlFlow
from store.sql.campaign_results import SqlResults
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.campaigns import SqlBook
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.schema import upgrade

TEXT = "Inscription mardi a la commune. Apportez votre recu. Code 482193. STOP au 3737"
AHEAD, CALLERS = 5000, 256
STAGES = ("import", "freeze", "feed", "submit", "report", "look", "sum", "forget")
FULL = 18_400_000


class Operator:
    """Takes everything at once."""

    name = "bench"

    async def send(self, message: Message) -> Outcome:
        return Taken(message.to.e164, 1)


@dataclass
class Bench:
    """One campaign over one database; `seconds` by stage."""

    engine: AsyncEngine
    recipients: int
    file: Path

    def __post_init__(self) -> None:
        keys = Keyring.generate()
        self.clock = SystemClock()
        self.book, self.audience = SqlBook(self.engine), SqlAudience(self.engine, keys)
        self.flow, self.results = SqlFlow(self.engine, keys), SqlResults(self.engine, keys)
        self.dispatch = SqlDispatch(self.engine, keys)
        self.courier = Courier(self.dispatch, Operator(), self.clock, Pace(at_once=500, lease=600))
        self.seconds = dict.fromkeys(STAGES, 0.0)

    async def run(self) -> dict[str, int]:
        await upgrade(self.engine)
        before = await self._bytes()
        record = await self._frozen()
        weight = (await self._bytes() - before) / self.recipients
        await self._sent(record)
        await self._reported(record)
        found = {name: round(self.recipients / seconds) for name, seconds in self.seconds.items() if seconds}
        found["bytes of the audience"] = round(weight)
        found["bytes with outbox"] = round((await self._bytes() - before) / self.recipients)
        await self._forgotten(record)
        found["forget"] = round(self.recipients / self.seconds["forget"])
        found["bytes that stay"] = round((await self._bytes() - before) / self.recipients)
        return found | {"MB of memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}

    async def _frozen(self) -> Record:
        record = await self.book.create("bench", b"{}", now=self.clock.now())
        start = time.perf_counter()
        await gather(self.audience, record.id, Sheet(self.file, "MA", ("fr",)), lambda _: None)
        start = self._lap("import", start)
        while await self.audience.freeze(record.id, "campaign", consented=False):
            pass
        sealed = await self.audience.seal(record, b"{}")
        self._lap("freeze", start)
        assert sealed is not None
        assert sealed.count == self.recipients
        running = await self.book.save(sealed, Stage.RUNNING, b"{}")
        assert running is not None
        return running

    async def _sent(self, record: Record) -> None:
        """Feed some, send some, in turns: as it goes on in a worker."""
        feed = Feed(AHEAD, self.clock.now() + 86400, "campaign", daily=1, weekly=3)
        moved = True
        while moved:
            start, moved = time.perf_counter(), False
            for _ in range(10):
                moved |= bool((await self.flow.feed(record.id, feed, _write, now=self.clock.now())).queued)
            start = self._lap("feed", start)
            while await self.courier.step():
                moved = True
            self._lap("submit", start)

    async def _reported(self, record: Record) -> None:
        numbers = iter(range(self.recipients))

        async def call() -> None:
            for n in numbers:
                await self.dispatch.report(Report("bench", _number(n), State.DELIVERED), now=self.clock.now())

        start = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(CALLERS)))
        start = self._lap("report", start)
        while await self.flow.look(now=self.clock.now() + 10):
            pass
        start = self._lap("look", start)
        progress = await self.results.progress(record.id)
        self._lap("sum", start)
        assert progress[Fate.DELIVERED] == self.recipients, progress

    async def _forgotten(self, record: Record) -> None:
        assert await self.book.save(record, Stage.FINISHED, b"{}") is not None
        retention, late, start = SqlCampaignRetention(self.engine), self.clock.now() + 10, time.perf_counter()
        while await retention.sweep(late, late):
            pass
        self._lap("forget", start)

    def _lap(self, stage: str, start: float) -> float:
        now = time.perf_counter()
        self.seconds[stage] += now - start
        return now

    async def _bytes(self) -> int:
        size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if self.engine.dialect.name == "postgresql":
            size = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname ~ '^(campaign|outbox)'"
        async with self.engine.connect() as connection:
            return int(await connection.scalar(text(size)) or 0)


def _write(_: Person) -> Written:
    return Written(TEXT, "gsm7", 1)


def _number(n: int) -> str:
    return f"+2126{n + 10_000_000:08d}"


def _file(folder: Path, recipients: int) -> Path:
    path = folder / "people.csv"
    with path.open("w") as file:
        file.write("phone;langue;region;menage\n")
        file.writelines(f"{_number(n)};fr;region {n % 12};h{n}\n" for n in range(recipients))
    return path


async def measure(url: str, recipients: int, file: Path) -> dict[str, int]:
    engine = make_engine(url, patience=60.0)
    try:
        return await Bench(engine, recipients, file).run()
    finally:
        await engine.dispose()


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench campaign", description=__doc__)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--full", action="store_true", help=f"{FULL} recipients")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--postgres", default="", help="postgresql+asyncpg://… of an empty database")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(args)
    recipients = FULL if told.full else told.recipients
    folder = Path(tempfile.mkdtemp(prefix="guichet-bench-"))
    found: dict[str, dict[str, int]] = {}
    try:
        file = _file(folder, recipients)
        if told.only != "postgresql":
            found["sqlite"] = asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/bench.db", recipients, file))
        if told.only != "sqlite":
            with postgres(told.postgres) as url:
                found["postgresql"] = asyncio.run(measure(url, recipients, file))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.json:
        print(json.dumps({"recipients": recipients, **found}))
        return
    for database, row in found.items():
        print(f"{database}, {recipients} recipients, per second:")
        for name, value in row.items():
            print(f"  {name:24}{value:>10}")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
