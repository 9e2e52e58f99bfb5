"""Joins the ports: from settings to a running gateway. Every choice of an adapter is made here and nowhere else."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.gate import Gate
from channels.outbound import Courier, Pacer, Sender
from channels.pacing import Paced
from channels.sms import webhooks as sms
from channels.sms.africastalking import AfricasTalking
from channels.sms.configured import Configured, Shape
from channels.sms.conversation import SmsConversation
from channels.sms.face import SmsFace
from channels.sms.infobip import Infobip
from channels.sms.jasmin import Jasmin
from channels.sms.kannel import Kannel
from channels.sms.orange import Orange
from channels.sms.routes import ELSE, Routes
from channels.ussd import africastalking as ussd_africastalking
from channels.ussd import webhooks as ussd
from channels.ussd.dialect import Dialect
from channels.ussd.dialects import DIALECTS
from channels.ussd.face import UssdFace
from channels.ussd.forms import Fields, FormDialect
from channels.ussd.postback import PostBack
from config import profile
from config.settings import Settings, SettingsError, Sms, Ussd
from dialogs.country import Country
from dialogs.desk import World
from dialogs.engine.counter import SERVICES, counter
from dialogs.engine.errands import finish_one
from dialogs.engine.turn import Turns
from dialogs.ports import Dispatch, Guard, IdentityRegistry, Sessions, StoreDown
from dialogs.texts.speech import Speech
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import connect
from store.clock import SystemClock
from store.keyring import Keyring
from store.memory import MemoryGuard, MemoryPacer, MemorySessions
from store.redis_contacts import RedisContacts
from store.redis_guard import RedisGuard
from store.redis_mux import Multiplexer
from store.redis_pacer import RedisPacer
from store.redis_sessions import RedisSessions
from store.sql.audit import SqlAudit
from store.sql.contacts import SqlContacts
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.errands import SqlErrands
from store.sql.outbox import SqlOutbox

log = structlog.get_logger()

STEPS = Counter("guichet_steps_total", "New journal entries by kind and step.", ["kind", "step"])
HOPS = Counter("guichet_ussd_hops_total", "Answers to USSD hops by dialect and kind.", ["dialect", "kind"])
TROUBLES = Counter("guichet_troubles_total", "Turns that ended in neutral words, by kind and code.", ["kind", "code"])

SMS_BUDGET = 8.0
"""Seconds for one SMS turn: nobody holds a phone to the ear, but the provider waits for our 200."""
SMS_TTL = 4 * 3600.0
"""Seconds that a conversation by SMS stays open."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs. `web` is the gateway's application, `courier` drains the outbox."""

    settings: Settings
    world: World
    turns: Turns
    face: UssdFace
    web: web.Application
    courier: Courier
    engine: AsyncEngine


IdentityMaker = Callable[[aiohttp.ClientSession, SystemClock], IdentityRegistry]


@asynccontextmanager
async def open_house(settings: Settings, identity: IdentityMaker | None = None) -> AsyncIterator[House]:
    """A house that is ready to serve and to work, and is torn down in order. `identity` replaces the configured registry."""
    country = profile.load(settings.country)
    if unknown := [name for name in country.services if name not in {*SERVICES, "language"}]:
        raise SettingsError([f"the menu of {country.code} names a service that does not exist: {name}" for name in unknown])
    clock = SystemClock()
    keys, told = _all(lambda: keyring(settings), lambda: None if identity else mosip_config(settings, country))
    engine = make_engine(settings.database_url.get_secret_value())
    mux = Multiplexer(settings.redis_url.get_secret_value()) if settings.redis_url else None
    wires = aiohttp.TCPConnector(limit=200, limit_per_host=64)
    async with aiohttp.ClientSession(connector=wires, cookie_jar=aiohttp.DummyCookieJar()) as http:
        registry = identity(http, clock) if identity else _connect(told, http, clock)
        sessions: Sessions = RedisSessions(mux) if mux else MemorySessions(clock)
        guard: Guard = RedisGuard(mux) if mux else MemoryGuard(clock)
        dispatch, contacts = SqlDispatch(engine, keys), SqlContacts(engine, keys)
        world = World(
            clock=clock,
            keys=keys,
            sessions=sessions,
            guard=guard,
            contacts=RedisContacts(contacts, mux, keys) if mux else contacts,
            audit=SqlAudit(engine, keys),
            outbox=SqlOutbox(engine, keys),
            errands=SqlErrands(engine, keys),
            identity=registry,
            speech=Speech(country.terms, country.languages),
            country=country,
            emit=lambda kind, step: _step(kind, step).inc(),
        )
        turns = Turns(world, counter, settings.turn_budget, settings.session_ttl, trouble)
        face = UssdFace(world.speech, keys, ussd_africastalking.wire, shortcuts={"0": "messages"})
        senders = sms_senders(settings, country, http, clock)
        sender, room = sms_routes(settings, senders, RedisPacer(mux) if mux else MemoryPacer(clock), clock)
        lines = ussd_lines(settings, turns, face, http)
        app = web_app(settings, world, lines, dispatch, senders)
        try:
            yield House(settings, world, turns, face, app, Courier(dispatch, sender, clock, room=room), engine)
        finally:
            if mux:
                await mux.close()
            await engine.dispose()


def incident(name: str) -> None:
    """Something that operators should look at, by its static name."""
    TROUBLES.labels("incident", name).inc()
    log.error("incident", name=name)


@cache
def _step(kind: str, step: str) -> Counter:
    """The counter of a step: looking it up costs more than counting."""
    return STEPS.labels(kind, step)


def trouble(kind: str, code: str) -> None:
    """A turn ended in neutral words: say why to those who run the house, with names and codes only."""
    TROUBLES.labels(kind, code).inc()
    log.warning("turn.trouble", kind=kind, code=code)


def _all(*makers: Callable[[], Any]) -> list[Any]:
    """What each one makes; raises one `SettingsError` with the faults of all."""
    made, faults = [], list[str]()
    for make in makers:
        try:
            made.append(make())
        except SettingsError as faulty:
            faults += faulty.faults
    if faults:
        raise SettingsError(faults)
    return made


def _connect(config: MosipConfig, http: aiohttp.ClientSession, clock: SystemClock) -> IdentityRegistry:
    try:
        return connect(config, http, clock)
    except ValueError:
        raise SettingsError(["mosip: one of the key and certificate files is not an RSA key or certificate in PEM"]) from None


def keyring(settings: Settings) -> Keyring:
    """The keys of the settings; raises `SettingsError` when there are none."""
    if settings.keys is None or settings.lookup_key is None:
        raise SettingsError(["keys and lookup_key are needed: see docs/operate.md"])
    return Keyring.from_text(settings.keys.get_secret_value(), settings.lookup_key.get_secret_value())


def _sender(settings: Settings, country: Country, http: aiohttp.ClientSession) -> AfricasTalking:
    ours = settings.africastalking
    return AfricasTalking(
        http,
        username=ours.username,
        api_key=_plain(ours.api_key),
        sender=ours.sender or country.sender,
        base_url=ours.base_url or "",
    )


def sms_senders(settings: Settings, country: Country, http: aiohttp.ClientSession, clock: SystemClock) -> dict[str, Sender]:
    """Every gateway of the settings by its name; raises `SettingsError` with the faults of all that only settings describe."""
    senders: dict[str, Sender] = {ussd_africastalking.NAME: _sender(settings, country, http)}
    senders |= {name: _gateway(name, how, country, http, clock) for name, how in settings.sms.items()}
    shapes = {name: one.shape for name, one in senders.items() if isinstance(one, Configured)}
    if faults := [f"sms.{name}: {fault}" for name, shape in shapes.items() for fault in shape.faults()]:
        raise SettingsError(faults)
    return senders


def _gateway(name: str, how: Sms, country: Country, http: aiohttp.ClientSession, clock: SystemClock) -> Sender:
    password, shown = _plain(how.password), how.sender or country.sender
    report = f"{how.public_url}/sms/{name}/{_plain(how.key)}/delivery" if how.public_url and how.key else ""
    match how.kind:
        case "kannel":
            return Kannel(http, clock, name, how.url, how.username, password, shown, report)
        case "jasmin":
            return Jasmin(http, clock, name, how.url, how.username, password, shown, report)
        case "infobip":
            return Infobip(http, clock, name, how.url, password, shown, report)
        case "orange":
            return Orange(http, clock, name, how.url, how.username, password, how.address, how.sender or "")
    told = how.http.model_dump()
    shape = Shape(url=how.url, json=told.pop("json_body"), **told)
    return Configured(http, clock, name, shape, how.username, password, shown, report)


def sms_routes(
    settings: Settings, senders: Mapping[str, Sender], pacer: Pacer, clock: SystemClock
) -> tuple[Sender, Callable[[], int] | None]:
    """The sender of all messages, each gateway at its rate, and the room it has; raises `SettingsError` for unknown names."""
    rates = {name: how.rate for name, how in settings.sms.items()} | {"africastalking": settings.africastalking.rate}
    paced = {name: Paced(one, pacer, clock, rates[name]) if rates[name] else one for name, one in senders.items()}
    named = {route: how.senders for route, how in settings.routes.items()}
    named.setdefault(ELSE, (ussd_africastalking.NAME,))
    unknown = [f"routes.{route}: there is no sms.{name}" for route, names in named.items() for name in names if name not in paced]
    if unknown:
        raise SettingsError(unknown)
    used = {name: paced[name] for names in named.values() for name in names}
    limited = [one for one in used.values() if isinstance(one, Paced)]
    room = (lambda: sum(one.room for one in limited)) if len(limited) == len(used) else None
    table = {route: tuple(paced[name] for name in names) for route, names in named.items()}
    return (table[ELSE][0] if len(used) == 1 else Routes(table, clock)), room


def mosip_config(settings: Settings, country: Country) -> MosipConfig:
    """The registry's settings as the adapter wants them; raises `SettingsError` with every missing name."""
    ours = settings.mosip
    needed = {
        "ida_url": ours.ida_url,
        "resident_url": ours.resident_url,
        "idrepo_url": ours.idrepo_url,
        "authmanager_url": ours.authmanager_url,
        "misp_key": _plain(ours.misp_licence_key),
        "partner_id": ours.partner_id,
        "api_key": _plain(ours.api_key),
        "partner_private_key": _file(ours.partner_key_file),
        "partner_certificate": _file(ours.partner_certificate_file),
        "ida_certificate": _file(ours.ida_certificate_file),
        "domain_uri": ours.domain_uri,
        "client_id": ours.client_id,
        "client_secret": _plain(ours.client_secret),
    }
    missing = [f"mosip: {name} is needed" for name, value in needed.items() if not value]
    if missing:
        raise SettingsError(missing)
    return MosipConfig(
        **{name: value or "" for name, value in needed.items()},  # type: ignore[arg-type]  # all of them are texts
        auth_header=_plain(ours.auth_token) or "guichet",
        ida_signing_certificate=_file(ours.ida_signing_certificate_file) or _file(ours.ida_certificate_file),
        env=ours.env,
        app_id=ours.app_id,
        region=country.region,
        verify_answers=ours.verify_signatures,
        idrepo_phone_attribute=ours.phone_attribute,
    )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _file(path: Path | None) -> str:
    try:
        return path.read_text("utf-8") if path else ""
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"mosip: {path} cannot be read as text"]) from None


def ussd_lines(settings: Settings, turns: Turns, face: UssdFace, http: aiohttp.ClientSession) -> dict[str, ussd.UssdLine]:
    """The USSD dialects that the settings give a key; raises `SettingsError` for a name that is none without fields."""
    told = dict(settings.ussd)
    ours, name = settings.africastalking.ussd_key, ussd_africastalking.NAME
    if name in told:
        raise SettingsError([f"ussd.{name}: its key is africastalking.ussd_key"])
    if ours:
        told[name] = Ussd(key=ours)
    service_code = turns.world.country.service_code
    return {
        name: ussd.UssdLine(
            _dialect(name, how), Gate(_plain(how.key)), turns, face, service_code, _counted(name), _back(how, http)
        )
        for name, how in told.items()
        if how.key
    }


def _dialect(name: str, how: Ussd) -> Dialect:
    if how.fields.session:
        return FormDialect(name, Fields(**how.fields.model_dump()), how.methods, how.plus, how.coded)
    if name not in DIALECTS:
        known = ", ".join(sorted(DIALECTS))
        raise SettingsError([f"ussd.{name} is no dialect: give its fields, or use one of {known}"])
    return DIALECTS[name]


def _back(how: Ussd, http: aiohttp.ClientSession) -> PostBack | None:
    return PostBack(http, how.reply_url, _plain(how.reply_authorization)) if how.reply_url else None


def _counted(name: str) -> Callable[[str], None]:
    counts = {kind: HOPS.labels(name, kind).inc for kind in ("con", "end", "refused", "slow-down")}

    def count(kind: str) -> None:
        counts[kind]()
        log.info("ussd.hop", dialect=name, kind=kind)

    return count


def sms_lines(settings: Settings, world: World, dispatch: Dispatch, senders: Mapping[str, Sender]) -> dict[str, sms.SmsLine]:
    """The callbacks of every gateway that has a key."""
    texting = Turns(world, counter, SMS_BUDGET, SMS_TTL, trouble)
    face = SmsFace(world.speech, world.keys, world.country.services)
    conversation = SmsConversation(texting, face, world.country.short_code, incident)
    name = ussd_africastalking.NAME
    told = {name: (name, settings.africastalking.sms_key)} | {other: (how.kind, how.key) for other, how in settings.sms.items()}
    lines = {}
    for called, (kind, key) in told.items():
        sender = senders[called]
        provider: sms.Provider = sender if isinstance(sender, Configured) else sms.PROVIDERS[kind]
        if key:
            lines[called] = sms.SmsLine(provider, Gate(_plain(key)), dispatch, conversation, called)
    return lines


def web_app(
    settings: Settings,
    world: World,
    lines: Mapping[str, ussd.UssdLine],
    dispatch: Dispatch,
    senders: Mapping[str, Sender],
) -> web.Application:
    """The gateway: webhooks, health and metrics."""
    app = web.Application(client_max_size=1 << 20)
    ussd.attach(app, lines)
    sms.attach(app, sms_lines(settings, world, dispatch, senders))

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def ready(_: web.Request) -> web.Response:
        try:
            await world.sessions.load(b"\0" * 16)
            await world.outbox.note(b"\0")  # a read of a table: a database without our schema is not ready
        except StoreDown:
            return web.Response(status=503, text="store")
        return web.Response(text="ready")

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    return app


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
