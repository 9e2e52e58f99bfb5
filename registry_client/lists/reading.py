"""Reads a list's file in constant memory: who signed it, in which charset and with which delimiter it is written, its lines."""

import base64
import binascii
import codecs
import csv
import hashlib
import mmap
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dialogs.model import IdRef
from dialogs.ports.lists import Entry
from dialogs.ports.machine import Keys
from dialogs.ports.social import EnrolmentState
from registry_client.lists.schema import BadCell, Column, ListSchema, fold

__all__ = ["BATCH", "Fault", "Reading", "Unusable", "charset_of", "check_signature", "delimiter_of", "mac_of"]

BATCH = 500
MOST_FAULTS = 100
SAMPLE = 256 * 1024
DELIMITERS = ";,\t|"
CHARSETS = ("cp1252", "cp1256")
_SLICE = 1 << 20
LINE = 64 * 1024
"""Characters of a line at most: what is longer is cut, and then has another number of cells."""

Cells = Mapping[str, str | IdRef | date | None]


class Unusable(Exception):
    """The file as a whole cannot be read; the argument is a static word on why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line (the first is 1): the column's declared name, and a static word. Never the cell."""

    line: int
    column: str
    code: str


def mac_of(keys: Keys, name: str, ref: IdRef) -> bytes:
    """How a number is known in a list: the same number in two lists has two hashes."""
    return keys.mac("list", name, ref.scheme, ref.value)


def check_signature(path: Path, signature: bytes, key: Ed25519PublicKey) -> bytes:
    """The SHA-256 of a file whose detached ed25519 signature (64 bytes, or their base64) holds. Raises `Unusable`."""
    if path.stat().st_size == 0:
        raise Unusable("empty")
    try:
        raw = signature if len(signature) == 64 else base64.b64decode(signature.strip(), validate=True)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as view:
            key.verify(raw, view)
    except (InvalidSignature, binascii.Error, ValueError):
        raise Unusable("signature") from None
    return digest_of(path)


def digest_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def charset_of(path: Path) -> str:
    """`utf-8-sig` (with or without its mark) where all of it is UTF-8, else the likelier of Windows 1252 and 1256."""
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    guesses = [match.encoding for match in from_bytes(sample, cp_isolation=list(CHARSETS))]
    for charset in dict.fromkeys([*guesses, *CHARSETS]):
        if _decodes(path, charset):
            return charset
    raise Unusable("charset")


def delimiter_of(header: str, schema: ListSchema) -> str:
    """The delimiter by which the most declared columns are found in the heading."""
    declared = {fold(column.name) for column in schema.columns}

    def found(delimiter: str) -> int:
        return len(declared.intersection(map(fold, next(csv.reader([header], delimiter=delimiter), []))))

    return max(DELIMITERS, key=found)


@dataclass
class Reading:
    """One pass over a file. `batches` yields what the lines say; afterwards `rows` and the faults are complete.

    Nothing is remembered but the faults (`MOST_FAULTS`, then counted in `more`) and, in a temporary file of SQLite,
    the hashes of what must be unique.
    """

    path: Path
    schema: ListSchema
    keys: Keys
    charset: str
    delimiter: str = ""
    rows: int = 0
    more: int = 0
    faults: list[Fault] = field(default_factory=list)

    def batches(self) -> Generator[list[Entry]]:
        with self.path.open(encoding=self.charset, newline="") as file, closing(_hashes()) as seen:
            batch: list[Entry] = []
            for line, cells in self._lines(file):
                if (entry := self._entry(line, cells, seen)) is not None:
                    batch.append(entry)
                if len(batch) == BATCH:
                    yield batch
                    batch = []
            yield batch

    def fault(self, line: int, column: str, code: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, column, code))
        else:
            self.more += 1

    def _lines(self, file: IO[str]) -> Iterator[tuple[int, Cells]]:
        lines = iter(lambda: file.readline(LINE), "")
        heading = next(lines, "")
        self.delimiter = delimiter_of(heading.strip("\r\n"), self.schema)
        columns = self._columns(next(csv.reader([heading.strip("\r\n")], delimiter=self.delimiter), []))
        if columns is None:
            return
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            line = reader.line_num + 2  # the heading is line 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self.fault(line, "", "csv")
                return
            if any(cell.strip() for cell in row):
                self.rows += 1
                yield line, self._cells(line, row, columns)

    def _columns(self, heading: Sequence[str]) -> list[Column] | None:
        """The declared columns in the order of the file; None when the heading is not the declared one."""
        declared = {fold(column.name): column for column in self.schema.columns}
        names = [fold(name) for name in heading]
        for column in self.schema.columns:
            count = names.count(fold(column.name))
            if count != 1:
                self.fault(1, column.name, "missing" if count == 0 else "twice")
        if any(name not in declared for name in names):
            self.fault(1, "", "not-declared")
        return None if self.faults else [declared[name] for name in names]

    def _cells(self, line: int, row: Sequence[str], columns: Sequence[Column]) -> Cells:
        if len(row) != len(columns):
            self.fault(line, "", "cells")
            return {}
        cells: dict[str, str | IdRef | date | None] = {}
        for column, cell in zip(columns, row, strict=True):
            try:
                cells[column.name] = column.read(cell)
            except BadCell as bad:
                self.fault(line, column.name, str(bad))
        return cells

    def _entry(self, line: int, cells: Cells, seen: sqlite3.Connection) -> Entry | None:
        """What a line says, None while the file has a fault: nothing of it will be kept."""
        self._check_unique(line, cells, seen)
        named = [column.name for column in self.schema.columns if column.means == "number"]
        numbers = [cells.get(name) for name in named]
        macs = tuple(dict.fromkeys(mac_of(self.keys, self.schema.name, one) for one in numbers if isinstance(one, IdRef)))
        if not macs and all(name in cells for name in named):
            self.fault(line, "", "no-number")
        if self.faults:
            return None
        told = {column.means: cells[column.name] for column in self.schema.columns if column.means not in ("", "number")}
        since, until = told.get("since"), told.get("until")
        return Entry(
            line,
            macs,
            str(told.get("programme") or self.schema.programme),
            EnrolmentState(str(told.get("state") or self.schema.state)),
            since if isinstance(since, date) else None,
            until if isinstance(until, date) else None,
            str(told.get("reason") or ""),
        )

    def _check_unique(self, line: int, cells: Cells, seen: sqlite3.Connection) -> None:
        for place, column in enumerate(self.schema.columns):
            value = cells.get(column.name)
            if column.unique and value is not None:
                mac = self.keys.mac("list-unique", value.value if isinstance(value, IdRef) else str(value))
                kept = seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (place, mac, line))
                if not kept.rowcount:
                    first = seen.execute("SELECT line FROM seen WHERE place = ? AND mac = ?", (place, mac)).fetchone()
                    self.fault(line, column.name, f"same-as-line-{first[0]}")


def _hashes() -> sqlite3.Connection:
    """A database in a temporary file, gone when it is closed: what must be unique may be more than memory holds."""
    seen = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    seen.execute("PRAGMA journal_mode = OFF")
    seen.execute("CREATE TABLE seen (place INTEGER, mac BLOB, line INTEGER, PRIMARY KEY (place, mac)) WITHOUT ROWID")
    return seen


def _decodes(path: Path, charset: str) -> bool:
    decoder = codecs.getincrementaldecoder(charset)("strict")
    with path.open("rb") as file:
        try:
            while part := file.read(_SLICE):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
