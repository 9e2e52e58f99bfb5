"""After many conversations, good and bad, nothing about anybody is found where it must not be; and the search does find."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
import redis
from sqlalchemy import select

from channels.ussd.terminal import Handset, face_of
from config.settings import Settings
from demo import open_demo
from dialogs.model import Caller, Code, Delivery, IdRef, Phone, Prompt, Reply
from dialogs.ports import Errand, Lane, Message, OtpChallenge, Recovered
from dialogs.refusals import NotFound
from sandbox.population import Person
from store.sql.tables import metadata
from tests.e2e_fleet import LOOKUP, SEALING, SMS_KEY, USSD_KEY, Fleet, open_fleet
from tests.e2e_world import words
from tests.servers import sqlite_threads_end

STRANGER = "+212700998877"
STRANGERS = ("+212711887766", "+212722776655", "+212733665544")
Needles = Mapping[str, str]


def needles_of(person: Person) -> dict[str, str]:
    """Every spelling of what is known about one person, under a name that tells nothing."""
    found = {"uin": person.uin, "vid": person.vid, "receipt": person.receipt, "born": person.born.isoformat()}
    for lang, name in person.names:
        found |= {f"name-{lang}-{place}": part for place, part in enumerate([name, *name.split()]) if len(part) > 4}
    return found | numbers_of(person.phone)


def numbers_of(phone: str | None) -> dict[str, str]:
    """With `+`, without it, and the last eight digits."""
    return {"phone": phone, "phone-bare": phone[1:], "phone-end": phone[-8:]} if phone else {}


def found_in(places: Mapping[str, bytes], needles: Needles) -> list[tuple[str, str]]:
    """Which needle (by name) is in which place, as it is, percent-encoded, in hexadecimal or in UTF-16."""
    spelt = {
        name: {text.encode(), quote(text).encode(), text.encode().hex().encode(), text.encode("utf-16-le")}
        for name, text in needles.items()
    }
    return [
        (place, name)
        for place, content in places.items()
        for name, spellings in spelt.items()
        if any(spelling in content for spelling in spellings)
    ]


@dataclass
class Lived:
    """A fleet after its conversations: what must not be found, and everywhere it might be."""

    fleet: Fleet
    needles: dict[str, str]
    places: dict[str, bytes]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> AsyncIterator[Lived]:
    async with open_fleet(tmp_path_factory.mktemp("lived"), postgres_server, gateways=1) as fleet:
        needles = {f"{place}-{k}": v for place in range(6) for k, v in needles_of(fleet.citizen(place)).items()}
        needles |= {f"{k}-{msisdn[-2:]}": v for msisdn in (STRANGER, *STRANGERS) for k, v in numbers_of(msisdn).items()}
        codes = [code async for code in converse(fleet)]
        needles |= {f"code-{place}": code for place, code in enumerate(codes)}
        for person in fleet.box.citizens:
            for place, sms in enumerate(fleet.inbox(person.phone or "")):
                needles |= {
                    f"sms-{person.uin[-2:]}-{place}-{n}": line for n, line in enumerate(sms.split("\n")) if len(line) > 12
                }
        yield Lived(fleet, needles, await everywhere(fleet))


async def converse(fleet: Fleet) -> AsyncIterator[str]:
    """Every service, right and wrong, with the registry well and ill; yields the codes that were sent or typed."""
    her, other, _, rejected, _, inactive = fleet.box.citizens
    phone = fleet.phone(her.phone or "")
    await phone.dial()
    await phone.send("2", "1", "1", "1")
    yield fleet.box.mosip.codes[phone.msisdn]
    yield "735190"
    await phone.send("735190")
    await phone.send(fleet.box.mosip.codes[phone.msisdn])
    stranger = fleet.phone(STRANGER)
    await stranger.dial()
    await stranger.send("1", "1", "1", "2", other.receipt)
    yield fleet.box.mosip.codes[other.phone or ""]
    await stranger.send(fleet.box.mosip.codes[other.phone or ""])
    for receipt in (rejected.receipt, inactive.receipt):
        await stranger.dial()
        await stranger.send("2", "1", receipt)
    for nth, lie in enumerate(("html", "signature", "time")):
        fleet.box.faults["ida"].lie = fleet.box.faults["resident"].lie = lie
        caller = fleet.phone(STRANGERS[nth])
        await caller.dial()
        await caller.send("2", "1", "1", "1")
        await caller.dial()
        await caller.send("2", "2", "1", her.receipt[::-1])
    fleet.box.faults["ida"].lie = fleet.box.faults["resident"].lie = ""
    fleet.box.faults["resident"].status = 500
    await stranger.dial()
    promised = await stranger.send("2", "1", other.receipt)
    assert promised == words("errand-promised", "ar", ref=re.findall(r"\d{4}", promised)[-1])
    fleet.box.faults["resident"].status = 0
    await fleet.until_states(delivered=4)
    await bad_forms(fleet, her)


async def bad_forms(fleet: Fleet, her: Person) -> None:
    """What is wrong is refused without being quoted."""
    ussd, sms = fleet.gateways[0].ussd, f"{fleet.gateways[0].url}/sms/africastalking/{SMS_KEY}"
    form = {"sessionId": "s", "phoneNumber": her.phone or "", "serviceCode": "*3737#", "text": her.receipt}
    for url, broken in (
        (ussd, form | {"serviceCode": her.receipt}),
        (ussd, {"phoneNumber": her.phone or ""}),
        (f"{ussd}/events", form | {"phoneNumber": "x" + her.uin}),
        (f"{sms}/delivery", {"id": "", "phoneNumber": her.phone or "", "status": her.uin}),
        (f"{sms}/inbound", {"id": "1", "from": her.phone or "", "to": "3737", "text": her.uin, "date": her.uin}),
    ):
        async with fleet.http.post(url, data=broken) as answer:
            await answer.read()


_READ: Mapping[bytes, Callable[["redis.Redis", bytes], object]] = {
    b"string": lambda client, key: client.get(key),
    b"hash": lambda client, key: client.hgetall(key),
    b"set": lambda client, key: client.smembers(key),
    b"zset": lambda client, key: client.zrange(key, 0, -1),
    b"list": lambda client, key: client.lrange(key, 0, -1),
}


def flat(value: object) -> bytes:
    """All that a value of Redis holds, as bytes."""
    if isinstance(value, Mapping):
        return b"\n".join(flat(part) for pair in value.items() for part in pair)
    if isinstance(value, list | set | tuple):
        return b"\n".join(flat(part) for part in value)
    return value if isinstance(value, bytes) else str(value).encode()


async def everywhere(fleet: Fleet) -> dict[str, bytes]:
    """Logs, metrics, upstream addresses, every key and value of Redis, every cell of the database."""
    with redis.Redis.from_url(fleet.redis.url) as client:
        keys = list(client.scan_iter(count=1000))
        values = [flat(_READ[client.type(key)](client, key)) for key in keys]
    cells = [repr(tuple(row)).encode() + b"".join(cell for cell in row if isinstance(cell, bytes)) async for row in rows(fleet)]
    assert keys
    assert cells
    own = ("/mosip/idrepository/",)
    return {
        "logs": fleet.complaints().encode(),
        "metrics": (await fleet.read(fleet.gateways[0].url + "/metrics")).encode(),
        "upstream": "\n".join(path for path in fleet.asked if not path.startswith(own)).encode(),
        "redis": b"\n".join([*keys, *values]),
        "database": b"\n".join(cells),
    }


async def rows(fleet: Fleet) -> AsyncIterator[Any]:
    async with fleet.database.connect() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).all():
                yield row


@pytest.mark.asyncio(loop_scope="module")
async def test_nothing_about_anybody_is_in_logs_metrics_addresses_redis_or_the_database(lived: Lived) -> None:
    assert len(lived.needles) > 60
    assert found_in(lived.places, lived.needles) == []
    assert b"upstream_failed" in lived.places["logs"]
    assert b"turn.trouble" in lived.places["logs"]
    assert b"guichet_steps_total" in lived.places["metrics"]
    assert b"/mosip/idauthentication" in lived.places["upstream"]


@pytest.mark.asyncio(loop_scope="module")
async def test_no_secret_of_the_installation_is_in_a_log_or_a_metric(lived: Lived) -> None:
    told = lived.fleet.settings
    secret = {n: v for n, v in told.items() if n.endswith(("SECRET", "KEY", "KEYS")) and "FILE" not in n}
    assert {"GUICHET_KEYS", "GUICHET_LOOKUP_KEY", "GUICHET_MOSIP__CLIENT_SECRET"} <= secret.keys()
    secret |= {"ussd-key": USSD_KEY, "sms-key": SMS_KEY, "sealing": SEALING[2:], "lookup": LOOKUP}
    assert found_in({place: lived.places[place] for place in ("logs", "metrics", "database", "redis")}, secret) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_the_id_repository_is_the_one_address_that_names_a_person(lived: Lived) -> None:
    """MOSIP 1.2 wants the UIN in the path of `/identity/idvid`; nothing else of a person may be there."""
    there = "\n".join(path for path in lived.fleet.asked if path.startswith("/mosip/idrepository/")).encode()
    assert {name for _, name in found_in({"idrepo": there}, lived.needles)} == {"1-uin"}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("place", ["logs", "metrics", "upstream", "redis", "database"])
async def test_the_search_finds_what_is_planted(lived: Lived, place: str) -> None:
    her = lived.fleet.citizen()
    for name, planted in (("0-phone-bare", her.phone[1:].encode()), ("0-name-ar-0", quote(dict(her.names)["ar"]).encode())):
        spoilt = lived.places | {place: lived.places[place] + b" x=" + planted}
        assert (place, name) in found_in(spoilt, lived.needles)


# --- the demo's own file ------------------------------------------------------------------------


@pytest.fixture
async def file_bytes(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A SQLite database after a recovery and a status, and what must not be in it."""
    async with open_demo("morocco", 0, 60, tmp_path) as demo:
        her = demo.sandbox.citizens[0]
        phone = Handset(demo.house.turns, face_of(demo.house.turns), her.phone or "", lambda: "ATUid_1")
        await phone.dial()
        for typed in ("2", "1", "1", "1"):
            await phone.send(typed)
        code = demo.sandbox.mosip.codes[phone.phone]
        await phone.send(code)
        texts = {f"sms-{n}": sms.text for n, sms in enumerate(demo.sandbox.phones.messages(phone.phone))}
        needles = needles_of(her) | {"code": code} | texts
    await sqlite_threads_end()
    return tmp_path, needles


async def test_no_byte_of_the_sqlite_file_tells_about_anybody(file_bytes: tuple[Path, dict[str, str]]) -> None:
    folder, needles = file_bytes
    places = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(places["guichet.db"]) > 4096
    assert found_in(places, needles) == []
    database = sqlite3.connect(folder / "guichet.db")
    database.execute("UPDATE outbox SET reason = ?", (needles["phone"],))
    database.commit()
    database.close()
    planted = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {name for _, name in found_in(planted, needles)} == {"phone", "phone-bare", "phone-end"}


# --- objects and errors -------------------------------------------------------------------------


def objects() -> Iterator[object]:
    """One of each thing that holds something of a person, as a traceback or a log line would show it."""
    phone, number, code = Phone(STRANGER), IdRef("UIN", "2639425169"), Code("mac", "424242")
    caller = Caller("ussd", STRANGER, phone)
    prompt = Prompt("sms-recover-number", (("number", "2639425169"),))
    yield from (phone, number, code, caller, prompt, Reply(prompt, "fr"))
    yield Delivery("ussd", "*3737#", "s", caller, "resume", said="424242", transcript="1*424242")
    yield Message(b"k", phone, "IDCS: 2639425169", Lane.REPLY, 0.0)
    yield Errand(b"k", "4821", "status", {"value": "2639425169"}, phone, "fr", 0.0, prompt)
    yield OtpChallenge("1234567890", number, 0.0)
    yield Recovered(number, phone)
    yield NotFound("IDA-MLC-018", upstream="ida")
    yield Settings(keys=SEALING, lookup_key=LOOKUP)  # type: ignore[arg-type]


@pytest.mark.parametrize("thing", list(objects()), ids=lambda thing: type(thing).__name__)
def test_no_object_shows_what_it_holds(thing: object) -> None:
    needles = {"number": "2639425169", "code": "424242", "key": SEALING[2:], "lookup": LOOKUP} | numbers_of(STRANGER)
    shown = {
        "repr": repr(thing).encode(),
        "str": str(thing).encode(),
        "format": f"{thing}".encode(),
        "list": repr([thing]).encode(),
    }
    assert found_in(shown, needles) == []
