"""The processes of the house: serving, working, and what operators run by hand."""

import asyncio
import contextlib
import gc
import logging
import resource
import sys
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from config.garbage import GARBAGE
from config.settings import Settings
from dialogs.desk import World
from dialogs.engine.errands import finish_one
from dialogs.engine.unwanted import end_unwanted
from dialogs.ports import AuditEvent, StoreDown
from dialogs.ports.linking import LINK_LIFE
from dialogs.refusals import RegistryError
from house.adapters import keyring, machine_user
from house.building import House, open_house, watchable
from house.campaigning import run_campaigns
from house.casebook import rules_of, worded
from house.links import here
from house.mirroring import Mirroring
from store.cases.deadlines import send_notices, sound_alarms
from store.clock import SystemClock
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.lessons import SqlLessons
from store.sql.linked import SqlLinkedPhones
from store.sql.retention import SqlRetention
from store.sql.rotation import SEALED, Rotated, SqlRotation

log = structlog.get_logger()

DAY = 86400.0
FORGET_EVERY = 600.0
"""Seconds of rest after a round over what is old."""
MIRROR_EVERY = 10.0
"""Seconds of rest when both case systems are alike."""
UNWANTED_EVERY = 60.0
"""Seconds of rest when registries tell nothing that nobody waits for, or do not answer."""
CASES_EVERY = 2.0
"""Seconds of rest when no case has an alarm and no holder is owed word."""


def start_logging(level: str) -> None:
    """JSON lines on standard error: static event names, codes and counts, never a person's word."""
    structlog.configure(
        processors=[_line],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    ours = logging.StreamHandler(sys.stderr)
    ours.setFormatter(_Silent("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[ours])


def _line(_: object, level: str, event: MutableMapping[str, Any]) -> bytes:
    """One step where structlog has three."""
    event["level"], event["timestamp"] = level, datetime.now(UTC)
    return msgspec.json.encode(event)


class _Silent(logging.Formatter):
    """For what libraries log: the logger's name and the exception's type. Their texts may quote a request's bytes."""

    def formatException(self, ei: Any) -> str:
        return str(ei[0].__name__)

    def formatStack(self, stack_info: str) -> str:
        return ""


async def work(home: House, stop: asyncio.Event) -> None:
    """The background worker: binds to operators, drains the outbox, finishes errands and forgets what is old, until `stop`."""
    async with asyncio.TaskGroup() as group:
        for link in here(home.settings, home.links, working=True):
            group.create_task(link.run(stop))
        group.create_task(home.courier.run(stop))
        group.create_task(_run_errands(home.world, stop))
        group.create_task(_end_unwanted(home.world, stop))
        group.create_task(_follow_cases(home, stop))
        group.create_task(run_campaigns(home, stop))
        for mirror in home.mirrors:
            group.create_task(_mirror(mirror, stop))
        group.create_task(_forget(home, stop))


async def _run_errands(world: World, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            busy = await finish_one(world)
        except StoreDown:
            log.warning("errand.store-down")
            busy = False
        except Exception as fault:  # one errand that we cannot finish must not end the worker: its lease keeps it away
            log.error("errand.fault", error=type(fault).__name__)
            busy = False
        if not busy:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.5)


async def _end_unwanted(world: World, stop: asyncio.Event) -> None:
    """What registries still tell us for phones that had themselves forgotten."""
    while not stop.is_set():
        busy = 0
        try:
            busy = await end_unwanted(world)
        except StoreDown:
            log.warning("unwanted.store-down")
        except RegistryError as outage:
            log.warning("unwanted.registry-down", error=type(outage).__name__)
        except Exception as fault:  # one notice that we cannot end must not end the worker
            log.error("unwanted.fault", error=type(fault).__name__)
        if not busy:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), UNWANTED_EVERY)


async def _follow_cases(home: House, stop: asyncio.Event) -> None:
    """The clocks of the cases, and word of them to their holders."""
    world, promises = home.world, rules_of(home.world.country).promises
    while not stop.is_set():
        now, busy = world.clock.now(), 0
        try:
            busy = await sound_alarms(home.casebook, promises, now=now)
            busy += await send_notices(home.casebook, world.outbox, partial(worded, speech=world.speech, now=now), now=now)
        except StoreDown:
            log.warning("case.store-down")
        except Exception as fault:  # one case that we cannot follow must not end the worker
            log.error("case.fault", error=type(fault).__name__)
        if not busy:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), CASES_EVERY)


async def _mirror(mirror: Mirroring, stop: asyncio.Event) -> None:
    """One case system beside ours, kept alike in both directions."""
    while not stop.is_set():
        busy = False
        try:
            busy = (await mirror.round()).busy
        except StoreDown:
            log.warning("mirror.store-down")
        except Exception as fault:  # what they hold is theirs: it must not end the worker
            log.error("mirror.fault", error=type(fault).__name__)
        if not busy:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), MIRROR_EVERY)


async def _forget(home: House, stop: asyncio.Event) -> None:
    """A batch a second while there is something old, then a rest."""
    retention, age = SqlRetention(home.engine), home.settings.keep_days * DAY
    links = SqlLinkedPhones(home.engine, home.world.keys)
    lessons, lesson_age = SqlLessons(home.engine, keyring(home.settings)), home.settings.learning.keep_days * DAY
    while not stop.is_set():
        try:
            await lessons.sweep(home.world.clock.now() - lesson_age)
            more = await retention.sweep(home.world.clock.now() - age)
            await links.forget(home.world.clock.now() - LINK_LIFE)
        except StoreDown:
            log.warning("retention.store-down")
            more = False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1.0 if more else FORGET_EVERY)


async def serve_web(settings: Settings, stop: asyncio.Event) -> None:
    """Serve the gateway on the host and port of the settings until `stop`; open requests get half a second more."""
    _open_files()
    async with open_house(settings) as home, serving(home.web, settings.host, settings.port), asyncio.TaskGroup() as group:
        for link in here(settings, home.links, working=False):
            group.create_task(link.run(stop))
        log.info("serve.ready")
        await stop.wait()


def _open_files() -> None:
    """As many as the system lets us have: each phone and each chat is one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(ValueError, OSError):  # where a system says "without end" and means less
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """The application behind a port (0: any free one), which is given."""
    gc.freeze()  # what is loaded by now is no garbage to look for
    gc.set_threshold(*GARBAGE)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handle_signals=False, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def serve_work(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop`; with a `work_port`, show health and metrics there."""
    async with contextlib.AsyncExitStack() as opened:
        home = await opened.enter_async_context(open_house(settings))
        if settings.work_port is not None:
            port = await opened.enter_async_context(serving(watchable(web.Application()), settings.host, settings.work_port))
            log.info("work.watchable", port=port)
        log.info("work.ready")
        await work(home, stop)


async def upgrade_database(settings: Settings) -> None:
    """Bring the database to the newest schema; raises `StoreDown` when it cannot be reached."""
    from store.sql.schema import upgrade  # alembic is slow to import and nothing else here needs it

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        await upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        raise StoreDown(type(error).__name__) from None
    finally:
        await engine.dispose()


async def verify_audit(settings: Settings) -> int | None:
    """The first broken row of the audit chain; None when it is whole."""
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        return await SqlAudit(engine, keyring(settings)).verify()
    finally:
        await engine.dispose()


async def rotate_keys(settings: Settings) -> AsyncIterator[Rotated]:
    """Seal the database anew under the newest key, and tell of each column when it is done. Raises `StoreDown`."""
    keys = keyring(settings)
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        rotation = SqlRotation(engine, keys)
        for what in SEALED:
            yield await rotation.rotate(what)
        now = SystemClock().now()
        await SqlAudit(engine, keys).append(AuditEvent(now, "keys-rotate", machine_user(keys)))
    finally:
        await engine.dispose()
