"""Campaigns in this house: joins their parts, does what operators ask for on the command line, and runs them in the worker."""

import asyncio
import contextlib
import os
import tomllib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.audience import Bad, Sheet, Tally, Unusable, mobile
from campaigns.hours import Hours
from campaigns.law import Law
from campaigns.office import Desk
from campaigns.plan import Campaign, Member
from campaigns.replies import Replies
from campaigns.runner import Runner
from campaigns.wording import Size
from channels.networks import planned
from channels.sms.segments import segments, septets, transliterate
from config import campaign_law, profile
from config.settings import Settings, SettingsError
from dialogs.country import Country
from dialogs.model import Phone
from dialogs.ports import AuditEvent, Clock, Keys, StoreDown
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, Refused
from house.adapters import keyring
from house.building import House
from store.clock import SystemClock
from store.ledger import Stage
from store.sql.audit import SqlAudit
from store.sql.campaign_audience import SqlAudience
from store.sql.campaign_flow import SqlFlow
from store.sql.campaign_results import SqlResults
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.campaigns import SqlBook
from store.sql.engine import make_engine
from store.sql.outbox import SqlOutbox

__all__ = ["ROLES", "Unusable", "bring", "campaign_desk", "law_of", "measure", "member", "read_plan", "replies",
           "run_campaigns", "run_under", "said", "try_out", "work"]  # fmt: skip

log = structlog.get_logger()
T = TypeVar("T")

ROLES = frozenset({"author", "approver", "runner"})
DAY = 86400.0
FORGET_EVERY = 600.0
"""Seconds of rest after a round over what is old."""
TOUCHES = 8 * DAY
"""Seconds for which we know who was written to: caps look back a week, and so do answers."""
MIXED = 0.2
"""Share of letters outside GSM-7 up to which a text is a GSM-7 one with strays, not one in another script."""


def law_of(country: Country, settings: Settings) -> Law:
    """The country's law with the rate of this installation's senders; raises `ProfileError` where there is none."""
    told = campaign_law.load(country.code)
    rates = [
        settings.africastalking.rate,
        *(one.rate for one in settings.sms.values()),
        *(one.rate for one in settings.smpp.values()),
    ]
    rate = sum(rates) if all(rates) else 0.0
    hours = Hours(
        country.region,
        country.timezone,
        told.daily_hours,
        told.friday_hours,
        told.ramadan_hours,
        told.weekdays,
        told.on_holidays,
        told.closed,
    )
    return Law(
        region=country.region,
        languages=country.languages,
        sender=country.sender,
        services=country.services,
        hours=hours,
        optout={lang: words.format(**country.terms) for lang, words in told.optout.items()},
        consented=told.consented,
        daily=told.daily_cap,
        weekly=told.weekly_cap,
        links=told.links,
        tariff=told.tariff,
        currency=told.currency,
        rate=rate,
        reserved=told.reserved,
        ahead=max(200, min(5000, round(2 * rate))) if rate else 1000,
    )


def measure(text: str) -> Size:
    """A text as it will leave: in GSM-7 when it can be written so, and else the strays that keep it from that."""
    plain = transliterate(text)
    if septets(plain) is not None:
        return Size("gsm7", len(segments(plain).parts))
    forced = dict.fromkeys(char for char in text if septets(transliterate(char)) is None)
    strays = sum(char in forced for char in text) <= MIXED * len(text)
    return Size("auto", len(segments(text).parts), tuple(forced) if strays else ())


def campaign_desk(engine: AsyncEngine, keys: Keys, clock: Clock, law: Law) -> Desk:
    audience, results, audit = SqlAudience(engine, keys), SqlResults(engine, keys), SqlAudit(engine, keys)
    return Desk(SqlBook(engine), audience, results, SqlOutbox(engine, keys), audit, keys, clock, law, measure)


def replies(home: House) -> Replies:
    """What the SMS conversation asks and tells."""
    return Replies(SqlBook(home.engine), SqlResults(home.engine, home.world.keys), home.world.clock)


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
    runner = Runner(SqlBook(engine), SqlFlow(engine, keys), SqlResults(engine, keys), clock, law, measure)
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
        user, operator = keys.mac("machine-user", str(os.getuid())), keys.mac("staff", who.id)
        await SqlAudit(engine, keys).append(AuditEvent(clock.now(), f"campaign-cli-{action}", user, operator))
        return await act(campaign_desk(engine, keys, clock, law))
    finally:
        await engine.dispose()


def read_plan(path: Path) -> Campaign:
    """A plan from a TOML file: the fields of `Campaign` that an author writes. Raises `SettingsError`."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        ends = told.get("ends_at")
        if isinstance(ends, datetime) and ends.tzinfo is not None:
            told["ends_at"] = ends.timestamp()
        return msgspec.convert({"author": "", **told}, _Written).campaign()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise SettingsError([f"{path.name}: {fault}"]) from None


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """What an author may write; the rest of a campaign comes about by itself."""

    name: str
    texts: dict[str, str]
    default: str
    ends_at: float
    author: str = ""
    title: str = ""
    sender: str = ""
    links: tuple[str, ...] = ()
    keywords: dict[str, str] = {}
    consented: bool = False
    rate: float = 0.0
    cell: float = 0.01
    patience: float = 900.0
    failures: float = 0.2
    optouts: float = 0.02
    daily: int = 1
    weekly: int = 3

    def campaign(self) -> Campaign:
        return Campaign(**msgspec.structs.asdict(self))


def said(refused: Refused | Unusable) -> str:
    """A refusal for who reads a terminal."""
    match refused:
        case Unusable():
            return f"this file cannot be used: {refused}"
        case NotFound():
            return "there is no campaign of this name"
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


async def try_out(desk: Desk, name: str, numbers: Sequence[str], who: Member) -> int:
    """Test messages to named phones, as E.164 or as dialled in the country; raises `InvalidIdentifier` for what is no mobile."""
    phones = [mobile(number, desk.law.region) for number in numbers]
    if wrong := [one for one in phones if isinstance(one, str)]:
        raise InvalidIdentifier(wrong[0])
    return await desk.try_out(name, [one for one in phones if isinstance(one, Phone)], who)


async def bring(desk: Desk, name: str, people: Path, who: Member, errors: Path, *, exclude: bool) -> Tally:
    """Add a file's people, or take them out; bad lines go into `errors` as they come."""
    one = Sheet(people, desk.law.region, desk.law.languages, planned)
    with contextlib.closing(Errors(errors)) as bad:
        if exclude:
            return Tally(read=await desk.exclude(name, one, who, bad))
        return await desk.gather(name, one, who, bad)


class Errors:
    """Writes the bad lines of a file beside it, as they come: line, column and why, never what stood there."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write("line,column,why\n")

    def __call__(self, bad: Bad) -> None:
        self._file.write(f"{bad.line},{bad.column},{bad.code}\n")

    def close(self) -> None:
        self._file.close()
