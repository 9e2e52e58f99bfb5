"""The processes of the house: serving, working, and what operators run by hand."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from dialogs.desk import World
from dialogs.engine.errands import finish_one
from dialogs.ports import StoreDown
from house.adapters import keyring
from house.building import House, open_house
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine

log = structlog.get_logger()


def start_logging(level: str) -> None:
    """JSON lines on standard error: static event names, codes and counts, never a person's word."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=lambda event, **_: msgspec.json.encode(event)),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    ours = logging.StreamHandler(sys.stderr)
    ours.setFormatter(_Silent("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[ours])


class _Silent(logging.Formatter):
    """For what libraries log: the logger's name and the exception's type. Their texts may quote a request's bytes."""

    def formatException(self, ei: Any) -> str:
        return str(ei[0].__name__)

    def formatStack(self, stack_info: str) -> str:
        return ""


async def work(home: House, stop: asyncio.Event) -> None:
    """The background worker: drains the outbox and finishes errands until `stop`."""
    async with asyncio.TaskGroup() as group:
        group.create_task(home.courier.run(stop))
        group.create_task(_run_errands(home.world, stop))


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


async def serve_web(settings: Settings, stop: asyncio.Event) -> None:
    """Serve the gateway on the host and port of the settings until `stop`; open requests get half a second more."""
    async with open_house(settings) as home, serving(home.web, settings.host, settings.port):
        log.info("serve.ready")
        await stop.wait()


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """The application behind a port (0: any free one), which is given; what is loaded by then is no garbage to look for."""
    gc.freeze()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handle_signals=False, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def serve_work(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop`."""
    async with open_house(settings) as home:
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
