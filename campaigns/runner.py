"""Moves every campaign that is under way: feeds the outbox within hours and rates, watches what comes back, stops when told."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from msgspec import structs
from prometheus_client import Counter

from campaigns import plan
from campaigns.law import Law
from campaigns.office import done, wording_of
from campaigns.plan import Campaign
from campaigns.wording import Measure
from dialogs.ports import Audit, AuditEvent, Clock, Keys, StoreDown
from store.ledger import LIVE, Book, Fate, Feed, Flow, Record, Results, Stage

__all__ = ["STOP", "Runner"]

log = structlog.get_logger()

FED = Counter("guichet_campaign_fed_total", "Recipients taken from campaigns' audiences, by what became of them.", ["outcome"])

LEAD = 5.0
"""Seconds before closing time in which nothing is queued any more."""
REST = 0.25
"""Seconds between two steps: well within what a pause may take."""
IDLE = 2.0
"""Seconds between two steps while no campaign runs."""
ENDS = 10
"""Batches of recipients that one step gives their end: the other campaigns wait no longer than that."""
WATCH = 2.0
"""Seconds between two looks at all results of a campaign, which cost more than a step."""
STOP = "stop"
"""The answer that counts as leaving."""


@dataclass(frozen=True, slots=True)
class Runner:
    """The scheduler. Any number of them may run: the ledger lets one at a time feed a campaign."""

    book: Book
    flow: Flow
    results: Results
    clock: Clock
    law: Law
    measure: Measure
    audit: Audit
    keys: Keys
    _watch_at: dict[int, float] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. What fails is tried again: all that was done is in the ledger."""
        while not stop.is_set():
            busy = False
            try:
                busy = await self.step()
            except StoreDown:
                log.warning("campaign.store-down")
            except Exception as fault:  # the worker has codes to send, whatever happens here
                log.error("campaign.fault", error=type(fault).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), REST if busy else IDLE)

    async def step(self) -> bool:
        """One round over all campaigns; whether any of them is under way."""
        now = self.clock.now()
        await self.flow.look(now=now)
        under_way = await self.book.under_way()
        live = sum(record.stage in LIVE for record in under_way)
        for record in under_way:
            try:
                await self._advance(record, live, now)
            except StoreDown:
                raise
            except Exception as fault:  # one campaign that we cannot move must not hold the others
                log.error("campaign.fault", campaign=record.id, error=type(fault).__name__)
        return bool(live) or any(record.stage is Stage.STOPPING for record in under_way)

    async def _advance(self, record: Record, live: int, now: float) -> None:
        campaign = plan.decode(record)
        if record.stage is Stage.STOPPING:
            await self._end(record, Fate.SKIPPED, "stopped", Stage.STOPPED)
        elif now >= campaign.ends_at:
            await self._end(record, Fate.EXPIRED, "deadline", Stage.FINISHED)
        elif record.stage is Stage.SCHEDULED:
            await self._begin(record, campaign, now)
        elif record.stage is Stage.PAUSED or (closing := self._closing(now)) is None:
            await self.flow.withdraw(record.id)
        elif not await self._watched(record, campaign, now):
            await self._feed(record, campaign, live, closing, now)

    async def _begin(self, record: Record, campaign: Campaign, now: float) -> None:
        """A wave begins at its time, once the campaign that it belongs to runs or is over; it ends with one that was stopped."""
        if now < campaign.starts_at:
            return
        first = await self.book.find(campaign.wave_of)
        if first is None or first.stage in (Stage.STOPPING, Stage.STOPPED):
            await self._save(record, Stage.STOPPING, campaign)
        elif first.stage in (Stage.RUNNING, Stage.FINISHED):
            await self._save(record, Stage.RUNNING, campaign)

    def _closing(self, now: float) -> float | None:
        """When the hours that are open end; None too when they end at once."""
        closing = self.law.hours.closing(now)
        return closing if closing is None or now + LEAD < closing else None

    async def _watched(self, record: Record, campaign: Campaign, now: float) -> bool:
        """Look at the results, not at every step: whether they moved the campaign, or hold it."""
        cell_is_out = record.stage is Stage.TESTING and record.fed >= plan.cell_of(campaign, record.count)
        if now < self._watch_at.get(record.id, 0.0):
            return cell_is_out
        self._watch_at[record.id] = now + WATCH
        progress = await self.results.progress(record.id)
        if reason := await self._verdict(record, campaign, progress):
            await self._save(record, Stage.PAUSED, campaign, reason)
        elif cell_is_out:
            await self._judge_cell(record, campaign, progress, now)
        elif done(progress) and record.stage is Stage.RUNNING:
            await self._save(record, Stage.FINISHED, campaign)
        else:
            return False
        return True

    async def _feed(self, record: Record, campaign: Campaign, live: int, closing: float, now: float) -> None:
        rates = [rate for rate in (campaign.rate, self.law.share / live) if rate]
        feed = Feed(
            ahead=self.law.ahead,
            valid_until=min(closing, campaign.ends_at),
            purpose=campaign.purpose,
            rate=min(rates, default=0.0),
            upto=plan.cell_of(campaign, record.count) if record.stage is Stage.TESTING else record.count,
            consented=campaign.consented,
            daily=campaign.daily,
            weekly=campaign.weekly,
            ends_at=campaign.ends_at,
            to=campaign.to,
        )
        fed = await self.flow.feed(record.id, feed, wording_of(campaign, self.law, self.measure).write, now=now)
        FED.labels("queued").inc(fed.queued)
        FED.labels("skipped").inc(fed.skipped)

    async def _judge_cell(self, record: Record, campaign: Campaign, progress: Mapping[Fate, int], now: float) -> None:
        """The test cell is out: wait for its reports, at most for the patience of the plan, then go on."""
        if progress[Fate.QUEUED]:
            return
        if not campaign.cell_until:
            await self._save(record, Stage.TESTING, structs.replace(campaign, cell_until=now + campaign.patience))
        elif now >= campaign.cell_until or not progress[Fate.SENT] + progress[Fate.UNKNOWN]:
            await self._save(record, Stage.RUNNING, structs.replace(campaign, tested=True))

    async def _verdict(self, record: Record, campaign: Campaign, progress: Mapping[Fate, int]) -> str:
        return plan.verdict(campaign, progress, await self.results.said(record.id, STOP))

    async def _end(self, record: Record, fate: Fate, reason: str, stage: Stage) -> None:
        """Nothing more leaves; those who wait get their end, some chunks at a time; then the campaign has its own."""
        await self.flow.withdraw(record.id)
        for _ in range(ENDS):
            if not await self.flow.close(record.id, fate, reason):
                break
        if done(await self.results.progress(record.id)):
            await self._save(record, stage, plan.decode(record), record.reason)

    async def _save(self, record: Record, stage: Stage, campaign: Campaign, reason: str = "") -> None:
        """Compare-and-set: when somebody was first, the next round sees what she did."""
        if await self.book.save(record, stage, plan.encode(campaign), reason) is not None:
            log.info("campaign.moved", campaign=record.id, stage=stage.value, reason=reason)
            await self._noted(record, stage, reason)

    async def _noted(self, record: Record, stage: Stage, reason: str) -> None:
        """A line in the audit, once for each move, by nobody but the scheduler."""
        who, what = self.keys.mac("scheduler", "campaigns"), self.keys.mac("campaign", record.name)
        key = self.keys.mac("campaign-moved", record.name, str(record.revision))
        await self.audit.append(AuditEvent(self.clock.now(), f"campaign-{stage.value}", who, what, reason, key))
