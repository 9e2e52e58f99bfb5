"""What the command line shows of campaigns: tables and a live view for people, JSON for scripts."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Column, Table
from rich.text import Text

from campaigns import report, words
from campaigns.audience import Tally
from campaigns.office import Desk
from campaigns.preview import Foreseen, Preview
from campaigns.report_page import as_html
from campaigns.watching import Look, looks
from store.ledger import Record

__all__ = ["print_preview", "print_record", "print_records", "print_tally", "save_report", "watch"]

_WAYS = {"json": report.as_json, "csv": report.as_csv}


def print_records(records: Sequence[Record], *, as_json: bool) -> None:
    if as_json:
        return _json([_plain(record) for record in records])
    table = Table("name", "stage", "recipients", "taken", "why")
    for one in records:
        table.add_row(one.name, one.stage.value, str(one.count), str(one.fed), one.reason)
    return Console().print(table)


def print_record(record: Record, *, as_json: bool) -> None:
    return _json(_plain(record)) if as_json else print_records([record], as_json=False)


def print_tally(tally: Tally, errors: Path, *, as_json: bool) -> None:
    if as_json:
        return _json({"read": tally.read, "new": tally.new, "bad": dict(tally.bad), "errors": str(errors)})
    table = Table(show_header=False)
    table.add_row("lines read", str(tally.read))
    table.add_row("new recipients", str(tally.new))
    for why, count in tally.bad.most_common():
        table.add_row(f"left out: {why}", str(count))
    console = Console()
    console.print(table)
    if tally.bad:
        console.print(f"Line by line: {errors}", markup=False)
    return None


def print_preview(preview: Preview, currency: str, *, as_json: bool) -> None:
    if as_json:
        return _json(_preview(preview, currency))
    table, console = Table(Column(), Column(overflow="fold"), show_header=False), Console()
    langs = ", ".join(f"{lang or '-'} {count}" for lang, count in preview.langs.items())
    table.add_row("campaign", f"{preview.record.name}, {preview.record.stage.value}")
    if langs:
        table.add_row("languages", langs)
    table.add_row("audience", preview.record.digest.hex() or "not frozen")
    _foretell(table, preview.first, currency)
    for wave in preview.waves:
        table.add_section()
        table.add_row("reminder", f"{wave.campaign.name}, {_moment(wave.campaign.starts_at)}, to {wave.campaign.to}: at most")
        _foretell(table, wave, currency)
    for fault in preview.faults:
        where = f"{fault.lang} of w{fault.wave}" if fault.wave else fault.lang
        table.add_row("warning" if fault.warning else "fault", _safe(f"{where} {fault.code} {fault.about}"))
    console.print(table)
    return console.print(f"to approve: {preview.digest}", soft_wrap=True)  # on one line, to be copied


def _foretell(table: Table, seen: Foreseen, currency: str) -> None:
    told = seen.estimate
    costs = ", ".join(f"{name} {cost:.2f}" for name, cost in told.costs.items()) or "–"
    table.add_row("recipients", str(told.recipients))
    table.add_row("parts", str(told.parts))
    table.add_row("cost", f"{told.cost:.2f} {currency} ({costs})")
    table.add_row("sending", f"{told.seconds / 3600:.1f} h" if told.seconds else "as fast as the senders take it")
    table.add_row("begins", _moment(told.starts_at))
    table.add_row("ends", _moment(told.ends_at))
    for sample in seen.samples:
        table.add_row(f"{sample.lang}, {sample.parts} x {sample.encoding}", _safe(sample.text))


def _preview(preview: Preview, currency: str) -> dict[str, object]:
    waves = [
        {"name": one.campaign.name, "starts_at": one.campaign.starts_at, "to": one.campaign.to, **_foretold(one, currency)}
        for one in preview.waves
    ]
    faults = [asdict(one) for one in preview.faults]
    told = {"digest": preview.digest, "languages": dict(preview.langs), "faults": faults, "waves": waves}
    return _plain(preview.record) | _foretold(preview.first, currency) | told


def _foretold(seen: Foreseen, currency: str) -> dict[str, object]:
    told = seen.estimate
    estimate = {"recipients": told.recipients, "parts": told.parts, "costs": dict(told.costs), "cost": told.cost}
    estimate |= {"currency": currency, "seconds": told.seconds, "starts_at": told.starts_at, "ends_at": told.ends_at}
    return {"samples": [asdict(one) for one in seen.samples], "estimate": estimate}


async def save_report(desk: Desk, name: str, way: str, lang: str, to: Path | None) -> str:
    """The report as text; empty when it went into a file. `lang` is that of a page."""
    found = await report.of(await desk.find(name), desk.results)
    told = _WAYS[way](found) if way in _WAYS else as_html(found, words.of(desk.law)[lang], desk.clock.now())
    if to is None:
        return told
    await asyncio.to_thread(to.write_text, told, "utf-8")
    return ""


async def watch(desk: Desk, name: str, *, as_json: bool) -> None:
    """How it goes, until it is over or somebody breaks off: rate, time left and states. JSON is one line per look."""
    if as_json:
        async for look in looks(desk, name):
            print(msgspec.json.encode(_told(look)).decode(), flush=True)
        return
    with Live(console=Console(), auto_refresh=False) as live:
        async for look in looks(desk, name):
            live.update(_view(look), refresh=True)


def _told(look: Look) -> dict[str, object]:
    fates = {fate.name.lower(): count for fate, count in look.fates.items()}
    return {**_plain(look.record), "fates": fates, "rate": round(look.rate, 1), "ends_at": look.ends_at}


def _view(look: Look) -> Group:
    record, gone = look.record, look.gone
    ends = "" if look.ends_at is None else f"until {_moment(look.ends_at)}"
    head = f"{record.name}: {record.stage.value} {record.reason}  {gone} of {record.count}  {look.rate:.1f}/s  {ends}"
    table = Table(*(fate.name.lower() for fate in look.fates), box=None)
    table.add_row(*map(str, look.fates.values()))
    return Group(Text(head), ProgressBar(total=max(record.count, 1), completed=gone, width=60), table)


def _plain(record: Record) -> dict[str, object]:
    return {
        "name": record.name,
        "stage": record.stage.value,
        "reason": record.reason,
        "recipients": record.count,
        "taken": record.fed,
        "audience": record.digest.hex(),
    }


def _json(value: object) -> None:
    print(msgspec.json.encode(value).decode())


def _moment(at: float | None) -> str:
    return "never" if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


def _safe(text: str) -> Text:
    """What people wrote, without anything that a terminal would obey."""
    return Text("".join(letter for letter in text if letter.isprintable()))
