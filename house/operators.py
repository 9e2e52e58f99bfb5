"""Operators by hand: who may sign in and call the API, for which counter, and who may not any more."""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config import profile
from config.settings import Settings
from console.answering import CHAT
from console.api.access import token_mac
from console.api.handoffs import AGENT, SUPERVISOR
from console.pages.operators import ADMIN
from dialogs.model import Phone
from dialogs.ports import AuditEvent, Keys
from dialogs.ports.cases import Role
from house.adapters import keyring, machine_user
from house.campaigning import ROLES as CAMPAIGNS
from store.agents import ROLE
from store.cases.pins import Pins
from store.clock import SystemClock
from store.operators import Operator, OperatorExists
from store.sql.agents import SqlAgents
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.operators import SqlOperators

__all__ = ["OperatorRefused", "add_operator", "disable_operator", "list_operators", "register_sim"]

ROLES = frozenset({AGENT, SUPERVISOR, CHAT, *map(str, Role), *CAMPAIGNS, *ADMIN})
"""All that an operator may be: another word would open nothing, and nobody would notice."""
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


class OperatorRefused(Exception):
    """The text says why, for the person who typed the command."""


async def add_operator(
    settings: Settings, id: str, roles: frozenset[str], counter: str, areas: frozenset[str] = frozenset()
) -> str:
    """A new operator's token, which nobody can be told again. Raises `OperatorRefused`, `StoreDown`."""
    if not _NAME.fullmatch(id):
        raise OperatorRefused("an operator's id is of letters, digits and . _ @ -")
    if unknown := sorted(roles - ROLES):
        raise OperatorRefused(f"there is no role {', '.join(map(repr, unknown))}; there are: {', '.join(sorted(ROLES))}")
    if counter and not _NAME.fullmatch(counter):
        raise OperatorRefused("a counter is named by letters, digits and . _ @ -")
    country = profile.load(settings.country)
    known = {commune.id for commune in country.communes} | {commune.region_id for commune in country.communes}
    if not areas <= known or len(" ".join(areas)) > 512:
        raise OperatorRefused("an area is the code of a region or a commune of the country profile")
    token = secrets.token_urlsafe(32)
    async with _opened(settings) as (operators, _, audit, keys):
        try:
            await operators.add(Operator(id, roles, counter, areas=areas), token_mac(keys, token))
        except OperatorExists:
            raise OperatorRefused("there is an operator with this id") from None
        await audit.append(_event(keys, "operator-add", id))
    return token


async def register_sim(settings: Settings, id: str, number: str) -> str:
    """The agent's new PIN, six digits that nobody can be told again. Raises `OperatorRefused`, `StoreDown`."""
    if not _E164.fullmatch(number):
        raise OperatorRefused("a number is written as +25377123456")
    pin = f"{secrets.randbelow(10**6):06}"
    async with _opened(settings) as (operators, agents, audit, keys):
        one = await operators.by_id(id)
        if one is None or one.disabled or ROLE not in one.roles:
            raise OperatorRefused(f"there is no operator with this id and the role {ROLE}")
        if not await agents.register(id, Phone(number), pin):
            raise OperatorRefused("this SIM is another agent's")
        await audit.append(_event(keys, "operator-sim", id))
    return pin


async def list_operators(settings: Settings) -> list[Operator]:
    """All of them, by id. Raises `StoreDown`."""
    async with _opened(settings) as (operators, _, _, _):
        return await operators.all()


async def disable_operator(settings: Settings, id: str) -> None:
    """His token is worth nothing from the next request on. Raises `OperatorRefused`, `StoreDown`."""
    async with _opened(settings) as (operators, _, audit, keys):
        if not await operators.disable(id):
            raise OperatorRefused("there is no operator with this id")
        await audit.append(_event(keys, "operator-disable", id))


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[SqlOperators, SqlAgents, SqlAudit, Keys]]:
    keys = keyring(settings)
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        yield SqlOperators(engine), SqlAgents(engine, keys, Pins()), SqlAudit(engine, keys), keys
    finally:
        await engine.dispose()


def _event(keys: Keys, action: str, id: str) -> AuditEvent:
    return AuditEvent(SystemClock().now(), action, machine_user(keys), keys.mac("operator", id))
