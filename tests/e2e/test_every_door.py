"""Every address that a whole house serves: open to everybody, or to the roles that stand here, and to no form of another site."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from console.api.access import token_mac
from demo import Demo, open_demo
from house.building import House
from store.operators import Operator
from store.sql.operators import SqlOperators
from tests.console.staff import Clerk, forms
from tests.servers import sqlite_threads_end

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),  # sandbox.faults
]

ROLES = (
    "agent", "supervisor", "officer", "lead", "authority", "reporter", "protection", "writer", "approver", "chat", "admin",
)  # fmt: skip
STRANGERS = """
    GET /healthz  GET /readyz  GET /metrics  GET /api/openapi.json
    GET /chat  GET /chat/widget.js  GET /chat/ws  GET /chat/poll  POST /chat/ticket  POST /chat/send  POST /chat/leave
    GET /console/{file}  GET /console/language/{lang}  GET /console/sign-in  POST /console/sign-in
    GET /console/sign-in/openid  GET /console/sign-in/callback
    GET /proof/esignet/callback
"""
"""What anybody may call: it admits by itself, or tells nothing."""
SECRET = """
    POST /ussd/africastalking/{key}  POST /ussd/africastalking/{key}/{tail}  POST /ussd/arkesel/{key}  POST /ussd/hubtel/{key}
    * /sms/{provider}/{key}/{event}  POST /registry/dci/{key}/{path}
    GET /chat/telegram/{key}  POST /chat/telegram/{key}  GET /chat/whatsapp/{key}  POST /chat/whatsapp/{key}
"""
"""What only who knows the path may call."""
CAMPAIGN = "/api/v1/campaigns/{name}"
PAGE = "/console/campaigns/{name}"
STAFF = {
    "writer": f"""
        POST /api/v1/campaigns  PUT {CAMPAIGN}  GET {CAMPAIGN}/count
        POST {CAMPAIGN}/audience  POST {CAMPAIGN}/exclusions  POST {CAMPAIGN}/questions  POST {CAMPAIGN}/reminders
        POST {CAMPAIGN}/freeze  POST {CAMPAIGN}/tests  POST {CAMPAIGN}/submit
        GET /console/campaigns/_new  POST /console/campaigns/_new  POST /console/campaigns/_count
        GET {PAGE}/edit  POST {PAGE}/edit  GET {PAGE}/people  POST {PAGE}/people  POST {PAGE}/question  POST {PAGE}/reminders
        GET {PAGE}/test  POST {PAGE}/test  GET {PAGE}/freeze  POST {PAGE}/freeze  GET {PAGE}/submit  POST {PAGE}/submit
    """,
    "approver": f"""
        POST {CAMPAIGN}/approve  POST {CAMPAIGN}/start  POST {CAMPAIGN}/pause  POST {CAMPAIGN}/resume  POST {CAMPAIGN}/stop
        POST {PAGE}/approve  GET {PAGE}/start  POST {PAGE}/start  GET {PAGE}/pause  POST {PAGE}/pause
        GET {PAGE}/resume  POST {PAGE}/resume  GET {PAGE}/stop  POST {PAGE}/stop
    """,
    "writer approver": f"""
        GET /api/v1/campaigns  GET {CAMPAIGN}  GET {CAMPAIGN}/preview  GET {CAMPAIGN}/progress
        GET {CAMPAIGN}/report  GET {CAMPAIGN}/report.csv  GET {CAMPAIGN}/report.html
        GET /console/campaigns  GET {PAGE}  GET {PAGE}/preview  GET {PAGE}/watch  GET {PAGE}/report  GET {PAGE}/report/{{form}}
    """,
    "officer lead authority": """
        GET /api/v1/cases  GET /api/v1/cases/{ref}  POST /api/v1/cases/{ref}/assign  POST /api/v1/cases/{ref}/ask
        POST /api/v1/cases/{ref}/note  POST /api/v1/cases/{ref}/answer  POST /api/v1/cases/{ref}/refer
        POST /api/v1/cases/{ref}/escalate  POST /api/v1/cases/{ref}/close
        GET /console/cases  GET /console/cases/{ref}  POST /console/cases/{ref}/{move}
    """,
    "lead authority reporter": "GET /api/v1/cases/report  GET /console/case-report",
    "protection": """
        GET /api/v1/protected  GET /api/v1/protected/{id}  POST /api/v1/protected/{id}/note  POST /api/v1/protected/{id}/settle
        GET /console/protected  GET /console/protected/{id}  POST /console/protected/{id}/note
        POST /console/protected/{id}/{state}
    """,
    "chat": """
        GET /api/v1/inbox  POST /api/v1/inbox/off  GET /api/v1/inbox/replies  GET /api/v1/inbox/{id}
        POST /api/v1/inbox/{id}/claim  POST /api/v1/inbox/{id}/say  POST /api/v1/inbox/{id}/typing
        POST /api/v1/inbox/{id}/transfer  POST /api/v1/inbox/{id}/return  POST /api/v1/inbox/{id}/close
        GET /console/inbox  POST /console/inbox/off  GET /console/inbox/{id}  POST /console/inbox/{id}/claim
        POST /console/inbox/{id}/say  POST /console/inbox/{id}/typing  POST /console/inbox/{id}/transfer
        POST /console/inbox/{id}/return  POST /console/inbox/{id}/close
    """,
    "agent": "POST /api/v1/handoffs/{code}/claim  POST /api/v1/handoffs/{id}/submit",
    "agent supervisor": "POST /api/v1/handoffs/{id}/exception",
    "admin": "GET /console/operators  POST /console/operators/{id}/disable",
    " ".join(ROLES): "GET /console",
}
"""What staff may call, by the roles of which one is needed."""
LEAVE = ("POST", "/console/sign-out")
SAMPLE = {
    "name": "nothing-here", "ref": "12345678", "id": "0" * 32, "code": "123456", "form": "csv", "move": "take", "state": "called",
    "key": "k" * 32, "tail": "events", "provider": "africastalking", "event": "inbound", "path": "notify",
}  # fmt: skip
"""Something that is not there in the place of each name."""


def doors(text: str) -> Iterable[tuple[str, str]]:
    words = text.split()
    return zip(words[::2], words[1::2], strict=True)


OPENED = {door: frozenset(roles.split()) for roles, text in STAFF.items() for door in doors(text)}
API = [(door, roles) for door, roles in OPENED.items() if door[1].startswith("/api/")]
CONSOLE = [(door, roles) for door, roles in OPENED.items() if door[1].startswith("/console")]


@dataclass
class Doors:
    """A running house with one operator for each role, each at a browser of his own too."""

    home: House
    url: str
    http: aiohttp.ClientSession
    tokens: dict[str, str]
    clerks: dict[str, Clerk]

    async def api(self, method: str, path: str, role: str = "") -> int:
        headers = {"Content-Type": "application/json", "If-Match": '"1"'}
        headers |= {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        body = None if method == "GET" else b"{}"
        async with self.http.request(method, self.url + path.format(**SAMPLE), data=body, headers=headers) as answer:
            return answer.status

    async def page(self, clerk: Clerk, method: str, path: str, form: dict[str, str], **headers: str) -> int:
        told = {"data": form, "headers": headers} if method == "POST" else {"headers": headers}
        async with clerk.http.request(method, self.url + path.format(**SAMPLE), allow_redirects=False, **told) as answer:  # type: ignore[arg-type]  # data and headers
            return answer.status

    async def word(self, role: str) -> dict[str, str]:
        """What the forms of this session carry."""
        return {"csrf": forms((await self.clerks[role].open()).html)["/console/sign-out"]["csrf"]}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with AsyncExitStack() as stack:
        demo: Demo = await stack.enter_async_context(open_demo("morocco", 0, 60, tmp_path_factory.mktemp("doors")))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        made = Doors(demo.house, demo.card["url"], http, {}, {})
        for role in ROLES:
            made.tokens[role] = role.ljust(43, "x")
            mac = token_mac(demo.house.world.keys, made.tokens[role])
            await SqlOperators(demo.house.engine).add(Operator(f"only-{role}", frozenset({role})), mac)
            jar = aiohttp.CookieJar(unsafe=True)
            made.clerks[role] = Clerk(await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar)), made.url)
            assert (await made.clerks[role].sign_in(made.tokens[role])).status == 200
        yield made
    await sqlite_threads_end()


async def test_there_is_no_door_that_nobody_thought_of(house: Doors) -> None:
    served = {(one.method, one.resource.canonical) for one in house.home.web.router.routes() if one.resource}
    known = {*doors(STRANGERS), *doors(SECRET), *OPENED, LEAVE}
    assert {door for door in served if door[0] != "HEAD"} == known
    assert {("GET", path) for method, path in served if method == "HEAD"} <= known


async def test_each_role_calls_its_operations_and_no_other_does(house: Doors) -> None:
    for (method, path), allowed in API:
        told = {role: await house.api(method, path, role) for role in ROLES}
        assert {role for role, status in told.items() if status != 403} == allowed, (method, path)
        assert max(told.values()) < 500, (method, path)
        assert await house.api(method, path) == 401, (method, path)


async def test_each_role_opens_its_pages_and_no_other_does(house: Doors) -> None:
    words = {role: await house.word(role) for role in ROLES}
    stranger = Clerk(house.http, house.url)
    for (method, path), allowed in CONSOLE:
        told = {role: await house.page(house.clerks[role], method, path, words[role]) for role in ROLES}
        assert {role for role, status in told.items() if status != 403} == allowed, (method, path)
        assert max(told.values()) < 500, (method, path)
        assert await house.page(stranger, method, path, words["admin"]) == 303, (method, path)


async def test_no_form_is_taken_without_the_word_of_its_session_or_from_another_site(house: Doors) -> None:
    posted = [(path, min(allowed)) for (method, path), allowed in CONSOLE if method == "POST"]
    assert len(posted) >= 25
    for path, role in [*posted, (LEAVE[1], "admin")]:
        clerk, ours = house.clerks[role], await house.word(role)
        others = await house.word("reporter")
        for form in ({}, {"csrf": ""}, others):
            assert await house.page(clerk, "POST", path, form) == 403, path
        assert await house.page(clerk, "POST", path, ours, **{"Sec-Fetch-Site": "cross-site"}) == 403, path


async def test_a_path_that_is_not_the_secret_one_is_not_there(house: Doors) -> None:
    for method, path in doors(SECRET):
        assert await house.api("POST" if method == "*" else method, path) == 404, path


async def test_a_path_that_fits_no_pattern_reaches_no_handler(house: Doors) -> None:
    for path in ("/console/cases/..%2f..%2fmetrics", "/console/..%2fhealthz", "/api/v1/cases/%00", "/console/campaigns/a%2fb"):
        async with house.http.get(f"{house.url}{path}", allow_redirects=False) as answer:
            assert answer.status == 404, path
