"""Lists brought by hand: signed, checked line by line, taken whole or not at all, and asked like any beneficiary registry."""

import base64
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef
from dialogs.ports import BeneficiaryRegistry, Card, CardState, Coverage, Enrolment, EnrolmentState, StoreDown
from dialogs.ports.lists import Entry, Import, ListStore
from dialogs.refusals import Ambiguous, NotFound, NotSupported, Unavailable
from registry_client.lists.reading import Fault
from registry_client.lists.schema import Column, ListSchema
from registry_client.lists.signed_csv import ImportReport, SignedCsvList
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_lists import MemoryLists
from store.sql.lists import SqlLists
from tests.registry_client.dci_world import ctx

SIGNER = Ed25519PrivateKey.generate()
PUBLIC = SIGNER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
TODAY = date(2027, 1, 15)

STATE = Column("Situation", means="state", values={"actif": "enrolled", "radié": "ended", "suspendu": "suspended"})
PASS = ListSchema(
    "pass",
    (
        Column("N° carte", "identifier", "number", scheme="PASS", unique=True),
        Column("N° ménage", "identifier", "number", scheme="HOUSEHOLD", required=False),
        Column("Nom", required=False, pattern=r"[^<>]{1,80}"),
        STATE,
        Column("Depuis", "date", "since", required=False),
        Column("Jusqu'au", "date", "until", required=False),
    ),
    programme="PASS",
    coverage="PASS",
)
NO_PAPERS = ListSchema(
    "no-papers",
    (
        Column("dossier", "identifier", "number", scheme="FILE", pattern=r"DP[ -]?[0-9]{4,8}"),
        Column("etape", means="state", values={"reçu": "pending", "délivré": "ended"}),
        Column("motif", means="reason", required=False, pattern="[a-z-]+"),
        Column("programme", means="programme"),
        Column("enfants", "whole", required=False),
    ),
)
HEAD = "N° carte;N° ménage;Nom;Situation;Depuis;Jusqu'au"
GOOD = [
    HEAD,
    "160001806;55530R5150;Fatouma Ali;actif;2026-01-05;31/12/2027",
    "160 001 807;216*2112;Hassan Omar;Radié;05.01.2026;",
    "223399;;Zahra Moussa;ACTIF;;2026-12-31",
]


@dataclass
class Desk:
    """A list, and a folder from which files are brought in."""

    registry: SignedCsvList
    folder: Path

    async def bring(self, content: str | bytes, *, sign: Ed25519PrivateKey = SIGNER, charset: str = "utf-8") -> ImportReport:
        raw = content if isinstance(content, bytes) else content.encode(charset)
        file = self.folder / "list.csv"
        file.write_bytes(raw)
        return await self.registry.load(file, sign.sign(raw), by="operator-1")


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> ListStore:
    return MemoryLists() if request.param == "twin" else SqlLists(request.getfixturevalue(f"{request.param}_engine"))


@pytest.fixture
def desk(store: ListStore, keys: Keyring, clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(SignedCsvList(PASS, PUBLIC, store, keys, clock), tmp_path)


@pytest.fixture
def quick(keys: Keyring, clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(SignedCsvList(PASS, PUBLIC, MemoryLists(), keys, clock), tmp_path)


def card(number: str) -> IdRef:
    return IdRef("PASS", number)


async def test_a_list_answers_like_a_registry(desk: Desk) -> None:
    registry: BeneficiaryRegistry = desk.registry
    report = await desk.bring("\n".join(GOOD))
    assert (report.accepted, report.rows, report.faults, report.delimiter) == (True, 3, (), ";")
    assert registry.caps() == {"enrolments", "cards", "coverage"}
    assert await registry.card(card("160001806"), ctx=ctx()) == Card(CardState.VALID, "PASS", date(2027, 12, 31))
    assert await registry.card(card("160001807"), ctx=ctx()) == Card(CardState.EXPIRED, "PASS")
    assert await registry.enrolments(IdRef("HOUSEHOLD", "55530R5150"), ctx=ctx()) == [
        Enrolment("PASS", EnrolmentState.ENROLLED, date(2026, 1, 5))
    ]
    assert await registry.coverage(IdRef("HOUSEHOLD", "216R2112"), ctx=ctx()) == [Coverage(False, "PASS")]
    assert await registry.enrolments(IdRef("HOUSEHOLD", "1R1"), ctx=ctx()) == []


async def test_what_ended_yesterday_does_not_hold(desk: Desk) -> None:
    await desk.bring("\n".join(GOOD))
    assert (await desk.registry.card(card("223399"), ctx=ctx())).state is CardState.EXPIRED
    assert await desk.registry.coverage(card("223399"), ctx=ctx()) == [Coverage(False, "PASS", date(2026, 12, 31))]


async def test_who_is_not_on_the_list_has_no_card(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.registry.card(card("999999"), ctx=ctx())


async def test_a_number_of_another_kind_is_not_supported(quick: Desk) -> None:
    for asked in (quick.registry.enrolments, quick.registry.card, quick.registry.coverage):
        with pytest.raises(NotSupported):
            await asked(IdRef("UIN", "2639425169"), ctx=ctx())


async def test_the_new_list_replaces_the_old_one_and_history_tells_who_brought_them(desk: Desk, clock: FakeClock) -> None:
    first = await desk.bring("\n".join(GOOD))
    await clock.advance(60)
    second = await desk.bring("\n".join([HEAD, "160001809;;;actif;;"]))
    with pytest.raises(NotFound):
        await desk.registry.card(card("160001806"), ctx=ctx())
    assert (await desk.registry.card(card("160001809"), ctx=ctx())).state is CardState.VALID
    now = clock.now()
    assert await desk.registry.history() == [
        Import("operator-1", now, bytes.fromhex(second.digest), 1),
        Import("operator-1", now - 60, bytes.fromhex(first.digest), 3),
    ]


async def test_a_list_with_one_fault_changes_nothing(desk: Desk) -> None:
    await desk.bring("\n".join(GOOD))
    report = await desk.bring("\n".join([HEAD, "160001899;;;actif;;", "12;;;actif;;"]))
    assert not report.accepted
    assert report.faults == (Fault(3, "N° carte", "identifier"),)
    assert (await desk.registry.card(card("160001806"), ctx=ctx())).state is CardState.VALID
    with pytest.raises(NotFound):
        await desk.registry.card(card("160001899"), ctx=ctx())
    assert len(await desk.registry.history()) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";;;actif;;", ("N° carte", "empty")),
        ("12;;;actif;;", ("N° carte", "identifier")),
        ("160001806;55530X5150;;actif;;", ("N° ménage", "identifier")),
        ("160001806;;<script>;actif;;", ("Nom", "pattern")),
        ("160001806;;;inconnu;;", ("Situation", "unknown-value")),
        ("160001806;;;actif;31/02/2026;", ("Depuis", "date")),
        ("160001806;;;actif;2026;", ("Depuis", "date")),
        ("160001806;;a\x00b;actif;;", ("Nom", "control-character")),
        ("160001806;;;actif;", ("", "cells")),
        ("160001806;;;actif;;;", ("", "cells")),
        ('160001806;;"a"b;actif;;', ("", "csv")),
    ],
)
async def test_a_fault_is_told_by_line_and_column_and_never_by_its_text(quick: Desk, line: str, fault: tuple[str, str]) -> None:
    report = await quick.bring("\n".join([HEAD, "160001899;;;actif;;", "", line]))
    assert not report.accepted
    assert report.faults == (Fault(4, *fault),)


async def test_a_number_that_comes_twice_names_the_first_line(quick: Desk) -> None:
    report = await quick.bring("\n".join([*GOOD, "160-001-806;;;actif;;"]))
    assert report.faults == (Fault(5, "N° carte", "same-as-line-2"),)


async def test_a_line_by_which_nobody_is_found_is_a_fault(keys: Keyring, clock: FakeClock, tmp_path: Path) -> None:
    either = ListSchema(
        "either", (Column("a", "identifier", "number", scheme="PASS", required=False), Column("p", means="programme"))
    )
    report = await Desk(SignedCsvList(either, PUBLIC, MemoryLists(), keys, clock), tmp_path).bring("a,p\n,PASS\n")
    assert report.faults == (Fault(2, "", "no-number"),)


async def test_quoted_cells_may_hold_delimiters_and_line_ends(quick: Desk) -> None:
    report = await quick.bring(HEAD + '\r\n160001806;;"Ali; Omar";actif;;\r\n12;;;actif;;\r\n')
    assert report.faults == (Fault(3, "N° carte", "identifier"),)


@pytest.mark.parametrize(
    ("heading", "faults"),
    [
        ("N° carte;N° ménage;Nom;Situation;Depuis", {Fault(1, "Jusqu'au", "missing")}),
        (HEAD + ";Religion", {Fault(1, "", "not-declared")}),
        (HEAD + ";Nom", {Fault(1, "Nom", "twice")}),
        ("", {Fault(1, column.name, "missing") for column in PASS.columns} | {Fault(1, "", "not-declared")}),
    ],
)
async def test_the_heading_is_the_declared_one(quick: Desk, heading: str, faults: set[Fault]) -> None:
    report = await quick.bring(heading + "\n160001806;;;actif;;\n")
    assert set(report.faults) - {Fault(1, "", "not-declared")} == faults - {Fault(1, "", "not-declared")}
    assert not report.accepted


async def test_columns_may_stand_in_any_order_and_be_written_carelessly(quick: Desk) -> None:
    report = await quick.bring("SITUATION ;n°_CARTE;jusqu'au;depuis;nom;N° menage\nactif;160001806;;;;\n")
    assert report.accepted, report.faults
    assert (await quick.registry.card(card("160001806"), ctx=ctx())).state is CardState.VALID


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
async def test_the_delimiter_is_found(quick: Desk, delimiter: str) -> None:
    report = await quick.bring("\n".join(GOOD[:2]).replace(";", delimiter))
    assert (report.accepted, report.delimiter) == (True, delimiter)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
async def test_lines_end_as_any_machine_ends_them(quick: Desk, ending: str) -> None:
    assert (await quick.bring(ending.join(GOOD))).rows == 3


FRENCH = ["Françoise Hélène Béchir", "Aïcha Saïd Guédi", "Zénaïde Côté-Lefèvre", "Théophile Noël"]
ARABIC = ["فاطمة علي حسن", "عبد الله محمد عمر", "خديجة إبراهيم", "يوسف إسماعيل جامع"]


@pytest.mark.parametrize(
    ("charset", "names", "found"),
    [
        ("utf-8", ARABIC, "utf-8-sig"),
        ("utf-8-sig", ARABIC, "utf-8-sig"),
        ("utf-8-sig", FRENCH, "utf-8-sig"),
        ("cp1252", FRENCH, "cp1252"),
        ("cp1256", ARABIC, "cp1256"),
    ],
)
async def test_the_charset_is_found(quick: Desk, charset: str, names: list[str], found: str) -> None:
    head = HEAD if charset != "cp1256" else HEAD.replace("°", "°")
    lines = [f"16000{n:04};;{names[n % 4]};radié;;" for n in range(40)]
    report = await quick.bring("\n".join([head, *lines]), charset=charset)
    assert (report.charset, report.accepted, report.faults[:3]) == (found, True, ())


@pytest.mark.parametrize("content", [b"", b"\x81\x8d\x8f\x90\x9d" * 20, b"\xff\xfe" + HEAD.encode("utf-16-le")])
async def test_what_is_no_list_is_not_taken(quick: Desk, content: bytes) -> None:
    assert not (await quick.bring(content)).accepted


# --- signatures --------------------------------------------------------------------------------


async def test_a_signature_by_somebody_else_is_not_taken(quick: Desk) -> None:
    report = await quick.bring("\n".join(GOOD), sign=Ed25519PrivateKey.generate())
    assert (report.accepted, report.faults, report.rows) == (False, (Fault(0, "", "signature"),), 0)
    assert await quick.registry.history() == []


@pytest.mark.parametrize("shape", [base64.b64encode, lambda raw: base64.b64encode(raw) + b"\n", bytes])
async def test_a_signature_may_be_raw_or_base64(quick: Desk, shape: Callable[[bytes], bytes]) -> None:
    raw = "\n".join(GOOD).encode()
    file = quick.folder / "list.csv"
    file.write_bytes(raw)
    assert (await quick.registry.load(file, shape(SIGNER.sign(raw)), by="o")).accepted
    file.write_bytes(raw.replace(b"160001806", b"160001805"))
    assert not (await quick.registry.load(file, shape(SIGNER.sign(raw)), by="o")).accepted


@pytest.mark.parametrize("signature", [b"", b"x" * 64, b"not base64 %%%", b"AAAA"])
async def test_a_broken_signature_is_a_fault_of_the_file(quick: Desk, signature: bytes) -> None:
    file = quick.folder / "list.csv"
    file.write_text("\n".join(GOOD))
    assert (await quick.registry.load(file, signature, by="o")).faults == (Fault(0, "", "signature"),)


async def test_a_file_that_changes_while_it_is_read_is_not_taken(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(MemoryLists):
        async def add(self, draft: int, entries: Any) -> None:
            with (quick.folder / "list.csv").open("a") as file:
                file.write("\n160001999;;;actif;;")
            await super().add(draft, entries)

    monkeypatch.setattr(quick.registry, "_store", Slow())
    report = await quick.bring("\n".join(GOOD))
    assert (report.accepted, report.faults) == (False, (Fault(0, "", "changed"),))


@pytest.mark.parametrize(
    "pem", ["", "no key", generate_private_key(65537, 2048).public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1)]
)
def test_a_key_of_another_kind_is_refused(pem: str | bytes, keys: Keyring, clock: FakeClock) -> None:
    told = pem.decode() if isinstance(pem, bytes) else pem
    with pytest.raises(ValueError, match="ed25519"):
        SignedCsvList(PASS, told, MemoryLists(), keys, clock)


# --- what is kept ------------------------------------------------------------------------------


async def test_the_database_knows_no_number_and_no_name(
    sql_engine: AsyncEngine, keys: Keyring, clock: FakeClock, tmp_path: Path
) -> None:
    desk = Desk(SignedCsvList(PASS, PUBLIC, SqlLists(sql_engine), keys, clock), tmp_path)
    assert (await desk.bring("\n".join(GOOD))).accepted
    async with sql_engine.connect() as connection:
        kept = str([(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in ("list_entries", "list_imports")])
    assert "PASS" in kept
    assert all(secret not in kept for secret in ("160001806", "55530R5150", "Fatouma", "Ali"))


async def test_a_report_shows_no_cell(quick: Desk) -> None:
    report = await quick.bring("\n".join([HEAD, "160001806;FATOUMA;Fatouma Ali;perdue;hier;"]))
    assert len(report.faults) == 3
    assert all(word not in repr(report) for word in ("FATOUMA", "Fatouma", "perdue", "hier", "160001806"))


async def test_faults_are_counted_beyond_the_first_hundred(quick: Desk) -> None:
    report = await quick.bring("\n".join([HEAD, *["1;;;actif;;"] * 250]))
    assert (len(report.faults), report.more, report.rows) == (100, 150, 250)


async def test_a_long_list_is_read_in_little_memory(keys: Keyring, clock: FakeClock, tmp_path: Path) -> None:
    class Counting(MemoryLists):
        added = 0

        async def add(self, draft: int, entries: Any) -> None:
            self.added += len(entries)

    store = Counting()
    desk = Desk(SignedCsvList(PASS, PUBLIC, store, keys, clock), tmp_path)
    content = "\n".join([HEAD, *(f"{100_000_000 + n};;Fatouma Ali;actif;;" for n in range(6_000))]).encode()
    file = tmp_path / "long.csv"
    file.write_bytes(content)
    signature = SIGNER.sign(content)
    del content
    tracemalloc.start()
    report = await desk.registry.load(file, signature, by="o")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.accepted, report.rows, store.added) == (True, 6_000, 6_000)
    assert peak < 4_000_000


async def test_people_without_papers_are_found_by_their_file(
    store: ListStore, keys: Keyring, clock: FakeClock, tmp_path: Path
) -> None:
    desk = Desk(SignedCsvList(NO_PAPERS, PUBLIC, store, keys, clock), tmp_path)
    report = await desk.bring(
        "dossier,etape,motif,programme,enfants\nDP-00123,reçu,,birth-certificate,3\nDP 99999,délivré,done,id-card,\n"
    )
    assert report.accepted, report.faults
    assert desk.registry.caps() == {"enrolments"}
    assert await desk.registry.enrolments(IdRef("FILE", "dp 00123"), ctx=ctx()) == [
        Enrolment("birth-certificate", EnrolmentState.PENDING)
    ]
    assert await desk.registry.enrolments(IdRef("FILE", "DP99999"), ctx=ctx()) == [
        Enrolment("id-card", EnrolmentState.ENDED, reason="done")
    ]
    with pytest.raises(NotSupported):
        await desk.registry.coverage(IdRef("FILE", "DP99999"), ctx=ctx())


async def test_a_number_on_two_lines_is_ambiguous_as_a_card(keys: Keyring, clock: FakeClock, tmp_path: Path) -> None:
    schema = ListSchema("cards", (Column("n", "identifier", "number", scheme="CARD"), Column("p", means="programme")))
    desk = Desk(SignedCsvList(schema, PUBLIC, MemoryLists(), keys, clock), tmp_path)
    assert (await desk.bring("n,p\n1234,A\n1234,B\n")).accepted
    with pytest.raises(Ambiguous):
        await desk.registry.card(IdRef("CARD", "1234"), ctx=ctx())
    assert [one.programme for one in await desk.registry.enrolments(IdRef("CARD", "1234"), ctx=ctx())] == ["A", "B"]


async def test_a_database_that_is_down_is_an_outage(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down(MemoryLists):
        async def find(self, name: str, mac: bytes) -> list[Entry]:
            raise StoreDown

    monkeypatch.setattr(quick.registry, "_store", Down())
    with pytest.raises(Unavailable):
        await quick.registry.card(card("160001806"), ctx=ctx())


async def test_a_list_that_was_overtaken_says_so(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(MemoryLists):
        async def publish(self, draft: int, imported: Import) -> bool:
            return False

    monkeypatch.setattr(quick.registry, "_store", Late())
    report = await quick.bring("\n".join(GOOD))
    assert (report.accepted, report.faults) == (False, (Fault(0, "", "overtaken"),))


# --- schemas -----------------------------------------------------------------------------------

NUMBER = Column("n", "identifier", "number", scheme="PASS")


@pytest.mark.parametrize(
    ("name", "columns", "fault"),
    [
        ("Pass", (NUMBER,), "small letters"),
        ("pass", (), "number by which"),
        ("pass", (Column("n"),), "number by which"),
        ("pass", (NUMBER, Column("N", "text")), "same name"),
        ("pass", (NUMBER, Column("a", "date", "since"), Column("b", "date", "since")), "mean the same"),
        ("pass", (NUMBER, Column("a", pattern="(")), "regular expression"),
        ("pass", (NUMBER, Column("a", scheme="PASS")), "have a scheme"),
        ("pass", (Column("a", "identifier", "number"),), "have a scheme"),
        ("pass", (Column("a", "identifier", "number", scheme="FILE"),), "needs a pattern"),
        ("pass", (NUMBER, Column("a", means="since")), "is a date"),
        ("pass", (NUMBER, Column("a", means="state")), "needs values"),
        ("pass", (NUMBER, Column("a", means="state", values={"oui": "yes"})), "values stand for"),
    ],
)
def test_a_schema_tells_its_faults(name: str, columns: tuple[Column, ...], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ListSchema(name, columns, programme="PASS")


@pytest.mark.parametrize(("programme", "fault"), [("", "needs a programme"), ("P" * 49, "48 characters")])
def test_a_schema_needs_a_programme_that_can_be_kept(programme: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ListSchema("pass", (NUMBER,), programme=programme)


async def test_a_database_that_goes_away_leaves_no_draft_and_no_open_file(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(MemoryLists):
        async def add(self, draft: int, entries: Any) -> None:
            raise StoreDown

    store = Gone()
    monkeypatch.setattr(quick.registry, "_store", store)
    with pytest.raises(StoreDown):
        await quick.bring("\n".join(GOOD))
    assert await store.history("pass", 5) == []


@given(st.binary(max_size=400))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_bytes_are_taken_or_refused_and_never_a_crash(quick: Desk, content: bytes) -> None:
    report = await quick.bring(content or b"x")
    assert report.accepted is (not report.faults)
