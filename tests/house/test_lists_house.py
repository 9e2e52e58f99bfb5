"""Lists brought by hand, from the command line to what a citizen is told: whole or not at all, and only where they speak."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from config.profile import load as profile
from config.settings import Settings, SettingsError, load
from dialogs.model import IdRef
from dialogs.ports import (
    BeneficiaryRegistry,
    CallContext,
    Card,
    CardState,
    Coverage,
    Enrolment,
    EnrolmentState,
)
from dialogs.refusals import NotFound, Unavailable
from house import doctor
from house.lists import Listed, listed
from house.running import upgrade_database
from registry_client.lists.joined import JoinedBenefits
from registry_client.memory_social import Beneficiary, MemoryBeneficiary
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_lists import MemoryLists
from tests.e2e_world import Ran, ask
from tests.servers import sqlite_threads_end

DJIBOUTI = profile("djibouti")
SIGNER = Ed25519PrivateKey.generate()
CTX = CallContext("status", b"k", 2.0, consent=True)
KEYS = {"GUICHET_KEYS": "1:" + "QUFB" * 10 + "QUE=", "GUICHET_LOOKUP_KEY": "QkJC" * 10 + "QkI="}
SHE, HE = IdRef("NIU", "2639425169"), IdRef("NIU", "4097247305")
HEAD = "Carte;NIU;Situation"
LINES = [HEAD, "160001806;2639425169;actif", "160001807;4097247305;suspendu"]
PASS = """
[lists.pass]
key_file = "{key}"
programme = "pass"
coverage = "pass"

[lists.pass.columns.Carte]
type = "identifier"
means = "number"
scheme = "PASS"
unique = true

[lists.pass.columns.NIU]
type = "identifier"
means = "number"
scheme = "NIU"
pattern = "[1-9][0-9]{{9}}"

[lists.pass.columns.Situation]
means = "state"
values = {{ actif = "enrolled", suspendu = "suspended" }}
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "pass.pem"
    file.write_bytes(SIGNER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return file


@pytest.fixture
def ours(tmp_path: Path, key: Path) -> Settings:
    columns = {
        "Carte": {"type": "identifier", "means": "number", "scheme": "PASS", "unique": True},
        "NIU": {"type": "identifier", "means": "number", "scheme": "NIU", "pattern": "[1-9][0-9]{9}"},
        "Situation": {"means": "state", "values": {"actif": "enrolled", "suspendu": "suspended"}},
    }
    told = {"key_file": key, "programme": "pass", "coverage": "pass", "columns": columns}
    return load(data_dir=tmp_path, country="djibouti", lists={"pass": told})


def signed(folder: Path, lines: Sequence[str], signer: Ed25519PrivateKey = SIGNER) -> Path:
    file = folder / "pass.csv"
    file.write_text("\n".join(lines), "utf-8")
    file.with_name("pass.csv.sig").write_bytes(signer.sign(file.read_bytes()))
    return file


# --- settings ----------------------------------------------------------------------------------


def test_a_list_of_the_settings_is_one_that_can_be_read(ours: Settings) -> None:
    (one,) = listed(ours, DJIBOUTI)
    assert (one.schema.name, one.schema.programmes) == ("pass", frozenset({"pass"}))
    assert one.schema.schemes == {"PASS", "NIU"}


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"programme": "magic"}, "the country profile does not name 'magic'"),
        ({"programme": ""}, "a list needs a programme, or a column that names it"),
        ({"columns": {"Nom": {}}}, "a list needs a number by which people are found"),
        ({"columns": {"NIU": {"type": "identifier", "means": "number", "scheme": "NIU"}}}, "NIU: the scheme NIU needs a pattern"),
        ({"key_file": "no.pem"}, "no.pem cannot be read as text"),
        ({"key_file": __file__}, "the key of a list is an ed25519 public key in PEM"),
    ],
)
def test_what_cannot_be_a_list_is_told_by_its_name(ours: Settings, tmp_path: Path, told: dict[str, object], fault: str) -> None:
    whole = ours.lists["pass"].model_dump() | told
    with pytest.raises(SettingsError) as refused:
        listed(load(data_dir=tmp_path, country="djibouti", lists={"pass": whole}), DJIBOUTI)
    assert [found for found in refused.value.faults if found.startswith("lists.pass: ") and fault in found]


# --- the commands ------------------------------------------------------------------------------


@pytest.fixture
def guichet(tmp_path: Path, key: Path) -> Callable[..., Ran]:
    """The command line of a Djibouti whose settings are a TOML file."""
    (tmp_path / "guichet.toml").write_text('country = "djibouti"\n' + PASS.format(key=key), "utf-8")
    settings = KEYS | {"GUICHET_CONFIG": str(tmp_path / "guichet.toml")}

    def run(*words: str) -> Ran:
        return ask(tmp_path, *words, **settings)

    assert run("db", "upgrade").code == 0
    return run


def test_a_signed_file_becomes_the_list_and_the_history_and_the_audit_tell_who_brought_it(
    guichet: Callable[..., Ran], tmp_path: Path
) -> None:
    file = signed(tmp_path, LINES)
    brought = guichet("list", "import", "pass", str(file), "--as", "salma")
    assert (brought.code, brought.err) == (0, "")
    assert brought.out.startswith("2 lines are the list now")
    (entry,) = json.loads(guichet("list", "history", "pass", "--json").out)
    assert (entry["by"], entry["rows"]) == ("salma", 2)
    assert entry["digest"] in brought.out
    assert guichet("audit", "verify").code == 0
    with sqlite3.connect(tmp_path / "data" / "guichet.db") as database:
        assert list(database.execute("SELECT action, outcome FROM audit")) == [("list-import-pass", "accepted")]
        assert "2639425169" not in str(list(database.iterdump()))
    database.close()


@pytest.mark.parametrize(
    ("lines", "signer", "said"),
    [
        pytest.param(
            [*LINES, "x;12;actif", "160001806;2639425170;?"], SIGNER, "line 4, Carte: is not such a number", id="a cell"
        ),
        pytest.param([*LINES, "160001806;2639425170;actif"], SIGNER, "line 4, Carte: is the same as in line 2", id="twice"),
        pytest.param(["Carte;Situation"], SIGNER, "line 1, NIU: the column is not there", id="a column"),
        pytest.param(LINES, Ed25519PrivateKey.generate(), "the signature is not the institution's", id="another signer"),
    ],
)
def test_a_file_with_a_fault_is_told_by_line_and_the_list_stays(
    guichet: Callable[..., Ran], tmp_path: Path, lines: list[str], signer: Ed25519PrivateKey, said: str
) -> None:
    guichet("list", "import", "pass", str(signed(tmp_path, LINES)))
    refused = guichet("list", "import", "pass", str(signed(tmp_path, lines, signer)))
    assert refused.code == 1
    assert said in refused.out
    assert refused.out.endswith("Nothing was taken: the list is as it was.\n")
    assert len(json.loads(guichet("list", "history", "pass", "--json").out)) == 1


def test_a_list_that_the_settings_lack_and_a_signature_that_is_not_there_are_said_in_one_line(
    guichet: Callable[..., Ran], tmp_path: Path
) -> None:
    file = signed(tmp_path, LINES)
    file.with_name("pass.csv.sig").unlink()
    assert guichet("list", "history", "cnss").err == "guichet: the settings have no list 'cnss'; there are: pass\n"
    missing = guichet("list", "import", "pass", str(file))
    assert (missing.code, len(missing.err.splitlines())) == (1, 1)
    assert "pass.csv.sig" in missing.err


def test_the_keys_of_the_institutions_can_be_compared_by_telephone(guichet: Callable[..., Ran]) -> None:
    (shown,) = json.loads(guichet("list", "keys", "--json").out)
    assert (shown["list"], shown["programmes"], len(shown["key"])) == ("pass", ["pass"], 64)
    assert guichet("list", "keys").out == f"pass\tpass\t{shown['key']}\n"


async def test_the_doctor_says_how_old_a_list_is(ours: Settings, tmp_path: Path) -> None:
    await upgrade_database(ours)
    told = {one.what: (one.ok, one.word) for one in await doctor.examine(ours)}
    assert told["lists.pass"] == (False, "no file was brought in yet")
    await sqlite_threads_end()


# --- what the registries say together ----------------------------------------------------------


class Resting(MemoryBeneficiary):
    """A registry that does not answer."""

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        raise Unavailable("timeout", upstream="benefits")


THERE = Beneficiary(
    (SHE,),
    (Enrolment("PASS", EnrolmentState.REFUSED), Enrolment("PNSF", EnrolmentState.ENROLLED, date(2026, 1, 1))),
    (Coverage(False, "PASS"), Coverage(True, "AMU")),
    {IdRef("PASS", "223399"): Card(CardState.VALID, "PASS"), IdRef("PNSF", "216R2112"): Card(CardState.VALID, "PNSF")},
)


async def joined(
    ours: Settings, folder: Path, keys: Keyring, clock: FakeClock, registry: BeneficiaryRegistry
) -> BeneficiaryRegistry:
    (one,) = listed(ours, DJIBOUTI)
    assert isinstance(one, Listed)
    known = one.over(MemoryLists(), keys, clock)
    file = signed(folder, LINES)
    report = await known.load(file, file.with_name("pass.csv.sig").read_bytes(), by="salma")
    assert report.accepted
    return JoinedBenefits([known], registry)


async def test_the_list_speaks_for_its_programme_and_the_registry_for_the_others(
    ours: Settings, tmp_path: Path, keys: Keyring, clock: FakeClock
) -> None:
    all_ = await joined(ours, tmp_path, keys, clock, MemoryBeneficiary([THERE]))
    assert [(one.programme, one.state.value) for one in await all_.enrolments(SHE, ctx=CTX)] == [
        ("PNSF", "enrolled"),
        ("pass", "enrolled"),
    ]
    assert await all_.coverage(SHE, ctx=CTX) == [Coverage(True, "AMU"), Coverage(True, "pass")]
    assert (await all_.card(IdRef("PASS", "160001807"), ctx=CTX)).state is CardState.BLOCKED
    assert (await all_.card(IdRef("PNSF", "216R2112"), ctx=CTX)).state is CardState.VALID
    with pytest.raises(NotFound):
        await all_.card(IdRef("PASS", "223399"), ctx=CTX)  # the registry may think so: the list does not


async def test_the_number_of_a_card_is_told_while_the_list_that_knows_it_says_that_it_holds(
    ours: Settings, tmp_path: Path, keys: Keyring, clock: FakeClock
) -> None:
    all_ = await joined(ours, tmp_path, keys, clock, MemoryBeneficiary([THERE]))
    assert await all_.card_number(SHE, "PNSF", ctx=CTX) == IdRef("PNSF", "216R2112")
    with pytest.raises(NotFound):
        await all_.card_number(SHE, "PASS", ctx=CTX)


async def test_whom_only_the_list_knows_is_told_of_the_list(
    ours: Settings, tmp_path: Path, keys: Keyring, clock: FakeClock
) -> None:
    all_ = await joined(ours, tmp_path, keys, clock, MemoryBeneficiary([THERE]))
    assert [(one.programme, one.state.value) for one in await all_.enrolments(HE, ctx=CTX)] == [("pass", "suspended")]
    alone = await joined(ours, tmp_path, keys, clock, MemoryBeneficiary(caps=frozenset()))
    assert [one.programme for one in await alone.enrolments(HE, ctx=CTX)] == ["pass"]
    with pytest.raises(NotFound):
        await alone.card(IdRef("PNSF", "216R2112"), ctx=CTX)


async def test_half_of_an_answer_is_none(ours: Settings, tmp_path: Path, keys: Keyring, clock: FakeClock) -> None:
    all_ = await joined(ours, tmp_path, keys, clock, Resting([THERE]))
    with pytest.raises(Unavailable):
        await all_.enrolments(SHE, ctx=CTX)
    assert all_.well()
