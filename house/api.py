"""What others than phones call: agents with their devices, registries with their notices, operators about a SIM."""

import secrets

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.gate import Gate
from config import replies
from config.profile import ProfileError
from config.registry_tables import Handoffs
from config.settings import Settings
from console.announcing import Announcing
from console.answering import Answering
from console.api import campaigns, cases, inbox, protected
from console.api import handoffs as handoffs_api
from console.api.access import Access
from console.api.once import Once
from console.api.serving import application
from console.casework import Casework
from console.proofs import Proofs
from dialogs.desk import World
from dialogs.ports import Keys
from house.adapters import plain
from house.callbacks import RegistryCallbacks, attach
from house.campaign_desk import campaign_desk, law_of
from house.esignet import WORDS, EsignetCallback
from house.registries import Registries
from house.simswap import SimSwapCallback
from house.telling import Telling
from registry_client.simswap.africastalking import AfricasTalkingSimSwap
from store.handoffs import AgentHandoffs, Rules
from store.sql.handoffs import SqlHandoffs
from store.sql.operators import SqlOperators


def handoffs_on(engine: AsyncEngine, keys: Keys, ours: Handoffs) -> SqlHandoffs:
    """Hand-offs with codes that nobody can guess, under the rules of the settings."""

    def code() -> str:
        return f"{secrets.randbelow(10**6):06d}"

    rules = Rules(
        code_life=ours.code_minutes * 60.0,
        task_life=ours.task_minutes * 60.0,
        tries=ours.tries,
        claims=ours.claims_a_day,
        exceptions=ours.exceptions_a_day,
    )
    return SqlHandoffs(engine, keys, code, lambda: secrets.token_hex(16), rules)


def attach_api(
    app: web.Application,
    world: World,
    engine: AsyncEngine,
    handoffs: AgentHandoffs,
    registries: Registries,
    team: Announcing | None,
    desk: Answering | None,
    casework: Casework,
) -> None:
    """`/api/v1` and `/api/openapi.json` for operators with a token.

    Cases and protected cases are always there, hand-offs where the registry compares biometrics, campaigns where the country has
    a law for them, the inbox where people answer.
    """
    offered = (*cases.operations(casework), *protected.operations(world.protected, world.clock))
    offered = (*offered, *(campaigns.operations(team) if team else ()))
    if proofs := _proofs(world, handoffs, registries):
        offered = (*handoffs_api.operations(proofs), *offered)
    if desk:
        country = world.country
        offered = (*offered, *inbox.operations(desk, replies.load(country.code, country.languages, country.borrow)))
    access = Access(SqlOperators(engine), world.keys, world.guard)
    app.add_subapp("/api", application(offered, access, Once(world.sessions, world.keys)))


def announcing(engine: AsyncEngine, world: World, settings: Settings) -> Announcing | None:
    """The desk of campaigns for the network; none where the country has no law for them."""
    try:
        law = law_of(world.country, settings)
    except ProfileError:
        return None
    return Announcing(campaign_desk(engine, world.keys, world.clock, law), world.guard)


def _proofs(world: World, handoffs: AgentHandoffs, registries: Registries) -> Proofs | None:
    if registries.biometrics is None:
        return None
    return Proofs(
        handoffs,
        registries.biometrics,
        world.audit,
        world.guard,
        world.keys,
        world.clock,
        Telling(world).proof,
        registries.env,
        registries.domain_uri,
    )


def attach_registries(
    app: web.Application, settings: Settings, world: World, handoffs: AgentHandoffs, registries: Registries
) -> None:
    """The secret addresses to which registries and operators answer later, and the page to which eSignet sends her back."""
    if registries.esignet:
        lang = next((lang for lang in world.country.languages if lang in WORDS), "en")
        notice, parts = Telling(world).proof, (world.audit, world.keys, world.clock)
        EsignetCallback(registries.esignet, handoffs, notice, *parts, lang).attach(app)
    if registries.notices and settings.social.callback_key:
        gate = Gate(plain(settings.social.callback_key))
        told = Telling(world).change
        attach(app, RegistryCallbacks(gate, registries.notices.verify, told, world.sessions, world.clock))
    if isinstance(registries.simswap, AfricasTalkingSimSwap) and settings.simswap.callback_key:
        SimSwapCallback(registries.simswap, Gate(plain(settings.simswap.callback_key))).attach(app)
