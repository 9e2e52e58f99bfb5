"""Agents in the field on the twin, SQLite and PostgreSQL: a SIM, a PIN, and an operator who still works."""

from typing import Protocol

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from store.agents import MemoryAgents
from store.cases.pins import Pins
from store.keyring import Keyring
from store.operators import MemoryOperators, Operator, Operators
from store.sql.agents import SqlAgents
from store.sql.operators import SqlOperators
from store.sql.tables_handoffs import agent_sims

SIM, OTHER_SIM = Phone("+25377880011"), Phone("+25377880012")
PIN = "271828"


class Agents(Protocol):
    async def register(self, id: str, phone: Phone, pin: str) -> bool: ...

    async def recognise(self, phone: Phone, pin: str) -> str: ...


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, keys: Keyring) -> tuple[Agents, Operators]:
    pins, operators = Pins(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)), MemoryOperators()
    if request.param == "twin":
        return MemoryAgents(operators, keys, pins), operators
    engine = request.getfixturevalue(f"{request.param}_engine")
    return SqlAgents(engine, keys, pins), SqlOperators(engine)


@pytest.fixture
async def both(stores: tuple[Agents, Operators]) -> tuple[Agents, Operators]:
    """With an agent, and an officer who is none."""
    await stores[1].add(Operator("hodan", frozenset({"agent"})), b"1" * 16)
    await stores[1].add(Operator("deka", frozenset({"officer"})), b"2" * 16)
    return stores


async def test_an_agent_is_who_has_the_sim_and_the_pin(both: tuple[Agents, Operators]) -> None:
    agents, _ = both
    assert await agents.register("hodan", SIM, PIN)
    assert await agents.recognise(SIM, PIN) == "hodan"
    assert await agents.recognise(SIM, "271829") == ""
    assert await agents.recognise(SIM, "") == ""
    assert await agents.recognise(OTHER_SIM, PIN) == ""


async def test_a_new_sim_ends_the_earlier_one_and_its_pin(both: tuple[Agents, Operators]) -> None:
    agents, _ = both
    await agents.register("hodan", SIM, PIN)
    assert await agents.register("hodan", OTHER_SIM, "314159")
    assert [await agents.recognise(sim, pin) for sim, pin in ((SIM, PIN), (OTHER_SIM, PIN), (OTHER_SIM, "314159"))] == [
        "",
        "",
        "hodan",
    ]


async def test_a_sim_belongs_to_one_agent(both: tuple[Agents, Operators]) -> None:
    agents, _ = both
    await agents.register("hodan", SIM, PIN)
    assert not await agents.register("deka", SIM, "314159")
    assert await agents.recognise(SIM, PIN) == "hodan"


async def test_who_is_no_agent_or_no_longer_works_checks_nothing(both: tuple[Agents, Operators]) -> None:
    agents, operators = both
    await agents.register("hodan", SIM, PIN)
    await agents.register("deka", OTHER_SIM, PIN)
    assert await agents.recognise(OTHER_SIM, PIN) == ""
    await operators.disable("hodan")
    assert await agents.recognise(SIM, PIN) == ""


async def test_neither_number_nor_pin_is_in_the_table(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    await SqlOperators(sqlite_engine).add(Operator("hodan", frozenset({"agent"})), b"1" * 16)
    agents = SqlAgents(sqlite_engine, keys, Pins(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    await agents.register("hodan", SIM, PIN)
    async with sqlite_engine.connect() as connection:
        row = (await connection.execute(select(agent_sims))).one()
    assert SIM.e164.encode() not in row.phone_mac
    assert row.pin.startswith("$argon2id$")
    with pytest.raises(Exception, match="match"):
        PasswordHasher().verify(row.pin, PIN)  # not even the right digits fit without our keys
