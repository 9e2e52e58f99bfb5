"""Cases from the command line: an operator's work for scripts and for terminals, with the machine's user in the audit."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from config import profile
from config.settings import Settings, SettingsError
from console.casework import Casework
from dialogs.ports import AuditEvent, CaseFile, CaseFilter, CaseState, Count, Role, Staff
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, NotSupported, Refused
from house.adapters import keyring, machine_user
from house.casebook import casework_on
from store.cases.casebook import GROUPS
from store.cases.rules import is_operator
from store.cases.sql_casebook import SqlCasebook
from store.clock import SystemClock
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.operators import SqlOperators

__all__ = ["Office", "answer", "assign", "case_filter", "listed", "print_cases", "print_counts", "print_file", "report", "said",
           "shown", "staff", "work"]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """What a command works with: the casework, and who works."""

    casework: Casework
    staff: Staff


def staff(operator: str, roles: Sequence[str], areas: Sequence[str]) -> Staff:
    """Who works, as told on the command line; raises `SettingsError` for a role or an id that cannot be."""
    known = {role.value for role in Role}
    if unknown := [role for role in roles if role not in known]:
        raise SettingsError([f"there is no role {role!r}; there are: {', '.join(sorted(known))}" for role in unknown])
    if not is_operator(operator):
        raise SettingsError(["an operator's id has 1 to 64 characters"])
    return Staff(operator, frozenset(map(Role, roles)), frozenset(areas))


def case_filter(
    state: str | None, category: str | None, place: str | None, assignee: str | None, overdue: bool | None
) -> CaseFilter:
    """What to list, as told on the command line; raises `SettingsError` for a state that there is not."""
    states = [one.value for one in CaseState]
    if state is not None and state not in states:
        raise SettingsError([f"there is no state {state!r}; there are: {', '.join(states)}"])
    return CaseFilter(CaseState(state) if state else None, category, place, assignee, overdue)


async def work(settings: Settings, who: Staff, act: Callable[[Office], Awaitable[T]]) -> T:
    """Do `act` as `who`. The audit says first which user of this machine says to be which operator."""
    country = profile.load(settings.country)
    keys, clock = keyring(settings), SystemClock()
    engine = make_engine(settings.database_url.get_secret_value())
    audit = SqlAudit(engine, keys)
    try:
        user, operator = machine_user(keys), keys.mac("operator", who.id)
        await audit.append(AuditEvent(clock.now(), "case-by-hand", user, operator))
        casework = casework_on(SqlCasebook(engine, keys), country, SqlOperators(engine), audit, keys, clock)
        return await act(Office(casework, who))
    finally:
        await engine.dispose()


async def listed(office: Office, where: CaseFilter, after: str, limit: int) -> Sequence[CaseFile]:
    return (await office.casework.list(office.staff, where, after, limit))[0]


async def shown(office: Office, ref: str) -> CaseFile:
    return await office.casework.file(office.staff, ref)


async def assign(office: Office, ref: str, to: str) -> CaseFile:
    await office.casework.assign(office.staff, ref, to, secrets.token_bytes(16))
    return await shown(office, ref)


async def answer(office: Office, ref: str, text: str, upheld: bool) -> CaseFile:
    await office.casework.answer(office.staff, ref, text, upheld, secrets.token_bytes(16))
    return await shown(office, ref)


async def report(office: Office, by: str, since: datetime | None, until: datetime | None) -> Sequence[Count]:
    """Counts of the cases opened from `since` (else 30 days ago) to the end of `until` (else today), both local days."""
    days = [day.date() if day else None for day in (since, until)]
    return await office.casework.report(office.staff, by, *days)


def said(refused: Refused) -> str:
    """A refusal for who reads a terminal."""
    match refused:
        case NotFound():
            return "there is no case with this reference"
        case NotPermitted():
            return f"this operator may not do that: the {refused.code} does not allow it"
        case Conflict():
            return f"the case does not allow that now: {refused.code}"
        case InvalidIdentifier():
            return "there is no operator with this id who works cases"
        case NotSupported(code="group"):
            return f"cases are counted by {', '.join(sorted(GROUPS))}"
    return f"refused: {type(refused).__name__}"


# --- what is printed ---


def print_cases(files: Sequence[CaseFile], *, as_json: bool) -> None:
    if as_json:
        return _print_json(files)
    table = Table("reference", "promised", "state", "category", "place", "assignee", "late")
    for file in files:
        view = file.view
        row = (view.ref, view.resolve_by.isoformat(), view.state, view.category, file.place, file.assignee)
        table.add_row(*map(_plain, row), "late" if file.overdue else "")
    return Console().print(table)


def print_file(file: CaseFile, *, as_json: bool) -> None:
    if as_json:
        return _print_json(file)
    view, table = file.view, Table(show_header=False)
    facts = {
        "reference": view.ref,
        "state": f"{view.state}, level {view.level}{', late' if file.overdue else ''}",
        "category": f"{view.kind}: {view.category}",
        "programme": file.programme,
        "place": file.place,
        "opened": f"{view.opened_on} by {file.channel}, {file.lang}, phone {file.phone or 'none'}",
        "promised": view.resolve_by.isoformat(),
        "assignee": file.assignee,
        "owner": view.owner,
        "text": file.text,
        "desired": file.desired,
    }
    for name, fact in facts.items():
        table.add_row(name, _plain(fact))
    for event in file.history:
        table.add_row(
            f"{datetime.fromtimestamp(event.at, UTC):%Y-%m-%d %H:%M} UTC", _plain(f"{event.kind} ({event.by}) {event.text}")
        )
    return Console().print(table)


def print_counts(counts: Sequence[Count], by: str, *, as_json: bool) -> None:
    if as_json:
        return _print_json(counts)
    table = Table(by, "cases")
    for count in counts:
        table.add_row(_plain(count.group), str(count.count))
    return Console().print(table)


def _print_json(value: object) -> None:
    print(msgspec.json.encode(value).decode())


def _plain(text: str) -> Text:
    """What people wrote, without anything that a terminal would obey."""
    return Text("".join(letter for letter in text if letter.isprintable() or letter == "\n"))
