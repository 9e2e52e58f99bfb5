"""The fake operator's USSD speaks Africa's Talking on the wire, and every trap it can set is one that a real one has."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from sandbox.operators import PROFILES, Profile
from sandbox.telco import Screen
from tests.sandbox.telco_world import AMINA, CODE, World, opened, until

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with opened() as made:
        yield made


# --- the handset -------------------------------------------------------------------------------


async def test_a_session_has_one_id_and_cumulative_text(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    for typed in ("1", "1", "", "a*b"):
        screen = await world.telco.send(AMINA, typed)
    assert [hop["text"] for hop in world.service.hops] == ["", "1", "1*1", "1*1*", "1*1**a*b"]
    assert {hop["sessionId"] for hop in world.service.hops} == {world.service.hops[0]["sessionId"]}
    assert world.service.hops[0].keys() == {"sessionId", "phoneNumber", "networkCode", "serviceCode", "text"}
    assert world.service.hops[0]["sessionId"].startswith("ATUid_")
    assert len(world.service.hops[0]["sessionId"]) == 38
    assert (world.service.hops[0]["phoneNumber"], world.service.hops[0]["serviceCode"]) == (AMINA, CODE)
    assert screen == Screen("1*1**a*b", open=True, expires_in=180.0)


async def test_a_longer_code_dials_into_the_service(world: World) -> None:
    await world.telco.dial(AMINA, "*384*123*7*2#")
    assert world.service.hops[0]["text"] == "7*2"
    assert world.service.hops[0]["serviceCode"] == CODE


@pytest.mark.parametrize("code", ["*100#", "*384*1234#", "384*123", "*384*123*7", ""])
async def test_a_code_of_nobody_reaches_nobody(world: World, code: str) -> None:
    assert (await world.telco.dial(AMINA, code)).error == "no-service"
    assert world.service.hops == []


async def test_the_last_input_profile_sends_only_the_last_as_json(world: World) -> None:
    await world.telco.dial(AMINA, CODE, PROFILES["last"])
    await world.telco.send(AMINA, "1")
    assert await world.telco.send(AMINA, "2") == Screen("2", open=True, expires_in=180.0)
    assert [hop["userData"] for hop in world.service.hops] == [CODE, "1", "2"]
    assert [str(hop["newSession"]) for hop in world.service.hops] == ["True", "False", "False"]


async def test_the_numbered_profile_counts_its_hops(world: World) -> None:
    await world.telco.dial(AMINA, "*384*123*7#", PROFILES["numbered"])
    await world.telco.send(AMINA, "2")
    assert [hop["Message"] for hop in world.service.hops] == ["*384*123*7#", "2"]
    assert [str(hop["Sequence"]) for hop in world.service.hops] == ["1", "2"]
    assert [hop["Type"] for hop in world.service.hops] == ["Initiation", "Response"]


async def test_a_last_input_answer_out_of_form_ends_the_session(world: World) -> None:
    world.service.say = lambda _: web.Response(text="[]")
    assert await world.telco.dial(AMINA, CODE, PROFILES["last"]) == Screen("", open=False, error="bad-prefix")
    assert (await world.telco.dial(AMINA, CODE, replace(PROFILES["last"], numbered=True))).error == "bad-prefix"


async def test_a_handset_shows_only_what_it_has_room_for(world: World) -> None:
    world.service.say = lambda _: web.Response(text="CON " + "é" * 90 + "€" * 90)
    assert (await world.telco.dial(AMINA, CODE, PROFILES["small"])).text == "é" * 90 + "€" * 35
    assert (await world.telco.dial(AMINA, CODE, PROFILES["no-arabic"])).text == "é" * 90 + "€" * 46


async def test_end_closes_and_tells_the_events_address(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    world.service.say = lambda _: web.Response(text="END Merci", headers={"at-ussd-hop-metadata": "thanks"})
    await world.clock.advance(2)
    assert await world.telco.send(AMINA, "1") == Screen("Merci", open=False)
    assert (await world.telco.send(AMINA, "1")).error == "no-session"
    await world.postman.quiet()
    (event,) = world.service.events
    assert event == {
        **{name: value for name, value in world.service.hops[0].items() if name != "text"},
        "date": "2027-01-15 08:00:02",
        "status": "Success",
        "cost": "KES 0.00",
        "durationInMillis": "2000",
        "hopsCount": "2",
        "hopsMetadata": "thanks",
        "input": "1",
        "lastAppResponse": "END Merci",
    }


async def test_a_mark_comes_back_with_the_next_hop_of_the_same_session(world: World) -> None:
    world.service.say = lambda form: web.Response(text="CON x", headers={"at-ussd-hop-metadata": f"step-{len(form['text'])}"})
    await world.telco.dial(AMINA, CODE, PROFILES["after"])
    await world.telco.send(AMINA, "1")
    await world.telco.dial(AMINA, CODE)
    assert world.service.marks == ["", "", "step-0", "step-0", ""]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda: web.Response(text=" CON x"), "bad-prefix"),
        (lambda: web.Response(text="\ufeffCON x"), "bad-prefix"),
        (lambda: web.Response(text=""), "bad-prefix"),
        (lambda: web.Response(text="con x"), "bad-prefix"),
        (lambda: web.Response(text="CON"), "bad-prefix"),
        (lambda: web.Response(text="ENDE"), "bad-prefix"),
        (lambda: web.Response(body=b"CON \xff"), "bad-encoding"),
        (lambda: web.Response(text="CON x", status=404), "http-404"),
        (lambda: web.Response(text="END x", status=500), "http-500"),
    ],
)
async def test_an_answer_out_of_form_ends_the_session(world: World, answer: Callable[[], web.Response], error: str) -> None:
    world.service.say = lambda _: answer()
    assert await world.telco.dial(AMINA, CODE) == Screen("", open=False, error=error)
    await world.postman.quiet()
    assert [(event["status"], event["errorMessage"]) for event in world.service.events] == [("Failed", error)]


async def test_an_application_that_is_too_slow_or_away_ends_the_session(world: World) -> None:
    world.service.hold = asyncio.Event()
    slow = await world.telco.dial(AMINA, CODE, replace(PROFILES["hasty"], answer=0.05))
    world.service.hold.set()
    world.telco._callbacks.ussd = "http://127.0.0.1:9/ussd"
    away = await world.telco.dial(AMINA, CODE)
    assert (slow.error, away.error) == ("no-answer", "unreachable")


async def test_a_session_lives_only_so_long(world: World) -> None:
    await world.telco.dial(AMINA, CODE, PROFILES["hasty"])
    await world.clock.advance(19)
    assert (await world.telco.send(AMINA, "1")).expires_in == 1.0
    await world.clock.advance(1)
    assert await world.telco.send(AMINA, "1") == Screen("", open=False, error="session-timeout")
    await world.postman.quiet()
    assert [event["status"] for event in world.service.events] == ["Incomplete"]


@pytest.mark.parametrize("close", [True, False])
async def test_hanging_up_is_told_only_where_the_profile_tells(world: World, close: bool) -> None:
    await world.telco.dial(AMINA, CODE, Profile("p", close=close))
    assert world.telco.drop(AMINA)
    assert not world.telco.drop(AMINA)
    await world.postman.quiet()
    assert [event["status"] for event in world.service.events] == ["Incomplete"] * close


@pytest.mark.parametrize("profile", ["after", "together"])
async def test_double_delivery_says_whether_both_answers_were_equal(world: World, profile: str) -> None:
    assert (await world.telco.dial(AMINA, CODE, PROFILES[profile])).equal is True
    count = iter(range(100))
    world.service.say = lambda _: web.Response(text=f"CON {next(count)}")
    assert (await world.telco.send(AMINA, "1")).equal is False
    assert [hop["text"] for hop in world.service.hops] == ["", "", "1", "1"]


async def test_a_phone_cannot_type_while_it_waits(world: World) -> None:
    await world.telco.dial(AMINA, CODE)
    world.service.hold = asyncio.Event()
    first = asyncio.create_task(world.telco.send(AMINA, "1"))
    await until(lambda: len(world.service.hops) == 2)
    assert (await world.telco.send(AMINA, "2")).error == "busy"
    world.service.hold.set()
    assert (await first).text == "1"


async def test_an_answer_for_a_phone_that_hung_up_is_shown_to_nobody(world: World) -> None:
    world.service.hold = asyncio.Event()
    first = asyncio.create_task(world.telco.dial(AMINA, CODE))
    await until(lambda: bool(world.service.hops))
    world.telco.drop(AMINA)
    world.service.hold.set()
    assert await first == Screen("", open=False, error="no-session")


# --- conformance -------------------------------------------------------------------------------


@pytest.mark.conformance
async def test_our_hops_have_the_fields_of_the_captured_ones(world: World) -> None:
    file = SAMPLES / "ussd_africastalking.jsonl"
    if not file.exists():
        pytest.skip("the shared samples are not here")
    captured = [json.loads(line) for line in file.read_text().splitlines() if "captured hop" in line]
    await world.telco.dial(AMINA, CODE)
    named = {pair.split("=")[0] for sample in captured for pair in sample["body"].split("&")}
    assert named == world.service.hops[0].keys()
