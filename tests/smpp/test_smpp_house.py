"""A bind as settings describe it, in a whole house: texts, receipts and USSD over one link, against SMSCs that are not ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

import house
from channels.gate import Rate
from config.settings import Route, Settings, Smpp
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State
from house import running
from house.links import address_type, here
from house.registries import Registries, Wires
from registry_client.memory import MemoryIdentity
from store.clock import SystemClock
from store.sql.tables import outbox
from tests.player import HER, PEOPLE, UIN
from tests.servers import sqlite_threads_end
from tests.smpp.bound import until
from tests.smpp.by_hand import DELIVER, DELIVER_RESP, SUBMIT, SUBMIT_RESP, HandSmsc, hand_smsc, wire
from tests.smpp.smsc_process import Smsc, smsc

KEYS = Settings.model_validate({"keys": "1:" + "A" * 43 + "=", "lookup_key": "B" * 43 + "="})


def settings(url: str, port: int, **told: Any) -> Settings:
    bind = {"host": "127.0.0.1", "port": port, "system_id": "guichet", "password": "secret", "ussd": {"profile": "standard"}}
    return Settings.model_validate(
        {
            "environment": "demo",
            "database_url": url.replace("sqlite:", "sqlite+aiosqlite:"),
            "keys": KEYS.keys,
            "lookup_key": KEYS.lookup_key,
            "smpp": {"iam": bind | told},
            "routes": {"else": {"senders": ["iam"]}},
        }
    )


def nobody(wires: Wires) -> Registries:
    """A registry of nobody."""
    return Registries(MemoryIdentity((), wires.clock, on_code=lambda *_: None))


@asynccontextmanager
async def working(told: Settings, codes: dict[str, str]) -> AsyncIterator[house.House]:
    """The worker of a house with a registry in memory, bound; told to stop at the end."""

    def registry(wires: Wires) -> Registries:
        return Registries(MemoryIdentity(PEOPLE, wires.clock, on_code=lambda to, code: codes.__setitem__(to.e164, code)))

    stop = asyncio.Event()
    async with house.open_house(told, registry) as home:
        work = asyncio.create_task(house.work(home, stop))
        try:
            await until(lambda: home.links["iam"].client.bound)
            yield home
        finally:
            stop.set()
            await asyncio.wait_for(work, 20)
    await sqlite_threads_end()


def bound() -> float:
    return REGISTRY.get_sample_value("guichet_smpp_bound", {"link": "iam"}) or 0.0


async def states(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list((await connection.scalars(select(outbox.c.state).order_by(outbox.c.id))).all())


async def all_in(engine: AsyncEngine, state: State) -> None:
    async with asyncio.timeout(20):
        while set(await states(engine)) != {state.value}:  # noqa: ASYNC110 - what we wait for is in a database
            await asyncio.sleep(0.02)


# --- npm smpp ----------------------------------------------------------------------------------


class Handset:
    """A phone of the npm SMSC."""

    def __init__(self, server: Smsc, phone: str = HER) -> None:
        self._server, self._from, self._seen = server, phone[1:], 0

    async def text(self, words: str) -> str:
        """Text the short code; the answer, its parts put together."""
        await self._deliver(short_message=words)
        return await self._shown()

    async def ussd(self, op: int, words: str, session: str = "2a00") -> tuple[str, str]:
        """One hop; the screen and the operation it came with."""
        hop = {"ussd_service_op": op, "service_type": "USSD", "short_message": words}
        await self._deliver({"its_session_info": session}, **hop)
        screen = await self._shown()
        return screen, self._last["pdu"]["its_session_info"]

    async def _deliver(self, octets: dict[str, str] | None = None, **words: object) -> None:
        pdu = {"source_addr": self._from, "source_addr_ton": 1, "source_addr_npi": 1, "destination_addr": "3737", **words}
        self._server.order("deliver", pdu=pdu, hex=octets or {})
        assert (await self._server.event("deliver-answer"))["status"] == 0

    async def _shown(self) -> str:
        seen = await self._server.submitted(self._seen + 1)
        parts, self._seen = seen[self._seen :], len(seen)
        self._last = parts[-1]
        return "".join(one["pdu"]["text"] for one in parts)


async def test_a_citizen_recovers_her_number_by_texts_over_the_bind(sqlite_url: str) -> None:
    codes: dict[str, str] = {}
    async with smsc(receipt="after") as server, working(settings(sqlite_url, server.port, rate=1000), codes) as home:
        her = Handset(server)
        assert bound() == 1
        assert "1 Oui" in await her.text("RECUP")
        assert "1 Avec cette SIM" in await her.text("oui")
        assert "Écrivez-le ici" in await her.text("1")
        told = await her.text(codes[HER])
        found = await her._shown() if UIN not in told else told
        assert UIN in found
        await all_in(home.engine, State.DELIVERED)
        pdu = her._last["pdu"]
        assert (pdu["source_addr"], pdu["source_addr_ton"], pdu["source_addr_npi"]) == ("3737", 3, 0)
    assert bound() == 0


async def test_a_citizen_holds_a_ussd_session_over_the_bind(sqlite_url: str) -> None:
    async with smsc() as server, working(settings(sqlite_url, server.port), {}):
        her = Handset(server)
        screen, session = await her.ussd(1, "*3737#")
        assert "/ Langue" in screen
        assert session == "2a00"
        assert "IDCS" in (await her.ussd(18, "2"))[0]
        screen, _ = await her.ussd(18, "3")
        assert "commune" in screen
        screen, session = await her.ussd(18, "ZAGORA")
        assert "Zagora" in screen
        assert session == "2a01", "the last words close the dialogue"


async def test_a_foreign_code_and_a_name_are_refused_and_the_rest_goes_on(sqlite_url: str) -> None:
    async with smsc() as server, working(settings(sqlite_url, server.port), {}):
        for pdu in ({"source_addr": "INFO", "source_addr_ton": 5}, {"source_addr": HER[1:], "ussd_service_op": 1}):
            server.order(
                "deliver", pdu={**pdu, "destination_addr": "3737", "short_message": "*99#"}, hex={"its_session_info": "2a00"}
            )
            assert (await server.event("deliver-answer"))["status"] == 0x65
        assert "1 Mon inscription IDCS" in await Handset(server).text("STATUT")


# --- octets by hand ----------------------------------------------------------------------------


def delivered(text: bytes, *, esm_class: int = 0, source: bytes = HER[1:].encode(), tlvs: bytes = b"") -> bytes:
    body = b"\0\1\1" + source + b"\0\3\0" + b"3737\0" + bytes((esm_class,)) + b"\0\0\0\0\0\0\0\0" + bytes((len(text),)) + text
    return body + tlvs


def texts(server: HandSmsc) -> list[bytes]:
    return [body for _, _, _, body in server.commands(SUBMIT)]


async def test_a_receipt_in_hex_ends_the_message_that_was_named_in_decimal(sqlite_url: str) -> None:
    async with hand_smsc() as server:
        server.on_submit = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, b"255\0")
        told = settings(sqlite_url, server.port, response_id="decimal", receipt_id="hex", source="GUICHET", window=3)
        async with working(told, {}) as home:
            await home.world.outbox.put(Message(b"k", Phone(HER), "Bonjour", Lane.REPLY, SystemClock().now() + 60))
            await all_in(home.engine, State.SENT)
            assert b"\5\0GUICHET\0\1\1" + HER[1:].encode() in texts(server)[0]
            receipt = b"id:00FF sub:001 dlvrd:001 submit date:2601051000 done date:2601051001 stat:DELIVRD err:000 text:Bonjour"
            server.say(wire(DELIVER, 7, 0, delivered(receipt, esm_class=4)))
            await all_in(home.engine, State.DELIVERED)
        assert [pdu[1] for pdu in server.commands(DELIVER_RESP)] == [0]


async def test_the_courier_keeps_a_window_full(sqlite_url: str) -> None:
    async with hand_smsc() as server:
        server.on_submit = lambda sequence, _: b""
        async with working(settings(sqlite_url, server.port, window=20), {}) as home:
            for n in range(30):
                await home.world.outbox.put(Message(b"k%d" % n, Phone(HER), "Bonjour", Lane.REPLY, SystemClock().now() + 60))
            await until(lambda: len(texts(server)) == 20)
            for _, _, sequence, _ in server.commands(SUBMIT):
                server.say(wire(SUBMIT_RESP, sequence, 0, b"id%d\0" % sequence))
            await until(lambda: len(texts(server)) == 30)
            server.drop()


async def test_a_stop_over_the_bind_holds_what_is_queued_and_tells_the_network(sqlite_url: str) -> None:
    async with hand_smsc() as server, working(settings(sqlite_url, server.port, network="60402"), {}) as home:
        server.say(wire(DELIVER, 1, 0, delivered(b"STOP")))
        await until(lambda: len(texts(server)) == 1)
        await home.world.outbox.put(Message(b"k", Phone(HER), "Annonce", Lane.CAMPAIGN, SystemClock().now() + 60))
        async with asyncio.timeout(20):
            while await states(home.engine) != [State.SENT, State.FAILED]:  # noqa: ASYNC110 - what we wait for is in a database
                await asyncio.sleep(0.02)
        assert len(texts(server)) == 1, "only the confirmation left"
        assert await home.world.contacts.network(Phone(HER)) == "60402"


async def test_a_receiver_and_a_transmitter_share_the_work(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes over the receiver in `serve` is answered over the transmitter in `work`."""
    plain, stop = house.open_house, asyncio.Event()
    monkeypatch.setattr(running, "open_house", lambda told: plain(told, nobody))
    async with hand_smsc() as server:
        bind = {"host": "127.0.0.1", "port": server.port, "system_id": "guichet"}
        told = settings(sqlite_url, server.port).model_copy(
            update={
                "smpp": {way: Smpp.model_validate(bind | {"bind": way}) for way in ("receiver", "transmitter")},
                "routes": {"else": Route(senders=("transmitter",))},
                "port": 0,
            }
        )
        serve = asyncio.create_task(house.serve_web(told, stop))
        await until(lambda: len(server.commands(0x01)) == 1)
        work = asyncio.create_task(house.serve_work(told, stop))
        await until(lambda: len(server.commands(0x02)) == 1)
        server.writers[0].write(wire(DELIVER, 9, 0, delivered(b"STOP")))
        await until(lambda: len(texts(server)) == 1)
        assert [sequence for _, _, sequence, _ in server.commands(DELIVER_RESP)] == [9]
        stop.set()
        await asyncio.wait_for(asyncio.gather(serve, work), 20)
    await sqlite_threads_end()


async def test_a_phone_that_hammers_the_code_is_slowed_down(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.smpp.dialogue.Rate", lambda every, burst: Rate(3600.0, 2))
    op = b"\x05\x01\0\1\1\x13\x83\0\2\x2a\0"
    async with hand_smsc() as server, working(settings(sqlite_url, server.port), {}):
        for sequence in range(1, 4):
            server.say(wire(DELIVER, sequence, 0, delivered(b"*3737#", tlvs=op)))
            await until(lambda sequence=sequence: len(texts(server)) == sequence)  # type: ignore[misc]
    ops = [body.partition(b"\x05\x01\0\1")[2][:1] for body in texts(server)]
    assert ops == [b"\2", b"\2", b"\x11"], "the third is told to come later, and the session ends"


# --- what the settings mean --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "type"),
    [("3737", (3, 0)), ("GUICHET", (5, 0)), ("MAROC 1", (5, 0)), ("+212600000000", (1, 1)), ("212600000000", (1, 1))],
)
def test_a_source_address_tells_its_type(source: str, type: tuple[int, int]) -> None:
    assert address_type(source) == type


def faults(**told: Any) -> list[str]:
    bind = {"host": "smsc.example", "system_id": "guichet"} | told.pop("bind", {})
    whole = {"environment": "demo", "keys": KEYS.keys, "lookup_key": KEYS.lookup_key, "smpp": {"iam": bind}, **told}
    return [fault for fault in house.faults(Settings.model_validate(whole)) if not fault.startswith("mosip")]


def test_all_that_a_bind_cannot_mean_is_told_at_once(tmp_path: Path) -> None:
    sms = {"iam": {"kind": "kannel", "url": "http://127.0.0.1:1/s"}, "sahel": {"kind": "http", "url": "https://g.example"}}
    routes = {"else": {"senders": ["iam", "nobody"]}, "inwi": {"senders": ["rx"]}}
    (tmp_path / "ca.pem").write_text("no certificate")
    bind = {"tls": True, "tls_ca_file": str(tmp_path / "ca.pem")}
    rx = {"host": "smsc.example", "system_id": "guichet", "bind": "receiver"}
    told = faults(bind=bind, sms=sms, routes=routes, ussd={"lost": {"key": "f" * 32}}, smpp={"iam": rx | bind, "rx": rx})
    assert told[:2] == ["sms.iam: another sender has this name", "smpp.iam: another sender has this name"]
    assert "sms.sahel: taken, id_pointer or id_pattern is needed: a page of HTML must not count as taken" in told
    assert "routes.else: there is no sms.nobody or smpp.nobody" in told
    assert "routes.inwi: smpp.rx only receives" in told
    assert "smpp.iam: tls_ca_file cannot be read as certificates in PEM" in told
    assert any(fault.startswith("ussd.lost is no dialect") for fault in told)
    assert faults() == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"system_id": "x" * 16}, "at most 15"),
        ({"password": "x" * 9}, "8 ASCII characters"),
        ({"password": "é"}, "8 ASCII characters"),
        ({"system_id": "é"}, "pattern"),
        ({"port": 0}, "greater than or equal to 1"),
        ({"rate": 2.5}, "a whole number of messages a second"),
        ({"bind": "both"}, "transceiver"),
        ({"bind": "receiver", "ussd": {"profile": "mica"}}, "USSD needs a transceiver"),
        ({"ussd": {"profile": "huawei"}}, "standard"),
        ({"network": "IAM"}, "pattern"),
        ({"windw": 3}, "windw"),
    ],
)
def test_a_wrong_bind_is_refused_by_its_fault(given: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault) as caught:
        Smpp.model_validate({"host": "h", "system_id": "s", **given})
    assert "xxxxxxxxx" not in str(caught.value)


async def test_a_receiver_runs_where_the_web_is_served_and_what_sends_where_work_is_done(sqlite_url: str) -> None:
    told = settings(sqlite_url, 1)
    rx = told.smpp["iam"].model_copy(update={"bind": "receiver"})
    both = told.model_copy(update={"smpp": {"iam": told.smpp["iam"], "rx": rx}})
    async with house.open_house(both, nobody) as home:
        assert here(both, home.links, working=True) == [home.links["iam"]]
        assert here(both, home.links, working=False) == [home.links["rx"]]
    await sqlite_threads_end()
