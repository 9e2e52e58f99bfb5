"""Campaigns in this house: joins their parts, does what operators ask for on the command line, and runs them in the worker."""

import asyncio
import contextlib
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.audience import Bad, Tally, Unusable
from campaigns.brief import Brief
from campaigns.law import Law
from campaigns.office import Desk
from campaigns.plan import APPROVER, WRITER, Campaign, Member
from campaigns.runner import Runner
from config import profile
from config.settings import Settings, SettingsError
from dialogs.ports import AuditEvent, Clock, Keys, StoreDown
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, Refused
from house.adapters import keyring, machine_user
from house.building import House
from house.campaign_desk import campaign_desk, law_of, measure
from store.clock import SystemClock
from store.ledger import Stage
from store.sql.audit import SqlAudit
from store.sql.campaign_flow import SqlFlow
from store.sql.campaign_results import SqlResults
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.campaigns import SqlBook
from store.sql.engine import make_engine

__all__ = ["ROLES", "Unusable", "bring", "member", "read_plan", "run_campaigns", "run_under", "said", "work"]

log = structlog.get_logger()
T = TypeVar("T")

ROLES = frozenset({WRITER, APPROVER})
DAY = 86400.0
FORGET_EVERY = 600.0
"""Seconds of rest after a round over what is old."""
TOUCHES = 8 * DAY
"""Seconds for which we know who was written to: caps look back a week, and so do answers."""


async def run_campaigns(home: House, stop: asyncio.Event) -> None:
    """Move the campaigns that are under way, and forget the people of old ones, until `stop`."""
    world = home.world
    try:
        law = law_of(world.country, home.settings)
    except profile.ProfileError:
        log.warning("campaign.no-law")  # a country that has none runs no campaigns
        return
    await run_under(law, home.engine, world.keys, world.clock, stop, keep=home.settings.keep_days * DAY)


async def run_under(law: Law, engine: AsyncEngine, keys: Keys, clock: Clock, stop: asyncio.Event, keep: float) -> None:
    """The same with its parts; people are kept for `keep` seconds after the last message of their campaign."""
    flow, results, audit = SqlFlow(engine, keys), SqlResults(engine, keys), SqlAudit(engine, keys)
    runner = Runner(SqlBook(engine), flow, results, clock, law, measure, audit, keys)
    async with asyncio.TaskGroup() as group:
        group.create_task(runner.run(stop))
        group.create_task(_forget(SqlCampaignRetention(engine), clock, stop, keep))


async def _forget(retention: SqlCampaignRetention, clock: Clock, stop: asyncio.Event, keep: float) -> None:
    """A batch a second while there is something old, then a rest."""
    while not stop.is_set():
        now, more = clock.now(), False
        try:
            more = await retention.sweep(now - TOUCHES, now - keep)
        except StoreDown:
            log.warning("campaign.store-down")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1.0 if more else FORGET_EVERY)


# --- the command line ---


def member(id: str, roles: list[str]) -> Member:
    """Who works, as told on the command line; raises `SettingsError` for a role that there is not."""
    if unknown := [role for role in roles if role not in ROLES]:
        raise SettingsError([f"there is no role {role!r}; there are: {', '.join(sorted(ROLES))}" for role in unknown])
    return Member(id, frozenset(roles))


async def work(settings: Settings, who: Member, action: str, act: Callable[[Desk], Awaitable[T]]) -> T:
    """Do `act`. The audit says first which user of this machine says to be which operator, and what for."""
    law, keys, clock = law_of(profile.load(settings.country), settings), keyring(settings), SystemClock()
    engine = make_engine(settings.database_url.get_secret_value(), patience=30.0)
    try:
        user, operator = machine_user(keys), keys.mac("operator", who.id)
        await SqlAudit(engine, keys).append(AuditEvent(clock.now(), f"campaign-cli-{action}", user, operator))
        return await act(campaign_desk(engine, keys, clock, law))
    finally:
        await engine.dispose()


def read_plan(path: Path) -> Campaign:
    """A plan from a TOML file: the fields of `Brief`. Raises `SettingsError`."""
    try:
        brief = Brief.model_validate(tomllib.loads(path.read_text("utf-8")), by_alias=False, by_name=True)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError([f"{path.name}: {fault}"]) from None
    except ValidationError as fault:
        raise SettingsError([f"{path.name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in fault.errors()]) from None
    return brief.campaign(brief.name)


def said(refused: Refused | Unusable) -> str:
    """A refusal for who reads a terminal."""
    match refused:
        case Unusable():
            return f"this file cannot be used: {refused}"
        case NotFound(code=code):
            return f"there is no {code} of this name"
        case NotPermitted(code="own-campaign"):
            return "who wrote a campaign does not approve it"
        case NotPermitted():
            return f"this needs the role {refused.code}"
        case Conflict(code=code) if code in set(Stage):
            return f"the campaign is {code}: that cannot be done now"
        case Conflict():
            return f"the campaign does not allow that: {refused.code}"
        case InvalidIdentifier():
            return f"this cannot be: {refused.code}"
    return f"refused: {type(refused).__name__}"


async def bring(desk: Desk, name: str, people: Path, who: Member, errors: Path, *, exclude: bool) -> Tally:
    """Add a file's people, or take them out; bad lines go into `errors` as they come."""
    with contextlib.closing(Errors(errors)) as bad:
        if exclude:
            return Tally(read=await desk.exclude(name, desk.sheet(people), who, bad))
        return await desk.gather(name, desk.sheet(people), who, bad)


class Errors:
    """Writes the bad lines of a file beside it, as they come: line, column and why, never what stood there."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write("line,column,why\n")

    def __call__(self, bad: Bad) -> None:
        self._file.write(f"{bad.line},{bad.column},{bad.code}\n")

    def close(self) -> None:
        self._file.close()
