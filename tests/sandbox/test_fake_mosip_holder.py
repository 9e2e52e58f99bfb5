"""The sandbox's Resident does what a holder's code asks for, and refuses what is not as it should be."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from dialogs.ports import Factor, Stage
from sandbox.mosip_records import stamp
from sandbox.mosip_resident_wire import ERRORS
from tests.sandbox.mosip_partner import (
    CHILD,
    INACTIVE,
    NO_PHONE,
    NOBODY,
    REJECTED,
    TXN,
    WAITING,
    ZINEB,
    Partner,
    Served,
    code_of,
    person,
)

Step = Callable[["Holder"], Awaitable[dict[str, Any]]]


class Holder:
    """Zineb with a code of Resident, and the calls as they should be or with one thing wrong."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner

    async def otp(self, who: str = ZINEB.uin, **other: Any) -> dict[str, Any]:
        now = stamp(self.partner.clock.now())
        body = {"id": "mosip.identity.otp.internal", "version": "1.0", "transactionID": TXN, "requestTime": now}
        return await self.partner.resident("/req/otp", body | {"individualId": who, "otpChannel": ["PHONE"]} | other)

    async def call(self, path: str, id: str, request: dict[str, Any], method: str = "POST", **proof: Any) -> dict[str, Any]:
        proven = {"transactionID": TXN, "individualId": ZINEB.uin, "otp": self.partner.mosip.codes.get(str(ZINEB.phone), "0")}
        now = stamp(self.partner.clock.now())
        body = {"id": f"mosip.resident.{id}", "version": "v1", "requesttime": now, "request": proven | request | proof}
        answer = await self.partner.client.request(method, f"/mosip/resident/v1{path}", json=body)
        assert answer.status == 200
        return dict(await answer.json())

    async def lock(self, *types: str, id: str = "authlock", **proof: Any) -> dict[str, Any]:
        return await self.call("/req/auth-lock", id, {"authType": list(types)}, **proof)

    async def unlock(self, *types: str, **proof: Any) -> dict[str, Any]:
        return await self.call("/req/auth-unlock", "authunlock", {"authType": list(types)}, **proof)

    async def vid(self, kind: str = "TEMPORARY", **proof: Any) -> dict[str, Any]:
        return await self.call("/vid", "vid", {"vidType": kind}, **proof)

    async def revoke(self, vid: str, status: str = "REVOKED", **proof: Any) -> dict[str, Any]:
        request = {"individualIdType": "UIN", "vidStatus": status}
        return await self.call(f"/vid/{vid}", "vidstatus", request, "PATCH", **proof)

    async def history(self, start: str = "1", fetch: str = "10", **proof: Any) -> dict[str, Any]:
        return await self.call("/req/auth-history", "authhistory", {"pageStart": start, "pageFetch": fetch}, **proof)

    async def get(self, path: str) -> dict[str, Any]:
        return dict(await (await self.partner.client.get(f"/mosip/resident/v1{path}")).json())


@pytest.fixture
async def holder(served: Served) -> Holder:
    return Holder(await served())


async def coded(holder: Holder, step: Step) -> dict[str, Any]:
    await holder.otp()
    return await step(holder)


async def too_many(holder: Holder) -> dict[str, Any]:
    for _ in range(5):
        await coded(holder, lambda h: h.vid())
    return await coded(holder, lambda h: h.vid())


async def frozen(holder: Holder) -> dict[str, Any]:
    await holder.otp()
    for _ in range(10):
        await holder.lock("otp", otp="0")
    return await holder.lock("otp")


async def late(holder: Holder) -> dict[str, Any]:
    await holder.otp()
    holder.partner.clock.time += 180
    return await holder.lock("otp")


async def flooded(holder: Holder) -> dict[str, Any]:
    for _ in range(100):
        await holder.otp()
    return await holder.otp()


REFUSALS: list[tuple[str, Step]] = [
    ("RES-SER-405", too_many),
    ("RES-SER-408", lambda h: h.otp(NOBODY.uin)),
    ("RES-SER-408", lambda h: h.otp(WAITING.uin)),
    ("RES-SER-408", lambda h: coded(h, lambda h: h.lock("otp", individualId=NOBODY.uin))),
    ("RES-SER-408", lambda h: h.get(f"/aid-stage/{NOBODY.receipt}")),
    ("RES-SER-410", lambda h: h.otp(id="mosip.identity.otp")),
    ("RES-SER-410", lambda h: h.otp(ZINEB.receipt)),
    ("RES-SER-410", lambda h: h.otp(transactionID="12345")),
    ("RES-SER-410", lambda h: h.otp(otpChannel=["EMAIL"])),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.lock())),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.lock("bio-Voice"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.lock("otp", id="authunlock"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.lock("otp", individualId="12"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.lock("otp", otp=123456))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.unlock("otp", unlockForSeconds="-1"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.unlock("otp", unlockForSeconds=60))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.vid("ONETIME"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.revoke(ZINEB.vid, "ACTIVE"))),
    ("RES-SER-410", lambda h: coded(h, lambda h: h.revoke("1234567890123456"))),
    ("RES-SER-410", lambda h: h.get("/events/12?langCode=eng")),
    ("RES-SER-410", lambda h: h.get("/events/1000000000000001")),
    ("RES-SER-413", lambda h: h.get("/aid-stage/12")),
    ("RES-SER-422", lambda h: h.lock("otp")),
    ("RES-SER-422", lambda h: coded(h, lambda h: h.lock("otp", otp="0"))),
    ("RES-SER-422", lambda h: coded(h, lambda h: h.lock("otp", transactionID="1234567891"))),
    ("RES-SER-422", lambda h: coded(h, lambda h: h.lock("otp", individualId=ZINEB.vid))),
    ("RES-SER-422", lambda h: coded(h, lambda h: h.lock("otp", individualId=CHILD.uin))),
    ("RES-SER-425", lambda h: h.otp(INACTIVE.uin)),
    ("RES-SER-440", lambda h: h.otp(NO_PHONE.uin)),
    ("RES-SER-446", lambda h: coded(h, lambda h: h.history("0"))),
    ("RES-SER-447", lambda h: coded(h, lambda h: h.history("1", "ten"))),
    ("RES-SER-453", lambda h: coded(h, lambda h: h.revoke(ZINEB.vid))),
    ("RES-SER-459", lambda h: h.get("/events/1000000000000001?langCode=eng")),
    ("RES-SER-465", frozen),
    ("RES-SER-469", late),
    ("RES-SER-510", flooded),
]


@pytest.mark.parametrize(("code", "step"), [pytest.param(*row, id=f"{row[0]}-{at}") for at, row in enumerate(REFUSALS)])
async def test_each_fault_has_its_code_in_the_wire_shape_of_resident(holder: Holder, code: str, step: Step) -> None:
    answer = await step(holder)
    assert code_of(answer) == code
    assert answer["response"] is None
    assert set(answer["errors"][0]) == {"errorCode", "message"}


def test_every_code_of_the_table_is_provoked() -> None:
    assert set(ERRORS) == {code for code, _ in REFUSALS} | {"RES-SER-449"}  # 449 is about receipts


async def test_a_refused_deed_leaves_the_code_good(holder: Holder) -> None:
    await holder.otp()
    for refused, code in (
        (holder.lock(), "RES-SER-410"),
        (holder.vid("ONETIME"), "RES-SER-410"),
        (holder.history("0"), "RES-SER-446"),
    ):
        assert code_of(await refused) == code
    assert code_of(await holder.lock("otp")) is None
    assert code_of(await holder.lock("otp")) == "RES-SER-422"


async def test_a_lock_holds_at_ida_until_it_is_lifted(holder: Holder) -> None:
    await coded(holder, lambda h: h.lock("otp", "demo"))
    partner = holder.partner
    await partner.otp()
    assert code_of(await partner.auth(partner.code)) == "IDA-MLC-019"
    await coded(holder, lambda h: h.unlock("otp", unlockForSeconds="60"))
    await partner.otp()
    assert code_of(await partner.auth(partner.code)) is None
    partner.clock.time += 60
    await partner.otp()
    assert code_of(await partner.auth(partner.code)) == "IDA-MLC-019"
    assert partner.mosip.holdings.locked(ZINEB, Factor.DEMOGRAPHIC)
    assert not partner.mosip.holdings.locked(CHILD, Factor.DEMOGRAPHIC)


async def test_a_vid_authenticates_until_it_expires_or_is_revoked(holder: Holder) -> None:
    partner = holder.partner
    first, second = [(await coded(holder, lambda h: h.vid()))["response"]["vid"] for _ in range(2)]
    for vid in (first, second):
        await partner.otp(vid, "VID")
        assert code_of(await partner.auth(partner.code, vid, "VID")) is None
    assert code_of(await coded(holder, lambda h: h.revoke(first))) is None
    assert code_of(await partner.otp(first, "VID")) == "IDA-MLC-010"
    partner.clock.time += 1800
    assert code_of(await partner.otp(second, "VID")) == "IDA-MLC-005"
    assert code_of(await coded(holder, lambda h: h.revoke(second))) == "RES-SER-453"


async def test_the_history_comes_in_pages_newest_first(holder: Holder) -> None:
    partner = holder.partner
    await partner.otp()
    partner.clock.time += 1
    await partner.auth("0")
    partner.clock.time += 1
    await partner.auth(partner.code)
    pages = []
    for page in "12":
        await holder.otp()
        pages.append((await holder.history(page, "2"))["response"]["authHistory"])
    told = [*pages[0], *pages[1]]
    lines = [(line["serialNumber"], line["authModality"], line["responseCode"], line["time"][-2:]) for line in told]
    assert lines == [(1, "OTP-AUTH", "Y", "42"), (2, "OTP-AUTH", "N", "41"), (3, "OTP-REQUEST", "Y", "40")]
    assert {line["partnerName"] for line in told} == {"Guichet"}
    assert set(pages[0][0]) == {
        "serialNumber",
        "idUsed",
        "authModality",
        "date",
        "time",
        "partnerName",
        "partnerTransactionId",
        "authResponse",
        "responseCode",
    }


async def test_the_phone_is_told_the_number_of_what_was_done(holder: Holder) -> None:
    await coded(holder, lambda h: h.lock("bio-Finger"))
    sms = holder.partner.phones.messages(str(ZINEB.phone))[-1]
    (event,) = [word for word in sms.text.split() if word.isdecimal()]
    assert len(event) == 16
    told = await holder.get(f"/events/{event}?langCode=eng")
    assert (told["response"]["eventStatus"], told["errors"]) == ("SUCCESS", None)


@pytest.mark.parametrize(
    ("citizen", "step", "status"),
    [
        (ZINEB, "CARD_READY_TO_DOWNLOAD", "SUCCESS"),
        (WAITING, "VALIDATION_STAGE", "IN-PROGRESS"),
        (REJECTED, "VERIFICATION_STAGE", "FAILURE"),
        (person(8, status=Stage.RECEIVED), "REQUEST_RECEIVED", "IN-PROGRESS"),
        (person(8, status=Stage.AWAITING), "VERIFICATION_STAGE", "AWAITING_INFORMATION"),
    ],
)
async def test_an_application_tells_its_step(served: Served, citizen: Any, step: str, status: str) -> None:
    holder = Holder(await served((citizen,)))
    told = await holder.get(f"/aid-stage/{citizen.receipt}")
    assert told["response"] == {"transactionStage": step, "aidStatus": status}
