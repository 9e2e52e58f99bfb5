"""A partner of the fake MOSIP, served over HTTP."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from tests.sandbox.mosip_partner import Client, Partner, Served, serving


@pytest.fixture
def served(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Served:
    return serving(aiohttp_client)


@pytest.fixture
async def partner(served: Served) -> Partner:
    return await served()
