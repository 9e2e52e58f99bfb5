"""What the MOSIP adapter sends for locks, aliases, history, events and stages, and how it reads what it is told."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
import pytest

from dialogs import refusals as r
from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext, Claims, Factor, Stage
from registry_client.mosip.config import Endpoint, MosipConfig
from registry_client.mosip.identity import MosipIdentity, connect
from registry_client.mosip.wire import timestamp
from store.clock import FakeClock
from tests.registry_client.mosip_desk import AID, CODE, TXN, UIN, Desk, challenge, ctx, signed_in

VID = IdRef("VID", "2639425169426435")
EVENT = IdRef("EVENT", "1000000000000001")
BORN = date(1980, 5, 7)


def for_(purpose: str) -> CallContext:
    return replace(ctx(), purpose=purpose)


# --- by the holder's code -----------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["lock", "alias", "usage"])
async def test_a_code_for_a_deed_comes_from_the_service_that_will_check_it(
    desk: Desk, mosip: MosipIdentity, clock: FakeClock, purpose: str
) -> None:
    desk.answers["req/otp"] = {"response": {"maskedMobile": "XXXXXXX007"}}
    sent = await mosip.send_otp(UIN, ctx=for_(purpose))
    assert (sent.txn, sent.by, sent.masked_phone, sent.expires_at) == (TXN, UIN, "**07", clock.now() + 180)
    assert desk.body("req/otp") == {
        "id": "mosip.identity.otp.internal",
        "version": "1.0",
        "transactionID": TXN,
        "requestTime": timestamp(clock.now()),
        "individualId": UIN.value,
        "otpChannel": ["PHONE"],
        "metadata": {},
    }


RECORD = {"response": {"status": "ACTIVATED", "identity": {"phone": "0612340007"}}, "errors": None}
PROOF = {"transactionID": TXN, "individualId": UIN.value, "otp": "123456"}
Call = Callable[[MosipIdentity], Awaitable[object]]


@pytest.mark.parametrize(
    ("call", "method", "path", "id", "request_"),
    [
        pytest.param(
            lambda m: m.lock(challenge(UIN), CODE, [Factor.OTP, Factor.FACE], ctx=ctx()),
            "POST",
            "/req/auth-lock",
            "mosip.resident.authlock",
            {**PROOF, "authType": ["otp", "bio-FACE"]},
            id="lock",
        ),
        pytest.param(
            lambda m: m.unlock(challenge(UIN), CODE, [Factor.DEMOGRAPHIC], 600, ctx=ctx()),
            "POST",
            "/req/auth-unlock",
            "mosip.resident.authunlock",
            {**PROOF, "authType": ["demo"], "unlockForSeconds": "600"},
            id="unlock-for-a-time",
        ),
        pytest.param(
            lambda m: m.unlock(challenge(UIN), CODE, [Factor.IRIS, Factor.FINGER], None, ctx=ctx()),
            "POST",
            "/req/auth-unlock",
            "mosip.resident.authunlock",
            {**PROOF, "authType": ["bio-Iris", "bio-Finger"]},
            id="unlock-for-good",
        ),
        pytest.param(
            lambda m: m.issue_alias(challenge(UIN), CODE, ctx=ctx()),
            "POST",
            "/vid",
            "mosip.resident.vid",
            {**PROOF, "vidType": "TEMPORARY"},
            id="issue",
        ),
        pytest.param(
            lambda m: m.revoke_alias(VID, challenge(UIN), CODE, ctx=ctx()),
            "PATCH",
            f"/vid/{VID.value}",
            "mosip.resident.vidstatus",
            {**PROOF, "individualIdType": "UIN", "vidStatus": "REVOKED"},
            id="revoke",
        ),
        pytest.param(
            lambda m: m.usage_history(challenge(UIN), CODE, 3, ctx=ctx()),
            "POST",
            "/req/auth-history",
            "mosip.resident.authhistory",
            {**PROOF, "pageStart": "1", "pageFetch": "6"},
            id="usage",
        ),
    ],
)
async def test_each_deed_is_asked_for_as_resident_wants_it(
    desk: Desk, mosip: MosipIdentity, clock: FakeClock, call: Call, method: str, path: str, id: str, request_: dict[str, Any]
) -> None:
    desk.answers |= {"authenticate": lambda _: signed_in(), "identity": RECORD}
    desk.answers["resident"] = {"response": {"vid": VID.value, "message": "text of the upstream"}}
    await call(mosip)
    assert (desk.asked[-1][0], desk.methods[-1]) == (f"/resident{path}", method)
    assert desk.times("resident") == 1
    sent = json.loads(desk.asked[-1][2])
    assert sent == {"id": id, "version": "v1", "requesttime": timestamp(clock.now()), "request": request_}


@pytest.mark.parametrize(("life", "until"), [(1800.0, 1800.0), (None, None)])
async def test_an_alias_lives_as_long_as_the_policy_says(
    desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock, life: float | None, until: float | None
) -> None:
    desk.answers |= {"authenticate": lambda _: signed_in(), "identity": RECORD, "resident/vid": {"response": {"vid": VID.value}}}
    theirs = connect(replace(config, alias_lifetime=life, alias_kind="PERPETUAL"), session, clock)
    alias = await theirs.issue_alias(challenge(UIN), CODE, ctx=ctx())
    assert (alias.ref, alias.expires_at) == (VID, None if until is None else clock.now() + until)
    assert alias.phone == Phone("+212612340007")
    assert desk.body("resident/vid")["request"]["vidType"] == "PERPETUAL"


async def test_an_issue_without_a_vid_breaks_the_protocol(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers |= {"authenticate": lambda _: signed_in(), "identity": RECORD, "resident/vid": {"response": {"vid": None}}}
    with pytest.raises(r.ProtocolViolation):
        await mosip.issue_alias(challenge(UIN), CODE, ctx=ctx())


async def test_no_alias_is_made_that_could_reach_nobody(desk: Desk, mosip: MosipIdentity) -> None:
    nowhere = {"response": {"status": "ACTIVATED", "identity": {"phone": None}}, "errors": None}
    desk.answers |= {"authenticate": lambda _: signed_in(), "identity": nowhere}
    with pytest.raises(r.NoContactRegistered):
        await mosip.issue_alias(challenge(UIN), CODE, ctx=ctx())
    assert desk.times("resident") == 0


def line(modality: str | None, code: str | None = "Y", when: str = "2026-11-20", time: str = "09:30:00") -> dict[str, Any]:
    return {"date": when, "time": time, "authModality": modality, "partnerName": "Banque", "responseCode": code}


@pytest.mark.parametrize(
    ("modality", "code", "factor", "passed"),
    [
        ("OTP-AUTH", "Y", Factor.OTP, True),
        ("OTP-AUTH", "N", Factor.OTP, False),
        ("DEMO-AUTH", "Y", Factor.DEMOGRAPHIC, True),
        ("FINGERPRINT-AUTH", "Y", Factor.FINGER, True),
        ("IRIS-AUTH", "Y", Factor.IRIS, True),
        ("FACE-AUTH", "N", Factor.FACE, False),
        ("EKYC-AUTH", "Y", None, True),
        (None, None, None, False),
    ],
)
async def test_each_line_of_the_history_is_read(
    desk: Desk, mosip: MosipIdentity, modality: str | None, code: str | None, factor: Factor | None, passed: bool
) -> None:
    desk.answers["auth-history"] = {"response": {"authHistory": [line(modality, code)]}}
    (use,) = await mosip.usage_history(challenge(UIN), CODE, 5, ctx=ctx())
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC).timestamp()
    assert (use.at, use.by, use.factor, use.passed) == (at, "Banque", factor, passed)


async def test_the_history_is_newest_first_and_a_code_asked_for_is_no_use(desk: Desk, mosip: MosipIdentity) -> None:
    told = [line("OTP-AUTH", when="2026-11-18"), line("OTP-REQUEST"), line("FACE-AUTH", when="2026-11-19"), line("IRIS-AUTH")]
    desk.answers["auth-history"] = {"response": {"authHistory": told}}
    uses = await mosip.usage_history(challenge(UIN), CODE, 2, ctx=ctx())
    assert [use.factor for use in uses] == [Factor.IRIS, Factor.FACE]


@pytest.mark.parametrize("told", [{"authHistory": None}, {"authHistory": []}, {"message": "none"}])
async def test_no_history_is_an_empty_one(desk: Desk, mosip: MosipIdentity, told: dict[str, Any]) -> None:
    desk.answers["auth-history"] = {"response": told}
    assert list(await mosip.usage_history(challenge(UIN), CODE, 2, ctx=ctx())) == []


async def test_a_line_without_a_readable_time_breaks_the_protocol(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers["auth-history"] = {"response": {"authHistory": [line("OTP-AUTH", time="half past")]}}
    with pytest.raises(r.ProtocolViolation) as broken:
        await mosip.usage_history(challenge(UIN), CODE, 2, ctx=ctx())
    assert "half past" not in str(broken.value)


# --- events and stages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("SUCCESS", "done"),
        ("Success", "done"),
        ("IN_PROGRESS", "under-way"),
        ("In Progress", "under-way"),
        ("IN-PROGRESS", "under-way"),
        ("FAILED", "failed"),
        ("Failure", "failed"),
    ],
)
async def test_each_event_status_has_its_outcome(desk: Desk, mosip: MosipIdentity, told: str, outcome: str) -> None:
    desk.answers["events"] = {"response": {"eventId": EVENT.value, "eventStatus": told, "summary": "text"}}
    assert await mosip.event_status(EVENT, ctx=ctx()) == outcome
    assert desk.asked[0][0] == f"/resident/events/{EVENT.value}?langCode=eng"


async def test_an_unknown_event_status_is_for_an_operator(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers["events"] = {"response": {"eventStatus": "Réussi"}}
    with pytest.raises(r.ProtocolViolation):
        await mosip.event_status(EVENT, ctx=ctx())


@pytest.mark.parametrize(
    ("step", "status", "stage"),
    [
        ("REQUEST_RECEIVED", "IN-PROGRESS", Stage.RECEIVED),
        ("Request received", "SUCCESS", Stage.RECEIVED),
        ("VALIDATION_STAGE", "IN-PROGRESS", Stage.PROCESSING),
        ("VALIDATION_STAGE", "SUCCESS", Stage.PROCESSING),
        ("VERIFICATION_STAGE", "SUCCESS", Stage.PROCESSING),
        ("VERIFICATION_STAGE", "FAILURE", Stage.REJECTED),
        ("VERIFICATION_STAGE", "AWAITING_INFORMATION", Stage.AWAITING),
        ("UIN generation stage", "IN-PROGRESS", Stage.PROCESSING),
        ("UIN generation stage", "SUCCESS", Stage.ISSUED),
        ("CARD_READY_TO_DOWNLOAD", "SUCCESS", Stage.ISSUED),
        ("CARD_READY_TO_DOWNLOAD", "FAILURE", Stage.REJECTED),
        (None, "PROCESSED", Stage.ISSUED),
        (None, "SUCCESS", None),
        ("ANOTHER_STAGE", "SUCCESS", None),
        ("VALIDATION_STAGE", None, None),
    ],
)
async def test_each_step_of_an_application_has_its_stage(
    desk: Desk,
    config: MosipConfig,
    session: aiohttp.ClientSession,
    clock: FakeClock,
    step: str | None,
    status: str | None,
    stage: Stage | None,
) -> None:
    desk.answers["aid-stage"] = {"response": {"transactionStage": step, "aidStatus": status}}
    theirs = connect(replace(config, stage_from="aid-stage"), session, clock)
    if stage is None:
        with pytest.raises(r.ProtocolViolation):
            await theirs.application_status(AID, ctx=ctx())
    else:
        assert (await theirs.application_status(AID, ctx=ctx())).stage is stage
    assert desk.asked[0][0] == f"/resident/aid-stage/{AID.value}"


# --- settings -----------------------------------------------------------------------------------


async def test_every_path_is_a_setting(desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock) -> None:
    moved = {endpoint: f"/moved/{endpoint.name.lower()}" for endpoint in Endpoint}
    theirs = connect(replace(config, paths=moved), session, clock)
    desk.answers["moved/token"] = lambda _: signed_in()
    desk.answers["moved/aid_status"] = {"response": {"individualId": UIN.value, "aidStatus": "PROCESSED"}}
    desk.answers["moved"] = {"response": None, "errors": [{"errorCode": "IDA-MLC-018"}, {"errorCode": "IDR-IDC-007"}]}
    by_code, lock = challenge(UIN), for_("lock")
    for call in (
        theirs.send_otp(UIN, ctx=ctx()),
        theirs.verify_otp(by_code, CODE, ctx=ctx()),
        theirs.recover_finish(challenge(IdRef("HANDLE", "+212612340007@phone")), CODE, ctx=ctx()),
        theirs.recover_start(AID, ctx=ctx()),
        theirs.application_status(AID, ctx=ctx()),
        connect(replace(config, paths=moved, stage_from="aid-stage"), session, clock).application_status(AID, ctx=ctx()),
        theirs.send_otp(UIN, ctx=lock),
        theirs.lock(by_code, CODE, [Factor.OTP], ctx=lock),
        theirs.unlock(by_code, CODE, [Factor.OTP], None, ctx=lock),
        theirs.usage_history(by_code, CODE, 1, ctx=lock),
        theirs.revoke_alias(VID, by_code, CODE, ctx=lock),
        theirs.event_status(EVENT, ctx=ctx()),
        theirs.recover_finish(challenge(AID), CODE, ctx=ctx()),
    ):
        with pytest.raises(r.RegistryError):
            await call
    desk.answers = {"moved/identity": RECORD, "moved/vid": {"response": {"vid": VID.value}}}
    await theirs.issue_alias(by_code, CODE, ctx=lock)
    asked = [path.partition("?")[0].rpartition("/")[2] for path, _, _ in desk.asked]
    assert set(asked) == {endpoint.name.lower() for endpoint in Endpoint}


async def test_a_country_names_its_factors(
    desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    desk.answers["auth-lock"] = {"response": {}}
    theirs = connect(replace(config, factors={Factor.FINGER: "bio-FMR"}), session, clock)
    await theirs.lock(challenge(UIN), CODE, [Factor.FINGER, Factor.IRIS], ctx=ctx())
    assert desk.body("auth-lock")["request"]["authType"] == ["bio-FMR"], "nobody there has an iris on file"
    with pytest.raises(r.NotSupported):
        await theirs.lock(challenge(UIN), CODE, [Factor.IRIS], ctx=ctx())
    assert desk.times("auth-lock") == 1


@pytest.mark.parametrize("cap", ["demographics", "lock", "alias", "usage", "events"])
async def test_what_a_country_lacks_is_not_asked_for(
    desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock, cap: str
) -> None:
    bare = connect(replace(config, caps=config.caps - {cap}), session, clock)
    by_code = challenge(UIN)
    calls: dict[str, list[Callable[[], Awaitable[object]]]] = {
        "demographics": [lambda: bare.verify_demographics(UIN, Claims("Zineb"), ctx=ctx())],
        "lock": [
            lambda: bare.send_otp(UIN, ctx=for_("lock")),
            lambda: bare.lock(by_code, CODE, [Factor.OTP], ctx=ctx()),
            lambda: bare.unlock(by_code, CODE, [Factor.OTP], None, ctx=ctx()),
        ],
        "alias": [
            lambda: bare.send_otp(UIN, ctx=for_("alias")),
            lambda: bare.issue_alias(by_code, CODE, ctx=ctx()),
            lambda: bare.revoke_alias(VID, by_code, CODE, ctx=ctx()),
        ],
        "usage": [
            lambda: bare.send_otp(UIN, ctx=for_("usage")),
            lambda: bare.usage_history(by_code, CODE, 1, ctx=ctx()),
        ],
        "events": [lambda: bare.event_status(EVENT, ctx=ctx())],
    }
    for call in calls[cap]:
        with pytest.raises(r.NotSupported):
            await call()
    assert desk.asked == []


async def test_only_reads_are_tried_again(desk: Desk, mosip: MosipIdentity) -> None:
    desk.down = True
    for call in (
        mosip.lock(challenge(UIN), CODE, [Factor.OTP], ctx=ctx()),
        mosip.revoke_alias(VID, challenge(UIN), CODE, ctx=ctx()),
        mosip.event_status(EVENT, ctx=ctx()),
    ):
        with pytest.raises(r.Unavailable):
            await call
    assert [desk.times(name) for name in ("auth-lock", "vid", "events")] == [1, 1, 3]
