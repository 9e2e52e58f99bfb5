"""The registry or the operator slow, silent or lying: the citizen reads one honest sentence in time, nothing is done twice."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from channels.sms.africastalking import AfricasTalking
from channels.ussd.terminal import Handset, face_of
from demo import Demo, open_demo
from dialogs.engine.counter import counter
from dialogs.engine.turn import Turns
from house import adapters
from sandbox.faults import Faults
from sandbox.mosip_otp import SENDER as REGISTRY
from tests.e2e_world import MOROCCO, words
from tests.servers import sqlite_threads_end

BUDGET = 0.9
"""Seconds of a turn here: a quarter of the real budget, and so are the delays of the table below."""
CROWD = 60


@dataclass
class Scene:
    """A demo in this process, with turns of a short budget over its ports. `troubles` are the codes that were logged."""

    demo: Demo
    troubles: list[tuple[str, str]] = field(default_factory=list)
    _serial: int = 0

    @property
    def ida(self) -> Faults:
        return self.demo.sandbox.mosip.faults_ida

    @property
    def resident(self) -> Faults:
        return self.demo.sandbox.mosip.faults_resident

    def citizen(self, place: int = 0) -> dict[str, str]:
        found: dict[str, str] = self.demo.card["citizens"][place]
        return found

    def phone(self, msisdn: str) -> Handset:
        country = MOROCCO
        country = replace(country, policy=replace(country.policy, answer_floor=0.0))
        world = replace(self.demo.house.world, country=country)
        turns = Turns(world, counter, BUDGET, 900.0, lambda kind, code: self.troubles.append((kind, code)))
        return Handset(turns, face_of(turns), msisdn, self._session)

    def texts(self, msisdn: str, sender: str) -> list[str]:
        return [sms.text for sms in self.demo.sandbox.phones.messages(msisdn) if sms.sender == sender]

    async def states(self) -> Counter[str]:
        """How many messages of the outbox are in which state."""
        async with self.demo.house.engine.connect() as connection:
            return Counter((await connection.scalars(text("SELECT state FROM outbox"))).all())

    def _session(self) -> str:
        self._serial += 1
        return f"ATUid_{self._serial:032x}"


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    async with open_demo("morocco", 0, CROWD, folder) as demo:
        yield Scene(demo)
    await sqlite_threads_end()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path) as made:
        yield made


async def until(true: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(20):
        while not await true():  # noqa: ASYNC110 - a state in a database has no event
            await asyncio.sleep(0.02)


async def to_the_way(phone: Handset) -> None:
    """Dial, French, recover, agree: the next key asks the registry."""
    await phone.dial()
    for typed in ("2", "1", "1"):
        await phone.send(typed)


async def to_the_receipt(phone: Handset, service: str) -> None:
    await phone.dial()
    for typed in ("2", "1", "1", "2") if service == "recover" else ("2", "2", "1"):
        await phone.send(typed)


# --- slow and hung ------------------------------------------------------------------------------


@pytest.mark.parametrize("latency", [0.25, 0.5])
async def test_an_ida_that_is_slow_within_the_budget_serves(scene: Scene, latency: float) -> None:
    scene.ida.latency = latency
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    assert (await phone.send("1")).startswith("CON ")
    assert scene.troubles == []
    assert len(scene.texts(phone.phone, REGISTRY)) == 1


@pytest.mark.parametrize("trouble", [{"latency": 1.5}, {"latency": 5.0}, {"hang": True}, {"status": 503}])
async def test_an_ida_beyond_the_budget_is_told_in_time_and_a_redial_goes_on(scene: Scene, trouble: dict[str, float]) -> None:
    for name, value in trouble.items():
        setattr(scene.ida, name, value)
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    began = time.monotonic()
    assert await phone.send("1") == "END " + words("busy")
    assert time.monotonic() - began < 4.0, "the reply did not wait for the registry"
    assert [kind for kind, _ in scene.troubles] == ["outage"]
    for name, value in asdict(Faults()).items():
        setattr(scene.ida, name, value)
    assert words("resume-offer") in await phone.dial()
    asked = await phone.send("1")
    assert asked.startswith("CON ")
    code = scene.demo.sandbox.mosip.codes[phone.phone]
    her = scene.citizen()["idcs"]
    assert await phone.send(code) == "END " + words("recover-sent", masked=f"{her[:2]}****{her[-4:]}")
    assert len(scene.texts(phone.phone, REGISTRY)) <= 2, "one code for each time that it was asked for"


async def arrived(scene: Scene) -> int:
    """The calls that may still hang, once those that were given up on their way have come in."""
    while True:
        seen = scene.ida.times
        await asyncio.sleep(0.3)
        if scene.ida.times == seen:
            return seen


async def test_a_hung_ida_holds_a_bounded_number_of_calls_and_nobody_waits_long(scene: Scene) -> None:
    scene.ida.hang, scene.ida.times = True, 1_000
    phones = [scene.phone(f"+2127009{place:05d}") for place in range(100)]
    again = [scene.phone(f"+2127019{place:05d}") for place in range(10)]
    for phone in (*phones, *again):
        await to_the_way(phone)
    screens = await asyncio.gather(*(phone.send("1") for phone in phones))
    assert set(screens) == {"END " + words("busy")}
    assert 1_000 - scene.ida.times <= 32 + 4, "the bulkhead's places, and those freed before the fifth failure"
    before = await arrived(scene)
    assert set(await asyncio.gather(*(phone.send("1") for phone in again))) == {"END " + words("busy")}
    assert scene.ida.times == before, "the breaker is open: the registry is left alone"


# --- lies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("signature", "signature"),
        ("unsigned", "signature"),
        ("time", "response-time"),
        ("html", "signature"),
        ("empty", "signature"),
    ],
)
async def test_an_ida_that_lies_is_not_believed(scene: Scene, lie: str, code: str) -> None:
    scene.ida.lie = lie
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    with capture_logs() as logs:
        assert await phone.send("1") == "END " + words("busy")
    assert scene.troubles == [("outage", code)]
    assert phone.phone[1:] not in str(logs)


@pytest.mark.parametrize("lie", ["signature", "unsigned", "time", "html", "empty"])
async def test_a_lie_in_answer_to_the_code_moves_no_number(scene: Scene, lie: str) -> None:
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    await phone.send("1")
    scene.ida.lie = lie
    assert await phone.send(scene.demo.sandbox.mosip.codes[phone.phone]) == "END " + words("busy")
    assert scene.troubles[0][0] == "outage"
    assert await scene.states() == Counter()


@pytest.mark.parametrize("lie", ["html", "empty"])
async def test_a_resident_service_that_lies_is_not_believed(scene: Scene, lie: str) -> None:
    scene.resident.lie = lie
    phone = scene.phone("+212700998877")
    await to_the_receipt(phone, "recover")
    assert await phone.send(scene.citizen()["receipt"]) == "END " + words("busy")
    assert scene.troubles == [("outage", "not-json")]


# --- an answer that comes late ------------------------------------------------------------------


async def test_a_slow_status_becomes_one_sms_and_the_redial_shows_it(scene: Scene) -> None:
    scene.resident.latency = 2 * BUDGET
    phone = scene.phone("+212700998877")
    await to_the_receipt(phone, "status")
    promised = await phone.send(scene.citizen(3)["receipt"])
    ref = promised.rpartition(" ")[2]
    assert promised == "END " + words("errand-promised", ref=ref)
    assert words("errand-pending", ref=ref).split("\n")[0] in await phone.dial(), "asked meanwhile: it is under way"

    async def answered() -> bool:
        return bool(scene.texts(phone.phone, MOROCCO.sender))

    await until(answered)
    scene.resident.latency = 0.0
    shown = await phone.dial()
    assert ref in shown
    assert words("status-rejected").split("\n")[0] in shown
    assert "Retrouver" in await phone.send("1"), "one key leads to the menu"

    async def quiet() -> bool:
        return await scene.states() == Counter(delivered=1)

    await until(quiet)
    (sms,) = scene.texts(phone.phone, MOROCCO.sender)
    assert ref in sms
    assert ref not in await phone.dial(), "told once"


# --- an operator that takes and does not say so ------------------------------------------------


@pytest.fixture
async def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A scene whose sender waits half a second for the operator's answer."""
    usual = adapters._sender

    def hasty(*args: object) -> AfricasTalking:
        sender = usual(*args)  # type: ignore[arg-type]
        sender._timeout = (0.25, 0.25)
        return sender

    monkeypatch.setattr(adapters, "_sender", hasty)
    async with opened(tmp_path) as made:
        yield made


async def recovered(scene: Scene) -> Handset:
    phone = scene.phone(scene.citizen()["phone"])
    await to_the_way(phone)
    await phone.send("1")
    assert (await phone.send(scene.demo.sandbox.mosip.codes[phone.phone])).startswith("END ")
    return phone


async def test_an_operator_that_took_it_and_never_answered_is_not_sent_to_again(impatient: Scene) -> None:
    box = impatient.demo.sandbox
    faults = box.faults
    faults["sms"].lie = "taken"
    faults["reports"].lie = "lost"
    phone = await recovered(impatient)

    async def unknown() -> bool:
        return await impatient.states() == Counter(unknown=1)

    await until(unknown)
    faults["sms"].lie = ""
    await asyncio.sleep(1.0)
    assert await impatient.states() == Counter(unknown=1)
    assert len(impatient.texts(phone.phone, MOROCCO.sender)) == 1


async def test_a_report_that_comes_later_settles_it(impatient: Scene) -> None:
    faults = impatient.demo.sandbox.faults
    faults["sms"].lie, faults["reports"].latency = "taken", 1.0
    phone = await recovered(impatient)

    async def delivered() -> bool:
        return await impatient.states() == Counter(delivered=1)

    await until(delivered)
    assert len(impatient.texts(phone.phone, MOROCCO.sender)) == 1


@pytest.mark.parametrize("lie", ["doubled", "reordered", "early"])
async def test_reports_that_come_twice_in_the_wrong_order_or_too_early_end_delivered(scene: Scene, lie: str) -> None:
    scene.demo.sandbox.faults["reports"].lie = lie
    phone = await recovered(scene)

    async def delivered() -> bool:
        return await scene.states() == Counter(delivered=1)

    await until(delivered)
    await scene.demo.sandbox.postman.quiet()
    assert await scene.states() == Counter(delivered=1)
    assert len(scene.texts(phone.phone, MOROCCO.sender)) == 1
