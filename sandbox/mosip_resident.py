"""A stateful fake of the calls of MOSIP Resident 1.2 that need no login: codes and application status by receipt."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec
from aiohttp import web

from dialogs.ports import Stage
from sandbox.faults import LIE
from sandbox.mosip_otp import OneTimeCodes, OtpFault, OtpRefused
from sandbox.mosip_records import Clock, Records, masked_mobile, stamp, valid
from sandbox.population import Person

ERRORS: Final[Mapping[str, str]] = MappingProxyType({
    "RES-SER-408": "RID not found",
    "RES-SER-410": "Input parameter is not valid",
    "RES-SER-413": "RID is not valid",
    "RES-SER-422": "OTP validation failed",
    "RES-SER-425": "OTP could not be sent",
    "RES-SER-440": "Identity has no phone",
    "RES-SER-449": "AID is not ready",
    "RES-SER-465": "OTP is blocked",
    "RES-SER-469": "OTP has expired",
    "RES-SER-510": "Too many OTP requests",
})  # fmt: skip

_OTP_FAULTS: Final = {
    OtpFault.NO_PHONE: "RES-SER-440",
    OtpFault.FLOODED: "RES-SER-510",
    OtpFault.FROZEN_SEND: "RES-SER-465",
    OtpFault.FROZEN_CHECK: "RES-SER-465",
    OtpFault.NOT_REQUESTED: "RES-SER-422",
    OtpFault.OTHER_TXN: "RES-SER-422",
    OtpFault.OTHER_ID_TYPE: "RES-SER-422",
    OtpFault.EXPIRED: "RES-SER-469",
    OtpFault.WRONG: "RES-SER-422",
}
_STATUS: Final = {
    Stage.RECEIVED: "RECEIVED",
    Stage.PROCESSING: "PROCESSING",
    Stage.REJECTED: "REJECTED",
    Stage.ISSUED: "PROCESSED",
}
_HOUR = 3600.0

T = TypeVar("T")


class ReqOtp(msgspec.Struct):
    """`/req/otp`: flat, with a capital D in `transactionID`."""

    individualId: str
    transactionID: str
    otpChannel: list[str]


class IndividualIdOtp(msgspec.Struct):
    """`/individualId/otp`: flat, with a small d in `transactionId`."""

    id: str
    individualId: str
    transactionId: str
    otpChannel: list[str]


class AidStatus(msgspec.Struct):
    individualId: str
    otp: str
    transactionId: str


class RidStatus(msgspec.Struct):
    individualId: str
    individualIdType: str


class AidStatusCall(msgspec.Struct):
    id: str
    request: AidStatus


class RidStatusCall(msgspec.Struct):
    request: RidStatus


class Refused(Exception):
    """Resident says no with one code of `ERRORS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Resident:
    """`/individualId/otp`, `/req/otp`, `/aid/status` and `/rid/check-status`; nothing here is signed.

    Minors are served too: the code goes to the phone of the enrolment, which is their guardian's.
    """

    def __init__(self, records: Records, codes: OneTimeCodes, clock: Clock) -> None:
        self._records = records
        self._codes = codes
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/individualId/otp", self._individual_id_otp),
            web.post("/req/otp", self._req_otp),
            web.post("/aid/status", self._aid_status),
            web.post("/rid/check-status", self._rid_status),
        ]

    async def _individual_id_otp(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = _decode(body, IndividualIdOtp)
            _check_id(asked.id, "mosip.identity.otp.internal")
            return self._send(asked.individualId, asked.transactionId, asked.otpChannel, ("UIN", "VID", "AID"))

        return await self._answer(request, "mosip.identity.otp.internal", serve)

    async def _req_otp(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = _decode(body, ReqOtp)
            return self._send(asked.individualId, asked.transactionID, asked.otpChannel, ("UIN", "VID"))

        return await self._answer(request, "mosip.identity.otp.internal", serve)

    async def _aid_status(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = _decode(body, AidStatusCall)
            _check_id(asked.id, "mosip.resident.checkstatus")
            return self._status_with_code(asked.request, trap=request[LIE] == "aid-trap")

        return await self._answer(request, "mosip.resident.checkstatus", serve)

    async def _rid_status(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = _decode(body, RidStatusCall).request
            if asked.individualIdType != "RID":
                raise Refused("RES-SER-410")
            return {"ridStatus": _STATUS[self._applicant(asked.individualId).status]}

        return await self._answer(request, "mosip.resident.checkstatus", serve)

    def _send(self, individual_id: str, txn: str, channels: list[str], kinds: tuple[str, ...]) -> dict[str, object]:
        kind = next((kind for kind in kinds if valid(kind, individual_id)), None)
        if kind is None or not re.fullmatch("[0-9]{10}", txn) or "phone" not in {name.lower() for name in channels}:
            raise Refused("RES-SER-410")
        person = self._records.find(kind, individual_id)
        if person is None:
            raise Refused("RES-SER-408")
        if person.status is not Stage.ISSUED:
            raise Refused("RES-SER-449")
        if not person.active:
            raise Refused("RES-SER-425")
        _otp(lambda: self._codes.send(person, txn=txn, id_type=kind))
        return {"maskedMobile": masked_mobile(person), "maskedEmail": None}

    def _status_with_code(self, asked: AidStatus, *, trap: bool) -> dict[str, object]:
        """The number for a right code.

        An application without a number gets what the real service falls back to: 200, no error, and `aidStatus` alone.
        Under the lie `aid-trap` so does a wrong code.
        """
        person = self._applicant(asked.individualId)
        found: dict[str, object] = dict.fromkeys(("individualId", "individualIdType", "transactionId"))
        found["aidStatus"] = _STATUS[person.status]
        if person.status is not Stage.ISSUED:
            return found
        try:
            _otp(lambda: self._codes.check(person, txn=asked.transactionId, id_type="AID", code=asked.otp))
        except Refused:
            if trap:
                return found
            raise
        return found | {"individualId": person.uin, "individualIdType": "UIN", "transactionId": asked.transactionId}

    def _applicant(self, aid: str) -> Person:
        if not valid("AID", aid):
            raise Refused("RES-SER-413")
        person = self._records.find("AID", aid)
        if person is None:
            raise Refused("RES-SER-408")
        return person

    async def _answer(self, request: web.Request, id: str, serve: Callable[[bytes], dict[str, object]]) -> web.Response:
        now = self._clock.now() + (_HOUR if request[LIE] == "time" else 0.0)
        wire: dict[str, object] = {"id": id, "version": "1.0", "responsetime": stamp(now), "metadata": None}
        try:
            wire |= {"response": serve(await request.read()), "errors": None}
        except Refused as refused:
            wire |= {"response": None, "errors": [{"errorCode": refused.code, "message": ERRORS[refused.code]}]}
        return web.json_response(wire)


def _check_id(given: str, expected: str) -> None:
    if given != expected:
        raise Refused("RES-SER-410")


def _decode(data: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.DecodeError as broken:
        raise Refused("RES-SER-410") from broken


def _otp(step: Callable[[], None]) -> None:
    try:
        step()
    except OtpRefused as refused:
        raise Refused(_OTP_FAULTS[refused.fault]) from refused
