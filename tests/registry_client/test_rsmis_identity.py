"""What the RS-MIS adapter sends in a country's words, and how it reads what it is told."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from dialogs import refusals as r
from dialogs.model import Code, IdRef, Phone
from dialogs.ports import Claims, Factor, OtpChallenge, Stage
from registry_client.rsmis.config import CAPS, Call, Name, RsMisConfig
from registry_client.rsmis.identity import RsMisIdentity, connect
from store.clock import FakeClock
from tests.registry_client.identity_worlds import ctx
from tests.registry_client.mosip_desk import Desk

NIU = IdRef("NIU", "2639425169")
ALIAS = IdRef("ALIAS", "2639425169426435")
RECEIPT = IdRef("AID", "10001101230005020240125061502")
HANDLE = IdRef("HANDLE", "+25377123456@phone")
EVENT = IdRef("EVENT", "1000000000000001")
CODE = Code("mac", "123456")
BY = OtpChallenge("1234567890", NIU, 0.0)
PROOF = {"id": NIU.value, "idKind": "NIU", "transactionId": BY.txn, "otp": "123456", "consent": True, "purpose": "recover"}
LOCKED = [Factor.FACE]
BORN = date(1980, 5, 7)
Ask = Callable[[RsMisIdentity], Awaitable[object]]


@pytest.fixture
def config(base: str) -> RsMisConfig:
    return RsMisConfig(url=f"{base}/rs", headers={"X-Api-Key": "s3cret"})


@pytest.fixture
def registry(config: RsMisConfig, session: aiohttp.ClientSession, clock: FakeClock) -> RsMisIdentity:
    return connect(config, session, clock)


FULL: dict[str, Any] = {
    "status": "OK",
    "token": "psut",
    "niu": NIU.value,
    "phone": "77123456",
    "stage": "AWAITING",
    "alias": ALIAS.value,
    "expiresAt": "2026-11-22T10:00:00Z",
    "uses": [],
    "outcome": "UNDER_WAY",
    "maskedPhone": "******56",
}
CALLS: list[tuple[str, Ask, dict[str, Any]]] = [
    ("/otp", lambda g: g.send_otp(NIU, ctx=ctx()), {"id": NIU.value, "idKind": "NIU", "purpose": "recover"}),
    ("/otp", lambda g: g.send_otp(ALIAS, ctx=ctx(purpose="lock")), {"id": ALIAS.value, "idKind": "ALIAS", "purpose": "lock"}),
    ("/otp", lambda g: g.recover_start(HANDLE, ctx=ctx()), {"id": "+25377123456", "idKind": "PHONE", "purpose": "recover"}),
    ("/otp", lambda g: g.recover_start(RECEIPT, ctx=ctx()), {"id": RECEIPT.value, "idKind": "RECEIPT", "purpose": "recover"}),
    ("/otp/verify", lambda g: g.verify_otp(BY, CODE, ctx=ctx()), PROOF),
    (
        "/identity/verify",
        lambda g: g.verify_demographics(NIU, Claims(" Fatouma  Ali ", BORN, Phone("+25377123456")), ctx=ctx()),
        {
            "id": NIU.value,
            "idKind": "NIU",
            "fullName": "Fatouma Ali",
            "birthDate": "1980-05-07",
            "phone": "+25377123456",
            "consent": True,
            "purpose": "recover",
        },
    ),
    (
        "/identity/recover",
        lambda g: g.recover_finish(replace(BY, by=HANDLE), CODE, ctx=ctx()),
        {**PROOF, "id": "+25377123456", "idKind": "PHONE"},
    ),
    (
        "/application/status",
        lambda g: g.application_status(RECEIPT, ctx=ctx()),
        {"id": RECEIPT.value, "idKind": "RECEIPT", "purpose": "recover"},
    ),
    (
        "/lock",
        lambda g: g.lock(BY, CODE, [Factor.OTP, Factor.FACE], ctx=ctx()),
        {**PROOF, "factors": ["OTP", "FACE"], "purpose": "lock"},
    ),
    (
        "/unlock",
        lambda g: g.unlock(BY, CODE, [Factor.IRIS], 60, ctx=ctx()),
        {**PROOF, "factors": ["IRIS"], "seconds": 60, "purpose": "lock"},
    ),
    (
        "/unlock",
        lambda g: g.unlock(BY, CODE, [Factor.IRIS], None, ctx=ctx()),
        {**PROOF, "factors": ["IRIS"], "seconds": None, "purpose": "lock"},
    ),
    ("/alias", lambda g: g.issue_alias(BY, CODE, ctx=ctx()), {**PROOF, "purpose": "alias"}),
    ("/alias/revoke", lambda g: g.revoke_alias(ALIAS, BY, CODE, ctx=ctx()), {**PROOF, "alias": ALIAS.value, "purpose": "alias"}),
    ("/usage", lambda g: g.usage_history(BY, CODE, 3, ctx=ctx()), {**PROOF, "limit": 3, "purpose": "usage"}),
    ("/event/status", lambda g: g.event_status(EVENT, ctx=ctx()), {"id": EVENT.value, "idKind": "EVENT", "purpose": "recover"}),
]


@pytest.mark.parametrize(("path", "ask", "fields"), [pytest.param(*row, id=f"{row[0]}-{at}") for at, row in enumerate(CALLS)])
async def test_each_call_is_a_post_with_the_key_and_these_fields(
    desk: Desk, registry: RsMisIdentity, path: str, ask: Ask, fields: dict[str, Any]
) -> None:
    desk.answers["rs"] = FULL
    await ask(registry)
    asked, headers, body = desk.asked[0]
    sent = json.loads(body)
    if path == "/otp":
        txn = sent.pop("transactionId")
        assert len(txn) == 10
        assert txn.isdecimal()
    assert (desk.methods, asked, sent) == (["POST"], f"/rs{path}", fields)
    assert (headers["X-Api-Key"], headers["Content-Type"]) == ("s3cret", "application/json")


async def test_every_path_and_field_is_a_setting(
    desk: Desk, config: RsMisConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    paths = {call: f"/chemin/{call.name.lower()}" for call in Call}
    names = {name: f"champ_{name.name.lower()}" for name in Name}
    registry = connect(replace(config, paths=paths, names=names), session, clock)
    desk.answers["rs"] = {f"champ_{Name(name).name.lower()}": value for name, value in FULL.items()}
    for _, ask, _ in CALLS:
        await ask(registry)
    assert {path.removeprefix("/rs") for path, _, _ in desk.asked} == set(paths.values())
    assert all(field.startswith("champ_") for _, _, body in desk.asked for field in json.loads(body))


async def test_values_are_read_into_ours(desk: Desk, registry: RsMisIdentity, clock: FakeClock) -> None:
    use = {"at": "2026-11-20T09:30:00+03:00", "by": "Banque", "factor": "FACE", "passed": True}
    older = {"at": "2026-11-19T09:30:00", "by": None, "factor": "PALM", "passed": "yes"}
    desk.answers["rs"] = FULL | {"uses": [older, use]}
    sent = await registry.send_otp(NIU, ctx=ctx())
    assert (sent.by, sent.masked_phone, sent.expires_at) == (NIU, "**56", clock.now() + 180)
    found = await registry.recover_finish(replace(BY, by=RECEIPT), CODE, ctx=ctx())
    assert (found.ref, found.phone) == (NIU, Phone("+25377123456"))
    assert (await registry.application_status(RECEIPT, ctx=ctx())).stage is Stage.AWAITING
    alias = await registry.issue_alias(BY, CODE, ctx=ctx())
    assert (alias.ref, alias.expires_at) == (ALIAS, datetime(2026, 11, 22, 10, tzinfo=UTC).timestamp())
    assert alias.phone == Phone("+25377123456")
    assert await registry.event_status(EVENT, ctx=ctx()) == "under-way"
    uses = await registry.usage_history(BY, CODE, 5, ctx=ctx())
    assert [(u.at, u.by, u.factor, u.passed) for u in uses] == [
        (datetime(2026, 11, 20, 6, 30, tzinfo=UTC).timestamp(), "Banque", Factor.FACE, True),
        (datetime(2026, 11, 19, 9, 30, tzinfo=UTC).timestamp(), "", None, False),
    ]


async def test_an_alias_may_have_no_end(desk: Desk, registry: RsMisIdentity) -> None:
    desk.answers["rs"] = FULL | {"expiresAt": None}
    assert (await registry.issue_alias(BY, CODE, ctx=ctx())).expires_at is None


@pytest.mark.parametrize(
    ("ask", "spoiled"),
    [
        (lambda g: g.verify_otp(BY, CODE, ctx=ctx()), {"token": None}),
        (lambda g: g.verify_otp(BY, CODE, ctx=ctx()), {"token": 7}),
        (lambda g: g.recover_finish(replace(BY, by=HANDLE), CODE, ctx=ctx()), {"niu": None}),
        (lambda g: g.application_status(RECEIPT, ctx=ctx()), {"stage": "LOST"}),
        (lambda g: g.event_status(EVENT, ctx=ctx()), {"outcome": "LOST"}),
        (lambda g: g.issue_alias(BY, CODE, ctx=ctx()), {"alias": None}),
        (lambda g: g.issue_alias(BY, CODE, ctx=ctx()), {"expiresAt": "tomorrow"}),
        (lambda g: g.usage_history(BY, CODE, 3, ctx=ctx()), {"uses": None}),
        (lambda g: g.usage_history(BY, CODE, 3, ctx=ctx()), {"uses": ["2639425169"]}),
        (lambda g: g.usage_history(BY, CODE, 3, ctx=ctx()), {"uses": [{"by": "Banque"}]}),
    ],
)
async def test_a_success_that_lacks_what_it_promises_breaks_the_protocol(
    desk: Desk, registry: RsMisIdentity, ask: Ask, spoiled: dict[str, Any]
) -> None:
    desk.answers["rs"] = FULL | spoiled
    with pytest.raises(r.ProtocolViolation):
        await ask(registry)


async def test_without_a_phone_on_file_nothing_is_found(desk: Desk, registry: RsMisIdentity) -> None:
    for phone in (None, "none", "12"):
        desk.answers["rs"] = FULL | {"phone": phone}
        with pytest.raises(r.NoContactRegistered):
            await registry.recover_finish(replace(BY, by=HANDLE), CODE, ctx=ctx())
        with pytest.raises(r.NoContactRegistered):
            await registry.issue_alias(BY, CODE, ctx=ctx())


STATUSES = RsMisConfig(url="").statuses


@pytest.mark.parametrize("http", [200, 400, 404, 409, 422])
@pytest.mark.parametrize(("status", "kind"), [(status, kind) for status, kind in STATUSES.items() if kind])
async def test_each_status_raises_what_it_means_whatever_the_http_status(
    desk: Desk, registry: RsMisIdentity, status: str, kind: str, http: int
) -> None:
    desk.answers["rs"] = lambda _: web.json_response({"status": status, "retryAfter": 90, "message": "text"}, status=http)
    with pytest.raises(r.RegistryError) as raised:
        await registry.verify_otp(BY, CODE, ctx=ctx())
    assert (type(raised.value).__name__, raised.value.code, raised.value.retry_after) == (kind, status, 90.0)
    assert "text" not in str(raised.value)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (lambda _: web.json_response({"status": "SOMETHING_NEW"}), r.ProtocolViolation, "unknown-status"),
        (lambda _: web.json_response({"status": "2639425169"}), r.ProtocolViolation, "unknown-status"),
        (lambda _: web.json_response({"status": 7}), r.Unavailable, "not-json"),
        (lambda _: web.json_response(["OK"]), r.Unavailable, "not-json"),
        (lambda _: web.Response(text="<html>"), r.Unavailable, "not-json"),
        (lambda _: web.Response(body=b"\xff"), r.Unavailable, "not-json"),
        (lambda _: web.Response(status=401), r.PartnerMisconfigured, "http-401"),
        (lambda _: web.Response(status=403), r.PartnerMisconfigured, "http-403"),
        (lambda _: web.Response(status=404), r.PartnerMisconfigured, "http-404"),
        (lambda _: web.Response(status=400, text="no"), r.ProtocolViolation, "http-400"),
        (lambda _: web.Response(status=503), r.Unavailable, "http-503"),
        (lambda _: web.Response(status=429), r.RateLimited, "http-429"),
    ],
)
async def test_an_answer_that_is_none_has_its_class(
    desk: Desk, registry: RsMisIdentity, answer: Callable[[bytes], web.Response], kind: type[r.RegistryError], code: str
) -> None:
    desk.answers["rs"] = answer
    with pytest.raises(kind) as raised:
        await registry.verify_otp(BY, CODE, ctx=ctx())
    assert (type(raised.value), raised.value.code) == (kind, code)


async def test_only_reads_are_tried_again(desk: Desk, registry: RsMisIdentity) -> None:
    desk.down = True
    for ask, times in (
        (registry.application_status(RECEIPT, ctx=ctx()), 3),
        (registry.lock(BY, CODE, [Factor.OTP], ctx=ctx()), 1),
        (registry.send_otp(NIU, ctx=ctx()), 1),
    ):
        desk.asked.clear()
        with pytest.raises(r.Unavailable):
            await ask
        assert len(desk.asked) == times


@pytest.mark.parametrize(
    ("ref", "ask"),
    [
        (replace(NIU, value="12"), lambda g, ref: g.send_otp(ref, ctx=ctx())),
        (replace(NIU, value="2639425169\n"), lambda g, ref: g.send_otp(ref, ctx=ctx())),
        (replace(NIU, value="../2639425"), lambda g, ref: g.verify_demographics(ref, Claims("A"), ctx=ctx())),
        (replace(HANDLE, value="77123456@phone"), lambda g, ref: g.recover_start(ref, ctx=ctx())),
        (replace(RECEIPT, value="?"), lambda g, ref: g.application_status(ref, ctx=ctx())),
        (replace(ALIAS, value=""), lambda g, ref: g.revoke_alias(ref, BY, CODE, ctx=ctx())),
        (replace(EVENT, value="1 2 3 4 5 6"), lambda g, ref: g.event_status(ref, ctx=ctx())),
    ],
)
async def test_a_number_that_cannot_exist_is_refused_before_any_call(
    desk: Desk, registry: RsMisIdentity, ref: IdRef, ask: Callable[[RsMisIdentity, IdRef], Awaitable[object]]
) -> None:
    with pytest.raises(r.InvalidIdentifier):
        await ask(registry, ref)
    assert desk.asked == []


async def test_a_country_says_what_its_numbers_look_like(
    desk: Desk, config: RsMisConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    desk.answers["rs"] = FULL
    registry = connect(replace(config, patterns={"NIU": "DJ-[0-9]{4}"}), session, clock)
    assert await registry.send_otp(replace(NIU, value="DJ-2639"), ctx=ctx())
    with pytest.raises(r.InvalidIdentifier):
        await registry.send_otp(NIU, ctx=ctx())


async def test_a_kind_or_factor_that_a_country_does_not_have_is_left_out_or_refused(
    desk: Desk, config: RsMisConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    desk.answers["rs"] = FULL
    registry = connect(replace(config, kinds={"NIU": "NIU"}, factors={Factor.FACE: "visage"}), session, clock)
    for refused in (
        registry.send_otp(ALIAS, ctx=ctx()),
        registry.recover_start(HANDLE, ctx=ctx()),
        registry.lock(BY, CODE, [Factor.IRIS], ctx=ctx()),
    ):
        with pytest.raises(r.NotSupported):
            await refused
    assert desk.asked == []
    await registry.lock(BY, CODE, [Factor.IRIS, Factor.FACE], ctx=ctx())
    assert desk.body("rs/lock")["factors"] == ["visage"]


@pytest.mark.parametrize("cap", sorted(CAPS))
async def test_what_a_country_lacks_is_not_asked_for(
    desk: Desk, config: RsMisConfig, session: aiohttp.ClientSession, clock: FakeClock, cap: str
) -> None:
    bare = connect(replace(config, caps=CAPS - {cap}), session, clock)
    assert cap not in bare.caps()
    lacking: dict[str, list[Ask]] = {
        "recover_by_phone": [lambda g: g.recover_start(HANDLE, ctx=ctx())],
        "recover_by_receipt": [lambda g: g.recover_start(RECEIPT, ctx=ctx())],
        "recover_by_number": [lambda g: g.recover_start(NIU, ctx=ctx())],
        "application_status": [lambda g: g.application_status(RECEIPT, ctx=ctx())],
        "demographics": [lambda g: g.verify_demographics(NIU, Claims("A"), ctx=ctx())],
        "lock": [lambda g: g.lock(BY, CODE, LOCKED, ctx=ctx()), lambda g: g.unlock(BY, CODE, LOCKED, None, ctx=ctx())],
        "alias": [lambda g: g.issue_alias(BY, CODE, ctx=ctx()), lambda g: g.revoke_alias(ALIAS, BY, CODE, ctx=ctx())],
        "usage": [lambda g: g.usage_history(BY, CODE, 1, ctx=ctx())],
        "events": [lambda g: g.event_status(EVENT, ctx=ctx())],
    }
    asked = lacking[cap] + ([lambda g: g.send_otp(NIU, ctx=ctx(purpose=cap))] if cap in {"lock", "alias", "usage"} else [])
    for ask in asked:
        with pytest.raises(r.NotSupported):
            await ask(bare)
    assert desk.asked == []


def test_a_status_must_lead_to_a_refusal_that_exists() -> None:
    for wrong in ("NoSuchRefusal", "Callable", "__name__"):
        with pytest.raises(ValueError, match="rsmis"):
            RsMisConfig(url="", statuses={"OK": "", "ODD": wrong})


def test_the_settings_do_not_show_themselves() -> None:
    config = RsMisConfig(url="https://rs.test", headers={"X-Api-Key": "s3cret"})
    assert f"{config!r} {config}" == "RsMisConfig(****) RsMisConfig(****)"
