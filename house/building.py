"""Joins the ports: every part of a running gateway, put together and torn down in order."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.announcements import Announced
from campaigns.replies import Replies
from channels.consent import Consented
from channels.networks import Networks, Operators
from channels.outbound import Courier
from channels.proxies import behind
from channels.smpp.link import Link
from channels.sms import webhooks as sms
from channels.ussd import africastalking as ussd_africastalking
from channels.ussd import webhooks as ussd
from channels.ussd.face import UssdFace
from config import profile
from config.settings import Settings, SettingsError
from dialogs.desk import World
from dialogs.engine.counter import SERVICES, counter
from dialogs.engine.turn import Turns
from dialogs.ports import Guard, Sessions, StoreDown
from dialogs.texts.speech import Speech
from house.adapters import all_of, keyring, pace, sms_routes, sms_senders
from house.api import announcing, attach_api, attach_registries, handoffs_on
from house.casebook import cases_on, casework_on, rules_of
from house.chat import attach_chats
from house.lines import sms_conversation, sms_lines, ussd_lines
from house.links import smpp_links
from house.messengers import attach_messengers
from house.mirroring import Mirroring
from house.pages import attach_console, console_pages
from house.people import answering, attach_people, people_of
from house.registries import Registries, Wires, configured
from house.understanding import understanding
from house.watch import step_counter, trouble
from store.cases.casebook import Casebook
from store.cases.mirror import SqlMirrorBook
from store.cases.pins import Pins
from store.cases.protected import Protected
from store.cases.sealed import SqlSealedCases
from store.cases.sql_casebook import SqlCasebook
from store.clock import SystemClock
from store.memory import MemoryGuard, MemoryPacer, MemorySessions
from store.redis_contacts import RedisContacts
from store.redis_guard import RedisGuard
from store.redis_mux import Multiplexer
from store.redis_pacer import RedisPacer
from store.redis_sessions import RedisSessions
from store.sql.agents import SqlAgents
from store.sql.arrivals import SqlArrivals
from store.sql.audit import SqlAudit
from store.sql.campaign_results import SqlResults
from store.sql.campaigns import SqlBook
from store.sql.contacts import SqlContacts
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.errands import SqlErrands
from store.sql.lessons import SqlLessons
from store.sql.linked import SqlLinkedPhones
from store.sql.lists import SqlLists
from store.sql.operators import SqlOperators
from store.sql.outbox import SqlOutbox
from store.sql.watches import SqlWatches


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs. `web` is the gateway's application, `courier` drains the outbox, `links` are SMPP binds."""

    settings: Settings
    world: World
    turns: Turns
    face: UssdFace
    web: web.Application
    courier: Courier
    engine: AsyncEngine
    links: Mapping[str, Link]
    casebook: Casebook
    mirrors: tuple[Mirroring, ...] = ()


@asynccontextmanager
async def open_house(settings: Settings, join: Callable[[Wires], Registries] | None = None) -> AsyncIterator[House]:
    """A house that is ready to serve and to work, and is torn down in order. `join` replaces the registries of the settings."""
    country = profile.load(settings.country)
    served = (*country.services, *country.shortcuts.values())
    if unknown := [name for name in served if name not in {*SERVICES, "language"}]:
        raise SettingsError([f"the menu of {country.code} names a service that does not exist: {name}" for name in unknown])
    clock = SystemClock()
    keys, joined = all_of(lambda: keyring(settings), lambda: join or configured(settings, country))
    engine = make_engine(settings.database_url.get_secret_value())
    mux = Multiplexer(settings.redis_url.get_secret_value()) if settings.redis_url else None
    wires = aiohttp.TCPConnector(limit=200, limit_per_host=64)
    async with aiohttp.ClientSession(connector=wires, cookie_jar=aiohttp.DummyCookieJar()) as http:
        sessions: Sessions = RedisSessions(mux) if mux else MemorySessions(clock)
        registries: Registries = joined(Wires(http, clock, sessions, keys, SqlLists(engine)))
        guard: Guard = RedisGuard(mux) if mux else MemoryGuard(clock)
        dispatch, contacts, audit = SqlDispatch(engine, keys), SqlContacts(engine, keys), SqlAudit(engine, keys)
        casebook, handoffs, pins = SqlCasebook(engine, keys), handoffs_on(engine, keys, settings.handoffs), Pins()
        people = people_of(country, engine, keys, demo=settings.environment == "demo")
        world = World(
            clock=clock,
            keys=keys,
            sessions=sessions,
            guard=guard,
            contacts=RedisContacts(contacts, mux, keys) if mux else contacts,
            audit=audit,
            outbox=SqlOutbox(engine, keys),
            errands=SqlErrands(engine, keys),
            identity=registries.identity,
            social=registries.social,
            benefits=registries.benefits,
            cases=cases_on(casebook, country, keys, clock, pins=pins),
            directory=registries.directory,
            watches=SqlWatches(engine, keys),
            protected=Protected(SqlSealedCases(engine), keys, audit, clock, rules_of(country).policy.regions),
            speech=Speech(country.terms, country.languages),
            country=country,
            emit=lambda kind, step: step_counter(kind, step).inc(),
            handoffs=handoffs if registries.biometrics or registries.esignet else None,
            biometrics=registries.biometrics is not None,
            proof_links=registries.esignet,
            simswap=registries.simswap,
            field_agents=SqlAgents(engine, keys, pins),
            interpreter=understanding(settings, country, http, clock),
            people=people,
            linked_phones=SqlLinkedPhones(engine, keys),
            lessons=SqlLessons(engine, keys) if settings.learning.enabled else None,
            announcements=Announced(SqlBook(engine), SqlResults(engine, keys), clock),
        )
        turns = Turns(world, counter, settings.turn_budget, settings.session_ttl, trouble)
        face = UssdFace(world.speech, keys, ussd_africastalking.wire, shortcuts=country.shortcuts)
        networks, operators = Networks(world.contacts, clock), Operators(world.contacts, country.networks)
        announced = Replies(SqlBook(engine), SqlResults(engine, keys), clock)
        conversation = sms_conversation(world, networks.told, announced)
        links = smpp_links(settings, turns, face, dispatch, conversation)
        senders = sms_senders(settings, country, http, clock) | {name: link.sender for name, link in links.items()}
        consented = {name: Consented(one, world.contacts) for name, one in senders.items()}
        sender, room = sms_routes(settings, consented, RedisPacer(mux) if mux else MemoryPacer(clock), clock, operators)
        dialled = ussd_lines(settings, turns, face, http, networks.told)
        texted = sms_lines(settings, conversation, dispatch, senders)
        app = web_app(settings, world, dialled, texted)
        attach_chats(app, settings, world, people.chats if people else {})
        if people is not None:
            attach_people(app, people, world.speech, clock, settings.keep_days)
        attach_messengers(app, settings, world, http, SqlArrivals(engine, keys), people.chats if people else {})
        attach_registries(app, settings, world, handoffs, registries)
        team, desk = announcing(engine, world, settings), answering(people, world, engine) if people else None
        casework = casework_on(casebook, country, SqlOperators(engine), audit, keys, clock)
        attach_api(app, world, engine, handoffs, registries, team, desk, casework)
        attach_console(app, settings, world, engine, http, console_pages(world, casework, team, desk))
        mirrors = tuple(
            Mirroring(one, SqlMirrorBook(engine, keys, one.name), casebook, rules_of(country), keys, clock)
            for one in registries.mirrors
        )
        try:
            courier = Courier(dispatch, sender, clock, pace(settings), room)
            yield House(settings, world, turns, face, app, courier, engine, links, casebook, mirrors)
        finally:
            await networks.close()
            if mux:
                await mux.close()
            await engine.dispose()


def web_app(
    settings: Settings,
    world: World,
    dialled: Mapping[str, ussd.UssdLine],
    texted: Mapping[str, sms.SmsLine],
) -> web.Application:
    """The gateway: webhooks, health and metrics."""
    proxies = [behind(settings.trusted_proxies)] if settings.trusted_proxies else []
    app = web.Application(client_max_size=1 << 20, middlewares=proxies)
    ussd.attach(app, dialled)
    sms.attach(app, texted)

    async def ready(_: web.Request) -> web.Response:
        try:
            await world.sessions.load(b"\0" * 16)
            await world.outbox.note(b"\0")  # a read of a table: a database without our schema is not ready
        except StoreDown:
            return web.Response(status=503, text="store")
        return web.Response(text="ready")

    app.router.add_get("/readyz", ready)
    watchable(app)
    return app


def watchable(app: web.Application) -> web.Application:
    """The application with what tells that the process lives, and what it counts."""

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/metrics", metrics)
    return app
