"""One suite for every population registry: what somebody says of herself, and refusals that tell nothing of anybody."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from dialogs.model import IdRef, Phone
from dialogs.ports import Claims, Factor
from dialogs.refusals import ConsentMissing, DemographicMismatch, IdentityInactive, NotFound, RegistryError
from tests.registry_client.identity_worlds import FATIMA, INACTIVE, NOBODY, OMAR, World, ctx, handle, true_of

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults


@pytest.mark.parametrize(
    "claims",
    [
        true_of(FATIMA),
        Claims(name="  naima   PERSONNEB "),
        Claims(name=dict(FATIMA.names)["ar"]),
        Claims(born=FATIMA.born),
        Claims(phone=Phone(str(FATIMA.phone))),
    ],
)
async def test_true_claims_prove_it(world: World, claims: Claims) -> None:
    outcome = await world.registry.verify_demographics(world.number(FATIMA), claims, ctx=world.next())
    again = await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())
    assert outcome.at == world.clock.now()
    assert outcome.token == again.token
    assert FATIMA.uin not in outcome.token


@pytest.mark.parametrize(
    "claims",
    [
        replace(true_of(FATIMA), name="Naïma Personnec"),
        replace(true_of(FATIMA), born=date(1980, 1, 2)),
        replace(true_of(FATIMA), phone=Phone("+212612340008")),
        true_of(OMAR),
        Claims(),
        Claims(name="  "),
    ],
)
async def test_one_false_claim_or_none_at_all_proves_nothing(world: World, claims: Claims) -> None:
    with pytest.raises(DemographicMismatch):
        await world.registry.verify_demographics(world.number(FATIMA), claims, ctx=world.next())


async def test_nothing_is_compared_without_consent(world: World) -> None:
    with pytest.raises(ConsentMissing):
        await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=ctx(consent=False))


# --- neutrality ---------------------------------------------------------------------------------


async def test_unknown_false_and_inactive_differ_by_their_class_alone(world: World) -> None:
    said = []
    for person, claims, kind in (
        (NOBODY, true_of(NOBODY), NotFound),
        (FATIMA, true_of(OMAR), DemographicMismatch),
        (INACTIVE, true_of(INACTIVE), IdentityInactive),
    ):
        with pytest.raises(RegistryError) as refused:
            await world.registry.verify_demographics(world.number(person), claims, ctx=world.next())
        assert type(refused.value) is kind
        said.append((refused.value.retry_after, refused.value.upstream, refused.value.retryable))
    assert len(set(said)) == 1


async def test_no_refusal_carries_anything_personal(world: World) -> None:
    registry = world.registry
    challenge, code = await world.asked(FATIMA)
    failing: list[Callable[[], Awaitable[object]]] = [
        lambda: registry.verify_demographics(world.number(NOBODY), true_of(NOBODY), ctx=world.next()),
        lambda: registry.verify_demographics(world.number(FATIMA), true_of(OMAR), ctx=world.next()),
        lambda: registry.verify_demographics(world.number(INACTIVE), true_of(INACTIVE), ctx=world.next()),
        lambda: registry.verify_otp(challenge, world.wrong(FATIMA), ctx=world.next()),
        lambda: registry.verify_otp(replace(challenge, txn="0000000001"), code, ctx=world.next()),
        lambda: registry.recover_start(handle(NOBODY), ctx=world.next()),
        lambda: registry.lock(challenge, code, [Factor.OTP], ctx=world.next()),
        lambda: registry.event_status(IdRef("EVENT", "1000000000000009"), ctx=world.next()),
    ]
    secrets = [str(code.plain)]
    for person in (FATIMA, OMAR, INACTIVE, NOBODY):
        secrets += [person.uin, person.receipt, str(person.phone)[1:], *dict(person.names).values(), str(person.born)]
    for attempt in failing:
        with pytest.raises(RegistryError) as refused:
            await attempt()
        told = "".join(_chain(refused.value))
        assert not [secret for secret in secrets if secret in told]


def _chain(error: BaseException | None) -> list[str]:
    """All that a traceback would show."""
    if error is None:
        return []
    return [str(error), repr(error), repr(error.args), *_chain(error.__cause__), *_chain(error.__context__)]
