"""Every dialect over real HTTP when something is wrong: an ending in its own form, silence elsewhere."""

from collections import Counter
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from msgspec.structs import replace

from channels.gate import Gate, Rate
from channels.ussd.dialect import Hop
from channels.ussd.dialects import DIALECTS
from channels.ussd.terminal import face_of
from channels.ussd.webhooks import UssdLine, attach
from tests.channels.gateway import Ears, serving, words
from tests.channels.operators import KEY, SESSION, WALK, Operator, operator
from tests.channels.tables import CODE, PHONE
from tests.channels.wires import WIRES, Call, Wire
from tests.player import Stage_

every = pytest.mark.parametrize("wire", WIRES, ids=[wire.name for wire in WIRES])


@pytest.fixture
async def phone(wire: Wire, scene: Stage_) -> AsyncIterator[Operator]:
    async with operator(wire, scene) as made:
        yield made


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c4n4ry"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'
BODIES = {
    "empty": b"",
    "no JSON, XML or form": b"c4n4ry",
    "half a JSON": b'{"Message": "c4n4ry',
    "a JSON list": b'["c4n4ry"]',
    "a JSON number": b"1",
    "numbers for everything": b'{"Message": {"c4n4ry": 1}, "MSISDN": 1, "msisdn": true, "payload": 3, "SessionId": 1.5}',
    "deep JSON": b"[" * 9000,
    "lone surrogate": b'{"SessionId": "\\ud800", "MSISDN": "\\ud800"}',
    "bytes": bytes(range(256)),
    "UTF-16": "<ussd>é</ussd>".encode("utf-16"),
    "unknown encoding": b'<?xml version="1.0" encoding="bogus"?><ussd/>',
    "half an XML": b"<methodCall><methodName>USSD.CONT</methodName>",
    "entity bomb": BOMB,
    "external entity": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    "deep XML": b"<a>" * 5000,
    "NUL": b'{"MSISDN": "1\\u0000"}\0',
    "a field twice": b"text=1&text=2",
}


QUERIES = ("x=%ZZ", "c4n4ry=%FF%FE", "c4n4ry=%00", "c4n4ry=1&c4n4ry=2", f"c4n4ry={'1' * 7000}&=&=&c4n4ry=%C3")
POSTING, GETTING = ([w for w in WIRES if (DIALECTS[w.name].SHAPE.methods[0] == "POST") is posts] for posts in (True, False))


async def ends(phone: Operator, hop: Hop) -> None:
    """The hop is refused with an ending that this operator understands."""
    answer = await phone.send(hop)
    assert phone.counts == {"refused": 1}
    if answer.status == 400:
        assert phone.wire.name in ("nalo", "vumi"), "only where there is nobody to answer"
        assert answer.body == b""
        return
    shown = phone.wire.show(answer.body, answer.headers)
    assert answer.status == 200
    assert shown.text.startswith(words("session-over", "ar"))
    assert not shown.goes_on


@pytest.mark.parametrize("wire", POSTING, ids=[wire.name for wire in POSTING])
@pytest.mark.parametrize("fault", BODIES)
async def test_a_broken_body_ends_in_the_dialects_own_form(phone: Operator, ears: Ears, fault: str) -> None:
    await ends(phone, replace(phone.wire.send(Call(SESSION, ("1",))), body=BODIES[fault]))
    ears.assert_silent_on(KEY, PHONE, PHONE[1:], SESSION, "c4n4ry")


@pytest.mark.parametrize("wire", GETTING, ids=[wire.name for wire in GETTING])
@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
async def test_a_broken_query_ends_in_the_dialects_own_form(phone: Operator, ears: Ears, query: str) -> None:
    await ends(phone, replace(phone.wire.send(Call(SESSION, ("1",))), query=query))
    ears.assert_silent_on(KEY, PHONE, PHONE[1:], SESSION, "c4n4ry")


CODELESS = ("beem", "mtech", "orange")
"""Dialects that do not say which code was dialled: the address is the service's own."""


@pytest.mark.parametrize(
    "wire", [w for w in WIRES if w.name not in CODELESS], ids=[w.name for w in WIRES if w.name not in CODELESS]
)
async def test_a_foreign_service_code_reaches_nobody(phone: Operator) -> None:
    hop = phone.wire.send(Call(SESSION, code="*4848#"))
    foreign = replace(hop, query=hop.query.replace("3737", "4848"), body=hop.body.replace(b"3737", b"4848"))
    answer = await phone.send(foreign)
    assert not phone.wire.show(answer.body, answer.headers).goes_on
    assert phone.scene.deeds == []


@pytest.mark.parametrize("wire", POSTING, ids=[wire.name for wire in POSTING])
async def test_an_oversize_body_is_not_read(phone: Operator) -> None:
    hop = phone.wire.send(Call(SESSION, ()))
    assert (await phone.send(replace(hop, body=b"1" * 17_000))).status == 413


@every
async def test_a_wrong_key_and_another_method_are_refused(phone: Operator, ears: Ears) -> None:
    hop = phone.wire.send(Call(SESSION, ()))
    assert (await phone.send(hop, "wrong")).status == 404
    assert (await phone.send(replace(hop, method="DELETE"))).status == 405
    ears.assert_silent_on(KEY, PHONE, PHONE[1:], SESSION)


CLOSING = [wire for wire in WIRES if wire.close]


@pytest.mark.parametrize("wire", CLOSING, ids=[wire.name for wire in CLOSING])
async def test_the_end_of_a_session_is_acknowledged_and_a_redial_goes_on(phone: Operator) -> None:
    assert phone.wire.close is not None
    await phone.dial()
    for typed in WALK[:3]:
        await phone.say(typed)
    for _ in range(2):
        assert (await phone.send(phone.wire.close(Call(SESSION, WALK[:3])))).status == 200
    assert words("resume-offer", "en").split("\n")[0] in await phone.dial("another")


@every
async def test_a_phone_that_goes_too_fast_reads_so_in_the_dialects_own_form(wire: Wire, scene: Stage_) -> None:
    turns = scene.turns()
    line = UssdLine(DIALECTS[wire.name], Gate(KEY, rate=Rate(0.5, 1)), turns, face_of(turns), CODE, lambda kind: None)
    app = web.Application()
    attach(app, {wire.name: line})
    async with serving(app) as url, aiohttp.ClientSession() as http:
        phone = Operator(scene, wire, http, url, Counter())
        await phone.dial()
        answer = await phone.send(wire.send(Call(SESSION, ("1",))))
    assert answer.status == 429
    assert wire.show(answer.body, answer.headers).text.startswith(words("busy", "ar"))
