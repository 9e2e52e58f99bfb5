"""What others than phones call: agents with their devices, registries with their notices, operators about a SIM."""

import secrets

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.gate import Gate
from config.registry_tables import Handoffs
from config.settings import Settings
from console.api.access import Access
from console.api.handoffs import operations
from console.api.serving import application
from console.proofs import Proofs
from dialogs.desk import World
from dialogs.ports import Keys
from house.adapters import plain
from house.callbacks import RegistryCallbacks, attach
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


def attach_api(app: web.Application, world: World, engine: AsyncEngine, handoffs: AgentHandoffs, registries: Registries) -> None:
    """`/api/v1/handoffs` and `/api/openapi.json` for operators with a token, where the registry compares biometrics."""
    if registries.biometrics is None:
        return
    proofs = Proofs(
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
    access = Access(SqlOperators(engine), world.keys, world.guard)
    app.add_subapp("/api", application(operations(proofs), access))


def attach_registries(app: web.Application, settings: Settings, world: World, registries: Registries) -> None:
    """The secret addresses to which registries and operators answer later."""
    if registries.notices and settings.social.callback_key:
        gate = Gate(plain(settings.social.callback_key))
        told = Telling(world).change
        attach(app, RegistryCallbacks(gate, registries.notices.verify, told, world.sessions, world.clock))
    if isinstance(registries.simswap, AfricasTalkingSimSwap) and settings.simswap.callback_key:
        SimSwapCallback(registries.simswap, Gate(plain(settings.simswap.callback_key))).attach(app)
