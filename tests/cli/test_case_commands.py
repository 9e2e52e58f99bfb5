"""`guichet case …` against a real database file: what scripts read, what people read, and who may not."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from config import profile
from dialogs.model import Phone
from dialogs.ports import CaseKind, Holder, NewCase, SafeWay
from house.casebook import cases_on
from store.cases.protected import Protected
from store.cases.sealed import SqlSealedCases
from store.cases.sql_casebook import SqlCasebook
from store.clock import SystemClock
from store.keyring import Keyring
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from tests.e2e_world import Ran, ask

KEYS = "1:" + base64.b64encode(b"s" * 32).decode()
LOOKUP = base64.b64encode(b"l" * 32).decode()
CASE = NewCase(
    b"1", CaseKind.GRIEVANCE, "payment", "fr", "ussd", Phone("+212612345678"), text="Rien \x1b[31mreçu [bold]", place="sale"
)
CHIEF = ("case", "--as", "chief", "--role", "lead")

Guichet = Callable[..., Ran]


@pytest.fixture
def guichet(tmp_path: Path, sqlite_url: str) -> Guichet:
    """Runs a command on an empty database."""
    settings = {
        "GUICHET_KEYS": KEYS,
        "GUICHET_LOOKUP_KEY": LOOKUP,
        "GUICHET_DATABASE_URL": sqlite_url.replace("sqlite:", "sqlite+aiosqlite:"),
        "COLUMNS": "200",
    }
    return lambda *args: ask(tmp_path, *args, **settings)


@pytest.fixture
def opened(sqlite_url: str) -> Callable[..., list[str]]:
    """Opens cases on that database; their references."""

    async def open_all(cases: list[NewCase]) -> list[str]:
        engine, keys, clock = make_engine(sqlite_url), Keyring.from_text(KEYS, LOOKUP), SystemClock()
        system = cases_on(SqlCasebook(engine, keys), profile.load("morocco"), keys, clock)
        protected = Protected(SqlSealedCases(engine), keys, SqlAudit(engine, keys), clock)
        way = SafeWay(Phone("+212661000001"))
        for n in range(6):
            await protected.open(
                key=b"%d" % n, nature="violence", wants="call", place="sale", lang="fr", safe=way, now=clock.now()
            )
        refs = [(await system.open(case, now=clock.now())).ref for case in cases]
        for ref, case in zip(refs, cases, strict=True):
            assert (await system.view(ref, Holder(case.phone, case.pin))).ref == ref
        await engine.dispose()
        return refs

    return lambda *cases: asyncio.run(open_all(list(cases)))


def test_the_list_is_json_for_scripts_and_a_table_for_people(guichet: Guichet, opened: Callable[..., list[str]]) -> None:
    (ref,) = opened(CASE)
    (found,) = json.loads(guichet(*CHIEF, "list", "--json").out)
    assert (found["view"]["ref"], found["view"]["state"], found["phone"], found["text"]) == (ref, "received", "**78", "")
    table = guichet(*CHIEF, "list").out
    assert ref in table
    assert "received" in table
    assert json.loads(guichet(*CHIEF, "list", "--overdue", "--json").out) == []
    assert json.loads(guichet(*CHIEF, "list", "--state", "received", "--assignee", "", "--json").out) == [found]


def test_a_case_is_shown_with_nothing_that_a_terminal_would_obey(guichet: Guichet, opened: Callable[..., list[str]]) -> None:
    (ref,) = opened(CASE)
    shown = guichet(*CHIEF, "show", ref).out
    assert "Rien [31mreçu [bold]" in shown
    assert "\x1b" not in shown
    assert "612345678" not in shown
    assert json.loads(guichet(*CHIEF, "show", ref, "--json").out)["text"] == CASE.text


def test_a_case_goes_through_the_hands_of_operators(guichet: Guichet, opened: Callable[..., list[str]]) -> None:
    (ref,) = opened(CASE)
    unknown = guichet(*CHIEF, "assign", ref, "hind")
    assert (unknown.code, unknown.err) == (1, "guichet: there is no operator with this id who works cases\n")
    assert guichet("operator", "add", "hind", "--role", "officer").code == 0
    assert json.loads(guichet(*CHIEF, "assign", ref, "hind", "--json").out)["assignee"] == "hind"
    hind = ("case", "--as", "hind", "--role", "officer", "--area", "sale")
    answered = json.loads(guichet(*hind, "answer", ref, "Payé vendredi", "--upheld", "--json").out)
    assert (answered["view"]["state"], answered["view"]["note"]) == ("resolved", "Payé vendredi")
    assert [(event["kind"], event["by"]) for event in answered["history"]][1:] == [("assigned", "chief"), ("upheld", "hind")]


def test_a_report_counts_in_large_groups_only_and_no_protected_case(guichet: Guichet, opened: Callable[..., list[str]]) -> None:
    opened(*(replace(CASE, key=b"%d" % n, phone=None, pin="2468", category="payment" if n else "data") for n in range(6)))
    reporter = ("case", "--as", "rida", "--role", "reporter")
    assert json.loads(guichet(*reporter, "report", "--json").out) == [{"group": "payment", "count": 5}]
    assert "payment" in guichet(*reporter, "report", "--by", "category").out
    assert json.loads(guichet(*reporter, "report", "--since", "2020-01-01", "--until", "2020-02-01", "--json").out) == []


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("case", "list"), "say who does it"),
        (("case", "--as", "hind", "list"), "say who does it"),
        (("case", "--as", "hind", "--role", "king", "list"), "there is no role 'king'; there are: authority, lead"),
        (("case", "--as", "nadia", "--role", "protection", "list"), "this operator may not do that: the role does not allow it"),
        (("case", "--as", "x" * 65, "--role", "officer", "list"), "an operator's id has 1 to 64 characters"),
        ((*CHIEF, "list", "--state", "lost"), "there is no state 'lost'; there are: received, open"),
        ((*CHIEF, "show", "12345678"), "there is no case with this reference"),
        ((*CHIEF, "report", "--by", "phone"), "cases are counted by category, channel, helped, place"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(guichet: Guichet, args: tuple[str, ...], told: str) -> None:
    ran = guichet(*args)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"guichet: {told}")
    assert ran.err.count("\n") == 1


def test_a_decision_that_the_case_does_not_allow_is_refused(guichet: Guichet, opened: Callable[..., list[str]]) -> None:
    (ref,) = opened(CASE)
    guichet(*CHIEF, "answer", ref, "Payé", "--upheld")
    ran = guichet(*CHIEF, "answer", ref, "Non", "--rejected")
    assert (ran.code, ran.err) == (1, "guichet: the case does not allow that now: resolve\n")


def test_the_audit_tells_which_user_of_the_machine_did_what(
    guichet: Guichet, opened: Callable[..., list[str]], sqlite_url: str
) -> None:
    (ref,) = opened(CASE)
    guichet(*CHIEF, "show", ref)
    guichet("case", "--as", "nobody", "--role", "reporter", "show", ref)

    async def lines() -> list[tuple[str, bytes, bytes, str]]:
        engine = make_engine(sqlite_url)
        async with engine.connect() as connection:
            rows = (await connection.execute(text("SELECT action, actor, subject, outcome FROM audit ORDER BY seq"))).all()
        await engine.dispose()
        return [tuple(row) for row in rows]

    (by_hand, shown, other, refused) = asyncio.run(lines())
    assert (by_hand[0], other[0], shown[0], refused[0]) == ("case-by-hand", "case-by-hand", "case-show", "case-show")
    assert by_hand[1] == other[1], "the user of this machine"
    assert (by_hand[2], other[2]) == (shown[1], refused[1]), "who says to be this operator"
    assert by_hand[2] != other[2]
    assert (shown[2], shown[3], refused[2], refused[3]) == (shown[2], "", shown[2], "NotPermitted"), "who looked at this case"
