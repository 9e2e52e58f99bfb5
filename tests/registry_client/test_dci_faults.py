"""SP-DCI's adapter when the registry is slow, hangs, writes as products really write, or lies."""

import asyncio
import json
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from dialogs import refusals as r
from dialogs.model import IdRef
from dialogs.ports import Change
from registry_client.dci.client import connect
from registry_client.dci.ibr import DciIbr
from registry_client.dci.once import alone
from registry_client.dci.social import DciSocial
from registry_client.http import Deadline
from registry_client.transport import XRoad
from sandbox.dci_answers import Desk
from sandbox.dci_wire import Dialect
from store.clock import FakeClock
from tests.registry_client.dci_world import HOME, HOMES, UNSCORED, ctx, dci_world, head, number, phone_of, sim

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

DIALECTS = pytest.mark.parametrize("dialect", ["cavage", "jws"])


@DIALECTS
@pytest.mark.parametrize(
    ("lie", "error", "code"),
    [
        ("signature", r.ProtocolViolation, "signature-signature"),
        ("unsigned", r.ProtocolViolation, "signature-signature"),
        ("time", r.ClockSkew, "message_ts"),
        ("transaction", r.ProtocolViolation, "transaction"),
        ("reference", r.ProtocolViolation, "reference"),
        ("record", r.ProtocolViolation, "another-record"),
        ("two", r.Ambiguous, "records"),
        ("encrypted", r.ProtocolViolation, "encrypted"),
        ("html", r.Unavailable, "not-json"),
        ("empty", r.Unavailable, "not-json"),
    ],
)
async def test_a_lie_is_noticed(clock: FakeClock, dialect: Dialect, lie: str, error: type[r.RegistryError], code: str) -> None:
    async with dci_world(clock, dialect) as world:
        world.spoil(lie)
        with pytest.raises(error) as noticed:
            await world.social.household(head(HOME), ctx=ctx())
    # the content of a JWS is compared before its signature
    assert noticed.value.code.replace("signature-content", "signature-signature") == code


@DIALECTS
async def test_another_key_of_the_same_registry_is_fetched_when_it_turns_up(clock: FakeClock, dialect: Dialect) -> None:
    async with dci_world(clock, dialect) as world:
        social = world.social
        assert await social.household(head(HOME), ctx=ctx())
        world.fake.new_keys()
        await clock.advance(31)
        assert await social.household(head(HOME), ctx=ctx(b"two"))


@DIALECTS
async def test_an_unknown_key_is_not_fetched_again_and_again(clock: FakeClock, dialect: Dialect) -> None:
    async with dci_world(clock, dialect) as world:
        social = world.social
        assert await social.household(head(HOME), ctx=ctx())
        world.fake.new_keys()
        with pytest.raises(r.ProtocolViolation) as noticed:
            await social.household(head(HOME), ctx=ctx(b"two"))
        assert noticed.value.code == "signature-kid"


async def test_the_keys_of_another_registry_do_not_sign_for_this_one(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        other = replace(world.config(), receiver_id="somebody.else")
        with pytest.raises(r.RegistryError):
            await DciSocial(world.reach(config=other)).household(head(HOME), ctx=ctx())


async def test_what_products_really_write_reads_the_same(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        straight = [await world.social.household(number(home), ctx=ctx()) for home in (HOME, UNSCORED)]
        score = await world.social.score(number(HOME), ctx=ctx())
        world.spoil("sloppy")
        with capture_logs() as logs:
            assert [await world.social.household(number(home), ctx=ctx()) for home in (HOME, UNSCORED)] == straight
            assert await world.social.score(number(HOME), ctx=ctx()) == score
    told = [entry for entry in logs if entry["event"] == "dci.read_leniently"]
    assert told
    assert all(
        isinstance(value, int)
        for entry in told
        for name, value in entry.items()
        if name not in ("event", "log_level", "upstream")
    )


async def test_enrolments_written_carelessly_read_the_same(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        straight = await world.ibr.enrolments(head(HOME), ctx=ctx())
        world.spoil("sloppy", name="ibr")
        assert await world.ibr.enrolments(head(HOME), ctx=ctx()) == straight


@pytest.mark.parametrize("polls", [1, 3])
async def test_an_answer_that_is_not_ready_is_asked_for_again(clock: FakeClock, polls: int) -> None:
    async with dci_world(clock) as world:
        for desk in world.fake.desks.values():
            desk.patience = polls
        assert (await world.social.household(number(HOME), ctx=ctx())).ref == number(HOME)
        assert await world.ibr.enrolments(head(HOME), ctx=ctx(b"other"))
        assert await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx(b"third"))


async def test_an_answer_that_takes_longer_than_the_caller_has_is_pending(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.fake.desks["social"].patience = 10**6
        with pytest.raises(r.Pending):
            await world.social.household(number(HOME), ctx=ctx(deadline=0.3))


async def test_a_subscription_that_is_only_acknowledged_is_pending(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.fake.desks["social"].patience = 10**6
        with pytest.raises(r.Pending):
            await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx(deadline=0.3))


async def test_a_registry_that_forgets_a_transaction_has_not_lost_the_citizen(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "_keep", lambda *_: None)
    async with dci_world(clock) as world:
        world.fake.desks["social"].patience = 1
        with pytest.raises(r.ProtocolViolation) as lost:
            await world.social.household(number(HOME), ctx=ctx())
    assert lost.value.code == "txn-not-found"


@pytest.mark.parametrize("kind", ["search", "enrolled"])
async def test_a_hung_registry_ends_in_time_and_the_next_call_works(clock: FakeClock, kind: str) -> None:
    async with dci_world(clock) as world:
        world.spoil(hang=True, name="social" if kind == "search" else "ibr", times=1)
        asked = world.social.household if kind == "search" else world.ibr.enrolments
        with pytest.raises(r.Unavailable):
            await asked(number(HOME), ctx=ctx(deadline=0.2))
        assert await world.social.household(number(HOME), ctx=ctx())


async def test_a_read_survives_one_failure_under_a_new_message_id(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.spoil(status=503, times=1)
        assert await world.social.household(number(HOME), ctx=ctx())


async def test_a_wish_is_not_sent_twice_by_itself(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.spoil(status=503, times=1)
        with pytest.raises(r.Unavailable):
            await world.social.subscribe(number(HOME), [Change.SCORE], ctx=ctx())
        assert not world.fake.desks["social"].subscribed


async def test_a_token_that_is_refused_is_renewed_once(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        social = world.social
        assert await social.household(number(HOME), ctx=ctx())
        world.fake.forget_tokens()
        assert await social.household(number(HOME), ctx=ctx(b"two"))


async def test_a_token_that_ran_out_is_renewed(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        social = world.social
        for key in (b"1", b"2", b"3"):
            assert await social.household(number(HOME), ctx=ctx(key))
            await clock.advance(3590)


async def test_wrong_credentials_are_an_operators_business(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        wrong = replace(world.config(), client_secret="not it")
        with pytest.raises(r.PartnerMisconfigured) as refused:
            await DciSocial(world.reach(config=wrong)).household(number(HOME), ctx=ctx())
    assert refused.value.code == "token-http-401"


async def test_a_request_signed_by_somebody_else_is_refused_by_the_registry(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        forged = replace(world.config(), private_key=world.fake.keys.pem("cavage"))
        with pytest.raises(r.PartnerMisconfigured) as refused:
            await DciSocial(world.reach(config=forged)).household(number(HOME), ctx=ctx())
    assert refused.value.code == "err.signature.invalid"


async def test_an_answer_of_another_time_is_a_matter_of_clocks(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.clock = FakeClock(clock.now() - 90)
        with pytest.raises(r.ClockSkew) as skew:
            await world.social.household(number(HOME), ctx=ctx())
    assert skew.value.code == "signature-times"


async def test_a_registry_that_does_not_sign_still_tells_of_a_clock_that_is_off(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.clock = FakeClock(clock.now() - 90)
        trusting = replace(world.config(), verify_answers=False)
        with pytest.raises(r.ClockSkew) as skew:
            await DciSocial(world.reach(config=trusting)).household(number(HOME), ctx=ctx())
    assert skew.value.code == "rjct.message_ts.invalid"


@pytest.mark.parametrize("query_type", ["idtype-value", "expression", "predicate"])
async def test_the_three_ways_to_ask_find_the_same(clock: FakeClock, query_type: str) -> None:
    async with dci_world(clock) as world:
        config = replace(world.config(), query_type=query_type)  # type: ignore[arg-type]
        found = await DciSocial(world.reach(config=config)).household(sim(HOME), ctx=ctx())
        assert found.ref == number(HOME)


@pytest.mark.parametrize("query_type", ["idtype-value", "expression", "predicate"])
async def test_programmes_are_found_whichever_way_and_over_several_pages(clock: FakeClock, query_type: str) -> None:
    async with dci_world(clock) as world:
        ibr = world.ibr
        config = replace(world.config("ibr"), query_type=query_type, page_size=1)  # type: ignore[arg-type]
        small = type(ibr)(world.reach("ibr", config))
        assert list(await small.enrolments(head(HOME), ctx=ctx())) == list(await ibr.enrolments(head(HOME), ctx=ctx(b"two")))


async def test_data_uses_are_not_a_question_of_sp_dci(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        assert world.social.caps() == {"household", "members", "score", "subscribe", "people_of_phone"}
        with pytest.raises(r.NotSupported):
            await world.social.data_uses(number(HOME), 5, ctx=ctx())


async def test_a_household_under_another_phone_is_not_shown(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        for nth, lie in enumerate(("two", "record")):
            world.spoil(lie)
            with pytest.raises(r.ProtocolViolation):
                await world.social.households_of(phone_of(HOME), ctx=ctx(bytes([nth])))


async def test_people_of_a_phone_are_read_leniently(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        world.spoil("sloppy")
        with capture_logs() as logs:
            found = await world.social.households_of(phone_of(HOME), ctx=ctx())
        assert [house.ref for house in found] == [number(HOME)]
        assert "dci.read_leniently" in [line["event"] for line in logs]


async def test_a_registry_that_is_not_asked_by_phone_tells_no_people_of_one(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        social = DciSocial(world.reach(config=replace(world.config(), id_types={"UIN": "UIN"})))
        assert "people_of_phone" not in social.caps()
        with pytest.raises(r.NotSupported):
            await social.households_of(phone_of(HOME), ctx=ctx())


async def test_twenty_at_once_share_a_token_and_keys_and_get_their_own_answers(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        social = world.social
        asked = [number(home) for home in HOMES[:20]]
        with capture_logs() as logs:
            found = await asyncio.gather(*(social.household(ref, ctx=ctx(ref.value.encode())) for ref in asked))
    called = [entry["upstream"] for entry in logs if entry["event"] == "upstream_answered"]
    assert {name: called.count(name) for name in set(called)} == {"social": 20, "social-token": 1, "social-jwks": 1}
    assert [household.ref for household in found] == asked


async def test_nothing_personal_reaches_the_log(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        with capture_logs() as logs:
            for way in (number, head, sim):
                await world.social.score(way(HOME), ctx=ctx())
            await world.ibr.card(IdRef("PASS", HOME.card), ctx=ctx())
            world.spoil("record")
            with pytest.raises(r.ProtocolViolation) as noticed:
                await world.social.household(head(HOME), ctx=ctx())
    written = json.dumps(logs) + repr(noticed.value)
    secrets = (HOME.number, HOME.head.uin, str(HOME.head.phone), HOME.card, *dict(HOME.head.names)["fr"].split())
    assert all(secret not in written for secret in secrets if len(secret) > 3)


async def test_an_acknowledgement_smuggles_in_no_record(clock: FakeClock) -> None:
    """Nobody signs an acknowledgement, so whoever stands between us may have written it."""

    async def serve(_: web.Request) -> web.Response:
        found = {"reference_id": "r", "status": "succ", "data": {"reg_records": [{"group_size": 1}]}}
        return web.json_response({"message": {"ack_status": "ACK", "search_response": [found], "enrolled_response": [found]}})

    app = web.Application()
    app.router.add_post("/{tail:.*}", serve)
    server = TestServer(app, host="127.0.0.1")
    async with dci_world(clock) as world, server:
        config = replace(world.config(), url=str(server.make_url("")).rstrip("/"))
        for ask in (DciSocial(world.reach(config=config)).household, DciIbr(world.reach(config=config)).enrolments):
            with pytest.raises(r.Pending):
                await ask(number(HOME), ctx=ctx(deadline=0.2))


async def test_a_change_that_the_registry_has_no_word_for_is_not_supported(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        config = replace(world.config(), events={Change.SCORE: "ScoreChange"})
        with pytest.raises(r.NotSupported):
            await DciSocial(world.reach(config=config)).subscribe(number(HOME), [Change.STATUS], ctx=ctx())


async def test_a_registry_may_move_every_path(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        config = world.config()
        moved = replace(config, url=config.url.removesuffix("/social"), search_path="/social/registry/sync/search")
        assert await DciSocial(world.reach(config=moved)).household(number(HOME), ctx=ctx())


async def test_who_waits_for_anothers_token_waits_no_longer_than_its_deadline() -> None:
    lock = asyncio.Lock()
    async with alone(lock, Deadline(1), "token"):
        with pytest.raises(r.Unavailable):
            async with alone(lock, Deadline(0.05), "token"):
                pass
    async with alone(lock, Deadline(0.0), "token"):
        assert lock.locked()
    assert not lock.locked()


async def test_questions_may_travel_by_a_security_server(clock: FakeClock) -> None:
    async with dci_world(clock) as world:
        passed = list[str]()

        async def relay(request: web.Request) -> web.Response:
            passed.append(request.headers["X-Road-Client"])
            to = world.config().url + request.path.partition("/social-registry")[2]
            headers = {"Authorization": request.headers["Authorization"], "Content-Type": "application/json"}
            async with world.session.post(to, data=await request.read(), headers=headers) as answer:
                return web.Response(status=answer.status, body=await answer.read())

        app = web.Application()
        app.router.add_post("/r1/{tail:.*}", relay)
        server = TestServer(app, host="127.0.0.1")
        async with server:
            config = replace(world.config(), url=str(server.make_url("")).rstrip("/"))
            way = XRoad("DJ/GOV/1/guichet", "DJ/GOV/2/rsmis/social-registry")
            social = DciSocial(connect("social", config, world.session, clock, way))
            assert (await social.household(number(HOME), ctx=ctx())).ref == number(HOME)
    assert passed == ["DJ/GOV/1/guichet"]
