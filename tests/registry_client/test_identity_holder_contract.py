"""One suite for every population registry: what its owner may do with a number, by a one-time code."""

from collections.abc import Awaitable, Callable

import pytest

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import Alias, Factor, IdentityRegistry, OtpChallenge
from dialogs.refusals import (
    ConsentMissing,
    DemographicMismatch,
    FactorLocked,
    IdentityInactive,
    NotFound,
    NotPermitted,
    NotSupported,
    OtpInvalid,
    RegistryError,
)
from sandbox.population import Person
from store.clock import FakeClock
from tests.registry_client.identity_worlds import EVENTS, FATIMA, OMAR, World, ctx, handle, opened, true_of

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults


# --- locks --------------------------------------------------------------------------------------


async def lock(world: World, person: Person, *factors: Factor) -> None:
    await world.registry.lock(*await world.asked(person, "lock"), factors, ctx=world.next("lock"))


async def unlock(world: World, person: Person, seconds: int | None, *factors: Factor) -> None:
    await world.registry.unlock(*await world.asked(person, "lock"), factors, seconds, ctx=world.next("unlock"))


async def test_a_locked_factor_proves_nothing_and_the_others_do(world: World) -> None:
    await lock(world, FATIMA, Factor.DEMOGRAPHIC, Factor.FINGER)
    with pytest.raises(FactorLocked):
        await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())
    assert await world.registry.verify_otp(*await world.asked(FATIMA), ctx=world.next())
    assert await world.registry.verify_demographics(world.number(OMAR), true_of(OMAR), ctx=world.next())


async def test_who_locked_codes_can_still_unlock_by_a_code(world: World) -> None:
    await lock(world, FATIMA, Factor.OTP)
    challenge, code = await world.asked(FATIMA)
    with pytest.raises(FactorLocked):
        await world.registry.verify_otp(challenge, code, ctx=world.next())
    await unlock(world, FATIMA, None, Factor.OTP)
    assert await world.registry.verify_otp(*await world.asked(FATIMA), ctx=world.next())


async def test_an_unlock_for_a_minute_ends_after_a_minute(world: World) -> None:
    await lock(world, FATIMA, Factor.DEMOGRAPHIC)
    await unlock(world, FATIMA, 60, Factor.DEMOGRAPHIC)
    await world.clock.advance(59)
    assert await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())
    await world.clock.advance(2)
    with pytest.raises(FactorLocked):
        await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())


async def test_an_unlock_for_good_lasts(world: World) -> None:
    await lock(world, FATIMA, Factor.DEMOGRAPHIC)
    await unlock(world, FATIMA, None, Factor.DEMOGRAPHIC)
    await world.clock.advance(10_000_000)
    assert await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())


async def test_a_lock_locks_more_than_once(world: World) -> None:
    await lock(world, FATIMA, Factor.DEMOGRAPHIC)
    await lock(world, FATIMA, Factor.DEMOGRAPHIC)
    await unlock(world, FATIMA, None, Factor.DEMOGRAPHIC)
    assert await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())


# --- codes of a holder --------------------------------------------------------------------------

Deed = Callable[[IdentityRegistry, OtpChallenge, Code, World], Awaitable[object]]
DEEDS = pytest.mark.parametrize(
    ("purpose", "deed"),
    [
        pytest.param("lock", lambda r, c, code, w: r.lock(c, code, [Factor.OTP], ctx=w.next("lock")), id="lock"),
        pytest.param("lock", lambda r, c, code, w: r.unlock(c, code, [Factor.OTP], 60, ctx=w.next("lock")), id="unlock"),
        pytest.param("alias", lambda r, c, code, w: r.issue_alias(c, code, ctx=w.next("alias")), id="issue"),
        pytest.param("usage", lambda r, c, code, w: r.usage_history(c, code, 5, ctx=w.next("usage")), id="usage"),
    ],
)


@DEEDS
async def test_a_wrong_code_does_nothing_and_leaves_the_right_one_good(world: World, purpose: str, deed: Deed) -> None:
    challenge, code = await world.asked(FATIMA, purpose)
    with pytest.raises(OtpInvalid):
        await deed(world.registry, challenge, world.wrong(FATIMA), world)
    await deed(world.registry, challenge, code, world)


@DEEDS
async def test_a_holders_code_works_once(world: World, purpose: str, deed: Deed) -> None:
    challenge, code = await world.asked(FATIMA, purpose)
    await deed(world.registry, challenge, code, world)
    with pytest.raises(RegistryError):
        await deed(world.registry, challenge, code, world)


@DEEDS
async def test_a_code_for_a_proof_is_no_code_for_a_deed(world: World, purpose: str, deed: Deed) -> None:
    challenge, code = await world.asked(FATIMA, "prove")
    with pytest.raises(RegistryError):
        await deed(world.registry, challenge, code, world)


async def test_a_code_for_a_deed_is_no_proof(world: World) -> None:
    challenge, code = await world.asked(FATIMA, "lock")
    with pytest.raises(RegistryError):
        await world.registry.verify_otp(challenge, code, ctx=world.next())


async def test_a_deed_needs_consent_and_a_code_that_was_typed_now(world: World) -> None:
    challenge, code = await world.asked(FATIMA, "lock")
    with pytest.raises(ConsentMissing):
        await world.registry.lock(challenge, code, [Factor.OTP], ctx=ctx(consent=False, purpose="lock"))
    with pytest.raises(OtpInvalid):
        await world.registry.lock(challenge, Code("mac"), [Factor.OTP], ctx=world.next("lock"))


# --- aliases ------------------------------------------------------------------------------------


async def alias_of(world: World, person: Person) -> Alias:
    return await world.registry.issue_alias(*await world.asked(person, "alias"), ctx=world.next("alias"))


async def test_an_alias_stands_for_the_number(world: World) -> None:
    alias = await alias_of(world, FATIMA)
    assert alias.ref.value != FATIMA.uin
    assert alias.expires_at == world.clock.now() + 1800.0
    assert alias.phone == Phone(str(FATIMA.phone)), "the only one that may receive it"
    by_alias = await world.registry.verify_otp(*await world.asked(FATIMA, ref=alias.ref), ctx=world.next())
    by_number = await world.registry.verify_otp(*await world.asked(FATIMA), ctx=world.next())
    assert by_alias.token == by_number.token
    assert await world.registry.verify_demographics(alias.ref, true_of(FATIMA), ctx=world.next())


async def test_an_alias_expires(world: World) -> None:
    alias = await alias_of(world, FATIMA)
    await world.clock.advance(1801)
    with pytest.raises(IdentityInactive):
        await world.registry.verify_demographics(alias.ref, true_of(FATIMA), ctx=world.next())


async def test_a_revoked_alias_is_good_for_nothing(world: World) -> None:
    alias = await alias_of(world, FATIMA)
    await world.registry.revoke_alias(alias.ref, *await world.asked(FATIMA, "alias"), ctx=world.next("alias"))
    with pytest.raises(IdentityInactive):
        await world.registry.verify_demographics(alias.ref, true_of(FATIMA), ctx=world.next())
    with pytest.raises(NotFound):
        await world.registry.revoke_alias(alias.ref, *await world.asked(FATIMA, "alias"), ctx=world.next("alias"))


async def test_nobody_revokes_the_alias_of_another(world: World) -> None:
    alias = await alias_of(world, FATIMA)
    with pytest.raises(NotFound):
        await world.registry.revoke_alias(alias.ref, *await world.asked(OMAR, "alias"), ctx=world.next("alias"))
    assert await world.registry.verify_demographics(alias.ref, true_of(FATIMA), ctx=world.next())


async def test_aliases_are_many_but_not_without_end(world: World) -> None:
    made = [await alias_of(world, FATIMA) for _ in range(5)]
    assert len({alias.ref for alias in made}) == 5
    with pytest.raises(NotPermitted):
        await alias_of(world, FATIMA)
    assert await alias_of(world, OMAR)
    await world.clock.advance(1801)
    assert await alias_of(world, FATIMA)


# --- the history of uses ------------------------------------------------------------------------


async def test_the_history_tells_who_used_the_number_how_and_when_newest_first(world: World) -> None:
    began = world.clock.now()
    await world.registry.verify_otp(*await world.asked(FATIMA), ctx=world.next())
    await world.clock.advance(60)
    with pytest.raises(DemographicMismatch):
        await world.registry.verify_demographics(world.number(FATIMA), true_of(OMAR), ctx=world.next())
    await world.registry.verify_demographics(world.number(OMAR), true_of(OMAR), ctx=world.next())
    await world.clock.advance(60)
    uses = await world.registry.usage_history(*await world.asked(FATIMA, "usage"), 10, ctx=world.next("usage"))
    assert [(use.at, use.factor, use.passed) for use in uses] == [
        (began + 60, Factor.DEMOGRAPHIC, False),
        (began, Factor.OTP, True),
    ]
    assert {use.by for use in uses} == {"Guichet"}


async def test_the_history_is_as_long_as_was_asked(world: World) -> None:
    for seconds in range(4):
        await world.registry.verify_otp(*await world.asked(FATIMA), ctx=world.next())
        await world.clock.advance(seconds)
    uses = await world.registry.usage_history(*await world.asked(FATIMA, "usage"), 2, ctx=world.next("usage"))
    assert [use.at for use in uses] == [world.clock.now() - 3, world.clock.now() - 5]


async def test_who_never_used_her_number_has_no_history(world: World) -> None:
    assert not await world.registry.usage_history(*await world.asked(OMAR, "usage"), 5, ctx=world.next("usage"))


async def test_an_attempt_on_a_locked_factor_is_in_the_history(world: World) -> None:
    await lock(world, FATIMA, Factor.DEMOGRAPHIC)
    with pytest.raises(FactorLocked):
        await world.registry.verify_demographics(world.number(FATIMA), true_of(FATIMA), ctx=world.next())
    (use,) = await world.registry.usage_history(*await world.asked(FATIMA, "usage"), 5, ctx=world.next("usage"))
    assert (use.factor, use.passed) == (Factor.DEMOGRAPHIC, False)


# --- events -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("event", "outcome"), EVENTS.items())
async def test_a_request_stands_where_it_stands(world: World, event: str, outcome: str) -> None:
    assert await world.registry.event_status(IdRef("EVENT", event), ctx=world.next()) == outcome


async def test_an_unknown_request_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await world.registry.event_status(IdRef("EVENT", "1000000000000009"), ctx=world.next())


# --- the way there ------------------------------------------------------------------------------


async def test_identifiers_of_another_kind_are_not_supported(world: World) -> None:
    challenge, code = await world.asked(FATIMA, "alias")
    with pytest.raises(NotSupported):
        await world.registry.event_status(world.number(FATIMA), ctx=world.next())
    with pytest.raises(NotSupported):
        await world.registry.revoke_alias(world.number(FATIMA), challenge, code, ctx=world.next("alias"))
    with pytest.raises(NotSupported):
        await world.registry.verify_demographics(handle(FATIMA), true_of(FATIMA), ctx=world.next())


async def test_every_message_through_x_road_has_its_own_id_and_names_no_person(clock: FakeClock) -> None:
    async with opened("rsmis-xroad", clock) as world:
        await lock(world, FATIMA, Factor.FACE)
        assert world.security_server is not None
        messages = world.security_server.log
        assert len({message.id for message in messages}) == len(messages) == 2
        assert {message.represented for message in messages} == {"GOV/30003"}
        assert {message.user for message in messages} == {""}
