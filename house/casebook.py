"""From a country profile to the rules of its cases, and the case systems that follow them."""

import random

from console.casework import Casework
from dialogs.country import Country
from dialogs.model import Prompt
from dialogs.ports import Audit, Clock, Keys, Lane, Message
from dialogs.texts.speech import Speech
from store.cases.calendar import Calendar
from store.cases.casebook import Casebook
from store.cases.caseload import OfficersCaseload
from store.cases.cases import Cases
from store.cases.pins import Pins
from store.cases.policy import CasePolicy, Terms
from store.cases.record import Notice
from store.cases.reference import References
from store.cases.rules import Rules
from store.operators import Operators

NOTICE_LIFE = 3 * 24 * 3600.0
"""Seconds within which word of a case may still leave."""


def rules_of(country: Country) -> Rules:
    """What the profile promises on each complaint and change, in the country's own days."""
    terms = {
        one.id: Terms(one.acknowledge, one.resolve, one.working, one.authority, one.escalate, one.owner)
        for group in country.complaints
        for one in group.categories
    }
    days, bodies = country.case_days, frozenset(body.id for body in country.bodies)
    policy = CasePolicy(
        terms,
        calls=Terms(days.call, days.call),
        near_days=days.near,
        appeal_days=days.appeal,
        reopen_days=days.reopen,
        close_days=days.close,
        remind_days=days.remind,
        wait_days=days.wait,
        follow_days=days.follow_up,
        quiet=frozenset(need.id for need in country.needs if need.quiet),
        bodies=bodies,
        regions={commune.id: commune.region_id for commune in country.communes},
    )
    return Rules(policy, Calendar(country.region, country.timezone, days.closed))


def cases_on(
    book: Casebook, country: Country, keys: Keys, clock: Clock, chance: random.Random | None = None, pins: Pins | None = None
) -> Cases:
    """The citizen's side of the case system over `book`; references are drawn by `chance`, the system's without one."""
    return Cases(book, rules_of(country), keys, References(chance or random.SystemRandom()), pins or Pins(), clock)


def casework_on(book: Casebook, country: Country, operators: Operators, audit: Audit, keys: Keys, clock: Clock) -> Casework:
    """The side of those who work cases, the same for the API, the pages and the command line."""
    rules = rules_of(country)
    return Casework(OfficersCaseload(book, rules), operators, audit, keys, clock, rules.calendar)


def worded(notice: Notice, speech: Speech, now: float) -> Message:
    """The SMS that is owed to a holder: its reference and what happened, never the subject."""
    words = Prompt(f"sms-case-{notice.kind.value}", (("ref", notice.ref),))
    body, encoding = speech.say(words, notice.lang).body, speech.encoding(words.key, notice.lang)
    return Message(notice.key, notice.phone, body, Lane.CASE, now + NOTICE_LIFE, encoding=encoding)
