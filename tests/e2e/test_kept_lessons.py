"""`guichet nlu kept` from the command line: counts, lines to label, and a line in the audit chain."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from dialogs.model import Phone
from dialogs.ports import Lesson
from store.keyring import Keyring
from store.sql.engine import make_engine
from store.sql.lessons import SqlLessons
from tests.e2e_world import ask
from tests.servers import sqlite_threads_end

KEYS = "1:" + "QUFB" * 10 + "QUE="
LOOKUP = "QkJC" * 10 + "QkI="
OURS = {"GUICHET_KEYS": KEYS, "GUICHET_LOOKUP_KEY": LOOKUP}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with two masked sentences."""
    assert ask(tmp_path, "db", "upgrade", **OURS).code == 0

    async def fill() -> None:
        engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'guichet.db'}")
        lessons = SqlLessons(engine, Keyring.from_text(KEYS, LOOKUP))
        await lessons.keep(b"1" * 16, Phone("+212612340007"), Lesson("ou est _name_", "fr", 1.0))
        await lessons.keep(b"2" * 16, Phone("+212612340007"), Lesson("fin dossier dyali", "", 2.0))
        await engine.dispose()
        await sqlite_threads_end()

    asyncio.run(fill())
    return tmp_path


def test_what_is_kept_is_counted_and_exported(folder: Path) -> None:
    counted = ask(folder, "nlu", "kept", "--as", "salma", **OURS)
    assert (counted.code, counted.out) == (0, "?  1\nfr  1\n")
    exported = ask(folder, "nlu", "kept", "--as", "salma", "--export", **OURS)
    assert exported.out.endswith("examples: |\n      - ou est _name_\n      - fin dossier dyali\n")
    assert ask(folder, "audit", "verify", **OURS).code == 0
    mac = Keyring.from_text(KEYS, LOOKUP).mac
    with sqlite3.connect(folder / "data" / "guichet.db") as database:
        read = ("lessons-read", mac("machine-user", str(os.getuid())), mac("operator", "salma"), "2")
        assert list(database.execute("SELECT action, actor, subject, outcome FROM audit")) == [read] * 2
    database.close()


def test_who_reads_them_must_say_so(folder: Path) -> None:
    assert ask(folder, "nlu", "kept", **OURS).code != 0
