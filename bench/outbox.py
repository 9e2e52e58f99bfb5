"""Messages per second that the outbox enqueues, claims, settles and reports, and what one weighs, on SQLite and PostgreSQL.

`python -m bench.outbox [--messages N] [--postgres URL] [--json]`. Without `--postgres`, the server of the test wheel is
started. Nothing is sent: what is measured is the outbox. Callers at once share commits, as they do in `serve` and `work`.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.servers import postgres
from dialogs.model import Phone
from dialogs.ports import Claimed, Lane, Message, Report, State
from store.keyring import Keyring
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.outbox import SqlOutbox
from store.sql.schema import upgrade

CALLERS = 256  # that put, settle or report at once
CLAIM = 100
TEXT = "Votre dossier 4821 est pret. Presentez-vous au guichet avec votre recu, du lundi au vendredi."


async def measure(url: str, messages: int) -> dict[str, int]:
    """Rates by stage and bytes per message of one database, which is migrated first."""
    engine = make_engine(url)
    await upgrade(engine)
    try:
        return await _stages(engine, messages)
    finally:
        await engine.dispose()


async def _stages(engine: AsyncEngine, messages: int) -> dict[str, int]:
    keys, now = Keyring.generate(), time.time()
    outbox, dispatch = SqlOutbox(engine, keys), SqlDispatch(engine, keys)
    claimed: list[Claimed] = []

    async def put(n: int) -> None:
        to = Phone(f"+2126{n:08d}")
        await outbox.put(Message(n.to_bytes(16, "big"), to, TEXT, Lane.CAMPAIGN, now + 86400, encoding="gsm7"))

    async def claim(_: int) -> None:
        claimed.extend(await dispatch.claim(CLAIM, lease=3600, now=now))

    async def settle(n: int) -> None:
        await dispatch.settle(claimed[n].id, State.SENT, provider="bench", provider_id=f"bench-{n}", parts=1)

    async def report(n: int) -> None:
        await dispatch.report(Report("bench", f"bench-{n}", State.DELIVERED), now=now)

    before = await _bytes(engine)
    rates = {"enqueued": await _rate(put, messages, CALLERS)}
    weight = (await _bytes(engine) - before) / messages
    rates["claimed"] = CLAIM * await _rate(claim, -(-messages // CLAIM), 1)
    rates["settled"] = await _rate(settle, len(claimed), CALLERS)
    rates["reported"] = await _rate(report, len(claimed), CALLERS)
    return {name: round(rate) for name, rate in rates.items()} | {"bytes": round(weight)}


async def _rate(work: Callable[[int], Awaitable[None]], times: int, callers: int) -> float:
    numbers = iter(range(times))

    async def call() -> None:
        for n in numbers:
            await work(n)

    start = time.perf_counter()
    await asyncio.gather(*(call() for _ in range(callers)))
    return times / (time.perf_counter() - start)


async def _bytes(engine: AsyncEngine) -> int:
    """What the outbox holds on disk, with its indexes."""
    if engine.dialect.name == "postgresql":
        size = text("SELECT pg_total_relation_size('outbox')")
    else:
        size = text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    async with engine.connect() as connection:
        return int(await connection.scalar(size) or 0)


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench outbox", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--postgres", default="", help="postgresql+asyncpg://… of an empty database")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(args)
    folder = Path(tempfile.mkdtemp(prefix="guichet-bench-"))
    try:
        found = {"sqlite": asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/bench.db", told.messages))}
        with postgres(told.postgres) as url:
            found["postgresql"] = asyncio.run(measure(url, told.messages))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.json:
        print(json.dumps({"messages": told.messages, **found}))
        return
    print(f"{'per second':12}{'enqueued':>10}{'claimed':>10}{'settled':>10}{'reported':>10}{'bytes each':>12}")
    for name, row in found.items():
        print(f"{name:12}{row['enqueued']:>10}{row['claimed']:>10}{row['settled']:>10}{row['reported']:>10}{row['bytes']:>12}")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
