"""The fake operator for the page in the browser: phones, screens, messages and faults, for pages of this machine alone."""

from collections.abc import AsyncIterator

import pytest

from sandbox.faults import Faults
from sandbox.operators import PROFILES
from tests.sandbox.telco_world import AMINA, CODE, World, opened


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with opened() as made:
        yield made


async def test_the_page_lists_dials_answers_and_hangs_up(world: World) -> None:
    assert await world.call("GET", "/phones") == (200, [{"msisdn": AMINA, "names": {"fr": "Amina"}}])
    status, profiles = await world.call("GET", "/profiles")
    assert [profile["name"] for profile in profiles] == list(PROFILES)
    shown = {"text": "", "open": True, "error": "", "expires_in": 180.0, "encoding": "GSM-7", "units": 0, "equal": None}
    assert await world.call("POST", "/phones/%2B212612345678/dial", {"code": CODE}) == (200, shown)
    status, screen = await world.call("POST", "/phones/212612345678/send", {"text": "é"})
    assert (screen["text"], screen["encoding"], screen["units"]) == ("é", "UCS-2", 1)
    status, screen = await world.call("POST", f"/phones/{AMINA}/drop", {})
    assert (status, screen["open"]) == (200, False)
    status, problem = await world.call("POST", f"/phones/{AMINA}/send", {"text": "1"})
    assert (status, problem["status"], problem["title"]) == (409, 409, "Conflict")


async def test_messages_are_listed_newest_last(world: World) -> None:
    world.phones.deliver(AMINA, "GUICHET", "un", 1_767_607_200.0)
    world.phones.deliver(AMINA, "GUICHET", "deux", 1_767_607_201.5)
    _, messages = await world.call("GET", "/phones/212612345678/messages")
    assert [(sms["from"], sms["text"]) for sms in messages] == [("GUICHET", "un"), ("GUICHET", "deux")]
    assert [sms["at"] for sms in messages] == ["2026-01-05T10:00:00Z", "2026-01-05T10:00:01.500000Z"]


async def test_faults_are_turned_and_shown(world: World) -> None:
    status, _ = await world.call("PUT", "/faults/sms", {"status": 503, "times": 1})
    assert status == 200
    await world.sms(503)
    await world.sms(201)
    assert await world.call("PUT", "/faults/sms", {"latency": 0, "lie": "html"}) == (
        200,
        {"latency": 0.0, "hang": False, "status": 0, "lie": "html", "times": -1},
    )
    assert (await world.call("GET", "/faults"))[1].keys() == {"sms", "reports"}
    await world.call("PUT", "/faults/sms", {})
    assert world.api.sending == Faults()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/phones/0612345678/messages", None, 404),
        ("GET", "/phones/abc/messages", None, 404),
        ("POST", "/phones/212612345678/dial", {}, 400),
        ("POST", "/phones/212612345678/dial", [], 400),
        ("POST", "/phones/212612345678/dial", {"code": CODE, "profile": "nobody"}, 400),
        ("POST", "/phones/212612345678/send", {"text": 1}, 400),
        ("POST", "/phones/212612345678/send", {"text": "x" * 1001}, 400),
        ("PUT", "/faults/nobody", {}, 404),
        ("PUT", "/faults/sms", {"latency": -1}, 400),
        ("PUT", "/faults/sms", {"latency": "1"}, 400),
        ("PUT", "/faults/sms", {"hang": 1}, 400),
        ("PUT", "/faults/sms", {"status": 99}, 400),
        ("PUT", "/faults/sms", {"colour": 1}, 400),
    ],
)
async def test_what_cannot_be_served_is_a_problem(world: World, method: str, path: str, body: object, status: int) -> None:
    seen, problem = await world.call(method, path, body)
    assert (seen, problem["status"]) == (status, status)
    assert world.api.sending == Faults()


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://evil.example", 403),
        ("http://127.0.0.1.evil.example", 403),
        ("null", 403),
        ("http://[broken", 403),
        ("http://localhost:9", 200),
        ("http://127.0.0.1:8080", 200),
        ("http://[::1]:8080", 200),
        ("", 403),
    ],
)
async def test_a_foreign_page_is_not_served(world: World, origin: str, status: int) -> None:
    seen, _ = await world.call("GET", "/phones", Origin=origin)
    assert seen == status


async def test_the_page_of_this_very_host_is_served(world: World) -> None:
    seen, _ = await world.call("GET", "/phones", Origin="http://demo.example:8080", Host="demo.example:8080")
    assert seen == 200
