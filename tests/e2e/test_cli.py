"""The commands of those who install and run Guichet: what they say, and with which exit code."""

import asyncio
import base64
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from dialogs.ports import AuditEvent
from store.keyring import Keyring
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.outbox import SqlOutbox
from tests.e2e_world import Ran, ask, run
from tests.servers import sqlite_threads_end
from tests.store.boxes import message

KEYS = "1:" + "QUFB" * 10 + "QUE="
LOOKUP = "QkJC" * 10 + "QkI="


def plain(ran: Ran) -> bool:
    """Whether it failed as it should: with lines for people, and nothing else."""
    lines = ran.err.splitlines()
    return ran.code == 1 and bool(lines) and all(line.startswith("guichet: ") for line in lines)


@pytest.fixture(scope="module")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `keys new` printed, as an environment."""
    ran = ask(tmp_path_factory.mktemp("keys"), "keys", "new")
    assert (ran.code, ran.err) == (0, "")
    return dict(re.findall(r'^(GUICHET_\w+)="(.+)"$', ran.out, re.MULTILINE))


def test_new_keys_are_good_settings_and_are_never_shown(tmp_path: Path, made_keys: Mapping[str, str]) -> None:
    assert len(made_keys) == 4
    checked = ask(tmp_path, "config", "check", **made_keys)
    assert (checked.code, checked.err) == (1, "")
    *faults, warning = checked.out.splitlines()
    assert {line.split()[0] for line in faults} == {"mosip:"}, "keys are all that `keys new` can make"
    assert warning.startswith("warning: no redis_url")
    shown = ask(tmp_path, "config", "show", **made_keys)
    assert shown.code == 0
    assert not any(key in shown.out for key in made_keys.values())
    assert shown.out.count('"****"') >= 4
    assert list(tmp_path.iterdir()) == [], "to look is not to make a data folder"


WRONG = {"GUICHET_PORT": "70000", "GUICHET_KEYS": "1:short", "GUICHET_COUNTYR": "morocco"}


@pytest.mark.parametrize("command", ["config check", "config show", "serve", "work", "db upgrade", "audit verify", "keys rotate"])
def test_every_fault_of_the_settings_is_told_at_once(tmp_path: Path, command: str) -> None:
    ran = ask(tmp_path, *command.split(), **WRONG)
    assert plain(ran)
    assert len(ran.err.splitlines()) == 3
    assert "GUICHET_COUNTRY" in ran.err
    assert "short" not in ran.err


def test_without_keys_and_registry_it_does_not_start_and_says_all_that_is_missing(tmp_path: Path) -> None:
    ran = run(tmp_path, "serve", GUICHET_ENVIRONMENT="demo")
    assert plain(ran)
    assert {"keys", "lookup_key"} <= set(re.findall(r"guichet: (\w+) is needed", ran.err))
    missing = re.findall(r"mosip: (\w+) is needed", ran.err)
    assert {"ida_url", "resident_url", "partner_key_file", "misp_licence_key"} <= set(missing)
    checked = ask(tmp_path, "config", "check", GUICHET_ENVIRONMENT="demo")
    assert [f"guichet: {line}" for line in checked.out.splitlines()] == ran.err.splitlines(), "a check tells what a start tells"


def test_production_does_not_start_on_settings_that_a_check_refuses(tmp_path: Path, made_keys: Mapping[str, str]) -> None:
    ran = ask(tmp_path, "serve", **made_keys, GUICHET_MOSIP__IDA_URL="http://ida.example.test/v1")
    assert plain(ran)
    assert "mosip.ida_url must be https" in ran.err


def test_a_key_file_that_is_no_key_is_named_not_quoted(tmp_path: Path) -> None:
    for name in ("key.pem", "cert.pem"):
        (tmp_path / name).write_text("not a key")
    urls = {f"GUICHET_MOSIP__{name}_URL": "http://127.0.0.1:9" for name in ("IDA", "RESIDENT", "IDREPO", "AUTHMANAGER")}
    words = ("MISP_LICENCE_KEY", "PARTNER_ID", "API_KEY", "DOMAIN_URI", "CLIENT_ID", "CLIENT_SECRET")
    files = {f"GUICHET_MOSIP__{name}_FILE": "cert.pem" for name in ("PARTNER_CERTIFICATE", "IDA_CERTIFICATE")}
    settings = urls | {f"GUICHET_MOSIP__{word}": "x" for word in words} | files | {"GUICHET_MOSIP__PARTNER_KEY_FILE": "key.pem"}
    ran = run(tmp_path, "serve", GUICHET_ENVIRONMENT="demo", GUICHET_KEYS=KEYS, GUICHET_LOOKUP_KEY=LOOKUP, **settings)
    assert plain(ran)
    assert "PEM" in ran.err
    assert "not a key" not in ran.err


def test_the_database_is_made_in_a_folder_that_is_made_and_twice_is_once(tmp_path: Path) -> None:
    first = run(tmp_path, "db", "upgrade", PYTHONWARNINGS="error")
    assert (first.code, first.err) == (0, ""), "a connection left open would be told on stderr"
    assert ask(tmp_path, "db", "upgrade").out == first.out
    with sqlite3.connect(tmp_path / "data" / "guichet.db") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    database.close()
    assert {"outbox", "audit", "contacts", "errands", "deliveries"} <= tables


def test_a_database_that_is_away_is_told_plainly(tmp_path: Path) -> None:
    away = {"GUICHET_DATABASE_URL": "postgresql+asyncpg://nobody:topsecret@127.0.0.1:9/none"}
    for command in (("db", "upgrade"), ("audit", "verify"), ("keys", "rotate")):
        ran = ask(tmp_path, *command, GUICHET_KEYS=KEYS, GUICHET_LOOKUP_KEY=LOOKUP, **away)
        assert plain(ran), (command, ran.err)
        assert "topsecret" not in ran.err


async def _audited(folder: Path) -> Path:
    """A database of three audited events, sealed with the keys above."""
    file = folder / "data" / "guichet.db"
    engine = make_engine(f"sqlite:///{file}")
    audit = SqlAudit(engine, Keyring.from_text(KEYS, LOOKUP))
    for number in range(3):
        await audit.append(AuditEvent(1.0 + number, "recover", b"a", b"s", "found", bytes([number])))
    await engine.dispose()
    await sqlite_threads_end()
    return file


def test_the_audit_chain_is_verified_and_a_change_is_found(tmp_path: Path) -> None:
    assert ask(tmp_path, "db", "upgrade").code == 0
    file = asyncio.run(_audited(tmp_path))
    good = ask(tmp_path, "audit", "verify", GUICHET_KEYS=KEYS, GUICHET_LOOKUP_KEY=LOOKUP)
    assert (good.code, good.err) == (0, "")
    assert "whole" in good.out
    database = sqlite3.connect(file)
    database.execute("UPDATE audit SET outcome = 'wrong' WHERE seq = 2")
    database.commit()
    database.close()
    bad = ask(tmp_path, "audit", "verify", GUICHET_KEYS=KEYS, GUICHET_LOOKUP_KEY=LOOKUP)
    assert plain(bad)
    assert "row 2" in bad.err


def test_every_command_explains_itself(tmp_path: Path) -> None:
    ran = ask(tmp_path, "--help")
    assert ran.code == 0
    for command in ("demo", "serve", "work", "talk", "config", "db", "audit", "keys", "bench"):
        assert re.search(rf"\b{command}\b +[A-Z]", ran.out), command
    for command in ("demo", "talk", "serve", "work", "config", "db", "audit", "keys"):
        told = ask(tmp_path, command, "--help")
        assert (told.code, told.err) == (0, ""), command
        assert "Usage" in told.out


def test_an_unknown_command_or_option_is_refused_with_the_usage(tmp_path: Path) -> None:
    for words in (("serv",), ("demo", "--prot", "1"), ("demo", "--port", "70000"), ("demo", "--people", "1"), ("config", "chek")):
        ran = ask(tmp_path, *words)
        assert ran.code == 2, words
        assert "Usage" in ran.err
        assert "Traceback" not in ran.err


def test_a_country_without_a_profile_is_refused_with_those_there_are(tmp_path: Path) -> None:
    ran = run(tmp_path, "demo", "--port", "0", "--country", "atlantis")
    assert plain(ran)
    assert "morocco" in ran.err


@pytest.mark.full
def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    ran = run(tmp_path, "demo", "--port", "0")
    assert plain(ran)
    assert str(tmp_path / "data") in ran.err


async def _waiting(folder: Path) -> None:
    """A database with one message that the keys above sealed."""
    engine = make_engine(f"sqlite:///{folder / 'data' / 'guichet.db'}")
    await SqlOutbox(engine, Keyring.from_text(KEYS, LOOKUP)).put(message(1))
    await engine.dispose()
    await sqlite_threads_end()


def test_a_new_key_seals_anew_what_the_old_one_sealed(tmp_path: Path) -> None:
    assert ask(tmp_path, "db", "upgrade").code == 0
    asyncio.run(_waiting(tmp_path))
    newer = f"2:{base64.b64encode(b'n' * 32).decode()}"
    alone = ask(tmp_path, "keys", "rotate", GUICHET_KEYS=newer, GUICHET_LOOKUP_KEY=LOOKUP)
    assert plain(alone), "the old key is missing"
    both = ask(tmp_path, "keys", "rotate", GUICHET_KEYS=f"{KEYS},{newer}", GUICHET_LOOKUP_KEY=LOOKUP)
    assert (both.code, both.err) == (0, "")
    assert "outbox.sealed: 1 sealed anew" in both.out
    again = ask(tmp_path, "keys", "rotate", GUICHET_KEYS=newer, GUICHET_LOOKUP_KEY=LOOKUP)
    assert again.code == 0
    assert "outbox" not in again.out
