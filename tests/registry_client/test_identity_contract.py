"""One suite for every population registry: the twin, MOSIP's adapter and RS-MIS's, each against its fake; codes and recovery."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import Recovered
from dialogs.refusals import (
    ConsentMissing,
    IdentityInactive,
    NoContactRegistered,
    NotFound,
    NotReady,
    NotSupported,
    OtpExpired,
    OtpFrozen,
    OtpInvalid,
    Refused,
    RegistryError,
)
from sandbox.population import Person
from tests.registry_client.identity_worlds import (
    FATIMA,
    INACTIVE,
    NO_PHONE,
    OMAR,
    TRIES,
    WAITING,
    World,
    aid,
    ctx,
    handle,
)

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

WAYS = pytest.mark.parametrize("way", [handle, aid], ids=["by-phone", "by-receipt"])
Way = Callable[[Person], IdRef]


async def test_it_says_what_it_can_do(world: World) -> None:
    assert world.registry.caps() == {
        "recover_by_phone",
        "recover_by_receipt",
        "recover_by_number",
        "application_status",
        "demographics",
        "lock",
        "alias",
        "usage",
        "events",
    }


@WAYS
async def test_a_lost_number_is_found_with_the_code_that_the_phone_received(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    assert challenge.by == way(FATIMA)
    assert challenge.masked_phone == "**07"
    assert challenge.expires_at == world.clock.now() + 180.0
    found = await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"two"))
    assert found.ref == world.number(FATIMA)
    assert found.phone == Phone("+212612340007")


@WAYS
async def test_a_wrong_code_leaves_the_right_one_good(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    with pytest.raises(OtpInvalid):
        await world.registry.recover_finish(challenge, world.wrong(FATIMA), ctx=ctx(b"two"))
    found = await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"three"))
    assert found.ref == world.number(FATIMA)


@WAYS
async def test_a_code_expires(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    await world.clock.advance(181)
    with pytest.raises(OtpExpired):
        await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"two"))


@WAYS
async def test_a_code_works_once(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"two"))
    with pytest.raises(Refused):
        await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"three"))


@WAYS
async def test_too_many_wrong_codes_freeze_until_told(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    for _ in range(TRIES):
        with pytest.raises(OtpInvalid):
            await world.registry.recover_finish(challenge, world.wrong(FATIMA), ctx=ctx(b"two"))
    with pytest.raises(OtpFrozen) as frozen:
        await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"three"))
    assert frozen.value.retry_after == pytest.approx(1800.0)
    with pytest.raises(OtpFrozen):
        await world.registry.recover_start(way(FATIMA), ctx=ctx(b"four"))
    await world.clock.advance(1801)
    again = await world.registry.recover_start(way(FATIMA), ctx=ctx(b"five"))
    assert (await world.registry.recover_finish(again, world.code(FATIMA), ctx=ctx(b"six"))).ref == world.number(FATIMA)


@WAYS
async def test_a_code_is_good_for_its_own_transaction_only(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    with pytest.raises(RegistryError):
        await world.registry.recover_finish(replace(challenge, txn="0000000001"), world.code(FATIMA), ctx=ctx(b"two"))


@WAYS
async def test_a_code_is_good_for_its_own_person_only(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    with pytest.raises(RegistryError):
        await world.registry.recover_finish(replace(challenge, by=way(OMAR)), world.code(FATIMA), ctx=ctx(b"two"))


async def test_a_new_code_replaces_the_one_before(world: World) -> None:
    old = await world.registry.recover_start(handle(FATIMA), ctx=ctx())
    old_code = world.code(FATIMA)
    new = await world.registry.recover_start(handle(FATIMA), ctx=ctx(b"two"))
    with pytest.raises(RegistryError):
        await world.registry.recover_finish(old, old_code, ctx=ctx(b"three"))
    assert (await world.registry.recover_finish(new, world.code(FATIMA), ctx=ctx(b"four"))).ref == world.number(FATIMA)


async def test_the_transaction_follows_from_the_key(world: World) -> None:
    one = await world.registry.recover_start(handle(FATIMA), ctx=ctx(b"k"))
    same = await world.registry.recover_start(handle(FATIMA), ctx=ctx(b"k"))
    other = await world.registry.recover_start(handle(FATIMA), ctx=ctx(b"l"))
    assert one.txn == same.txn != other.txn
    assert len(one.txn) == 10
    assert one.txn.isdecimal()


@pytest.mark.parametrize(
    "nobody",
    [IdRef("HANDLE", "+212699999999@phone"), IdRef("AID", "1999919999199992024012506150" + "2"), handle(INACTIVE)],
    ids=["phone", "receipt", "inactive"],
)
async def test_who_has_nothing_to_recover_is_refused(world: World, nobody: IdRef) -> None:
    with pytest.raises(IdentityInactive if nobody == handle(INACTIVE) else NotFound):
        await world.registry.recover_start(nobody, ctx=ctx())


async def test_without_a_phone_on_file_no_code_can_go_out(world: World) -> None:
    with pytest.raises(NoContactRegistered):
        await world.registry.recover_start(aid(NO_PHONE), ctx=ctx())
    with pytest.raises(NoContactRegistered):
        await world.registry.send_otp(world.number(NO_PHONE), ctx=ctx())


@pytest.mark.parametrize("person", WAITING)
async def test_a_receipt_without_a_number_is_not_ready(world: World, person: Person) -> None:
    with pytest.raises(NotReady):
        await world.registry.recover_start(aid(person), ctx=ctx())


@pytest.mark.parametrize("person", [FATIMA, *WAITING])
async def test_an_application_stands_where_it_stands(world: World, person: Person) -> None:
    assert (await world.registry.application_status(aid(person), ctx=ctx())).stage is person.status


async def test_an_unknown_application_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await world.registry.application_status(IdRef("AID", "19999199991999920240125061502"), ctx=ctx())


async def test_a_person_proves_who_they_are(world: World) -> None:
    tokens = []
    for key in (b"one", b"two"):
        challenge = await world.registry.send_otp(world.number(FATIMA), ctx=ctx(key))
        outcome = await world.registry.verify_otp(challenge, world.code(FATIMA), ctx=ctx(key + b"!"))
        assert outcome.at == world.clock.now()
        tokens.append(outcome.token)
    assert tokens[0] == tokens[1]
    assert FATIMA.uin not in tokens[0]


async def test_a_phone_proves_its_owner_and_says_no_more(world: World) -> None:
    challenge = await world.registry.send_otp(handle(FATIMA), ctx=ctx())
    outcome = await world.registry.verify_otp(challenge, world.code(FATIMA), ctx=ctx())
    assert outcome.token
    with pytest.raises(NotSupported):
        await world.registry.send_otp(handle(FATIMA), ctx=replace(ctx(), purpose="lock"))


async def test_a_wrong_code_proves_nothing(world: World) -> None:
    challenge = await world.registry.send_otp(world.number(FATIMA), ctx=ctx())
    with pytest.raises(OtpInvalid):
        await world.registry.verify_otp(challenge, world.wrong(FATIMA), ctx=ctx(b"two"))


async def test_a_number_that_another_registry_told_tells_the_phone_that_it_belongs_to(world: World) -> None:
    challenge = await world.registry.recover_start(world.number(FATIMA), ctx=ctx())
    found = await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"two"))
    assert found == Recovered(world.number(FATIMA), Phone(str(FATIMA.phone)))


@WAYS
async def test_a_code_is_not_checked_without_consent(world: World, way: Way) -> None:
    challenge = await world.registry.recover_start(way(FATIMA), ctx=ctx())
    with pytest.raises(ConsentMissing):
        await world.registry.recover_finish(challenge, world.code(FATIMA), ctx=ctx(b"two", consent=False))


async def test_a_code_of_an_earlier_turn_must_be_typed_again(world: World) -> None:
    challenge = await world.registry.recover_start(handle(FATIMA), ctx=ctx())
    with pytest.raises(OtpInvalid):
        await world.registry.recover_finish(challenge, Code("mac"), ctx=ctx(b"two"))


async def test_what_makes_no_sense_is_not_supported(world: World) -> None:
    with pytest.raises(NotSupported):
        await world.registry.recover_start(IdRef("PASSPORT", "AB123456"), ctx=ctx())
    with pytest.raises(NotSupported):
        await world.registry.send_otp(aid(FATIMA), ctx=ctx())
    with pytest.raises(NotSupported):
        await world.registry.application_status(world.number(FATIMA), ctx=ctx())


async def test_a_refusal_names_nobody(world: World) -> None:
    challenge = await world.registry.recover_start(handle(FATIMA), ctx=ctx())
    with pytest.raises(OtpInvalid) as refused:
        await world.registry.recover_finish(challenge, world.wrong(FATIMA), ctx=ctx(b"two"))
    said = f"{refused.value} {refused.value!r} {challenge!r}"
    assert all(secret not in said for secret in (FATIMA.uin, str(FATIMA.phone), FATIMA.receipt, world.code(FATIMA).plain or "?"))
