"""The documentation is true: its worked examples run as they are printed, and what it names exists."""

import importlib
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
import typer
from aiohttp import web
from pytest_aiohttp import AiohttpClient

import channels.ussd
import dialogs.services
from campaigns.brief import Brief
from channels.gate import Gate
from channels.ussd import webhooks as ussd
from channels.ussd.dialect import Dialect
from channels.ussd.forms import Fields, FormDialect
from channels.ussd.terminal import face_of
from channels.ussd.webhooks import UssdLine
from config import profile
from config.profile import available, load
from config.settings import Settings, UssdFields
from config.sources import POINTERS, flat, leaves
from console.api import campaigns, cases, handoffs, inbox, protected
from dialogs.country import Country
from dialogs.engine import counter
from dialogs.texts import speech
from dialogs.texts.speech import Speech
from house.campaigning import read_plan
from house.operators import ROLES
from house.texts.screens import arguments
from main import app
from tests.docs.printed import HOUSE, changed, copied, files, run
from tests.golden import Script, read_script
from tests.player import HER, MOROCCO, Stage_, stage

Post = Callable[..., Awaitable[str]]
PAGES = sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")])


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], ModuleType]]:
    """Imports a printed Python file as the module that it says it is; it is gone again after the test."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))

    def load(name: str, text: str) -> ModuleType:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return importlib.import_module(name.removesuffix(".py").replace("/", "."))

    for package in (channels.ussd, dialogs.services):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / package.__name__.replace(".", "/"))])
    yield load
    for name in set(sys.modules) - before:
        parent, _, child = name.rpartition(".")
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]
            if parent in sys.modules:
                monkeypatch.delattr(sys.modules[parent], child, raising=False)


# --- add-a-dialog ------------------------------------------------------------------------------

DIALOG = files("add-a-dialog.md")


@pytest.fixture
def enlarged(printed: Callable[[str, str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> Stage_:
    """A world where the page's five steps were done."""
    name = "dialogs/services/collect.py"
    monkeypatch.setattr(counter, "SERVICES", {**counter.SERVICES, "collect": printed(name, DIALOG[name]).collect})
    plain = speech._read

    def read(lang: str, folder: Traversable) -> str:
        return f"{plain(lang, folder)}\n{DIALOG.get(f'dialogs/texts/{lang}.ftl', '')}"

    monkeypatch.setattr(speech, "_read", read)
    scene, country = stage(), offering("config/countries/morocco.toml")
    scene.world = replace(scene.world, country=country, speech=Speech(country.terms, country.languages))
    return scene


def offering(name: str) -> Country:
    told = profile.parse("morocco", changed((HOUSE / name).read_text("utf-8"), DIALOG[name]))
    return replace(MOROCCO, services=told.services, policy=told.policy)


async def test_the_dialog_of_the_page_goes_as_its_transcript_says(enlarged: Stage_, tmp_path: Path) -> None:
    path = tmp_path / "collect.en.txt"
    path.write_text(DIALOG["tests/transcripts/collect.en.txt"], "utf-8")
    script = read_script(path)
    assert await played(script, enlarged) == list(script.lines)


async def played(script: Script, scene: Stage_) -> list[str]:
    phone, out = scene.handset(script.header["caller"]), []
    for line in (line for line in script.lines if line.startswith("> ")):
        screen = await (phone.dial() if line[2:] == scene.world.country.service_code else phone.send(line[2:]))
        assert await phone.again() == screen
        out += [line, *f"< {screen}".replace("\n", "\n  ").split("\n")]
    assert scene.troubles == []
    return [*out, "deeds " + ", ".join(scene.deeds)]


@pytest.mark.parametrize("lang", [lang for lang in MOROCCO.languages if f"dialogs/texts/{lang}.ftl" in DIALOG])
async def test_the_texts_of_the_page_fit_one_page_each(enlarged: Stage_, lang: str) -> None:
    phone = enlarged.handset()
    await phone.dial()
    await phone.send(str(MOROCCO.languages.index(lang) + 1))
    screens = [await phone.send(typed) for typed in ("9", "1", "10001100020000320260115093000", "12")]
    assert [screen for screen in screens if "99 " in screen] == []


async def test_the_dialog_of_the_page_names_its_questions_once(enlarged: Stage_) -> None:
    names = re.findall(r'talk\.ask\("([\w-]+)"', DIALOG["dialogs/services/collect.py"])
    assert names == ["consent", "receipt", "cards"]


def test_the_look_that_the_page_shows_is_the_one_of_the_desk() -> None:
    quoted = textwrap.indent(DIALOG["dialogs/desk/registration.py"], "    ")
    assert quoted in (HOUSE / "dialogs/desk/registration.py").read_text("utf-8")


# --- add-a-channel -----------------------------------------------------------------------------

CHANNEL = files("add-a-channel.md")
SECRET = "0123456789abcdef" * 2


@pytest.fixture
def line(aiohttp_client: AiohttpClient) -> Callable[[Dialect], Awaitable[Post]]:
    """A gateway with one dialect; posts to it."""

    async def open_line(dialect: Dialect) -> Post:
        counted: list[str] = []
        turns = stage().turns()
        made = UssdLine(dialect, Gate(SECRET), turns, face_of(turns), "*3737#", counted.append)
        gateway = web.Application()
        ussd.attach(gateway, {dialect.SHAPE.name: made})
        client = await aiohttp_client(gateway)

        async def post(tail: str = "", **body: Any) -> str:
            async with client.post(f"/ussd/{dialect.SHAPE.name}/{SECRET}{tail}", **body) as answer:
                return f"{answer.status} {await answer.text()}"

        return post

    return open_line


def test_the_table_of_settings_of_the_page_is_its_line_of_code() -> None:
    page = (HOUSE / "docs/add-a-channel.md").read_text("utf-8")
    [table] = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    [entry] = re.findall(r"^FormDialect\(\"sahel\", (Fields\(.*?\))\),$", page, re.MULTILINE)
    told = tomllib.loads(table)["ussd"]["sahel"]["fields"]
    assert Fields(**UssdFields(**told).model_dump()) == eval(entry, {"Fields": Fields})


async def test_the_clone_of_the_page_serves_a_phone(line: Callable[[Dialect], Awaitable[Post]]) -> None:
    page = (HOUSE / "docs/add-a-channel.md").read_text("utf-8")
    [entry] = re.findall(r"^(FormDialect\(.*\)),$", page, re.MULTILINE)
    post = await line(eval(entry, {"FormDialect": FormDialect, "Fields": Fields}))

    async def typed(text: str, tail: str = "", **other: str) -> str:
        return await post(tail, data={"sid": "s-1", "msisdn": HER[1:], "code": "*3737#", "input": text} | other)

    assert (await typed("")).startswith("200 CON لغة")
    assert (await typed("2")).startswith("200 CON IDCS : que voulez-vous")
    assert await typed("2*4") == await typed("2*4")
    assert (await typed("2*4", code="*99#")).startswith("200 END ")
    assert await typed("2*4", "/events") == "200 "


@pytest.fixture
def oued(printed: Callable[[str, str], ModuleType]) -> ModuleType:
    return printed("channels/ussd/oued.py", CHANNEL["channels/ussd/oued.py"])


async def test_the_dialect_of_the_page_serves_a_phone(oued: Any, line: Callable[[Dialect], Awaitable[Post]]) -> None:
    post = await line(oued)

    async def typed(said: str, seq: int, state: str = "on", to: str = "*3737#") -> str:
        return await post(json={"ref": "r-1", "from": HER[1:], "to": to, "seq": seq, "state": state, "said": said})

    assert "لغة" in await typed("", 1, "open")
    assert "IDCS : que voulez-vous" in await typed("2", 2)
    menu = await typed("1", 3)
    assert await typed("1", 3) == menu, "a retry has the same number"
    assert await typed("1", 4) != menu, "a second 1 has another"
    assert '"more":false' in await typed("1", 5, to="*99#")
    assert await typed("", 5, "end") == '200 {"ref":"r-1","text":"","more":false}'


def test_the_table_of_the_page_holds(oued: ModuleType, printed: Callable[[str, str], ModuleType]) -> None:
    module = printed("test_oued.py", CHANNEL["tests/channels/test_oued.py"])
    ran = [row for test in written_tests(module) for row in rows_of(test)]
    assert len(ran) == 11


@pytest.mark.full
def test_the_house_is_whole_with_the_dialect_of_the_page(tmp_path: Path) -> None:
    copy, code = copied(tmp_path / "house", CHANNEL), [name for name in CHANNEL if name.endswith(".py")]
    [words] = re.findall(r"^\./guichet test (.*)$", (HOUSE / "docs/add-a-channel.md").read_text("utf-8"), re.MULTILINE)
    said = run(copy, "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA", *shlex.split(words))
    assert "PASSED tests/channels/test_oued.py" in said
    assert "test_a_whole_recovery_is_played_and_nothing_of_it_is_heard_elsewhere[oued]" in said
    run(copy, "ruff", "check", *code)
    run(copy, "ruff", "format", "--check", *code)
    run(copy, "mypy", *code)


def written_tests(module: ModuleType) -> list[Callable[..., None]]:
    return [value for name, value in vars(module).items() if name.startswith("test_")]


def rows_of(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Runs a test for each row of its table."""
    tables = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    names, rows = tables[0] if tables else ((), [()])
    for row in rows:
        given = dict(zip(names, row, strict=True))
        test(**given)
        yield given


# --- what the pages name -----------------------------------------------------------------------

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))


@pages
def test_a_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", page.read_text("utf-8"))
    local = [one.partition("#")[0] for one in map("".join, targets) if not one.startswith(("http:", "https:", "#"))]
    assert [one for one in local if not (page.parent / one).exists()] == []


@pages
def test_a_link_into_a_page_leads_to_a_heading(page: Path) -> None:
    targets = re.findall(r"\]\(([\w./-]*\.md|)#([\w-]+)\)", page.read_text("utf-8"))
    assert [f"{name}#{place}" for name, place in targets if place not in headings(page.parent / name if name else page)] == []


def headings(page: Path) -> set[str]:
    """As GitHub makes anchors of them."""
    found = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


@pages
def test_a_command_is_one_that_guichet_has(page: Path) -> None:
    plain = re.sub(r" --as \S+ --role \S+", "", page.read_text("utf-8"))
    written = re.findall(r"\./guichet ((?:[a-z]+ ?){1,2})", plain)
    known = {"test", *commands()}
    groups = {name.split()[0] for name in known if " " in name}
    assert [words for words in written if not {words.strip(), words.split()[0]} & known and words.strip() not in groups] == []


def test_every_command_is_shown_somewhere() -> None:
    plain = re.sub(r" --as \S+ --role \S+", "", "\n".join(page.read_text("utf-8") for page in PAGES))
    shown = re.findall(r"(?:guichet |`)([a-z]+(?: [a-z]+)?)", plain)
    assert [name for name in commands() if name not in {*shown, *(words.split()[0] for words in shown)}] == []


def commands() -> Iterator[str]:
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # it is a group
        yield from [f"{name} {under}" for under in getattr(command, "commands", ())] or [name]


@pages
def test_a_setting_is_one_that_guichet_reads(page: Path) -> None:
    known = {*map(flat, leaves(Settings)), *POINTERS, "guichet_test_database_url", "guichet_test_redis_url"}
    there = re.sub(
        r"^```diff\n.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )  # what a diff adds is not yet
    written = {name.lower() for name in re.findall(r"\bGUICHET_[A-Z0-9_]+", there)}
    assert {name for name in written if name not in known and not any(one.startswith(f"{name}_") for one in known)} == set()


@pages
def test_a_path_of_the_house_exists(page: Path) -> None:
    tops = "bench|channels|config|dialogs|docs|registry_client|requirements|sandbox|store|tests"
    written = re.findall(rf"`((?:{tops})/[\w./-]+\.(?:py|md|toml|ftl|txt))`", page.read_text("utf-8"))
    made_here = {*DIALOG, *CHANNEL, *files("add-a-country.md"), *files("add-a-registry.md")}
    assert [path for path in written if path not in made_here and not (HOUSE / path).exists()] == []


OPERATE = (HOUSE / "docs" / "operate.md").read_text("utf-8")


@pytest.fixture(scope="module")
def sources() -> str:
    """The text of every module that `serve` and `work` load, in a Python of its own: other tests load more."""
    told = "import house, sys; print(*(getattr(m, '__file__', None) or '' for m in sys.modules.values()), sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", told], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    ours = [Path(name) for name in loaded.splitlines() if name.startswith(f"{HOUSE}/") and "/.venv/" not in name]
    return "\n".join(path.read_text("utf-8") for path in ours)


def test_the_metrics_of_the_page_are_those_of_the_sources(sources: str) -> None:
    assert set(re.findall(r"^\| `(guichet_\w+)", OPERATE, re.MULTILINE)) == set(
        re.findall(r'(?:Counter|Gauge|Histogram)\(\s*"(guichet_\w+)"', sources)
    )


def test_the_log_events_of_the_page_are_those_of_the_sources(sources: str) -> None:
    table = OPERATE.partition("| event | means |")[2].partition("\n\n")[0]
    written = [name for row in table.splitlines()[2:] for name in re.findall(r"`([\w.-]+)`", row.split("|")[1])]
    assert sorted(written) == sorted(set(re.findall(r'log\.\w+\(\s*"([\w.-]+)"', sources)))


def test_the_settings_of_the_page_are_all_settings() -> None:
    named = {name.lower() for name in re.findall(r"\bGUICHET_[A-Z0-9_]+", OPERATE)}
    assert {name for name in map(flat, leaves(Settings)) if name not in named} == set()


def test_the_calls_of_the_page_are_those_of_the_api() -> None:
    page = (HOUSE / "docs" / "api.md").read_text("utf-8")
    written = re.findall(r"^\| `(GET|POST|PUT) (/v1/\S+)` \|", page, re.MULTILINE)
    nothing: Any = MagicMock()  # nobody is called
    offered = (
        *cases.operations(nothing),
        *protected.operations(nothing, nothing),
        *campaigns.operations(nothing),
        *handoffs.operations(nothing),
        *inbox.operations(nothing, {}),
    )
    assert sorted(written) == sorted((one.method, one.path) for one in offered)


def test_every_role_and_every_page_of_the_menu_stands_in_the_table() -> None:
    page = (HOUSE / "docs" / "staff.md").read_text("utf-8")
    table = page.partition("| role | page | may |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `([a-z]+)` \|(.*?)\|", table, re.MULTILINE)
    assert {role for role, _ in rows} == ROLES
    named = {path for _, cell in rows for path in re.findall(r"`/console(/\S+)`", cell)}
    written = "\n".join(one.read_text("utf-8") for one in (HOUSE / "console" / "pages").glob("*.py"))
    assert named == set(re.findall(r'^        Page\("[\w-]+", "GET", "(/[\w-]+)".*menu=', written, re.MULTILINE))


def test_the_plan_of_the_page_is_one_that_can_be_read(tmp_path: Path) -> None:
    plan = tmp_path / "days.toml"
    plan.write_text(files("staff.md")["days.toml"], "utf-8")
    read = read_plan(plan)
    assert (read.name, len(read.waves), sorted(read.texts)) == ("days", 1, ["ar", "fr"])
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", (HOUSE / "docs/staff.md").read_text("utf-8"), re.M))))
    assert {*Brief.model_fields} - told - {"name", "title", "default", "ends_at", "texts", "keywords", "waves"} == {"sender"}


@pytest.mark.parametrize("code", available())
def test_the_arguments_of_the_page_are_those_of_the_texts(code: str) -> None:
    page, country = (HOUSE / "docs" / "translate.md").read_text("utf-8"), load(code)
    tables = ("".join(re.findall(r"^\|(.*?)\|", part, re.MULTILINE)) for part in page.split("| is |")[1:])
    everywhere, some = (re.findall(r"`\$(\w+)`", first) for first in tables)
    of_texts = arguments(country, country.languages[0], date(2026, 9, 28)).values()
    assert set(everywhere) == country.terms.keys() - {"country"}
    assert sorted(some) == sorted({name for given in of_texts for name in given})


def test_the_french_readme_says_as_much_as_the_english_one() -> None:
    both = [(HOUSE / name).read_text("utf-8") for name in ("README.md", "README.fr.md")]
    english, french = ([len(re.findall(mark, text, re.MULTILINE)) for mark in ("^## ", "^```", r"^\| ")] for text in both)
    assert english == french
