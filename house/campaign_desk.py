"""The desk of campaigns in this house: the same for the command line, the API, the pages and the worker."""

from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.hours import Hours
from campaigns.law import Law
from campaigns.office import Desk
from campaigns.wording import Size
from channels.networks import planned
from channels.sms.segments import PART, SINGLE, Segments, segments, septets, transliterate
from config import campaign_law
from config.settings import Settings
from dialogs.country import Country
from dialogs.ports import Clock, Keys
from store.sql.audit import SqlAudit
from store.sql.campaign_audience import SqlAudience
from store.sql.campaign_results import SqlResults
from store.sql.campaigns import SqlBook
from store.sql.outbox import SqlOutbox
from store.sql.roll import SqlRoll

__all__ = ["campaign_desk", "law_of", "measure"]

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
        return _size("gsm7", segments(plain))
    forced = dict.fromkeys(char for char in text if septets(transliterate(char)) is None)
    strays = sum(char in forced for char in text) <= MIXED * len(text)
    return _size("auto", segments(text), tuple(forced) if strays else ())


def _size(encoding: str, cut: Segments, forced: tuple[str, ...] = ()) -> Size:
    parts = len(cut.parts)
    room = SINGLE[cut.encoding] if parts == 1 else parts * PART[cut.encoding]
    return Size(encoding, parts, forced, cut.units, room)


def campaign_desk(engine: AsyncEngine, keys: Keys, clock: Clock, law: Law) -> Desk:
    audience, results, audit = SqlAudience(engine, keys), SqlResults(engine, keys), SqlAudit(engine, keys)
    outbox, roll = SqlOutbox(engine, keys), SqlRoll(engine, keys)
    return Desk(SqlBook(engine), audience, results, outbox, audit, keys, clock, law, measure, roll, planned)
