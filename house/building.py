"""Joins the ports: every part of a running gateway, put together and torn down in order."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.outbound import Courier, Sender
from channels.sms import webhooks as sms
from channels.ussd import africastalking as ussd_africastalking
from channels.ussd import webhooks as ussd
from channels.ussd.face import UssdFace
from config import profile
from config.settings import Settings, SettingsError
from dialogs.desk import World
from dialogs.engine.counter import SERVICES, counter
from dialogs.engine.turn import Turns
from dialogs.ports import Dispatch, Guard, IdentityRegistry, Sessions, StoreDown
from dialogs.texts.speech import Speech
from house.adapters import all_of, connected, keyring, mosip_config, sms_routes, sms_senders
from house.lines import sms_lines, ussd_lines
from house.watch import step_counter, trouble
from store.clock import SystemClock
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
    keys, told = all_of(lambda: keyring(settings), lambda: None if identity else mosip_config(settings, country))
    engine = make_engine(settings.database_url.get_secret_value())
    mux = Multiplexer(settings.redis_url.get_secret_value()) if settings.redis_url else None
    wires = aiohttp.TCPConnector(limit=200, limit_per_host=64)
    async with aiohttp.ClientSession(connector=wires, cookie_jar=aiohttp.DummyCookieJar()) as http:
        registry = identity(http, clock) if identity else connected(told, http, clock)
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
            emit=lambda kind, step: step_counter(kind, step).inc(),
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
