"""Lists brought by hand: signed, taken whole or not at all, and asked like any beneficiary registry."""

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef
from dialogs.ports import BeneficiaryRegistry, Card, CardState, Coverage, Enrolment, EnrolmentState, StoreDown
from dialogs.ports.lists import Entry, Import, ListStore
from dialogs.refusals import Ambiguous, NotFound, NotSupported, Unavailable
from registry_client.lists.reading import Fault
from registry_client.lists.schema import Column, ListSchema
from registry_client.lists.signed_csv import SignedCsvList
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory_lists import MemoryLists
from store.sql.lists import SqlLists
from tests.registry_client.dci_world import ctx
from tests.registry_client.list_world import GOOD, HEAD, PASS, PUBLIC, SIGNER, Desk, card

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


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> ListStore:
    return MemoryLists() if request.param == "twin" else SqlLists(request.getfixturevalue(f"{request.param}_engine"))


@pytest.fixture
def desk(store: ListStore, keys: Keyring, clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(SignedCsvList(PASS, PUBLIC, store, keys, clock), tmp_path)


@pytest.fixture
def quick(keys: Keyring, clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(SignedCsvList(PASS, PUBLIC, MemoryLists(), keys, clock), tmp_path)


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


async def test_a_database_that_goes_away_leaves_no_draft_and_no_open_file(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(MemoryLists):
        async def add(self, draft: int, entries: Any) -> None:
            raise StoreDown

    store = Gone()
    monkeypatch.setattr(quick.registry, "_store", store)
    with pytest.raises(StoreDown):
        await quick.bring("\n".join(GOOD))
    assert await store.history("pass", 5) == []
