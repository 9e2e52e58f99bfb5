"""The demo's other registries as a citizen meets them: her household, her aid, an agent's device, a change that is told."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e_world import Phone, call, running, until

SIX = re.compile(r"\b\d{6}\b")


class Town:
    """A running demo and its citizens."""

    def __init__(self, card: dict[str, Any]) -> None:
        self.card = card

    def phone(self, place: int) -> Phone:
        return Phone(self.card["sandbox"], self.card["citizens"][place]["phone"])


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running(tmp_path_factory.mktemp("registries"), "demo", "--port", "0", "--json") as program:
        yield Town(json.loads(program.line()))
        assert program.stop() == 0


def proved_by_code(phone: Phone, *keys: str) -> str:
    """The first screen behind the proof, by a code to this SIM."""
    phone.open("fr")
    for key in keys:
        phone.send(key)
    seen = len(phone.messages())
    phone.send("2")
    code = until(lambda: [SIX.findall(one["text"]) for one in phone.messages()[seen:]])[0][0]
    return phone.send(str(code))


def test_a_household_is_shown_after_a_code_with_its_level_in_words(town: Town) -> None:
    screen = proved_by_code(town.phone(0), "2", "3")
    assert screen.startswith("Votre ménage : ")
    assert re.search(r"Niveau : (très bas|bas|moyen|élevé), calculé le ", screen)


def test_aid_is_listed_by_the_names_of_the_country_and_a_refusal_says_why(town: Town) -> None:
    phone = town.phone(0)
    screen = proved_by_code(phone, "2", "4")
    assert "Aide directe (ASD)" in screen
    assert "Tayssir" in screen
    refused = re.search(r"^(\d) .* : non$", screen, re.MULTILINE)
    assert refused is not None
    assert "Pas d'accord ? Faites une réclamation" in phone.send(refused[1])


def agent(town: Town, path: str, body: object) -> tuple[int, Any]:
    """One call of the agent with his token."""
    headers = {"Authorization": f"Bearer {town.card['agent']['token']}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{town.card['agent']['api']}/{path}", json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(asked) as answer:
        return answer.status, json.load(answer)


def test_an_agents_device_proves_her_and_her_phone_hears_of_it(town: Town) -> None:
    phone, her = town.phone(1), town.card["citizens"][1]
    phone.open("fr")
    for key in ("2", "3", "3"):
        phone.send(key)
    (code,) = SIX.findall(phone.send(her["idcs"]))
    assert "L'agent n'a pas encore fini." in phone.send("1")

    status, task = agent(town, f"{code}/claim", {"device": "SANDBOX-0001"})
    assert status == 200
    device = town.card["agent"]["device"]
    assert call("PUT", f"{device}/person", {"uin": her["idcs"]})[0] == 204
    wanted = {
        "env": task["env"],
        "domainUri": task["domainUri"],
        "transactionId": task["transactionId"],
        "bio": [{"type": "Finger", "bioSubType": ["Left IndexFinger"]}],
    }
    _, captured = call("POST", f"{device}/capture", wanted)
    assert agent(town, f"{task['id']}/submit", {"biometrics": captured["biometrics"]})[1]["state"] == "proved"

    assert phone.send("1").startswith("Votre ménage : ")
    until(lambda: any("Un agent vient de vérifier votre identité" in one["text"] for one in phone.messages()))
