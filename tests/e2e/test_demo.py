"""The demo as a visitor starts it: one process, phones over HTTP, and the whole way of a citizen."""

import json
import re
import signal
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e_world import MOROCCO, ROOT, Phone, Program, call, running, until, words

SILENCE = ""
NOBODY = "+212700998877"


class Town:
    """A running demo: what its JSON line told, and its phones."""

    def __init__(self, program: Program, card: dict[str, Any]) -> None:
        self.program, self.card = program, card

    def phone(self, msisdn: str) -> Phone:
        return Phone(self.card["sandbox"], msisdn)

    def citizen(self, place: int) -> dict[str, Any]:
        found: dict[str, Any] = self.card["citizens"][place]
        return found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with running(folder, "demo", "--port", "0", "--json") as program:
        yield Town(program, json.loads(program.line()))
        assert program.stop() == 0
        assert (program.rest(), program.complaints()) == (SILENCE, SILENCE), "one line on stdout, nothing on stderr"


def test_one_line_tells_every_address_and_the_citizens(town: Town) -> None:
    card = town.card
    table = (ROOT / "docs" / "demo.md").read_text("utf-8").partition("| key | is |")[2].partition("\n\n")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert card.keys() == {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    assert card["ready"] is True
    assert card["country"] == "morocco"
    assert card["ussd"]["service_code"] == "*3737#"
    assert re.fullmatch(re.escape(card["url"]) + r"/ussd/africastalking/[0-9a-f]{32}", card["ussd"]["africastalking"])
    sms = card["sms"]["africastalking"]
    assert {event: url.rpartition("/")[2] for event, url in sms.items()} == {e: e for e in ("inbound", "delivery", "optout")}
    assert card["sms"]["short_code"] == "3737"
    for citizen in card["citizens"]:
        assert {"name", "phone", "receipt", "idcs", "born"} <= citizen.keys()
        assert re.fullmatch(r"\d{29}", citizen["receipt"])
    for url in (card["url"] + "/healthz", card["url"] + "/readyz", card["url"] + "/metrics", card["phone"]):
        assert call("GET", url)[0] == 200
    assert all(url.startswith("http://127.0.0.1:") for url in (card["url"], card["phone"], card["sandbox"]))


def test_a_citizen_recovers_by_her_sim_and_a_dropped_session_goes_on_at_the_code(town: Town) -> None:
    her = town.citizen(0)
    phone = town.phone(her["phone"])
    phone.open("fr")
    phone.choose("recover")
    phone.send("1")
    asked = phone.send("1")
    phone.drop()
    assert words("resume-offer") in phone.dial()
    assert phone.send("1") == asked, "the same question, and no second code"
    assert len(phone.texts()) == 1
    masked = f"{her['idcs'][:2]}****{her['idcs'][-4:]}"
    assert phone.send(phone.code()) == words("recover-sent", masked=masked)
    until(lambda: len(phone.texts()) == 2)
    assert her["idcs"] in phone.texts()[1]
    assert not any(her["idcs"] in screen for screen in phone.screens)
    assert "Naïma" not in "".join(phone.screens)
    phone.drop()
    assert words("resume-offer") not in phone.dial(), "what lay behind the proof is gone"


def test_a_receipt_from_another_sim_serves_the_enrolled_phone_alone(town: Town) -> None:
    her = town.citizen(1)
    enrolled, other = town.phone(her["phone"]), town.phone(NOBODY)
    other.open("en")
    other.choose("recover")
    other.send("1")
    other.send("2")
    other.send(her["receipt"])
    masked = f"{her['idcs'][:2]}****{her['idcs'][-4:]}"
    assert other.send(enrolled.code()) == words("recover-sent", "en", masked=masked)
    until(lambda: len(enrolled.texts()) == 3)
    assert [her["idcs"] in text for text in enrolled.texts()].count(True) == 1
    assert words("sms-recover-notice", "en") in enrolled.texts()
    assert other.messages() == []


def test_three_wrong_codes_lock_the_caller_and_the_person(town: Town) -> None:
    her = town.citizen(2)
    caller = town.phone("+212700998866")
    caller.open("fr")
    caller.choose("recover")
    caller.send("1")
    caller.send("2")
    caller.send(her["receipt"])
    right = town.phone(her["phone"]).code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert words("slip-code-wrong", left=2) in caller.send(wrong)
    caller.drop()
    caller.dial()
    caller.send("1")
    assert words("slip-code-wrong", left=1) in caller.send(wrong), "a redial gives no new tries"
    assert caller.send(wrong) == words("recover-locked", minutes=30)
    for phone in (caller, town.phone("+212700998855")):
        phone.open("fr")
        phone.choose("recover")
        phone.send("1")
        phone.send("2")
        assert phone.send(her["receipt"]) == words("recover-locked", minutes=30)


def test_a_stranger_reads_the_same_as_the_registered(town: Town) -> None:
    phone, registered = town.phone("+212700998844"), town.phone(town.citizen(1)["phone"])
    screens = []
    for one in (phone, registered):
        one.open("fr")
        one.choose("recover")
        one.send("1")
        screens.append(one.send("1"))
    assert screens[0] == screens[1]
    assert phone.messages() == []
    assert words("slip-code-wrong", left=2) in phone.send("123456")


@pytest.mark.parametrize(("place", "stage"), [(0, "issued"), (3, "rejected"), (4, "processing")])
def test_the_status_of_an_application_names_nobody(town: Town, place: int, stage: str) -> None:
    her, phone = town.citizen(place), town.phone("+212700998833")
    phone.open("fr")
    phone.choose("status")
    phone.send("1")
    assert phone.send(her["receipt"]) == words(f"status-{stage}")
    assert phone.messages() == []


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_offices_privacy_and_the_needs_of_the_rsu(town: Town, lang: str) -> None:
    phone = town.phone(f"+21270099882{['ar', 'fr', 'en'].index(lang)}")
    phone.open(lang)
    phone.choose("privacy")
    assert phone.send("1").split("\n")[0] == words("privacy", lang).split("\n")[0]
    phone.dial()
    phone.choose("status")
    assert phone.send("2").split("\n")[0] == words("rsu-needs", lang).split("\n")[0]
    phone.dial()
    phone.choose("offices")
    ifrane = next(commune for commune in MOROCCO.communes if commune.id == "ifrane")
    assert phone.send("Ifrane").split("\n")[0] == ifrane.offices[0].names.in_lang(lang)


def test_messages_are_listed_newest_last(town: Town) -> None:
    got = town.phone(town.citizen(0)["phone"]).messages()
    assert all(set(message) == {"from", "text", "at"} for message in got)
    assert [message["at"] for message in got] == sorted(message["at"] for message in got)
    bare = town.citizen(0)["phone"].removeprefix("+")
    assert call("GET", f"{town.card['sandbox']}/phones/{bare}/messages")[1] == got
    assert call("GET", f"{town.card['sandbox']}/phones/{NOBODY}/messages") == (200, [])


def test_a_restart_remembers_the_language_and_all_state_is_in_the_data_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    cards = []
    for how in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path / "home", "demo", "--port", "0", "--json", "--people", "60", cwd=elsewhere) as program:
            cards.append(json.loads(program.line()))
            phone = Phone(cards[-1]["sandbox"], NOBODY)
            menu = phone.open("ar") if how == signal.SIGTERM else phone.dial()
            assert program.stop(how) == 0
            assert (program.rest(), program.complaints()) == (SILENCE, SILENCE)
        assert words("menu", "ar").split("\n")[0] in menu
    assert cards[0]["citizens"] == cards[1]["citizens"]
    assert cards[0]["ussd"]["africastalking"].rpartition("/")[2] == cards[1]["ussd"]["africastalking"].rpartition("/")[2]
    assert list(elsewhere.iterdir()) == []
    data = tmp_path / "home" / "data"
    assert {file.name.split("-")[0] for file in data.iterdir()} <= {"guichet.db", "demo"}
    assert stat.S_IMODE((data / "demo-keys.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("how", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.full)])
def test_it_stops_while_requests_hang(tmp_path: Path, how: signal.Signals) -> None:
    with running(tmp_path / "home", "demo", "--port", "0", "--json", "--people", "60") as program:
        card = json.loads(program.line())
        her = Phone(card["sandbox"], card["citizens"][0]["phone"])
        her.open("fr")
        her.choose("recover")
        her.send("1")
        assert call("PUT", f"{card['sandbox']}/faults/ida", {"hang": True, "times": 1})[0] == 200
        waiting = threading.Thread(target=_ignore, args=(f"{card['sandbox']}/phones/{her.msisdn}/send", {"text": "1"}))
        waiting.start()
        until(lambda: call("GET", card["sandbox"] + "/faults")[1]["ida"]["times"] == 0)
        assert program.stop(how, within=20.0) == 0  # who waits for what hangs waits a minute
        waiting.join(5)
        assert not waiting.is_alive()
        assert (program.rest(), program.complaints()) == (SILENCE, SILENCE)


def _ignore(url: str, body: object) -> None:
    try:
        call("POST", url, body)
    except OSError:
        return


def test_a_busy_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(tmp_path / "home", "demo", "--port", str(port), "--json", "--people", "60") as program:
            assert program.rest() == SILENCE
            assert program.process.returncode == 1
            said = program.complaints().splitlines()
    assert len(said) == 1
    assert str(port) in said[0]
    assert "--port" in said[0]


def test_people_read_words_with_everything_they_need(tmp_path: Path) -> None:
    with running(tmp_path / "home", "demo", "--port", "0", "--people", "60", cwd=ROOT / "tests") as program:
        said = [program.line()]
        while "Ctrl-C" not in said[-1] and len(said) < 60:
            said.append(program.line())
        assert program.stop(signal.SIGINT) == 0
        assert program.complaints() == SILENCE
    text = "\n".join(said)
    assert len(re.findall(r"http://127\.0\.0\.1:\d+", text)) >= 3
    assert "/phone" in text
    assert "*3737#" in text
    assert len(re.findall(r"\d{29}", text)) == 6
    assert "\x1b" not in text
