"""Operators by hand: a token is shown once, kept as a hash, and worth nothing once its owner is disabled."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from console.api.access import token_mac
from store.keyring import Keyring
from store.operators import Operator
from store.sql.engine import make_engine
from store.sql.operators import SqlOperators
from tests.e2e_world import ask
from tests.servers import sqlite_threads_end

KEYS = "1:" + "QUFB" * 10 + "QUE="
LOOKUP = "QkJC" * 10 + "QkI="
OURS = {"GUICHET_KEYS": KEYS, "GUICHET_LOOKUP_KEY": LOOKUP}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert ask(tmp_path, "db", "upgrade", **OURS).code == 0
    return tmp_path


def found(folder: Path, token: str, ours: Mapping[str, str] = OURS) -> Operator | None:
    async def look() -> Operator | None:
        engine = make_engine(f"sqlite:///{folder / 'data' / 'guichet.db'}")
        keys = Keyring.from_text(ours["GUICHET_KEYS"], ours["GUICHET_LOOKUP_KEY"])
        operator = await SqlOperators(engine).by_token(token_mac(keys, token))
        await engine.dispose()
        await sqlite_threads_end()
        return operator

    return asyncio.run(look())


def test_a_token_is_shown_once_and_kept_as_a_hash(folder: Path) -> None:
    added = ask(folder, "operator", "add", "salma", "--role", "agent", "--role", "supervisor", "--counter", "rabat-1", **OURS)
    token = added.out.strip()
    assert (added.code, added.err) == (0, "")
    assert re.fullmatch(r"[\w-]{43}", token)
    assert found(folder, token) == Operator("salma", frozenset({"agent", "supervisor"}), "rabat-1")
    listed = ask(folder, "operator", "list", **OURS)
    assert listed.out == "salma\tagent,supervisor\trabat-1\n"
    with sqlite3.connect(folder / "data" / "guichet.db") as database:
        assert token not in str(list(database.iterdump()))
    database.close()


def test_an_operator_may_have_areas_of_the_country(folder: Path) -> None:
    token = ask(folder, "operator", "add", "hind", "--role", "officer", "--area", "sale", **OURS).out.strip()
    assert found(folder, token) == Operator("hind", frozenset({"officer"}), areas=frozenset({"sale"}))
    assert ask(folder, "operator", "list", **OURS).out == "hind\tofficer\t-\t\tsale\n"
    wrong = ask(folder, "operator", "add", "omar", "--role", "officer", "--area", "atlantis", **OURS)
    assert (wrong.code, "an area is the code of a region or a commune" in wrong.err) == (1, True)


def test_a_disabled_operator_is_listed_as_such_and_the_chain_holds(folder: Path) -> None:
    token = ask(folder, "operator", "add", "omar", "--role", "agent", **OURS).out.strip()
    assert ask(folder, "operator", "disable", "omar", **OURS).code == 0
    assert ask(folder, "operator", "list", **OURS).out == "omar\tagent\t-\tdisabled\n"
    operator = found(folder, token)
    assert operator is not None
    assert operator.disabled
    assert ask(folder, "audit", "verify", **OURS).code == 0
    mac = Keyring.from_text(KEYS, LOOKUP).mac
    user, omar = mac("machine-user", str(os.getuid())), mac("operator", "omar")
    with sqlite3.connect(folder / "data" / "guichet.db") as database:
        assert list(database.execute("SELECT action, actor, subject FROM audit ORDER BY seq")) == [
            ("operator-add", user, omar),
            ("operator-disable", user, omar),
        ]
    database.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "salma x", "--role", "agent"), "letters, digits"),
        (("add", "salma", "--role", "agent", "--role", "oficer"), "there is no role 'oficer'; there are: admin, agent, "),
        (("add", "salma", "--role", "agent", "--counter", "Rabat 1"), "a counter is named"),
        (("add", "known", "--role", "agent"), "there is an operator with this id"),
        (("disable", "nobody"), "there is no operator with this id"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder: Path, words: tuple[str, ...], told: str) -> None:
    ask(folder, "operator", "add", "known", "--role", "agent", **OURS)
    ran = ask(folder, "operator", *words, **OURS)
    assert ran.code == 1
    assert ran.err.startswith("guichet: ")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
