"""Our client against an SMSC that somebody else wrote (npm `smpp`)."""

import asyncio
import datetime
import ssl
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from channels.outbound import Stop, Taken, Unknown
from channels.smpp.receipts import Ids
from channels.smpp.sender import SmsWire
from dialogs.ports import State, StoreDown
from tests.smpp.bound import ALICE, World, config, make_link, message, running, until
from tests.smpp.smsc_process import smsc


async def test_a_text_arrives_as_it_was_written() -> None:
    """The SMSC reads the alphabets with tables of its own."""
    texts = ["Votre IDCS est prêt: {€}", "Bonjour é à è @ £ [~]", "رقمكم جاهز", "ⴰⵣⵓⵍ 😀"]
    async with smsc() as server, running(make_link(config(server.port), World())) as link:
        outcomes = [await link.sender.send(message(text)) for text in texts]
        seen = (await server.seen())["seen"]
    assert outcomes == [Taken(one["id"], 1) for one in seen]
    assert [one["pdu"]["text"] for one in seen] == texts
    assert [one["pdu"]["data_coding"] for one in seen] == [8, 0, 8, 8]
    pdu = seen[0]["pdu"]
    assert (pdu["source_addr"], pdu["source_addr_ton"], pdu["destination_addr"], pdu["dest_addr_ton"]) == (
        "3737", 3, "212612345678", 1,
    )  # fmt: skip
    assert pdu["registered_delivery"] == 1


async def test_it_binds_as_a_transceiver_of_version_3_4_and_unbinds() -> None:
    async with smsc() as server:
        async with running(make_link(config(server.port), World())):
            assert await server.event("bound") == {"event": "bound", "system_id": "guichet", "version": 0x34}
        await server.event("unbind")


@pytest.mark.parametrize(("text", "coding", "count"), [("€" * 100, 0, 2), ("é" * 400, 0, 3), ("ر" * 150, 8, 3)])
async def test_a_long_text_is_one_message_of_several_parts(text: str, coding: int, count: int) -> None:
    async with smsc() as server, running(make_link(config(server.port), World())) as link:
        outcome = await link.sender.send(message(text))
        pdus = [one["pdu"] for one in (await server.seen())["seen"]]
    assert outcome == Taken(str(999 + count), count)
    assert "".join(pdu["text"] for pdu in pdus) == text
    assert [pdu["data_coding"] for pdu in pdus] == [coding] * count
    assert [pdu["esm_class"] for pdu in pdus] == [0x40] * count
    reference = pdus[0]["udh"][0][4:6]
    assert [pdu["udh"] for pdu in pdus] == [[f"0003{reference}{count:02x}{n:02x}"] for n in range(1, count + 1)]
    assert [pdu["registered_delivery"] for pdu in pdus] == [0] * (count - 1) + [1]


async def test_a_long_text_may_go_whole_as_message_payload() -> None:
    wire = SmsWire("3737", source_ton=3, long="payload")
    async with smsc() as server, running(make_link(config(server.port), World(), wire)) as link:
        outcome = await link.sender.send(message("é" * 400))
        (one,) = (await server.seen())["seen"]
    assert outcome == Taken("1000", 3)
    assert (one["pdu"]["payload"], one["pdu"]["text"], one["pdu"]["esm_class"]) == ("é" * 400, "", 0)


async def test_answers_out_of_order_find_their_message() -> None:
    async with smsc(batch=20) as server, running(make_link(config(server.port), World())) as link:
        outcomes = await asyncio.gather(*(link.sender.send(message(f"n {n}")) for n in range(40)))
        ids = {one["pdu"]["text"]: one["id"] for one in (await server.seen())["seen"]}
    assert outcomes == [Taken(ids[f"n {n}"], 1) for n in range(40)]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_receipt_meets_its_message_though_it_comes_first_and_in_decimal(when: str) -> None:
    world, wire = World(), SmsWire("3737", ids=Ids(response="hex", receipt="decimal"))
    async with smsc(receipt=when, hex=True) as server, running(make_link(config(server.port), world, wire)) as link:
        outcome = await link.sender.send(message("Bonjour"))
        await until(lambda: bool(world.reports))
        assert (await server.event("receipt-answer"))["status"] == 0
    (report,) = world.reports
    assert isinstance(outcome, Taken)
    assert (report.provider, report.provider_id, report.state) == ("op", outcome.provider_id, State.DELIVERED)
    assert report.phone == ALICE


async def test_a_store_that_is_down_makes_the_operator_come_again() -> None:
    world = World(fault=StoreDown())
    async with smsc(receipt="after") as server, running(make_link(config(server.port), world)) as link:
        await link.sender.send(message("Bonjour"))
        assert (await server.event("receipt-answer"))["status"] == 0x64


async def test_a_citizen_texts_in_arabic() -> None:
    world = World()
    pdu = {"source_addr_ton": 1, "source_addr": "212612345678", "destination_addr": "3737", "short_message": "حالة"}
    async with smsc() as server, running(make_link(config(server.port), world)):
        server.order("deliver", pdu={**pdu, "data_coding": 8})
        assert (await server.event("deliver-answer"))["status"] == 0
    (texted,) = world.texts
    assert (texted.phone, texted.to, texted.text) == (ALICE, "3737", "حالة")


async def test_a_ussd_session_from_dialling_to_its_end() -> None:
    world = World(screen=lambda hop: "CON Bonjour\n1 Statut" if hop.event == "new" else "END Merci é")
    dial = {
        "service_type": "USSD", "source_addr_ton": 1, "source_addr": "212612345678", "destination_addr": "3737",
        "ussd_service_op": 1, "short_message": "*3737#",
    }  # fmt: skip
    async with smsc() as server, running(make_link(config(server.port), world)):
        server.order("deliver", pdu=dial, hex={"its_session_info": "2a00"})
        await server.event("deliver-answer")
        await until(lambda: bool(world.hops))
        server.order("deliver", pdu={**dial, "ussd_service_op": 18, "short_message": "1"}, hex={"its_session_info": "2a00"})
        await server.event("deliver-answer")
        await until(lambda: len(world.hops) == 2)
        seen = await server.submitted(2)
    assert [(hop.event, hop.said, hop.session) for hop in world.hops] == [
        ("new", "", "5376-+212612345678"), ("resume", "1", "5376-+212612345678"),
    ]  # fmt: skip
    shown = [(one["pdu"]["text"], one["pdu"]["ussd_service_op"], one["pdu"]["its_session_info"]) for one in seen]
    assert shown == [("Bonjour\n1 Statut", 2, "2a00"), ("Merci é", 17, "2a01")]
    assert {one["pdu"]["service_type"] for one in seen} == {"USSD"}
    assert {(one["pdu"]["source_addr"], one["pdu"]["destination_addr"]) for one in seen} == {("3737", "212612345678")}


async def test_the_operator_asks_whether_we_are_there_and_sends_us_away() -> None:
    async with smsc() as server, running(make_link(config(server.port), World())) as link:
        await server.event("bound")
        server.order("enquire")
        assert (await server.event("enquire-answer"))["status"] == 0
        server.order("unbind")
        assert (await server.event("unbind-answer"))["status"] == 0
        await server.event("bound")  # and we come back
        await until(lambda: link.client.bound)
        assert isinstance(await link.sender.send(message("Bonjour")), Taken)


async def test_a_wrong_password_stops_the_sending() -> None:
    async with smsc() as server:
        link = make_link(config(server.port, password="wrong"), World())
        stop = asyncio.Event()
        run = asyncio.create_task(link.run(stop))
        while (outcome := await link.sender.send(message("Bonjour"))) != Stop("bind-0x0e"):
            assert not isinstance(outcome, Taken | Unknown)
            await asyncio.sleep(0.01)
        stop.set()
        await run
        assert (await server.seen())["counts"]["submits"] == 0


@pytest.mark.parametrize("many", [280, pytest.param(5000, marks=pytest.mark.full)])
async def test_throttling_neither_loses_nor_doubles_a_message(many: int) -> None:
    """One submit in seven is refused with 0x58; each is sent again, the others are not."""
    async with smsc(throttle=7) as server:
        link = make_link(config(server.port, window=100), World(), SmsWire("3737", patience=100.0))
        async with running(link):
            outcomes = await asyncio.gather(*(link.sender.send(message(f"n {n}")) for n in range(many)))
            told = await server.seen()
    assert all(isinstance(outcome, Taken) for outcome in outcomes)
    assert sorted(one["pdu"]["text"] for one in told["seen"]) == sorted(f"n {n}" for n in range(many))
    assert told["counts"]["throttled"] >= many // 7


async def test_an_smsc_that_dies_mid_window_leaves_doubt_and_nothing_is_sent_again() -> None:
    async with smsc(silent=10) as server:
        port = server.port
        link = make_link(config(port, window=30), World())
        async with running(link):
            sends = [asyncio.create_task(link.sender.send(message(f"n {n}"))) for n in range(30)]
            await server.submitted(30)
            await server.kill()
            outcomes = await asyncio.gather(*sends)
            assert outcomes[10:] == [Unknown("link-lost")] * 20
            assert all(isinstance(outcome, Taken) for outcome in outcomes[:10])
            async with smsc(port=port) as again:
                await again.event("bound")
                await until(lambda: link.client.bound)
                assert isinstance(await link.sender.send(message("after")), Taken)
                assert [one["pdu"]["text"] for one in (await again.seen())["seen"]] == ["after"]


async def test_tls_with_a_certificate_that_we_know(tmp_path: Path) -> None:
    key, cert = _self_signed()
    (tmp_path / "ca.pem").write_text(cert)
    knows, strangers = ssl.create_default_context(cafile=tmp_path / "ca.pem"), ssl.create_default_context()
    async with smsc(key=key, cert=cert) as server:
        async with running(make_link(config(server.port, tls=knows), World())) as link:
            assert isinstance(await link.sender.send(message("Bonjour")), Taken)
        with capture_logs() as logs:
            link, stop = make_link(config(server.port, tls=strangers), World()), asyncio.Event()
            run = asyncio.create_task(link.run(stop))
            await until(lambda: bool(logs))
            stop.set()
            await run
    assert logs[0] == {"event": "smpp.unreachable", "link": "op", "why": "SSLCertVerificationError", "log_level": "warning"}


def _self_signed() -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "smsc.test")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private.decode(), cert.public_bytes(serialization.Encoding.PEM).decode()
