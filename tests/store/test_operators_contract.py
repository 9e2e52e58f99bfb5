"""Operators on the twin, SQLite and PostgreSQL."""

import pytest

from store.keyring import Keyring
from store.operators import MemoryOperators, Operator, OperatorExists, Operators
from store.sql.operators import SqlOperators

SALMA = Operator("salma", frozenset({"agent"}), "rabat-1")
BOSS = Operator("boss", frozenset({"lead", "supervisor"}), areas=frozenset({"sale", "rabat"}))
T1, T2 = b"1" * 16, b"2" * 16


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def operators(request: pytest.FixtureRequest, keys: Keyring) -> Operators:
    return MemoryOperators() if request.param == "twin" else SqlOperators(request.getfixturevalue(f"{request.param}_engine"))


async def test_an_operator_is_found_by_the_hash_of_his_token_alone(operators: Operators) -> None:
    await operators.add(SALMA, T1)
    await operators.add(BOSS, T2)
    assert await operators.by_token(T1) == SALMA
    assert await operators.by_token(T2) == BOSS
    assert await operators.by_token(b"3" * 16) is None
    assert await operators.all() == [BOSS, SALMA]
    assert [await operators.by_id(id) for id in ("salma", "nobody")] == [SALMA, None]


@pytest.mark.parametrize(("other", "token"), [(SALMA, T2), (BOSS, T1)])
async def test_ids_and_tokens_are_given_once(operators: Operators, other: Operator, token: bytes) -> None:
    await operators.add(SALMA, T1)
    with pytest.raises(OperatorExists):
        await operators.add(other, token)
    assert await operators.all() == [SALMA]


async def test_a_disabled_operator_stays_known_as_disabled(operators: Operators) -> None:
    await operators.add(SALMA, T1)
    assert await operators.disable("salma")
    assert not await operators.disable("nobody")
    found = await operators.by_token(T1)
    assert found == Operator("salma", frozenset({"agent"}), "rabat-1", disabled=True)
    assert await operators.by_id("salma") == found
