"""`operator sim`: an agent's SIM is registered by hand, his PIN is shown once, and nobody else gets one."""

from pathlib import Path

import pytest

from config.settings import Settings
from dialogs.model import Phone
from house.adapters import keyring
from house.operators import OperatorRefused, add_operator, disable_operator, register_sim
from store.cases.pins import Pins
from store.sql.agents import SqlAgents
from store.sql.engine import make_engine
from store.sql.schema import upgrade

SIM = "+25377880011"


@pytest.fixture
async def ours(tmp_path: Path) -> Settings:
    told = {
        "keys": "1:" + "A" * 43 + "=",
        "lookup_key": "B" * 43 + "=",
        "database_url": f"sqlite+aiosqlite:///{tmp_path}/house.db",
    }
    settings = Settings.model_validate({"environment": "demo", **told})
    engine = make_engine(settings.database_url.get_secret_value())
    await upgrade(engine)
    await engine.dispose()
    for id, role in (("hodan", "agent"), ("deka", "officer"), ("saada", "agent")):
        await add_operator(settings, id, frozenset({role}), "")
    return settings


async def test_the_pin_that_is_printed_opens_the_line_from_that_sim(ours: Settings) -> None:
    pin = await register_sim(ours, "hodan", SIM)
    assert len(pin) == 6
    assert pin.isdigit()
    engine = make_engine(ours.database_url.get_secret_value())
    agents = SqlAgents(engine, keyring(ours), Pins())
    assert await agents.recognise(Phone(SIM), pin) == "hodan"
    assert await agents.recognise(Phone("+25377880012"), pin) == ""
    await engine.dispose()


@pytest.mark.parametrize(
    ("id", "number", "why"),
    [
        ("deka", SIM, "the role agent"),
        ("nobody", SIM, "the role agent"),
        ("hodan", "77880011", "is written as"),
        ("saada", SIM, "another agent's"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_reason(ours: Settings, id: str, number: str, why: str) -> None:
    await register_sim(ours, "hodan", SIM)
    with pytest.raises(OperatorRefused, match=why):
        await register_sim(ours, id, number)


async def test_who_no_longer_works_gets_no_pin(ours: Settings) -> None:
    await disable_operator(ours, "hodan")
    with pytest.raises(OperatorRefused):
        await register_sim(ours, "hodan", SIM)
