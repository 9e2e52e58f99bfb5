"""Lists that institutions bring by hand: from settings to registries, and bringing one in from the command line."""

import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from config import profile
from config.registry_tables import SignedList
from config.settings import Settings, SettingsError
from dialogs.country import Country
from dialogs.ports import AuditEvent, Clock, EnrolmentState, Keys
from dialogs.ports.lists import Import, ListStore
from house.adapters import keyring, machine_user, text_of
from registry_client.lists.schema import Column, ListSchema
from registry_client.lists.signed_csv import ImportReport, SignedCsvList, public_key_of
from store.cases.rules import is_operator
from store.clock import SystemClock
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.lists import SqlLists

__all__ = ["Listed", "bring", "fingerprint", "history", "listed", "print_history", "print_keys", "print_report"]

MOST_SIGNATURE = 1024
"""Octets of a signature file at most; a signature is 64, or 88 as base64."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the settings: what it looks like, and whose signature it must bear (PEM)."""

    schema: ListSchema
    public_key: str

    def over(self, store: ListStore, keys: Keys, clock: Clock) -> SignedCsvList:
        return SignedCsvList(self.schema, self.public_key, store, keys, clock)


def listed(settings: Settings, country: Country) -> tuple[Listed, ...]:
    """The lists of the settings, in their order; raises `SettingsError` with every fault of all of them."""
    known = {one.id for one in (*country.programmes, *country.bodies)}
    found, faults = list[Listed](), list[str]()
    for name, ours in settings.lists.items():
        try:
            found.append(_listed(name, ours, known))
        except SettingsError as faulty:
            faults += faulty.faults
    if faults:
        raise SettingsError(faults)
    return tuple(found)


def _listed(name: str, ours: SignedList, known: set[str]) -> Listed:
    told = ours.model_dump(include={"programme", "coverage"})
    pem = text_of(ours.key_file, f"lists.{name}")
    try:
        public_key_of(pem)
        columns = tuple(Column(column, **how.model_dump()) for column, how in ours.columns.items())
        schema = ListSchema(name, columns, state=EnrolmentState(ours.state), **told)
    except ValueError as wrong:
        raise SettingsError([f"lists.{name}: {fault}" for fault in str(wrong).split("; ")]) from None
    if strange := sorted({*schema.programmes, schema.coverage.lower()} - known - {""}):
        raise SettingsError([f"lists.{name}: the country profile does not name {one!r}" for one in strange])
    return Listed(schema, pem)


async def bring(settings: Settings, name: str, file: Path, signature: Path, by: str) -> ImportReport:
    """Make the signed `file` the list, all of it or nothing; the audit says who of this machine tried, and what came of it.

    Raises `SettingsError` for a list that there is not and for files that cannot be read, `StoreDown`.
    """
    ours, by = _named(settings, name), by or getpass.getuser()
    if not is_operator(by):
        raise SettingsError(["an operator's id has 1 to 64 characters"])
    with signature.open("rb") as signed:
        raw = signed.read(MOST_SIGNATURE)
    keys, clock = keyring(settings), SystemClock()
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        report = await ours.over(SqlLists(engine), keys, clock).load(file, raw, by=by)
        user, subject = machine_user(keys), keys.mac("operator", by)
        outcome = "accepted" if report.accepted else "refused"
        await SqlAudit(engine, keys).append(AuditEvent(clock.now(), f"list-import-{name}", user, subject, outcome))
    finally:
        await engine.dispose()
    return report


async def history(settings: Settings, name: str, limit: int) -> Sequence[Import]:
    """The files that became the list, newest first. Raises `SettingsError` for a list that there is not, `StoreDown`."""
    if name not in settings.lists:
        raise _missing(settings, name)
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        return await SqlLists(engine).history(name, limit)
    finally:
        await engine.dispose()


def _named(settings: Settings, name: str) -> Listed:
    found = next((one for one in listed(settings, profile.load(settings.country)) if one.schema.name == name), None)
    if found is None:
        raise _missing(settings, name)
    return found


def _missing(settings: Settings, name: str) -> SettingsError:
    there = ", ".join(settings.lists) or "none"
    return SettingsError([f"the settings have no list {name!r}; there are: {there}"])


def fingerprint(public_key: str) -> str:
    """SHA-256 of the key's SubjectPublicKeyInfo (RFC 5280) in hexadecimal digits, to be compared by telephone."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public_key_of(public_key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


# --- for a terminal ----------------------------------------------------------------------------

_WORDS = {
    "signature": "the signature is not the institution's",
    "empty": "nothing is there",
    "charset": "this is no text that we can read",
    "changed": "the file changed while it was read",
    "overtaken": "somebody else brought this list in meanwhile",
    "missing": "the column is not there",
    "twice": "the column is there twice",
    "not-declared": "there are columns that the settings do not name",
    "csv": "this is no CSV",
    "cells": "as many cells as columns are needed",
    "no-number": "no number says whose line this is",
    "control-character": "control characters are not allowed",
    "pattern": "does not look as it must",
    "not-a-number": "is not a whole number",
    "unknown-value": "is none of the words that the settings name",
    "too-long": "is too long",
    "identifier": "is not such a number, or its check digit is wrong",
    "date": "is not a date",
}


def print_report(report: ImportReport, *, as_json: bool) -> None:
    """What became of a file; faults by line (the heading is 1) and column, never with what a cell holds."""
    if as_json:
        print(json.dumps(asdict(report)))
        return
    for fault in report.faults:
        place = f"line {fault.line}{f', {fault.column}' if fault.column else ''}: " if fault.line else ""
        same = fault.code.removeprefix("same-as-line-")
        print(place + (_WORDS.get(fault.code, fault.code) if same == fault.code else f"is the same as in line {same}"))
    if report.more:
        print(f"and {report.more} more")
    if report.accepted:
        print(f"{report.rows} lines are the list now (SHA-256 {report.digest}).")
    else:
        print("Nothing was taken: the list is as it was.")


def print_history(imports: Sequence[Import], *, as_json: bool) -> None:
    told = [
        {"at": datetime.fromtimestamp(one.at, UTC).isoformat(), "by": one.by, "rows": one.rows, "digest": one.digest.hex()}
        for one in imports
    ]
    if as_json:
        print(json.dumps(told))
        return
    for line in told:
        print("\t".join(map(str, line.values())))


def print_keys(settings: Settings, *, as_json: bool) -> None:
    """Every list with what it speaks for and the fingerprint of its institution's key. Raises `SettingsError`."""
    found = listed(settings, profile.load(settings.country))
    told = [
        {
            "list": one.schema.name,
            "programmes": sorted(one.schema.programmes),
            "numbers": sorted(one.schema.schemes),
            "key": fingerprint(one.public_key),
        }
        for one in found
    ]
    if as_json:
        print(json.dumps(told))
        return
    for one, shown in zip(found, told, strict=True):
        print("\t".join((one.schema.name, ",".join(sorted(one.schema.programmes)), str(shown["key"]))))
