"""From the frozen audience to the outbox and back: what leaves and its mark are one commit, so no crash loses or doubles it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys, Lane, Message, State, Unreadable
from store.chunks import BURST, Chunk, key_of, over_cap, place_of, reached_before
from store.ledger import LIVE, STEP, Fate, Fed, Feed, Stage, Write, Written
from store.sql.campaign_rows import (
    answered_to,
    chunk_of,
    open_person,
    people_of,
    said_no,
    save_chunk,
    some_chunks,
    waiting_chunks,
)
from store.sql.engine import steady, transaction, upsert
from store.sql.many import among, insert_new
from store.sql.outbox import _row as outbox_row
from store.sql.reports import is_
from store.sql.roll import registered
from store.sql.tables import outbox
from store.sql.tables_campaigns import campaigns, chunks, course, people, touches

__all__ = ["SqlFlow"]

AT_ONCE = 20  # chunks that one look reads


class SqlFlow:
    """The `Flow` port. Locks are taken in the order campaign, chunk, outbox; the lock of a campaign is its only scheduler."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys

    async def feed(self, id: int, feed: Feed, write: Write, *, now: float) -> Fed:
        async with transaction(self._engine) as connection:
            await steady(connection, "enable_seqscan")
            live = campaigns.c.id == id, campaigns.c.stage.in_([stage.value for stage in LIVE])
            mine = select(campaigns.c.fed, campaigns.c.slot, campaigns.c.source).where(*live).with_for_update(skip_locked=True)
            campaign = (await connection.execute(mine)).first()
            if campaign is None or campaign.slot >= now + BURST:
                return Fed()
            room = min(feed.ahead - await _queued(connection), feed.upto - campaign.fed)
            if room <= 0 or (row := (await connection.execute(waiting_chunks(id, 1, now=now))).first()) is None:
                return Fed()
            slot = max(campaign.slot, now)
            batch = _Batch(room, (now + BURST - slot) * feed.rate if feed.rate else float("inf"))
            rows = await _people(connection, id, campaign.source or id, chunk_of(row), feed)
            await self._fill(connection, id, chunk_of(row), rows, batch, feed, write, now)
            used = {"fed": campaigns.c.fed + len(batch.letters) + batch.skipped, "slot": slot + batch.used(feed.rate)}
            await connection.execute(update(campaigns).where(campaigns.c.id == id).values(used))
            return Fed(len(batch.letters), batch.skipped)

    async def _fill(
        self,
        connection: AsyncConnection,
        id: int,
        chunk: Chunk,
        rows: Sequence[tuple[Row[Any], str]],
        batch: "_Batch",
        feed: Feed,
        write: Write,
        now: float,
    ) -> None:
        """Write to those who wait, in order, while the batch has room; letters, touches and marks go together."""
        later = list[float]()
        capped = feed.daily or feed.weekly
        touched = await _touched(connection, [rows[place][0].who for place in chunk.waiting()]) if capped else {}
        for place in chunk.waiting():
            if batch.full:
                break
            row, done = rows[place]
            worded = self._worded(row, done, touched.get(row.who, ()), feed, write, now)
            if isinstance(worded, float):
                later.append(worded)
                continue
            if isinstance(worded, str):
                chunk.mark(place, Fate.SKIPPED, worded)
                batch.skipped += 1
                continue
            phone, text = worded
            message = Message(
                key_of(id, chunk.seq, place), phone, text.text, Lane.CAMPAIGN, feed.valid_until, encoding=text.encoding
            )
            batch.letters.append(outbox_row(message, self._keys, id))
            batch.touched.append({"who": row.who, "campaign": id, "at": now})
            batch.parts += text.parts
            chunk.mark(place, Fate.QUEUED)
        else:
            chunk.later_at = min(later, default=0.0)  # everybody was looked at: who still waits is over a cap
        if batch.letters:
            await insert_new(connection, outbox, batch.letters)
            await insert_new(connection, touches, batch.touched)
            chunk.feed(now)
        await save_chunk(connection, id, chunk)

    def _worded(
        self, row: Row[Any], done: str, times: Sequence[float], feed: Feed, write: Write, now: float
    ) -> tuple[Phone, Written] | str | float:
        """The phone and its text, or why there is none, or the Unix time until which she waits."""
        if row.said_no:
            return "no-consent" if feed.consented else "opted-out"
        if done:
            return done
        if capped := over_cap(times, feed, now):
            return capped
        try:
            person = open_person(row, self._keys)
        except Unreadable:
            return "unreadable"
        written = write(person)
        return written if isinstance(written, str) else (person.phone, written)

    async def look(self, *, now: float) -> int:
        due = select(chunks).where(chunks.c.moving > 0, chunks.c.look_at <= now).order_by(chunks.c.look_at).limit(AT_ONCE)
        moved, course_ = 0, Counter[tuple[int, int, int]]()
        async with transaction(self._engine) as connection:
            for row in (await connection.execute(due.with_for_update(skip_locked=True))).all():
                chunk = chunk_of(row)
                before = chunk.counts()
                told = await connection.execute(select(outbox.c.key, outbox.c.state, outbox.c.reason).where(_keys(row)))
                moved += chunk.hear([(place_of(one.key), State(one.state), one.reason) for one in told], now)
                await save_chunk(connection, row.campaign, chunk)
                course_.update({(row.campaign, int(now // STEP), fate): count for fate, count in chunk.changes(before).items()})
            await _note(connection, course_)
        return moved

    async def withdraw(self, id: int) -> int:
        taken = 0
        after = -1
        while True:
            async with transaction(self._engine) as connection:
                await connection.execute(select(campaigns.c.id).where(campaigns.c.id == id).with_for_update())
                queued = some_chunks(id, (chunks.c.queued > 0) & (chunks.c.seq > after), 1)
                row = (await connection.execute(queued)).first()
                if row is None:
                    return taken
                after = row.seq
                taken += await self._take_back(connection, id, row)

    async def _take_back(self, connection: AsyncConnection, id: int, row: Row[Any]) -> int:
        """What is queued was certainly taken by nobody: its rows go, its people wait again."""
        queued = delete(outbox).where(_keys(row), is_(State.QUEUED)).returning(outbox.c.key)
        places = [place_of(key) for key in await connection.scalars(queued)]
        if not places:
            return 0
        chunk = chunk_of(row)
        for place in places:
            chunk.mark(place, Fate.WAITING)
        chunk.later_at = 0.0
        mine = people.c.campaign == people_of(id), people.c.who.between(chunk.first, chunk.last)
        whos = list(await connection.scalars(select(people.c.who).where(*mine).order_by(people.c.who)))
        back = touches.c.campaign == id, touches.c.who.in_([whos[place] for place in places])
        await connection.execute(delete(touches).where(*back))
        await save_chunk(connection, id, chunk)
        await connection.execute(update(campaigns).where(campaigns.c.id == id).values(fed=campaigns.c.fed - len(places)))
        return len(places)

    async def close(self, id: int, fate: Fate, reason: str, most: int = 20) -> int:
        ended = 0
        async with transaction(self._engine) as connection:
            for row in (await connection.execute(waiting_chunks(id, most))).all():
                chunk = chunk_of(row)
                for place in list(chunk.waiting()):
                    chunk.mark(place, fate, reason)
                    ended += 1
                await save_chunk(connection, id, chunk)
        return ended


@dataclass(slots=True)
class _Batch:
    """What one commit takes: at most `room` recipients, until `most` parts are used."""

    room: int
    most: float
    letters: list[dict[str, Any]] = field(default_factory=list)
    touched: list[dict[str, Any]] = field(default_factory=list)
    skipped: int = 0
    parts: int = 0

    @property
    def full(self) -> bool:
        return len(self.letters) + self.skipped >= self.room or self.parts >= self.most

    def used(self, rate: float) -> float:
        """Seconds of the rate."""
        return self.parts / rate if rate else 0.0


async def _people(connection: AsyncConnection, id: int, source: int, chunk: Chunk, feed: Feed) -> Sequence[tuple[Row[Any], str]]:
    """The people of a chunk in order, each with her word on the purpose, and why a wave does not go to her."""
    family = await _family(connection, source) if feed.to in ("unanswered", "unreached") else {}
    no, done = said_no(feed.purpose, consented=feed.consented), _done(connection, feed.to, family).label("done")
    mine = people.c.campaign == source, people.c.who.between(chunk.first, chunk.last)
    rows = (await connection.execute(select(people, no, done).where(*mine).order_by(people.c.who))).all()
    assert len(rows) == len(chunk), "a frozen audience never changes"
    why = [_DONE[feed.to] if row.done else "" for row in rows]
    if feed.to == "unreached":
        begun = [one for one, stage in family.items() if one != id and stage != Stage.SCHEDULED]
        before = await _before(connection, begun, chunk)
        why = [done or reached_before(before, place) for place, done in enumerate(why)]
    return list(zip(rows, why, strict=True))


async def _touched(connection: AsyncConnection, whos: Iterable[bytes]) -> Mapping[bytes, list[float]]:
    """When each of them was written to. All of it is read: asked for the latest ones alone, a database that has not counted
    today's messages yet looks for her among all of these."""
    found: dict[bytes, list[float]] = {}
    mine = among(connection, touches.c.who, whos)
    for who, at in await connection.execute(select(touches.c.who, touches.c.at).where(mine)):
        found.setdefault(who, []).append(at)
    return found


async def _family(connection: AsyncConnection, source: int) -> Mapping[int, str]:
    """A campaign and its waves, with their stages."""
    ours = select(campaigns.c.id, campaigns.c.stage).where((campaigns.c.id == source) | (campaigns.c.source == source))
    return {id: stage for id, stage in await connection.execute(ours)}  # noqa: C416 rows are no pairs to mypy


async def _before(connection: AsyncConnection, ids: Iterable[int], chunk: Chunk) -> Sequence[bytes]:
    """The marks of the same people in other campaigns of their family."""
    mine = select(chunks.c.marks).where(chunks.c.seq == chunk.seq, among(connection, chunks.c.campaign, ids))
    return (await connection.scalars(mine)).all()


_DONE = {"unanswered": "answered", "unregistered": "registered", "unreached": "answered"}


def _done(connection: AsyncConnection, to: str, family: Iterable[int]) -> ColumnElement[bool]:
    """Whether a person did already what a wave reminds of."""
    match to:
        case "unanswered" | "unreached":  # whatever its reports say, what was answered has arrived
            return answered_to(connection, family)
        case "unregistered":
            return registered(people.c.who)
    return literal(False)


async def _note(connection: AsyncConnection, changes: Counter[tuple[int, int, int]]) -> None:
    """Add to the course of the campaigns, in one order, so that two that look at once do not lock each other."""
    rows = [{"campaign": id, "step": step, "fate": fate, "count": count} for (id, step, fate), count in sorted(changes.items())]
    if rows:
        more = upsert(connection, course)
        added = more.on_conflict_do_update(
            index_elements=["campaign", "step", "fate"], set_={"count": course.c.count + more.excluded.count}
        )
        await connection.execute(added, rows)


async def _queued(connection: AsyncConnection) -> int:
    """Campaign messages that wait in the outbox, of all campaigns: never many."""
    waiting = select(func.count()).where(is_(State.QUEUED), outbox.c.lane == int(Lane.CAMPAIGN))
    return await connection.scalar(waiting) or 0


def _keys(row: Row[Any]) -> Any:
    """The outbox rows of a chunk: keys that lie side by side."""
    first, last = key_of(row.campaign, row.seq, 0), key_of(row.campaign, row.seq, 0xFFFF)
    return (outbox.c.campaign == row.campaign) & outbox.c.key.between(first, last)
