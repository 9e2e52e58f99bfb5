"""Looks at everything that an installation leans on, from here and now: does it answer, and does its clock agree with ours."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from config import profile
from config.settings import Settings
from dialogs.ports import StoreDown
from house import doctor_chat
from house.lists import history
from house.understanding import rasa_faults, understanding
from nlu.rasa_http import RasaDown
from nlu.rasa_reader import RasaReader
from store.clock import SystemClock
from store.sql.engine import make_engine

PATIENCE = 5.0
SKEW = 10.0
"""Seconds by which a registry's clock may differ from ours: MOSIP refuses requests that are 30 s off."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `word` is static or a number, never an address with a secret in it."""

    what: str
    ok: bool
    word: str


Check = tuple[str, Callable[[], Awaitable[str]]]


class Ill(Exception):
    """A check that failed; the argument says how."""


async def examine(settings: Settings) -> list[Finding]:
    """Every check at once, each within `PATIENCE` seconds."""
    return list(await asyncio.gather(*(_found(what, check) for what, check in _checks(settings))))


def show(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps([asdict(finding) for finding in findings]))
        return
    table = Table("checked", "", "found")
    for finding in findings:
        table.add_row(finding.what, "ok" if finding.ok else "[red]fails[/red]", finding.word)
    Console().print(table)


async def _found(what: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, True, await asyncio.wait_for(check(), PATIENCE))
    except TimeoutError:
        return Finding(what, False, f"no answer within {PATIENCE:.0f} s")
    except (Ill, doctor_chat.Sick) as ill:
        return Finding(what, False, str(ill))
    except (OSError, aiohttp.ClientError, RedisError, SQLAlchemyError, StoreDown) as fault:
        return Finding(what, False, type(fault).__name__)


def _checks(settings: Settings) -> Iterator[Check]:
    yield "database", lambda: _database(settings)
    if settings.redis_url:
        url = settings.redis_url.get_secret_value()
        yield "redis", lambda: _redis(url)
    if settings.rasa.url:
        yield "rasa", lambda: _rasa(settings)
    for name, address in addresses(settings):
        yield name, lambda address=address: _http(address)  # type: ignore[misc]  # bound now
    for name in settings.lists:
        yield f"lists.{name}", lambda name=name: _list(settings, name)  # type: ignore[misc]
    for name, chat in (("telegram", settings.telegram), ("whatsapp", settings.whatsapp)):
        if chat.key is not None:
            yield f"{name}.account", lambda chat=chat: doctor_chat.account(chat)  # type: ignore[misc]
    for name, bind in settings.smpp.items():
        yield f"smpp.{name}", lambda bind=bind: _tcp(bind.host, bind.port)  # type: ignore[misc]


def addresses(settings: Settings) -> Iterator[tuple[str, str]]:
    """Every web address of the settings that we call, by the name of its setting."""
    yield from _urls("", settings.model_dump())


def _urls(path: str, tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        here = f"{path}.{name}".lstrip(".")
        if isinstance(value, dict):
            yield from _urls(here, value)
        elif isinstance(value, str) and value.startswith(("http://", "https://")) and name != "public_url":
            yield here, value


async def _database(settings: Settings) -> str:
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        async with engine.connect() as connection:
            await connection.execute(sql("SELECT 1 FROM outbox WHERE 1 = 0"))
    finally:
        await engine.dispose()
    return str(engine.dialect.name)


async def _list(settings: Settings, name: str) -> str:
    """A list that nobody brought yet knows nobody."""
    brought = await history(settings, name, 1)
    if not brought:
        raise Ill("no file was brought in yet")
    days = (datetime.now(UTC).timestamp() - brought[0].at) / 86400
    return f"{brought[0].rows} lines, {days:.0f} days old"


async def _redis(url: str) -> str:
    async with Redis.from_url(url, socket_timeout=PATIENCE) as client:
        server = await client.info("server")
    return f"Redis {server.get('redis_version', '')}"


async def _rasa(settings: Settings) -> str:
    """The model that is loaded, and whether it is ours: `GET /` greets without any."""
    if faults := rasa_faults(settings):
        raise Ill(faults[0])
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        read = understanding(settings, profile.load(settings.country), http, SystemClock()).reader
        try:
            return f"has {await read.ready()}" if isinstance(read, RasaReader) else ""
        except RasaDown as down:
            raise Ill(str(down)) from None


async def _http(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(address, allow_redirects=False) as answer:
        if answer.status >= 500:
            raise Ill(f"HTTP {answer.status}")
        return _skewed(answer.headers.get("Date", ""), answer.status)


def _skewed(date: str, status: int) -> str:
    """Any answer below 500 is a sign of life: a base address is rarely a page."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return f"HTTP {status}, tells no time"
    off = (datetime.now(UTC) - theirs).total_seconds()
    if abs(off) > SKEW:
        raise Ill(f"HTTP {status}, clocks differ by {off:.0f} s")
    return f"HTTP {status}, clocks agree"


async def _tcp(host: str, port: int) -> str:
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    await writer.wait_closed()
    return "takes connections"
