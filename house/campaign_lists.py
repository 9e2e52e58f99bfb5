"""Lists of people who can be written to, from the command line: brought with a signature where one is known, asked, struck."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from campaigns.asking import Counted, Lists
from campaigns.audience import Tally
from campaigns.office import Desk
from campaigns.plan import Member
from campaigns.report import FEWEST
from config.settings import Settings
from house.adapters import text_of
from house.campaigning import Errors
from house.lists import MOST_SIGNATURE
from registry_client.lists.reading import check_signature
from registry_client.lists.signed_csv import public_key_of
from store.roll import Enrolled

__all__ = ["bring", "lists", "print_counted", "print_lists", "strike"]


async def bring(
    desk: Desk, settings: Settings, name: str, people: Path, signature: Path, programme: str, who: Member, errors: Path
) -> Tally:
    """Make a file the list. A name that the settings know as an institution's list needs its signature; raises `Unusable`."""
    if (ours := settings.lists.get(name)) is not None:
        key, raw = public_key_of(text_of(ours.key_file, f"lists.{name}")), await asyncio.to_thread(_signature, signature)
        await asyncio.to_thread(check_signature, people, raw, key)
    with contextlib.closing(Errors(errors)) as bad:
        return await lists(desk).enlist(name, desk.sheet(people), programme, who, bad)


async def strike(desk: Desk, name: str, who: Member) -> None:
    await lists(desk).strike(name, who)


def lists(desk: Desk) -> Lists:
    return Lists(desk.roll, desk.audit, desk.keys, desk.clock)


def _signature(path: Path) -> bytes:
    with path.open("rb") as signed:
        return signed.read(MOST_SIGNATURE)


def print_counted(counted: Counted, *, as_json: bool) -> None:
    if as_json:
        return print(msgspec.json.encode({"persons": counted.persons, "groups": counted.groups}).decode())
    table = Table("by", "group", "persons")
    table.add_row("all", "", f"fewer than {FEWEST}" if counted.persons is None else str(counted.persons))
    for by, groups in counted.groups.items():
        for group, size in groups.items():
            table.add_row(by, group, str(size))
    return Console().print(table)


def print_lists(found: Sequence[Enrolled], *, as_json: bool) -> None:
    if as_json:
        told = [{"name": one.name, "at": one.at, "rows": one.rows, "digest": one.digest.hex()} for one in found]
        return print(msgspec.json.encode(told).decode())
    table = Table("list", "since", "people", "SHA-256 of its file")
    for one in found:
        table.add_row(one.name, f"{datetime.fromtimestamp(one.at, UTC):%Y-%m-%d}", str(one.rows), one.digest.hex())
    return Console().print(table)
