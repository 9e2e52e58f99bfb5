"""The sandbox's RS biometric sub-system checks what it receives, in its own words."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from dialogs import refusals
from sandbox.faults import Faults
from sandbox.mosip_otp import OtpRules
from sandbox.phones import Phones
from sandbox.rsmis import RsMis
from sandbox.rsmis_wire import NAMES, PATHS, STATUSES
from tests.sandbox.mosip_partner import INACTIVE, NO_PHONE, NOBODY, PEOPLE, TXN, WAITING, ZINEB, Client, FakeClock


class Counter:
    """A partner of the registry, and the calls as they should be or with one thing wrong."""

    def __init__(self, client: Client, registry: RsMis, clock: FakeClock) -> None:
        self.client = client
        self.registry = registry
        self.clock = clock
        self.headers: dict[str, str] = registry.client_settings("")["headers"]  # type: ignore[assignment]

    async def call(self, name: str, **fields: Any) -> dict[str, Any]:
        body = {"motif": "prove", "numero": ZINEB.uin, "nature": "niu", **fields}
        answer = await self.client.post(f"/rsmis{PATHS[name]}", json=body, headers=self.headers)
        told = dict(await answer.json())
        assert answer.status == (200 if told["statut"] == "OK" else 422)
        return told

    async def send(self, **fields: Any) -> dict[str, Any]:
        return await self.call("SEND_OTP", **{"operation": TXN, **fields})

    async def prove(self, name: str = "VERIFY_OTP", **fields: Any) -> dict[str, Any]:
        code = self.registry.codes.get(str(ZINEB.phone), "0")
        return await self.call(name, **{"operation": TXN, "code": code, "accord": True, **fields})


Step = Callable[[Counter], Awaitable[dict[str, Any]]]


@pytest.fixture
async def counter(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Counter:
    clock, app = FakeClock(), web.Application()
    registry = RsMis(PEOPLE, Phones(), clock, rules=OtpRules(tries=3, flood=5))
    registry.attach(app)
    return Counter(await aiohttp_client(app), registry, clock)


async def sent(counter: Counter, **fields: Any) -> dict[str, Any]:
    await counter.send()
    return await counter.prove(**fields)


async def late(counter: Counter) -> dict[str, Any]:
    await counter.send()
    counter.clock.time += 180
    return await counter.prove()


async def frozen(counter: Counter) -> dict[str, Any]:
    await counter.send()
    for _ in range(3):
        await counter.prove(code="0")
    return await counter.send()


async def flooded(counter: Counter) -> dict[str, Any]:
    for _ in range(5):
        await counter.send()
    return await counter.send()


async def too_many(counter: Counter) -> dict[str, Any]:
    for _ in range(5):
        counter.registry.holdings.issue(ZINEB)
    await counter.send(motif="alias")
    return await counter.prove("ALIAS", motif="alias")


async def locked(counter: Counter) -> dict[str, Any]:
    await counter.send(motif="lock")
    assert (await counter.prove("LOCK", motif="lock", facteurs=["code"]))["statut"] == "OK"
    return await sent(counter)


async def without_key(counter: Counter) -> dict[str, Any]:
    counter.headers = {}
    return await counter.send()


async def busy(counter: Counter) -> dict[str, Any]:
    counter.registry.faults.lie = "code:OCCUPE"
    return await counter.send()


REFUSALS: list[tuple[str, Step]] = [
    ("NUMERO_MAL_FORME", lambda c: c.send(nature="passeport")),
    ("NUMERO_MAL_FORME", lambda c: c.call("EVENT", nature="niu")),
    ("INCONNU", lambda c: c.send(numero=NOBODY.uin)),
    ("INCONNU", lambda c: c.send(numero=WAITING.uin)),
    ("INCONNU", lambda c: c.call("EVENT", nature="demande", numero="1")),
    ("INACTIF", lambda c: c.send(numero=INACTIVE.uin)),
    ("SANS_TELEPHONE", lambda c: c.send(numero=NO_PHONE.uin)),
    ("PAS_ENCORE", lambda c: c.send(nature="recepisse", numero=WAITING.receipt)),
    ("CODE_FAUX", lambda c: sent(c, code="0")),
    ("CODE_EXPIRE", late),
    ("CODE_NON_DEMANDE", lambda c: c.prove()),
    ("CODE_NON_DEMANDE", lambda c: sent(c, operation="1234567891")),
    ("CODE_NON_DEMANDE", lambda c: sent(c, name="LOCK", motif="lock", facteurs=["code"])),
    ("CODE_GELE", frozen),
    ("TROP_DE_DEMANDES", flooded),
    ("TROP_D_ALIAS", too_many),
    ("VERROUILLE", locked),
    ("DIFFERENT", lambda c: c.call("DEMOGRAPHICS", nom="Zineb Bennani", accord=True)),
    ("SANS_CONSENTEMENT", lambda c: sent(c, accord=False)),
    ("SANS_CONSENTEMENT", lambda c: c.call("DEMOGRAPHICS", nom="Zineb Alaoui")),
    ("OCCUPE", busy),
    ("DEMANDE_MAL_FORMEE", lambda c: c.send(operation="12")),
    ("DEMANDE_MAL_FORMEE", lambda c: c.send(otp="123456")),
    ("DEMANDE_MAL_FORMEE", lambda c: c.call("DEMOGRAPHICS", accord=True)),
    ("DEMANDE_MAL_FORMEE", lambda c: sent(c, name="LOCK", motif="lock", facteurs=[])),
    ("DEMANDE_MAL_FORMEE", lambda c: sent(c, name="LOCK", motif="lock", facteurs=["voix"])),
    ("DEMANDE_MAL_FORMEE", lambda c: sent(c, name="LOCK", motif="prove", facteurs=["code"])),
    ("DEMANDE_MAL_FORMEE", lambda c: sent(c, name="USAGE", motif="usage", nombre=0)),
    ("CLE_REFUSEE", without_key),
]


@pytest.mark.parametrize(("status", "step"), [pytest.param(*row, id=f"{row[0]}-{at}") for at, row in enumerate(REFUSALS)])
async def test_each_fault_has_its_status(counter: Counter, status: str, step: Step) -> None:
    told = await step(counter)
    assert told["statut"] == status
    assert set(told) == {"statut", "attente"}


def test_every_status_is_provoked_and_means_something() -> None:
    assert set(STATUSES) == {status for status, _ in REFUSALS} | {"OK"}
    assert all(hasattr(refusals, meaning) for meaning in STATUSES.values() if meaning)


def test_every_word_of_a_request_has_a_name_for_the_client() -> None:
    assert len(set(NAMES.values())) == len(NAMES)
    assert len(set(PATHS.values())) == len(PATHS)


@pytest.mark.parametrize(("lie", "kind"), [("html", "text/html"), ("empty", "application/json")])
async def test_the_lies_html_and_empty_are_status_200(
    aiohttp_client: Callable[[web.Application], Awaitable[Client]], lie: str, kind: str
) -> None:
    app = web.Application()
    RsMis(PEOPLE, Phones(), FakeClock(), faults=Faults(lie=lie)).attach(app)
    answer = await (await aiohttp_client(app)).post("/rsmis/codes", data=b"{}")
    assert (answer.status, answer.content_type) == (200, kind)
