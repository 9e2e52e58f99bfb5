"""What the MOSIP adapter makes of answers that are odd, false or missing."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from dialogs import refusals as r
from dialogs.model import Phone
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.crypto import PartnerKeys
from registry_client.mosip.identity import MosipIdentity, connect
from registry_client.mosip.wire import timestamp, transaction
from store.clock import FakeClock
from tests.registry_client.mosip_desk import (
    AID,
    CODE,
    HANDLE,
    PARTNER_AS_SIGNER,
    TXN,
    UIN,
    Desk,
    challenge,
    ctx,
    fault,
    kyc,
)


@pytest.mark.parametrize("signer", [None, PARTNER_AS_SIGNER], ids=["unsigned", "another-key"])
async def test_an_answer_that_ida_did_not_sign_is_not_believed(
    desk: Desk, mosip: MosipIdentity, signer: PartnerKeys | None
) -> None:
    desk.signer = signer
    desk.answers["kyc"] = kyc({"UIN": UIN.value})
    with pytest.raises(r.ProtocolViolation, match="signature"):
        await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())


@pytest.mark.parametrize("status", [200, 201])
async def test_what_a_proxy_answers_is_not_believed(desk: Desk, mosip: MosipIdentity, status: int) -> None:
    told = {"response": {}, "transactionID": TXN, "responseTime": timestamp(desk.clock.now())}
    desk.answers["otp"] = lambda _: web.json_response(told, status=status)
    with pytest.raises(r.ProtocolViolation, match="signature"):
        await mosip.recover_start(HANDLE, ctx=ctx())


async def test_unsigned_answers_pass_when_a_country_says_so(
    desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    desk.signer, desk.late = None, 999.0
    desk.answers["otp"] = {"response": {"maskedMobile": "XXXXXXX007"}}
    trusting = connect(replace(config, verify_answers=False), session, clock)
    assert (await trusting.recover_start(HANDLE, ctx=ctx())).txn == TXN


@pytest.mark.parametrize("late", [-61.0, 61.0])
async def test_an_answer_of_another_time_is_not_believed(desk: Desk, mosip: MosipIdentity, late: float) -> None:
    desk.late = late
    desk.answers["otp"] = {"response": {"maskedMobile": "XXXXXXX007"}}
    with pytest.raises(r.ClockSkew):
        await mosip.recover_start(HANDLE, ctx=ctx())


@pytest.mark.parametrize("late", [-59.0, 59.0])
async def test_a_little_skew_is_allowed(desk: Desk, mosip: MosipIdentity, late: float) -> None:
    desk.late = late
    desk.answers["otp"] = {"response": {"maskedMobile": "XXXXXXX007"}}
    assert await mosip.recover_start(HANDLE, ctx=ctx())


@pytest.mark.parametrize("told", [None, "", "yesterday"])
async def test_a_signed_answer_without_a_time_is_not_believed(desk: Desk, mosip: MosipIdentity, told: str | None) -> None:
    desk.answers["otp"] = {"response": {"maskedMobile": "XXXXXXX007"}, "responseTime": told}
    with pytest.raises(r.ProtocolViolation, match="response-time"):
        await mosip.recover_start(HANDLE, ctx=ctx())


async def test_a_time_without_a_zone_is_utc(desk: Desk, mosip: MosipIdentity, clock: FakeClock) -> None:
    desk.answers["otp"] = {"response": {}, "responseTime": timestamp(clock.now()).rstrip("Z")}
    assert await mosip.recover_start(HANDLE, ctx=ctx())


async def test_a_signed_answer_to_another_request_is_not_believed(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers["kyc"] = {**kyc({"UIN": UIN.value}), "transactionID": "0000000000"}
    with pytest.raises(r.ProtocolViolation, match="transaction"):
        await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())


@pytest.mark.parametrize(
    "response",
    [
        {"kycStatus": False},
        {"kycStatus": True, "identity": None, "sessionKey": None},
        {"kycStatus": True, "identity": "AAAA", "sessionKey": "AAAA"},
        None,
    ],
)
async def test_a_kyc_that_shows_nothing_is_a_broken_protocol(
    desk: Desk, mosip: MosipIdentity, response: dict[str, Any] | None
) -> None:
    desk.answers["kyc"] = {"response": response}
    with pytest.raises(r.ProtocolViolation):
        await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())


@pytest.mark.parametrize("response", [{"authStatus": False, "authToken": None}, {"authStatus": True, "authToken": None}])
async def test_an_auth_without_status_or_token_is_no_proof(desk: Desk, mosip: MosipIdentity, response: dict[str, Any]) -> None:
    desk.answers["auth"] = {"response": response}
    with pytest.raises(r.ProtocolViolation):
        await mosip.verify_otp(challenge(UIN), CODE, ctx=ctx())


async def test_an_old_certificate_of_ida_is_for_an_operator(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers["kyc"] = fault("IDA-MPA-004")
    with pytest.raises(r.PartnerMisconfigured):
        await mosip.recover_finish(challenge(HANDLE), CODE, ctx=ctx())
    assert desk.times("kyc") == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda _: web.Response(text="<html>"), r.Unavailable),
        (lambda _: web.Response(body=b"\xff"), r.Unavailable),
        (lambda _: web.Response(status=401), r.PartnerMisconfigured),
        (lambda _: web.Response(status=404), r.PartnerMisconfigured),
        (lambda _: web.Response(status=400), r.ProtocolViolation),
        (lambda _: web.Response(status=503), r.Unavailable),
        ({"response": None, "errors": None}, r.ProtocolViolation),
    ],
)
async def test_an_answer_that_is_none_has_its_class(
    desk: Desk, mosip: MosipIdentity, answer: Callable[[bytes], web.Response], error: type[r.RegistryError]
) -> None:
    desk.answers["rid/check-status"] = answer
    with pytest.raises(error):
        await mosip.application_status(AID, ctx=ctx())


async def test_a_sending_is_never_repeated_and_a_status_is(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers = dict.fromkeys(("ida/otp", "individualId/otp", "rid/check-status"), lambda _: web.Response(status=503))
    for call in (mosip.recover_start(HANDLE, ctx=ctx()), mosip.recover_start(AID, ctx=ctx())):
        with pytest.raises(r.Unavailable):
            await call
    with pytest.raises(r.Unavailable):
        await mosip.application_status(AID, ctx=ctx())
    assert [desk.times(name) for name in ("ida/otp", "individualId/otp", "rid/check-status")] == [1, 1, 3]


async def test_a_code_is_not_used_up_when_the_phone_cannot_be_learnt(desk: Desk, mosip: MosipIdentity) -> None:
    desk.answers = {"authenticate": lambda _: web.Response(status=503)}
    with pytest.raises(r.Unavailable):
        await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())
    assert desk.times("aid/status") == 0


class TokenOffice:
    """Gives out token-1, token-2 …; ID Repository accepts from the `good`-th on."""

    def __init__(self, desk: Desk, *, good: int, refusal: Callable[[], web.Response]) -> None:
        self.given = 0
        desk.answers = {
            "authenticate": lambda _: self.give(),
            "aid/status": {"response": {"individualId": "2639425169426435", "aidStatus": "PROCESSED"}},
            "identity": lambda _: refusal() if self.given < good else web.json_response(RECORD),
        }

    def give(self) -> web.Response:
        self.given += 1
        answer = web.json_response({"response": {"status": "success"}})
        answer.set_cookie("Authorization", f"token-{self.given}", path="/")
        return answer


RECORD = {"response": {"status": "ACTIVATED", "identity": {"phone": "+212612340007"}}, "errors": None}


@pytest.mark.parametrize(
    "refusal", [lambda: web.Response(status=401), lambda: web.json_response(fault("KER-ATH-401"))], ids=["http", "body"]
)
async def test_a_refused_token_is_renewed_once(desk: Desk, mosip: MosipIdentity, refusal: Callable[[], web.Response]) -> None:
    office = TokenOffice(desk, good=2, refusal=refusal)
    found = await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())
    assert (found.ref.scheme, found.phone, office.given) == ("VID", Phone("+212612340007"), 2)
    assert desk.asked[-1][1]["Cookie"] == "Authorization=token-2"


async def test_a_token_is_kept(desk: Desk, mosip: MosipIdentity) -> None:
    office = TokenOffice(desk, good=1, refusal=lambda: web.Response(status=401))
    for _ in range(3):
        await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())
    assert office.given == 1


async def test_a_token_that_is_always_refused_is_for_an_operator(desk: Desk, mosip: MosipIdentity) -> None:
    office = TokenOffice(desk, good=9, refusal=lambda: web.Response(status=403))
    with pytest.raises(r.PartnerMisconfigured):
        await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())
    assert office.given == 2


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({"response": {"status": "DEACTIVATED", "identity": {"phone": "+212612340007"}}}, r.IdentityInactive),
        ({"response": {"status": "ACTIVATED", "identity": {"phone": None}}}, r.NoContactRegistered),
        ({"response": {"status": "ACTIVATED", "identity": None}}, r.NoContactRegistered),
        ({"response": None}, r.ProtocolViolation),
        (fault("IDR-IDC-007"), r.NotFound),
    ],
)
async def test_a_number_goes_to_an_active_identity_with_a_phone_only(
    desk: Desk, mosip: MosipIdentity, record: dict[str, Any], error: type[r.RegistryError]
) -> None:
    TokenOffice(desk, good=1, refusal=lambda: web.Response(status=401))
    desk.answers["identity"] = record
    with pytest.raises(error):
        await mosip.recover_finish(challenge(AID), CODE, ctx=ctx())


async def test_what_a_country_lacks_is_not_supported(
    desk: Desk, config: MosipConfig, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    bare = connect(replace(config, caps=frozenset()), session, clock)
    assert bare.caps() == frozenset()
    for call in (
        bare.recover_start(HANDLE, ctx=ctx()),
        bare.recover_start(AID, ctx=ctx()),
        bare.application_status(AID, ctx=ctx()),
    ):
        with pytest.raises(r.NotSupported):
            await call
    assert desk.asked == []


def test_the_settings_do_not_show_themselves(config: MosipConfig) -> None:
    assert repr(config) == "MosipConfig(****)"
    assert "s3cret" not in f"{config}"


def test_transactions_are_ten_digits_and_differ() -> None:
    drawn = {transaction(n.to_bytes(4)) for n in range(1000)}
    assert len(drawn) == 1000
    assert all(re.fullmatch("[0-9]{10}", txn) for txn in drawn)
