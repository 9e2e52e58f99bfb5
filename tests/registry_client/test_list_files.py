"""The file of a list as offices write it: every charset, delimiter and line end, and each fault told by line and column."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.ports import CardState
from registry_client.lists.reading import Fault
from registry_client.lists.schema import Column, ListSchema
from registry_client.lists.signed_csv import SignedCsvList
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_lists import MemoryLists
from tests.registry_client.dci_world import ctx
from tests.registry_client.list_world import GOOD, HEAD, PASS, PUBLIC, SIGNER, Desk, card


@pytest.fixture
def quick(keys: Keyring, clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(SignedCsvList(PASS, PUBLIC, MemoryLists(), keys, clock), tmp_path)


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


@given(st.binary(max_size=400))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_bytes_are_taken_or_refused_and_never_a_crash(quick: Desk, content: bytes) -> None:
    report = await quick.bring(content or b"x")
    assert report.accepted is (not report.faults)
