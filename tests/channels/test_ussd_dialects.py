"""Every dialect over real HTTP: the whole recovery, retries and replays, redials, replies that are posted back."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from msgspec.structs import replace

from channels.ussd.dialects import DIALECTS
from channels.ussd.postback import PostBack
from dialogs.ports import StoreDown
from tests.channels.gateway import Ears, serving, words
from tests.channels.operators import KEY, MAKE_SURE, SESSION, WALK, Operator, operator
from tests.channels.tables import PHONE
from tests.channels.wires import WIRES, Call, Wire
from tests.player import UIN, Stage_

every = pytest.mark.parametrize("wire", WIRES, ids=[wire.name for wire in WIRES])
each_unsequenced = pytest.mark.parametrize(
    "wire", [w for w in WIRES if not w.sequenced], ids=[w.name for w in WIRES if not w.sequenced]
)
each_sequenced = pytest.mark.parametrize("wire", [w for w in WIRES if w.sequenced], ids=[w.name for w in WIRES if w.sequenced])


@pytest.fixture
async def phone(wire: Wire, scene: Stage_) -> AsyncIterator[Operator]:
    async with operator(wire, scene) as made:
        yield made


def test_every_dialect_has_a_wire() -> None:
    assert {wire.name for wire in WIRES} == set(DIALECTS)
    assert all(name == dialect.SHAPE.name for name, dialect in DIALECTS.items())


# --- the whole recovery ------------------------------------------------------------------------


@every
async def test_a_whole_recovery_is_played_and_nothing_of_it_is_heard_elsewhere(phone: Operator, ears: Ears) -> None:
    shown = await phone.walk()
    if not phone.wire.sequenced:
        number = MAKE_SURE.search(shown)
        assert number is not None
        assert "recover-start" not in phone.scene.deeds
        await phone.say(number[1])
    code = phone.scene.codes[PHONE]
    shown = await phone.say(code)
    assert UIN[-4:] in shown
    assert all(screen.goes_on is not False for screen in phone.seen[:-1])
    assert not phone.seen[-1].goes_on
    assert phone.scene.deeds == ["speak", "agreed", "recover-start", "recover-finish"]
    assert [to for to, text in phone.scene.messages() if UIN in text] == [PHONE]
    assert phone.scene.troubles == []
    assert phone.counts == {"con": len(phone.seen) - 1, "end": 1}
    ears.assert_silent_on(KEY, PHONE, PHONE[1:], SESSION, code, UIN)


@each_sequenced
async def test_every_hop_twice_is_the_same_bytes_and_the_same_deeds(phone: Operator) -> None:
    async def twice() -> None:
        first = await phone.deliver()
        assert await phone.deliver() == first

    phone.typed = ()
    await twice()
    for typed in WALK:
        phone.typed = (*phone.typed, typed)
        await twice()
    phone.typed = (*phone.typed, phone.scene.codes[PHONE])
    await twice()
    assert UIN[-4:] in phone.seen[-1].text
    assert phone.scene.deeds == ["speak", "agreed", "recover-start", "recover-finish"]
    assert len([text for _, text in phone.scene.messages() if UIN in text]) == 1


@each_unsequenced
async def test_a_replayed_one_before_the_deed_is_harmless(phone: Operator) -> None:
    number = MAKE_SURE.search(await phone.walk())
    assert number is not None
    for _ in range(3):
        await phone.deliver()
        assert phone.seen[-1].goes_on
        assert "recover-start" not in phone.scene.deeds
        assert number[1] in phone.seen[-1].text, "the same number is asked for again"
    await phone.say(number[1])
    assert phone.scene.deeds.count("recover-start") == 1
    await phone.deliver()
    assert phone.scene.deeds.count("recover-start") == 1, "nor is the number itself, replayed, another deed"
    assert UIN[-4:] in await phone.say(phone.scene.codes[PHONE])


@every
async def test_an_opening_twice_is_one_session(phone: Operator) -> None:
    first = await phone.dial()
    await phone.deliver()
    assert phone.seen[-1].text == first
    assert "IDCS" in await phone.say("3")


@every
async def test_a_redial_offers_what_was_begun(phone: Operator) -> None:
    await phone.dial()
    for typed in WALK[:3]:
        await phone.say(typed)
    begun = phone.seen[-1].text
    assert words("resume-offer", "en").split("\n")[0] in await phone.dial("another")
    assert await phone.say("1") == begun


@every
async def test_after_the_last_words_a_redial_is_a_new_conversation(phone: Operator) -> None:
    shown = await phone.walk()
    if number := MAKE_SURE.search(shown):
        await phone.say(number[1])
    await phone.say(phone.scene.codes[PHONE])
    assert words("menu", "en").split("\n")[0] in await phone.dial("another")
    for typed in WALK[1:]:
        await phone.say(typed)
    if number := MAKE_SURE.search(phone.seen[-1].text):
        await phone.say(number[1])
    assert phone.scene.deeds.count("recover-start") == 2, "a new conversation's deeds are its own"


@pytest.mark.parametrize("wire", [w for w in WIRES if w.name != "mtn"], ids=[w.name for w in WIRES if w.name != "mtn"])
async def test_the_input_of_an_unknown_session_opens_nothing(phone: Operator) -> None:
    """MTN cannot tell: there an unknown transaction opens a session, and its input is not heard."""
    phone.session = "never"
    shown = await phone.say("1")
    assert shown.startswith(words("session-over", "ar"))
    assert not phone.seen[-1].goes_on
    assert phone.scene.deeds == []


CUMULATIVE = ("africastalking", "safaricom", "advanta", "crossgate", "hollatags")
MUTE = ("beem", "trueafrican", "mtech", "orange", "vumi", "oltranz")
"""Dialects that do not say what was dialled behind the code."""


@pytest.mark.parametrize("wire", [w for w in WIRES if w.name not in MUTE], ids=[w.name for w in WIRES if w.name not in MUTE])
async def test_a_sub_code_leads_straight_to_the_messages(phone: Operator) -> None:
    """`*3737*0#`: the way out for those whom alphanumeric senders write to."""
    call = Call(SESSION, ("0",)) if phone.wire.name in CUMULATIVE else Call(SESSION, code="*3737*0#")
    answer = await phone.send(phone.wire.send(call))
    assert "Langue" in phone.wire.show(answer.body, answer.headers).text
    phone.typed = call.typed
    assert (await phone.say("3")).startswith(words("messages-are-off", "en"))


# --- phones that only the first hop names ------------------------------------------------------

ANONYMOUS = [wire for wire in WIRES if DIALECTS[wire.name].SHAPE.anonymous]


@pytest.mark.parametrize("wire", ANONYMOUS, ids=[wire.name for wire in ANONYMOUS])
async def test_a_session_number_used_again_belongs_to_the_new_phone(phone: Operator) -> None:
    """Small session numbers come round again: the next citizen must not stand in another's conversation."""
    other = "+212661550019"
    await phone.walk()
    hop = phone.wire.send(Call(SESSION, ()))
    answer = await phone.send(replace(hop, body=hop.body.replace(PHONE[1:].encode(), other[1:].encode())))
    assert "Langue" in phone.wire.show(answer.body, answer.headers).text
    phone.typed = ()
    assert "IDCS" in await phone.say("3")
    assert phone.scene.deeds.count("speak") == 2


@pytest.mark.parametrize("wire", ANONYMOUS, ids=[wire.name for wire in ANONYMOUS])
async def test_a_store_that_is_down_ends_in_neutral_words(phone: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(key: bytes) -> None:
        raise StoreDown

    monkeypatch.setattr(phone.scene.world.sessions, "load", down)
    shown = await phone.dial()
    assert shown.startswith(words("busy", "ar"))
    assert not phone.seen[-1].goes_on
    assert phone.scene.troubles == [("store", "StoreDown")]


# --- replies that are posted back --------------------------------------------------------------


async def test_a_reply_is_posted_back_where_the_provider_wants_it(scene: Stage_) -> None:
    [wire] = [wire for wire in WIRES if wire.name == "vumi"]
    posts: list[tuple[str, dict[str, object]]] = []
    statuses = [503, 200]

    async def take(request: web.Request) -> web.Response:
        posts.append((request.headers["Authorization"], await request.json()))
        return web.Response(status=statuses.pop(0))

    app = web.Application()
    app.router.add_post("/messages", take)
    async with serving(app) as url, aiohttp.ClientSession() as http:
        back = PostBack(http, f"{url}/messages", "Bearer c4n4ry")
        assert "c4n4ry" not in repr(back)
        async with operator(wire, scene, back) as phone:
            hop = wire.send(Call(SESSION, ()))
            assert (await phone.send(hop)).status == 502, "not taken: we ask for the message again"
            answer = await phone.send(hop)
    assert (answer.status, answer.body) == (200, b"")
    assert posts[0] == posts[1]
    assert posts[0][0] == "Bearer c4n4ry"
    assert {"in_reply_to": f"{SESSION}-0", "session_event": "resume"}.items() <= posts[0][1].items()


async def test_a_provider_that_cannot_be_reached_is_asked_to_come_again(scene: Stage_) -> None:
    [wire] = [wire for wire in WIRES if wire.name == "vumi"]
    async with aiohttp.ClientSession() as http, operator(wire, scene, PostBack(http, "http://127.0.0.1:1/")) as phone:
        assert (await phone.send(wire.send(Call(SESSION, ())))).status == 502
