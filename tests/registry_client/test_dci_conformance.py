"""What we send, and what the sandbox answers, against the published files of SP-DCI where those lie beside the project."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import IdRef
from dialogs.ports import Change, Enrolment, EnrolmentState, NextEvent
from registry_client.dci.config import DciConfig
from registry_client.dci.envelope import decode
from registry_client.dci.lenient import Member
from registry_client.dci.records import enrolments, household, identifiers, initials, score
from store.clock import FakeClock
from tests.registry_client.dci_world import HOME, World, ctx, dci_world, head, number

SPECS = Path(__file__).parents[3] / "shared" / "specs" / "spdci"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SPECS.is_dir(), reason="the published specifications of SP-DCI are not here"),
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),  # sandbox.faults
]

SOCIAL = ("social_api_v1.0.0.yaml", "openspp/spec_social_api_v1.0.0.yaml")
IBR = ("ibr_api_v1.0.0.yaml", "openspp/spec_ibr_api_v1.0.0.yaml")


def errors(file: str, pointer: str, instance: object) -> list[str]:
    """Where an instance departs from the schema at a JSON pointer of a file."""
    document = published(file)
    schema = {"$ref": f"#{pointer}", **{name: document[name] for name in ("components", "paths") if name in document}}
    return [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.Draft4Validator(schema).iter_errors(instance)]


@cache
def published(file: str) -> Any:
    """A published file, mended: references that lead nowhere allow anything, and an id of a txn/status may be of any kind.

    (SP-DCI 1.0.0 asks there that a text be exactly one of two kinds of text.)
    """
    document = yaml.safe_load((SPECS / file).read_text("utf-8"))

    def leads(pointer: str) -> bool:
        found = document
        for name in pointer.removeprefix("#/").split("/"):
            plain = name.replace("~1", "/").replace("~0", "~")
            found = found[int(plain)] if isinstance(found, list) else found.get(plain, ...) if isinstance(found, dict) else ...
            if found is ...:
                return False
        return True

    def mend(value: Any) -> Any:
        if isinstance(value, list):
            return [mend(one) for one in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("$ref"), str) and not leads(value["$ref"]):
            return {}
        mended = {name: mend(one) for name, one in value.items()}
        if isinstance(told := mended.get("attribute_value"), dict) and "oneOf" in told:
            mended["attribute_value"] = {"anyOf": told["oneOf"]}
        return mended

    return mend(document)


def request_errors(file: str, path: str, body: object) -> list[str]:
    escaped = path.replace("/", "~1")
    return errors(file, f"/paths/{escaped}/post/requestBody/content/application~1json/schema", body)


def answer_errors(file: str, path: str, body: object) -> list[str]:
    escaped = path.replace("/", "~1")
    return errors(file, f"/paths/{escaped}/post/responses/default/content/application~1json/schema", body)


@dataclass
class Tape:
    """A proxy between adapter and sandbox that keeps what passes, by path."""

    world: World
    sent: dict[str, bytes] = field(default_factory=dict)
    answered: dict[str, bytes] = field(default_factory=dict)

    async def serve(self, request: web.Request) -> web.Response:
        body, real = await request.read(), self.world.base.removesuffix("/dci")
        headers = {name: value for name, value in request.headers.items() if name in ("Authorization", "Content-Type")}
        async with self.world.session.request(request.method, real + request.path, data=body, headers=headers) as answer:
            read, place = await answer.read(), request.path.partition("/dci")[2]
            self.sent.setdefault(place, body)
            self.answered.setdefault(place, read)
            return web.Response(status=answer.status, body=read)

    def ours(self, place: str) -> Any:
        return json.loads(self.sent[place])

    def theirs(self, place: str) -> Any:
        return json.loads(self.answered[place])


@pytest.fixture
async def taped(clock: FakeClock) -> AsyncIterator[Tape]:
    """Everything that our adapters ever ask, once, by way of the tape."""
    async with dci_world(clock) as real:
        tape = Tape(real)
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", tape.serve)
        server = TestServer(app, host="127.0.0.1")
        async with server:
            world = World(real.fake, str(server.make_url("/dci")), real.session, clock)
            real.fake.desks["social"].patience = 1
            await world.social.household(head(HOME), ctx=ctx())
            wished = await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx(b"2"))
            await world.social.unsubscribe(wished, ctx=ctx(b"3"))
            await world.ibr.enrolments(head(HOME), ctx=ctx(b"4"))
            await world.ibr.card(IdRef("PASS", HOME.card), ctx=ctx(b"5"))
            yield tape


@pytest.mark.parametrize(
    ("file", "path", "place"),
    [
        *((file, "/registry/sync/search", "/social/registry/sync/search") for file in SOCIAL),
        *((file, "/registry/sync/txn/status", "/social/registry/sync/txn/status") for file in SOCIAL),
        (SOCIAL[1], "/registry/subscribe", "/social/registry/subscribe"),
        (SOCIAL[1], "/registry/unsubscribe", "/social/registry/unsubscribe"),
        *((file, "/registry/sync/search", "/ibr/registry/sync/search") for file in IBR),
        *((file, "/registry/sync/enrolled", "/ibr/registry/sync/enrolled") for file in IBR),
    ],
)
async def test_what_we_ask_is_as_published(taped: Tape, file: str, path: str, place: str) -> None:
    assert request_errors(file, path, taped.ours(place)) == []


async def test_a_token_is_asked_for_as_published(taped: Tape) -> None:
    form = dict(parse_qsl(taped.sent["/oauth2/client/token"].decode()))
    schemas = "/components/schemas"
    assert errors("authz_core_api_v1.0.0.yaml", f"{schemas}/OAuth2ClientTokenRequest", form) == []
    assert (
        errors("authz_core_api_v1.0.0.yaml", f"{schemas}/OAuth2ClientTokenResponse", taped.theirs("/oauth2/client/token")) == []
    )


async def test_the_sandboxs_keys_are_as_published(taped: Tape) -> None:
    keys = taped.theirs("/.well-known/jwks.json")["keys"]
    assert keys
    pointer = "/components/schemas/JWKSResponse/components/schemas/JWK"
    assert [errors("jwks_core_api_v1.0.0.yaml", pointer, key) for key in keys] == [[]]


@pytest.mark.parametrize(
    ("file", "path", "place"),
    [
        *((file, "/registry/sync/search", "/social/registry/sync/search") for file in SOCIAL),
        *((file, "/registry/sync/search", "/ibr/registry/sync/search") for file in IBR),
        (SOCIAL[1], "/registry/subscribe", "/social/registry/subscribe"),
    ],
)
async def test_what_the_sandbox_answers_is_as_published(taped: Tape, file: str, path: str, place: str) -> None:
    if path == "/registry/subscribe":
        pointer = "/components/responses/Response/content/application~1json/schema"
        assert errors(file, pointer, taped.theirs(place)) == []
    else:
        assert answer_errors(file, path, taped.theirs(place)) == []


async def test_a_wrong_request_would_be_noticed(taped: Tape) -> None:
    body = taped.ours("/social/registry/sync/search")
    body["message"]["search_request"][0]["locale"] = "FR"
    del body["header"]["total_count"]
    assert len(request_errors(SOCIAL[0], "/registry/sync/search", body)) >= 2


async def test_a_notice_of_the_sandbox_is_as_published(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        told = json.loads(world.fake.notice(HOME, "NewHouseHoldMember"))
    assert request_errors(SOCIAL[1], "/registry/notify", told) == []


def records_of(sample: str) -> list[Member]:
    envelope = decode((SPECS / "samples" / "social" / f"{sample}.json").read_bytes())
    assert envelope is not None
    (item,) = envelope.message.at("search_response").each()
    return list(item.down("data", "reg_records").each())


CONFIG = DciConfig(
    url="https://rsu.example", sender_id="a", receiver_id="b", production=False, signature="unsigned", verify_answers=False
)


@pytest.mark.parametrize("sample", ["processflow1-1res", "processflow1-2res"])
def test_the_published_samples_of_groups_can_be_read(sample: str) -> None:
    records = records_of(sample)
    told = [household(record, CONFIG) for record in records]
    assert all(one.size >= 1 and one.ref.value and one.head == "T. T." for one in told)
    assert score(records[0], CONFIG).value is not None
    assert records[0].slips["number-as-text"]


@pytest.mark.parametrize("sample", ["processflow2res", "processflow3ares", "processflow4res"])
def test_the_published_samples_of_people_can_be_read(sample: str) -> None:
    for record in records_of(sample):
        assert ("UIN", "847951632") in set(identifiers(record))
        assert initials(record) == "S. P."


def test_the_published_sample_of_programmes_can_be_read() -> None:
    envelope = decode((SPECS / "samples" / "ibr" / "processflow2res.json").read_bytes())
    assert envelope is not None
    (item,) = envelope.message.at("search_response").each()
    (record,) = item.down("data", "reg_records").each()
    assert enrolments(record, date(2024, 1, 1)) == [
        Enrolment("DCI001", EnrolmentState.ENROLLED, date(2024, 4, 12), next=NextEvent("payment", date(2024, 4, 12)))
    ]
