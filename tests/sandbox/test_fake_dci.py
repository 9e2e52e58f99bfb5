"""The sandbox's SP-DCI registries refuse what a real one refuses, and its households are always the same."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.dci import CLIENT, PARTNER, Dci
from sandbox.dci_wire import Dialect, answer_header, sign, stamp
from sandbox.households import homes, next_payment
from sandbox.population import people
from store.clock import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

HOMES = homes(people(60))
Touch = Callable[[dict[str, Any]], None]


@dataclass
class Partner:
    """A client of the fake that does everything by hand."""

    fake: Dci
    base: str
    session: aiohttp.ClientSession
    clock: FakeClock
    headers: dict[str, str] = field(default_factory=dict)
    n: int = 0

    def message(self) -> dict[str, Any]:
        self.n += 1
        criteria = {
            "query_type": "idtype-value",
            "response_entity": "Group",
            "query": {"type": "HOUSEHOLD_ID", "value": HOMES[0].number},
            "pagination": {"page_size": 2, "page_number": 1},
        }
        asked = {"reference_id": f"r{self.n}", "timestamp": stamp(self.clock.now()), "search_criteria": criteria, "locale": "fra"}
        return {"transaction_id": f"t{self.n}", "search_request": [asked]}

    def header(self, action: str = "search") -> dict[str, Any]:
        told = answer_header(action, PARTNER, "social.sandbox.example", self.clock.now())
        return {name: value for name, value in told.items() if name not in ("status", "completed_count")}

    async def post(
        self, head: dict[str, Any], message: dict[str, Any], path: str = "sync/search", touched: dict[str, Any] | None = None
    ) -> tuple[int, Any]:
        """`touched` is changed after the message was signed."""
        fake = self.fake
        signature = sign(fake.partner, fake.dialect, PARTNER, head, message, self.clock.now()).removeprefix("Signature: ")
        body = {"signature": signature, "header": head, "message": message} | (touched or {})
        async with self.session.post(f"{self.base}/social/registry/{path}", json=body, headers=self.headers) as answer:
            return answer.status, await answer.json()


@pytest.fixture(params=["cavage", "jws"])
async def partner(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[Partner]:
    dialect: Dialect = request.param
    app = web.Application()
    async with aiohttp.ClientSession() as session:
        fake = Dci(HOMES, clock, session, dialect=dialect)
        fake.attach(app)
        server = TestServer(app, host="127.0.0.1")
        async with server:
            base = str(server.make_url("/dci"))
            secret = fake.client_settings(base, "social")["client_secret"]
            form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": secret}
            async with session.post(f"{base}/oauth2/client/token", data=form) as answer:
                token = (await answer.json())["access_token"]
            yield Partner(fake, base, session, clock, {"Authorization": f"Bearer {token}"})


def code_of(answer: Any) -> str:
    """The code of a refusal, in the header, an item or an acknowledgement."""
    if "header" not in answer:
        return str(answer["message"]["error"]["code"])
    (item,) = answer["message"].get("search_response", [{}])
    return str(answer["header"].get("status_reason_code") or item.get("status_reason_code", ""))


async def test_a_right_question_is_answered(partner: Partner) -> None:
    status, answer = await partner.post(partner.header(), partner.message())
    assert (status, code_of(answer)) == (200, "")
    (item,) = answer["message"]["search_response"]
    assert item["data"]["reg_records"][0]["group_size"] == len(HOMES[0].members)


def _header(name: str, value: object) -> Touch:
    return lambda head: head.__setitem__(name, value)


@pytest.mark.parametrize(
    ("touch", "code"),
    [
        (_header("version", "0.9"), "rjct.version.invalid"),
        (_header("sender_id", "x"), "err.sender_id.invalid"),
        (_header("receiver_id", "x"), "err.receiver_id.invalid"),
        (_header("sender_uri", "no address"), "err.sender_uri.invalid"),
        (_header("is_msg_encrypted", True), "err.encryption.invalid"),
        (_header("is_msg_encrypted", "false"), "err.encryption.invalid"),
        (_header("message_id", ""), "err.request.bad"),
        (_header("message_id", "x" * 100), "err.request.bad"),
        (_header("message_ts", "2027-01-15T08:00:00"), "rjct.message_ts.invalid"),
        (_header("message_ts", "2020-01-15T08:00:00Z"), "rjct.message_ts.invalid"),
        (_header("action", "subscribe"), "rjct.action.invalid"),
        (_header("total_count", "1"), "rjct.total_count.invalid"),
        (_header("total_count", 2), "rjct.total_count.invalid"),
    ],
)
async def test_a_header_that_is_not_right_is_refused(partner: Partner, touch: Touch, code: str) -> None:
    head = partner.header()
    touch(head)
    assert code_of((await partner.post(head, partner.message()))[1]) == code


def _criteria(name: str, value: object) -> Touch:
    return lambda asked: asked["search_criteria"].__setitem__(name, value)


@pytest.mark.parametrize(
    ("touch", "code"),
    [
        (lambda asked: asked.__setitem__("reference_id", ""), "rjct.reference_id.invalid"),
        (lambda asked: asked.__setitem__("reference_id", "x" * 100), "rjct.reference_id.invalid"),
        (lambda asked: asked.__setitem__("timestamp", "2027-01-15"), "rjct.timestamp.invalid"),
        (lambda asked: asked.__setitem__("locale", "FR"), "rjct.search_criteria.invalid"),
        (lambda asked: asked.pop("search_criteria"), "rjct.search_criteria.invalid"),
        (_criteria("query_type", "graphql"), "rjct.search_criteria.invalid"),
        (_criteria("response_entity", "member"), "rjct.search_criteria.invalid"),
        (_criteria("query", {"type": "UIN"}), "rjct.filter.invalid"),
        (_criteria("query", []), "rjct.filter.invalid"),
        (_criteria("sort", {"attribute_name": "x"}), "rjct.sort.invalid"),
        (_criteria("pagination", {"page_size": 0}), "rjct.pagination.invalid"),
        (_criteria("pagination", {"page_size": 5, "page_number": 0}), "rjct.pagination.invalid"),
        (_criteria("pagination", {"page_size": -1}), "rjct.pagination.invalid"),
        (_criteria("pagination", 5), "rjct.pagination.invalid"),
    ],
)
async def test_a_question_that_is_not_right_is_refused(partner: Partner, touch: Touch, code: str) -> None:
    message = partner.message()
    touch(message["search_request"][0])
    assert code_of((await partner.post(partner.header(), message))[1]) == code


async def test_a_message_id_is_good_for_once(partner: Partner) -> None:
    head = partner.header()
    assert code_of((await partner.post(head, partner.message()))[1]) == ""
    assert code_of((await partner.post(head, partner.message()))[1]) == "rjct.message_id.duplicate"


async def test_a_reference_is_good_for_once(partner: Partner) -> None:
    message = partner.message()
    assert code_of((await partner.post(partner.header(), message))[1]) == ""
    assert code_of((await partner.post(partner.header(), message))[1]) == "rjct.reference_id.duplicate"


@pytest.mark.parametrize(("signature", "code"), [("", "err.signature.missing"), ("x", "err.signature.invalid")])
async def test_a_signature_is_looked_at(partner: Partner, signature: str, code: str) -> None:
    status, answer = await partner.post(partner.header(), partner.message(), touched={"signature": signature})
    assert (status, code_of(answer)) == (401, code)


async def test_a_message_that_was_touched_is_refused(partner: Partner) -> None:
    other = partner.message()
    _, answer = await partner.post(partner.header(), partner.message(), touched={"message": other})
    assert code_of(answer) == "err.signature.invalid"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "err.auth.missing_header"),
        ("Basic abc", "err.auth.invalid_format"),
        ("Bearer ", "err.auth.empty_token"),
        ("Bearer wrong", "err.auth.invalid_token"),
    ],
)
async def test_a_token_is_looked_at(partner: Partner, header: str | None, code: str) -> None:
    partner.headers = {} if header is None else {"Authorization": header}
    status, answer = await partner.post(partner.header(), partner.message())
    assert status == 401
    assert code_of(answer) in (code, "err.auth.invalid_format")


async def test_a_token_ends(partner: Partner) -> None:
    await partner.clock.advance(3601)
    assert (await partner.post(partner.header(), partner.message()))[0] == 401


@pytest.mark.parametrize("wrong", [{"grant_type": "password"}, {"client_id": "x"}, {"client_secret": "x"}])
async def test_a_token_is_for_our_partner_alone(partner: Partner, wrong: dict[str, str]) -> None:
    secret = partner.fake.client_settings(partner.base, "social")["client_secret"]
    form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": secret} | wrong
    async with partner.session.post(f"{partner.base}/oauth2/client/token", data=form) as answer:
        assert answer.status == 401


async def test_a_transaction_that_nobody_began_is_not_found(partner: Partner) -> None:
    asked = {"reference_id": "r", "txn_type": "search", "attribute_type": "transaction_id", "attribute_value": "none"}
    message = {"transaction_id": "none", "txnstatus_request": asked}
    status, answer = await partner.post(partner.header("txn-status"), message, "sync/txn/status")
    assert (status, code_of(answer)) == (404, "err.request.not_found")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"message": []}'])
async def test_what_is_no_message_is_refused(partner: Partner, body: bytes) -> None:
    async with partner.session.post(f"{partner.base}/social/registry/sync/search", data=body, headers=partner.headers) as answer:
        assert (answer.status, code_of(json.loads(await answer.read()))) == (400, "err.request.bad")


# --- households --------------------------------------------------------------------------------


def test_the_same_people_always_live_together() -> None:
    assert homes(people(60)) == HOMES
    assert homes(people(60), seed=1) != HOMES


def test_everybody_with_a_number_lives_in_one_household_and_its_eldest_is_the_head() -> None:
    everybody = [person for person in people(60) if person.status == "issued" and person.active]
    assert sorted(person.uin for home in HOMES for person in home.members) == sorted(person.uin for person in everybody)
    assert all(home.head.born == min(person.born for person in home.members) for home in HOMES)
    assert len({home.number for home in HOMES}) == len(HOMES)


def test_programmes_go_by_the_score() -> None:
    for home in homes(people(300)):
        states = {standing.programme: standing.state for standing in home.standings}
        if home.value is None:
            assert states == {"ASD": "Pending"}
        else:
            assert (states["AMO"] == "Active") == (home.value <= 9.3264284)
            assert all(bool(standing.reason) == (standing.state == "Rejected") for standing in home.standings)


def test_a_household_shows_nobody() -> None:
    assert HOMES[0].number not in repr(HOMES[0])
    assert next_payment(HOMES[0].registered_on).day == 28
