"""The staff's pages: which there are in this installation, and who may open them."""

from collections.abc import Sequence

import aiohttp
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from config import replies
from config.settings import Settings
from console.announcing import Announcing
from console.answering import Answering
from console.casework import Casework
from console.pages import campaigns, cases, inbox, operators, protected
from console.pages.names import CountryNames
from console.pages.openid import OpenId, OpenIdConfig
from console.pages.page import Page
from console.pages.rendering import ROOT
from console.pages.serving import Staff, application
from console.pages.wording import Wording
from dialogs.desk import World
from house.adapters import plain
from store.sql.operators import SqlOperators

__all__ = ["attach_console", "console_pages"]


def console_pages(world: World, casework: Casework, team: Announcing | None, desk: Answering | None) -> Sequence[Page]:
    """All pages of this installation; who sees which is a matter of roles."""
    names, country = CountryNames(world.country), world.country
    return (
        *cases.pages(casework, names),
        *protected.pages(world.protected, world.clock, names),
        *operators.pages(casework.operators, world.audit, world.keys, world.clock),
        *(campaigns.pages(team) if team else ()),
        *(inbox.pages(desk, replies.load(country.code, country.languages, country.borrow)) if desk else ()),
    )


def attach_console(
    app: web.Application,
    settings: Settings,
    world: World,
    engine: AsyncEngine,
    http: aiohttp.ClientSession,
    pages: Sequence[Page],
) -> None:
    """`/console` with `pages`, where the settings want it."""
    if not settings.console.enabled:
        return
    country = world.country
    staff = Staff(
        operators=SqlOperators(engine),
        sessions=world.sessions,
        guard=world.guard,
        audit=world.audit,
        keys=world.keys,
        clock=world.clock,
        wording=Wording(country.region, country.timezone),
        pending=tuple(lang for lang in country.languages if world.speech.pending(lang)),
        openid=_openid(settings, world, http),
        secure=settings.environment != "demo",
    )
    app.add_subapp(ROOT, application(pages, staff))


def _openid(settings: Settings, world: World, http: aiohttp.ClientSession) -> OpenId | None:
    """The ministry's identity provider, where the settings name one."""
    ours = settings.console
    if not (ours.issuer_url and ours.client_id and ours.public_url):
        return None
    config = OpenIdConfig(
        ours.issuer_url,
        ours.client_id,
        f"{ours.public_url}{ROOT}/sign-in/callback",
        plain(ours.client_secret) if ours.client_secret else "",
        ours.operator_claim,
        ours.scope,
    )
    return OpenId(config, http, world.clock, world.keys, world.sessions)
