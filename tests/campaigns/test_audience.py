"""People from files as offices save them: charsets, delimiters, numbers, doubles, and a line number for everything else."""

import tracemalloc
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.audience import BATCH, Bad, Sheet, Unusable, exclude, gather, remind
from dialogs.model import Phone
from dialogs.ports import State
from dialogs.refusals import Conflict
from store.keyring import Keyring
from store.ledger import Fate, Person
from tests.store.boxes import NOW
from tests.store.campaign_boxes import Ledger, real_ledger, twin_ledger

LANGS = ("ar", "fr", "en")


@pytest.fixture
def ledger(keys: Keyring) -> Ledger:
    return twin_ledger(keys)


def sheet(path: Path, text: str, charset: str = "utf-8") -> Sheet:
    path.write_bytes(text.encode(charset))
    return Sheet(path, "MA", LANGS, lambda _: "orange")


def read(sheet: Sheet) -> tuple[list[Person], list[Bad]]:
    found = [one for _, one in sheet.people()]
    return [one for one in found if isinstance(one, Person)], [one for one in found if isinstance(one, Bad)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_charset_and_delimiter_are_found(tmp_path: Path, charset: str, delimiter: str) -> None:
    lines = [["Téléphone", "Prénom", "Région"], ["0612345678", "Zoé, née à Fès", "Fès"]]
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)
    people, bad = read(sheet(tmp_path / "a.csv", text, charset))
    assert bad == []
    assert people[0].phone == Phone("+212612345678")
    assert (people[0].region, people[0].values, people[0].operator) == ("Fès", {"prenom": "Zoé, née à Fès"}, "orange")


def test_headings_in_arabic_and_arabic_digits_are_read(tmp_path: Path) -> None:
    people, bad = read(sheet(tmp_path / "a.csv", "رقم,الهاتف,اللغة,الجهة\n1,٠٦١٢٣٤٥٦٧٨,AR,فاس\n"))
    assert bad == []
    assert people == [Person(Phone("+212612345678"), "ar", "فاس", "orange")]


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0612345678", "+212612345678"),
        ("612345678", "+212612345678"),
        ("06 12-34.56 78", "+212612345678"),
        ("+212 6 12 34 56 78", "+212612345678"),
        ("00212612345678", "+212612345678"),
        ("212612345678", "+212612345678"),
        ("+33612345678", "+33612345678"),
        ("", "empty"),
        ("x", "no-number"),
        ("12", "invalid-number"),
        ("061234567", "invalid-number"),
        ("0522123456", "not-mobile"),
        ("2.12612E+11", "scientific"),
    ],
)
def test_a_number_becomes_e164_or_a_reason(tmp_path: Path, cell: str, phone: str) -> None:
    people, bad = read(sheet(tmp_path / "a.csv", f"phone;name\n{cell};A\n"))
    assert [one.phone.e164 for one in people] + [one.code for one in bad] == [phone]


def test_what_is_wrong_is_told_by_line_and_never_by_cell(tmp_path: Path) -> None:
    text = 'phone,name\n0612345678,A\n\n0500,B\n"0612345679","C\nD"\n0612345670,E,more\n,F\n'
    people, bad = read(sheet(tmp_path / "a.csv", text))
    assert len(people) == 2
    assert bad == [Bad(4, "phone", "invalid-number"), Bad(7, "", "cells"), Bad(8, "phone", "empty")]


def test_a_language_that_we_do_not_speak_is_left_open(tmp_path: Path) -> None:
    people, _ = read(sheet(tmp_path / "a.csv", "phone,langue\n0612345678,FR\n0612345679,de\n"))
    assert [one.lang for one in people] == ["fr", ""]


def test_a_cell_loses_what_no_database_keeps(tmp_path: Path) -> None:
    ((one,), _) = read(sheet(tmp_path / "a.csv", f"phone,region,name\n0612345678,F\x00e\x1bs{'x' * 99},\x00A\u202e\n"))
    assert (one.region, one.values["name"]) == ("Fes" + "x" * 29, "A")


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "empty"), ("name\nA\n", "no-phone-column"), ("phone,tel\n1,2\n", "column-twice"), ('phone\n"x\n', "csv-line-2")],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Unusable, match=why):
        read(sheet(tmp_path / "a.csv", text))


def test_a_spreadsheet_is_read_as_people_fill_it_in(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ["Phone", "Name", None, None],
        [612345678.0, "Amina", None, "x"],
        [None, None],
        ["0612345679", 7],
        [212612345670, "C"],
    ):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    people, bad = read(Sheet(tmp_path / "a.xlsx", "MA", LANGS))
    assert [(one.phone.e164, one.values["name"]) for one in people] == [("+212612345679", "7"), ("+212612345670", "C")]
    assert bad == [Bad(2, "", "cells")]


def test_a_spreadsheet_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK not a zip")
    with pytest.raises(Unusable, match="xlsx"):
        read(Sheet(tmp_path / "a.xlsx", "MA", LANGS))


def test_the_file_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    """A reader that looked ahead would hold 18 million people: it reads no more of the file than was asked for."""
    lines = (f"06{n:08d}\n" for n in range(10_000_000, 10_200_000))
    (tmp_path / "a.csv").write_text("phone\n" + "".join(lines))
    taken: list[int] = []

    def operator_of(_: Phone) -> str:
        taken.append(1)
        return ""

    people = Sheet(tmp_path / "a.csv", "MA", LANGS, operator_of).people()
    for _ in range(3):
        next(people)
    assert len(taken) == 3


async def test_doubles_in_a_file_are_told_and_the_same_file_again_adds_nobody(tmp_path: Path, ledger: Ledger) -> None:
    rows = [f"06{10_000_000 + n:08d},h{n % BATCH}" for n in range(BATCH)]
    text = "\n".join(["phone,household", *rows, "0610000000,", "0699999999,h3", "bad,"])
    record, bad = await ledger.book.create("days", b"", now=NOW), list[Bad]()
    one = sheet(tmp_path / "a.csv", text)
    tally = await gather(ledger.audience, record.id, one, bad.append)
    assert (tally.read, tally.new) == (BATCH + 3, BATCH)
    assert dict(tally.bad) == {"same-number": 1, "same-household": 1, "no-number": 1}
    assert sorted(bad, key=lambda one: one.line) == [
        Bad(BATCH + 2, "phone", "same-number"),
        Bad(BATCH + 3, "household", "same-household"),
        Bad(BATCH + 4, "phone", "no-number"),
    ]
    again = await gather(ledger.audience, record.id, one, bad.append)
    assert again.new == 0


async def test_bad_lines_are_told_in_their_order_between_batches(tmp_path: Path, ledger: Ledger) -> None:
    rows = [f"06{10_000_000 + n:08d}" if n % 7 else "x" for n in range(3 * BATCH)]
    record, bad = await ledger.book.create("days", b"", now=NOW), list[Bad]()
    tally = await gather(ledger.audience, record.id, sheet(tmp_path / "a.csv", "\n".join(["phone", *rows])), bad.append)
    assert [one.line for one in bad] == [n + 2 for n in range(0, 3 * BATCH, 7)]
    assert (tally.read, tally.new) == (3 * BATCH, 3 * BATCH - len(bad))


async def test_a_file_that_breaks_in_the_middle_leaves_what_came_before(tmp_path: Path, ledger: Ledger) -> None:
    rows = [f"06{10_000_000 + n:08d}" for n in range(BATCH)]
    record = await ledger.book.create("days", b"", now=NOW)
    with pytest.raises(Unusable, match=f"csv-line-{BATCH + 2}"):
        await gather(ledger.audience, record.id, sheet(tmp_path / "a.csv", "\n".join(["phone", *rows, '"x'])), print)
    assert (await ledger.freeze(record)).count == BATCH


async def test_a_refusal_is_told_though_the_next_lines_are_being_read(tmp_path: Path, ledger: Ledger) -> None:
    rows = [f"06{10_000_000 + n:08d}" for n in range(BATCH)]
    record = await ledger.frozen(3)
    with pytest.raises(Conflict, match="frozen"):
        await gather(ledger.audience, record.id, sheet(tmp_path / "a.csv", "\n".join(["phone", *rows, '"x'])), print)


async def test_the_longest_file_takes_no_more_memory_than_a_short_one(
    tmp_path: Path, sqlite_engine: AsyncEngine, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.audience.BATCH", 100)
    ledger, peaks = real_ledger(sqlite_engine, keys), list[int]()
    for count in (200, 200, 2000):  # the first one fills what is kept for ever after
        lines = (f"06{10_000_000 + n:08d},h{n},Fes {n % 12},A{n}\n" for n in range(count))
        (tmp_path / "a.csv").write_text("phone,household,region,name\n" + "".join(lines))
        record = await ledger.book.create(f"days-{len(peaks)}", b"", now=NOW)
        tracemalloc.start()
        assert (await gather(ledger.audience, record.id, Sheet(tmp_path / "a.csv", "MA", LANGS), print)).new == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 200_000


async def test_an_exclusion_list_wins_over_the_audience(tmp_path: Path, ledger: Ledger) -> None:
    record = await ledger.book.create("days", b"", now=NOW)
    await gather(ledger.audience, record.id, sheet(tmp_path / "a.csv", "phone\n0612345678\n0612345679\n"), print)
    assert await exclude(ledger.audience, record.id, sheet(tmp_path / "b.csv", "tel\n+212612345678\n"), print) == 1
    assert (await ledger.freeze(record)).count == 1


@pytest.mark.parametrize(("choice", "count"), [("unanswered", 1), ("reached", 2), ("unreached", 1), ("all", 4)])
async def test_a_reminder_goes_to_whom_it_is_meant_for(ledger: Ledger, choice: str, count: int) -> None:
    first = await ledger.running(4)
    await ledger.feed(first)
    for most, state in ((2, State.SENT), (1, State.FAILED), (1, State.UNKNOWN)):
        await ledger.carry(most, state)
    await ledger.flow.look(now=NOW)
    await ledger.results.heard(ledger.carried[0], "1", since=NOW, now=NOW)
    second = await ledger.book.create("again", b"", now=NOW)
    assert (await remind(ledger.audience, first.id, second.id, choice)).new == count
    assert Fate.SENT in await ledger.fates(first)
