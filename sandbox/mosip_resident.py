"""A stateful fake of the calls of MOSIP Resident 1.2 that need no login: applications by receipt, events by number."""

import re
from typing import Final

from aiohttp import web

from dialogs.ports import Stage
from sandbox.faults import LIE
from sandbox.holdings import Holdings
from sandbox.mosip_otp import OneTimeCodes
from sandbox.mosip_records import Clock, Records, masked_mobile, valid
from sandbox.mosip_resident_wire import (
    AidStatus,
    IndividualIdOtp,
    Refused,
    ReqOtp,
    RidStatus,
    answer,
    check_id,
    decode,
    otp,
    unwrapped,
)
from sandbox.population import Person

SERVICE: Final = "resident"
_OTP_ID: Final = "mosip.identity.otp.internal"
_STATUS_ID: Final = "mosip.resident.checkstatus"
_STATUS: Final = {
    Stage.RECEIVED: "RECEIVED",
    Stage.PROCESSING: "PROCESSING",
    Stage.AWAITING: "AWAITING_INFORMATION",
    Stage.REJECTED: "REJECTED",
    Stage.ISSUED: "PROCESSED",
}
_STEP: Final = {
    Stage.RECEIVED: ("REQUEST_RECEIVED", "IN-PROGRESS"),
    Stage.PROCESSING: ("VALIDATION_STAGE", "IN-PROGRESS"),
    Stage.AWAITING: ("VERIFICATION_STAGE", "AWAITING_INFORMATION"),
    Stage.REJECTED: ("VERIFICATION_STAGE", "FAILURE"),
    Stage.ISSUED: ("CARD_READY_TO_DOWNLOAD", "SUCCESS"),
}
_EVENT: Final = {"done": "SUCCESS", "under-way": "IN_PROGRESS", "failed": "FAILED"}


class Resident:
    """`/individualId/otp`, `/req/otp`, `/aid/status`, `/rid/check-status`, `/aid-stage`, `/events`; nothing is signed.

    Minors are served too: the code goes to the phone of the enrolment, which is their guardian's.
    """

    def __init__(self, records: Records, holdings: Holdings, codes: OneTimeCodes, clock: Clock) -> None:
        self._records = records
        self._holdings = holdings
        self._codes = codes
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/individualId/otp", self._individual_id_otp),
            web.post("/req/otp", self._req_otp),
            web.post("/aid/status", self._aid_status),
            web.post("/rid/check-status", self._rid_status),
            web.get("/aid-stage/{aid}", self._aid_stage),
            web.get("/events/{event}", self._event),
        ]

    async def _individual_id_otp(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = decode(body, IndividualIdOtp)
            check_id(asked.id, _OTP_ID)
            return self._send(asked.individualId, asked.transactionId, asked.otpChannel, ("UIN", "VID", "AID"))

        return await answer(request, self._clock, _OTP_ID, serve)

    async def _req_otp(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = decode(body, ReqOtp)
            check_id(asked.id, _OTP_ID)
            return self._send(asked.individualId, asked.transactionID, asked.otpChannel, ("UIN", "VID"))

        return await answer(request, self._clock, _OTP_ID, serve)

    async def _aid_status(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            return self._status_with_code(unwrapped(body, _STATUS_ID, AidStatus), trap=request[LIE] == "aid-trap")

        return await answer(request, self._clock, _STATUS_ID, serve)

    async def _rid_status(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = unwrapped(body, _STATUS_ID, RidStatus)
            if asked.individualIdType != "RID":
                raise Refused("RES-SER-410", "individualIdType")
            return {"ridStatus": _STATUS[self._applicant(asked.individualId).status]}

        return await answer(request, self._clock, _STATUS_ID, serve)

    async def _aid_stage(self, request: web.Request) -> web.Response:
        def serve(_: bytes) -> dict[str, object]:
            step, status = _STEP[self._applicant(request.match_info["aid"]).status]
            return {"transactionStage": step, "aidStatus": status}

        return await answer(request, self._clock, _STATUS_ID, serve)

    async def _event(self, request: web.Request) -> web.Response:
        def serve(_: bytes) -> dict[str, object]:
            event = request.match_info["event"]
            if not re.fullmatch("[0-9]{16}", event) or not request.query.get("langCode"):
                raise Refused("RES-SER-410", "eventId")
            if event not in self._holdings.events:
                raise Refused("RES-SER-459")
            return {"eventId": event, "eventStatus": _EVENT[self._holdings.events[event]], "summary": None, "info": {}}

        return await answer(request, self._clock, "mosip.resident.event.status", serve)

    def _send(self, individual_id: str, txn: str, channels: list[str], kinds: tuple[str, ...]) -> dict[str, object]:
        kind = next((kind for kind in kinds if valid(kind, individual_id)), None)
        if kind is None:
            raise Refused("RES-SER-410", "individualId")
        if not re.fullmatch("[0-9]{10}", txn):
            raise Refused("RES-SER-410", "transactionID")
        if "phone" not in {name.lower() for name in channels}:
            raise Refused("RES-SER-410", "otpChannel")
        person = self._citizen(kind, individual_id)
        otp(lambda: self._codes.send(person, txn=txn, id_type=kind, by=SERVICE))
        return {"maskedMobile": masked_mobile(person), "maskedEmail": None}

    def _citizen(self, kind: str, number: str) -> Person:
        alias = self._holdings.alias(number)
        live = alias is not None and self._holdings.live(alias)
        person = alias.person if alias and live else self._records.find(kind, number)
        if person is None:
            raise Refused("RES-SER-408")
        if person.status is not Stage.ISSUED:
            raise Refused("RES-SER-449")
        if not person.active:
            raise Refused("RES-SER-425")
        return person

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
            otp(lambda: self._codes.check(person, txn=asked.transactionId, id_type="AID", code=asked.otp, by=SERVICE))
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
