"""`guichet campaign …` against a real database file: from a file of people to a report, and who may do what."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e_world import Ran, ask

KEYS = "1:" + base64.b64encode(b"s" * 32).decode()
LOOKUP = base64.b64encode(b"l" * 32).decode()
AUTHOR, RUNNER = ("--as", "amal", "--role", "writer"), ("--as", "driss", "--role", "approver")
FIRST, SECOND = ("--as", "brahim", "--role", "approver"), ("--as", "chama", "--role", "approver")
PEOPLE = "Téléphone;Prénom;Langue;Région\n0612345678;Amina;fr;Fès\n0612345679;Badr;ar;Fès\n0612345678;Amina;fr;Fès\nx;C;fr;Fès\n"

Campaign = Callable[..., Ran]


@pytest.fixture
def campaign(tmp_path: Path, sqlite_url: str) -> Campaign:
    """Runs a command of `guichet campaign` on an empty database."""
    settings = {
        "GUICHET_KEYS": KEYS,
        "GUICHET_LOOKUP_KEY": LOOKUP,
        "GUICHET_DATABASE_URL": sqlite_url.replace("sqlite:", "sqlite+aiosqlite:"),
        "COLUMNS": "250",
    }
    return lambda *args, **more: ask(tmp_path, "campaign", *args, **settings | more)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path / "days.toml")


def written(path: Path, fr: str = "Bonjour {prenom}, inscription mardi. Code {code}", more: str = "") -> Path:
    ends = (datetime.now(UTC) + timedelta(days=30)).isoformat(timespec="seconds")
    path.write_text(
        f'name = "days"\ntitle = "Jours"\ndefault = "fr"\nends_at = {ends}\n{more}\n'
        f'[texts]\nfr = "{fr}"\nar = "مرحبا {{prenom}} {{code}}"\n[keywords]\n1 = "recover"\n',
        "utf-8",
    )
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, "cp1252")
    return tmp_path / "people.csv"


def test_from_a_file_of_people_to_a_report(campaign: Campaign, plan: Path, people: Path, tmp_path: Path) -> None:
    assert json.loads(campaign(*AUTHOR, "write", str(plan), "--json").out)["stage"] == "draft"
    tally = json.loads(campaign(*AUTHOR, "import", "days", str(people), "--json").out)
    assert (tally["read"], tally["new"], tally["bad"]) == (4, 2, {"same-number": 1, "no-number": 1})
    errors = Path(tally["errors"]).read_text("utf-8").splitlines()
    assert sorted(errors) == ["4,phone,same-number", "5,phone,no-number", "line,column,why"]
    assert json.loads(campaign(*AUTHOR, "freeze", "days", "--json").out)["recipients"] == 2
    assert "2 messages" in campaign(*AUTHOR, "test", "days", "0661000001").out
    assert "0 messages" in campaign(*AUTHOR, "test", "days", "+212661000001").out
    campaign(*AUTHOR, "submit", "days")
    preview = json.loads(campaign(*FIRST, "preview", "days", "--json").out)
    assert preview["estimate"]["recipients"] == 2
    assert {one["text"].split(",")[0] for one in preview["samples"] if one["lang"] == "fr"} == {"Bonjour Amina"}
    for who, stage in ((FIRST, "submitted"), (SECOND, "approved")):
        assert json.loads(campaign(*who, "approve", "days", preview["digest"], "--json").out)["stage"] == stage
    for _ in range(2):
        assert json.loads(campaign(*RUNNER, "start", "days", "--json").out)["stage"] == "testing"
    assert "testing" in campaign(*RUNNER, "list").out
    campaign(*RUNNER, "pause", "days")
    campaign(*RUNNER, "resume", "days")
    assert json.loads(campaign(*RUNNER, "stop", "days", "--json").out)["stage"] == "stopping"
    assert json.loads(campaign(*RUNNER, "report", "days").out)["audience"] == 2
    campaign(*RUNNER, "report", "days", "--format", "html", "--to", str(tmp_path / "a.html"))
    assert '<html lang="en" dir="ltr">' in (tmp_path / "a.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in campaign(*RUNNER, "report", "days", "--format", "html", "--lang", "ar").out


def test_what_people_read_is_a_table(campaign: Campaign, plan: Path, people: Path) -> None:
    campaign(*AUTHOR, "write", str(plan))
    assert "left out: same-number" in campaign(*AUTHOR, "import", "days", str(people)).out
    campaign(*AUTHOR, "freeze", "days")
    shown = campaign(*FIRST, "preview", "days").out
    for word in ("MAD", "Bonjour Amina", "STOP au 3737"):
        assert word in shown
    assert "recipients" in shown
    assert "()" not in shown, "languages of fewer than five are not told, and nothing stands in their place"


def test_a_preview_shows_the_reminders_as_people_will_read_them(campaign: Campaign, plan: Path, people: Path) -> None:
    at = (datetime.now(UTC) + timedelta(days=9)).isoformat(timespec="seconds")
    wave = f'[[waves]]\nat = {at}\nto = "unreached"\ntexts = {{ fr = "Rappel, {{prenom}} {{code}}" }}\n'
    plan.write_text(plan.read_text("utf-8") + wave, "utf-8")
    campaign(*AUTHOR, "write", str(plan))
    campaign(*AUTHOR, "import", "days", str(people))
    campaign(*AUTHOR, "freeze", "days")
    shown = campaign(*FIRST, "preview", "days").out
    for word in ("days-w1", "to unreached: at most", "Rappel, Amina"):
        assert word in shown
    (told,) = json.loads(campaign(*FIRST, "preview", "days", "--json").out)["waves"]
    assert (told["name"], told["to"], told["estimate"]["parts"]) == ("days-w1", "unreached", 2)
    assert {one["text"].split()[1] for one in told["samples"]} == {"Amina", "Badr"}


def test_the_word_to_approve_by_is_whole_on_a_narrow_terminal(campaign: Campaign, plan: Path, people: Path) -> None:
    campaign(*AUTHOR, "write", str(plan))
    campaign(*AUTHOR, "import", "days", str(people))
    campaign(*AUTHOR, "freeze", "days")
    told = json.loads(campaign(*FIRST, "preview", "days", "--json").out)["digest"]
    assert f"to approve: {told}" in campaign(*FIRST, "preview", "days", COLUMNS="60").out.splitlines()


def test_people_who_are_excluded_are_not_in_it(campaign: Campaign, plan: Path, people: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("phone\n+212612345679\n")
    campaign(*AUTHOR, "write", str(plan))
    campaign(*AUTHOR, "import", "days", str(people))
    campaign(*AUTHOR, "import", "days", str(tmp_path / "out.csv"), "--exclude")
    assert json.loads(campaign(*AUTHOR, "freeze", "days", "--json").out)["recipients"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list",), "say who does it"),
        ((*RUNNER, "start", "none"), "there is no campaign of this name"),
        (("--as", "x", "--role", "chief", "list"), "there is no role 'chief'"),
        ((*RUNNER, "freeze", "days"), "this needs the role writer"),
        ((*RUNNER, "start", "days"), "the campaign is draft"),
        ((*AUTHOR, "import", "days", "{bad}"), "this file cannot be used: no-phone-column"),
        ((*AUTHOR, "test", "days", "0522"), "this cannot be: invalid-number"),
        ((*RUNNER, "test", "days", "0661000001"), "this needs the role writer"),
        ((*AUTHOR, "remind", "days", "days", "--to", "nobody"), "this cannot be: choice"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(
    campaign: Campaign, plan: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "bad.csv").write_text("name\nA\n")
    campaign(*AUTHOR, "write", str(plan))
    ran = campaign(*(word.replace("{bad}", str(tmp_path / "bad.csv")) for word in words))
    assert ran.code == 1
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("more", ["nonsense = 1", 'rate = "x"', "= 3"])
def test_a_plan_with_a_fault_is_refused_by_its_name(campaign: Campaign, tmp_path: Path, more: str) -> None:
    ran = campaign(*AUTHOR, "write", str(written(tmp_path / "bad.toml", more=more)))
    assert ran.code == 1
    assert "bad.toml" in ran.err


def test_a_fault_in_a_text_keeps_it_from_approval(campaign: Campaign, people: Path, tmp_path: Path) -> None:
    campaign(*AUTHOR, "write", str(written(tmp_path / "days.toml", fr="Voir http://evil.example {code}")))
    campaign(*AUTHOR, "import", "days", str(people))
    campaign(*AUTHOR, "freeze", "days")
    assert "link" in campaign(*AUTHOR, "submit", "days").err


def test_an_audience_is_asked_from_a_list(campaign: Campaign, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "pnss.csv").write_text("phone,region\n" + "".join(f"06123456{n:02d},Fès\n" for n in range(12)), "utf-8")
    written(plan, "Bonjour. Code {code}")
    plan.write_text(plan.read_text("utf-8").replace("{prenom} ", ""), "utf-8")
    campaign(*AUTHOR, "write", str(plan))
    tally = json.loads(campaign(*AUTHOR, "enlist", "pnss", str(tmp_path / "pnss.csv"), "--programme", "amo", "--json").out)
    assert tally["new"] == 12
    assert [one["rows"] for one in json.loads(campaign(*AUTHOR, "lists", "--json").out)] == [12]
    asked = ("audience", "days", "--where", "region=Fes", "--where", "programme=amo")
    assert json.loads(campaign(*AUTHOR, *asked, "--count", "--json").out)["persons"] == 12
    assert "12" in campaign(*AUTHOR, *asked).out
    assert json.loads(campaign(*AUTHOR, "freeze", "days", "--json").out)["recipients"] == 12
    assert campaign(*AUTHOR, "strike", "pnss").code == 0
    assert "no list of this name" in campaign(*AUTHOR, "strike", "pnss").err
