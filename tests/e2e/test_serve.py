"""Several processes on PostgreSQL and Redis: any of them serves any hop, and any of them may die."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text

from channels.ussd.pages import BACK
from tests.e2e_fleet import Fleet, open_fleet
from tests.e2e_world import MOROCCO, words

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def deployed(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> AsyncIterator[Fleet]:
    async with open_fleet(tmp_path_factory.mktemp("fleet"), postgres_server, gateways=2, work=False) as fleet:
        yield fleet


@pytest_asyncio.fixture(loop_scope="module")
async def fleet(deployed: Fleet) -> AsyncIterator[Fleet]:
    """The fleet with an empty database, no worker, and nothing on its phones that was there before."""
    await deployed.empty()
    yield deployed
    for faults in deployed.box.faults.values():
        faults.hang, faults.latency, faults.lie, faults.times = False, 0.0, "", -1


async def ask_for_a_code(fleet: Fleet, place: int) -> str:
    """Everything before the code; the code."""
    phone = fleet.phone(fleet.citizen(place).phone)
    await phone.dial()
    await phone.send("2", "1", "1", "1")
    return fleet.box.mosip.codes[phone.msisdn]


async def test_hops_go_round_the_processes_and_one_killed_in_the_middle_is_not_missed(fleet: Fleet) -> None:
    her = fleet.citizen()
    victim = await fleet.serve()
    others = [gateway for gateway in fleet.gateways if gateway is not victim]
    phone = fleet.phone(her.phone, victim, *others)
    await phone.dial()
    await phone.send("2", "1", "1")
    victim.program.process.kill()
    victim.program.process.wait()
    fleet.gateways.remove(victim)
    phone.gateways = fleet.phone(her.phone, *others).gateways
    await phone.send("1")
    masked = f"{her.uin[:2]}****{her.uin[-4:]}"
    assert await phone.send(fleet.box.mosip.codes[her.phone]) == words("recover-sent", masked=masked)
    assert await fleet.states() == {"queued": 1}
    worker = fleet.start("work")
    await fleet.until_states(delivered=1)
    assert [her.uin in sms for sms in fleet.inbox(her.phone)].count(True) == 1
    assert worker.stop() == 0


async def test_a_worker_killed_while_sending_leads_to_no_second_sms(fleet: Fleet) -> None:
    her = fleet.citizen(1)
    code = await ask_for_a_code(fleet, 1)
    await fleet.phone(her.phone).send(code)
    sms = fleet.box.faults["sms"]
    sms.lie, sms.times = "taken", 1
    worker = fleet.start("work")
    async with asyncio.timeout(30):
        while sms.times:  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.02)
    worker.process.kill()
    assert await fleet.states() == {"sending": 1}
    async with fleet.database.begin() as connection:
        await connection.execute(text("UPDATE outbox SET lease_until = 1"))  # a minute later
    again = fleet.start("work")
    await fleet.until_states(delivered=1)
    assert [her.uin in text for text in fleet.inbox(her.phone)].count(True) == 1, "the report settled it, nothing was sent again"
    assert again.stop(signal.SIGINT) == 0


async def test_ready_says_no_while_redis_is_away_and_citizens_read_neutral_words(fleet: Fleet) -> None:
    gateway = fleet.gateways[0]
    assert await fleet.status(gateway.url + "/healthz") == 200
    fleet.redis.kill()
    try:
        await fleet.until_status(gateway.url + "/readyz", 503)
        assert await fleet.status(gateway.url + "/healthz") == 200, "alive, and not to be restarted for it"
        assert await fleet.phone("+212700998877", gateway).dial() == words("busy", MOROCCO.languages[0])
    finally:
        fleet.redis.start()
    await fleet.until_status(gateway.url + "/readyz", 200)
    assert "Langue" in await fleet.phone("+212700998877", gateway).dial()


async def test_a_database_without_our_tables_is_not_ready(fleet: Fleet) -> None:
    gateway = fleet.gateways[0]
    async with fleet.database.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    try:
        assert await fleet.status(gateway.url + "/readyz") == 503
    finally:
        async with fleet.database.begin() as connection:
            await connection.execute(text("ALTER TABLE elsewhere RENAME TO outbox"))
    assert await fleet.status(gateway.url + "/readyz") == 200


async def test_metrics_count_hops_and_steps(fleet: Fleet) -> None:
    gateway = fleet.gateways[1]
    phone = fleet.phone("+212700998866", gateway)
    await phone.dial()
    await phone.send("2", BACK)
    told = await fleet.read(gateway.url + "/metrics")
    assert 'guichet_ussd_hops_total{dialect="africastalking",kind="con"}' in told
    assert 'guichet_steps_total{kind="answer",step="language"}' in told


async def test_an_unknown_key_reads_like_an_unknown_path(fleet: Fleet) -> None:
    url = fleet.gateways[0].url
    statuses = [
        (await fleet.http.post(f"{url}{path}", data={"sessionId": "1"})).status
        for path in ("/ussd/africastalking/wrong", "/ussd/nobody/wrong", "/sms/africastalking/wrong/inbound", "/nowhere")
    ]
    assert statuses == [404, 404, 404, 404]


@pytest.mark.full
async def test_a_gateway_stops_on_sigterm_with_nothing_but_events_on_stderr(fleet: Fleet) -> None:
    gateway = await fleet.serve()
    fleet.gateways.remove(gateway)
    assert gateway.program.stop() == 0
    assert all(line.startswith("{") for line in gateway.program.complaints().splitlines())
