"""A stateful fake of what MOSIP Resident 1.2 does for a holder's one-time code: locks, virtual IDs, the history of uses."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from dialogs.ports import Factor
from sandbox.holdings import Holdings, Use
from sandbox.mosip_otp import OneTimeCodes
from sandbox.mosip_records import Clock, Records, valid
from sandbox.mosip_resident import SERVICE
from sandbox.mosip_resident_wire import Lock, NewVid, Page, Proven, Refused, Unlock, VidStatus, answer, otp, unwrapped
from sandbox.population import Person

_FACTORS: Final = {
    "otp": Factor.OTP,
    "demo": Factor.DEMOGRAPHIC,
    "bio-Finger": Factor.FINGER,
    "bio-Iris": Factor.IRIS,
    "bio-FACE": Factor.FACE,
}
_MODALITIES: Final = {
    Factor.OTP: "OTP-AUTH",
    Factor.DEMOGRAPHIC: "DEMO-AUTH",
    Factor.FINGER: "FINGERPRINT-AUTH",
    Factor.IRIS: "IRIS-AUTH",
    Factor.FACE: "FACE-AUTH",
}
_VID_KINDS: Final = {"TEMPORARY"}
_DONE: Final = {"message": "A notification was sent to the phone on file"}
_LOCK, _UNLOCK, _HISTORY = "mosip.resident.authlock", "mosip.resident.authunlock", "mosip.resident.authhistory"
_VID, _VID_STATUS = "mosip.resident.vid", "mosip.resident.vidstatus"


class Holder:
    """`/req/auth-lock`, `/req/auth-unlock`, `/req/auth-history`, `POST /vid`, `PATCH /vid/{vid}`.

    The code must come from `/req/otp`. What is done is filed as an event, whose number the phone is told by SMS. Locks
    do not hold here: the owner must be able to unlock.
    """

    def __init__(self, records: Records, holdings: Holdings, codes: OneTimeCodes, clock: Clock) -> None:
        self._records = records
        self._holdings = holdings
        self._codes = codes
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/req/auth-lock", self._lock),
            web.post("/req/auth-unlock", self._unlock),
            web.post("/req/auth-history", self._history),
            web.post("/vid", self._new_vid),
            web.patch("/vid/{vid}", self._vid_status),
        ]

    async def _lock(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = unwrapped(body, _LOCK, Lock)
            factors = _factors(asked.authType)
            return self._deed(asked, lambda person: self._holdings.lock(person, factors))

        return await answer(request, self._clock, _LOCK, serve)

    async def _unlock(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = unwrapped(body, _UNLOCK, Unlock)
            factors, given = _factors(asked.authType), asked.unlockForSeconds
            seconds = None if given is None else _count(given, "RES-SER-410", "unlockForSeconds")
            return self._deed(asked, lambda person: self._holdings.unlock(person, factors, seconds))

        return await answer(request, self._clock, _UNLOCK, serve)

    async def _history(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = unwrapped(body, _HISTORY, Page)
            start, fetch = _count(asked.pageStart, "RES-SER-446"), _count(asked.pageFetch, "RES-SER-447")
            uses = self._holdings.uses(self._proven(asked))[(start - 1) * fetch : start * fetch]
            lines = [_line(number, use) for number, use in enumerate(uses, (start - 1) * fetch + 1)]
            return {"authHistory": lines, **_DONE}

        return await answer(request, self._clock, _HISTORY, serve)

    async def _new_vid(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked = unwrapped(body, _VID, NewVid)
            if asked.vidType.upper() not in _VID_KINDS:
                raise Refused("RES-SER-410", "vidType")
            person = self._proven(asked)
            made = self._holdings.issue(person)
            if made is None:
                raise Refused("RES-SER-405")
            self._tell(person)
            return {"vid": made.number, **_DONE}

        return await answer(request, self._clock, _VID, serve)

    async def _vid_status(self, request: web.Request) -> web.Response:
        def serve(body: bytes) -> dict[str, object]:
            asked, number = unwrapped(body, _VID_STATUS, VidStatus), request.match_info["vid"]
            if asked.vidStatus != "REVOKED":
                raise Refused("RES-SER-410", "vidStatus")
            if not valid("VID", number):
                raise Refused("RES-SER-410", "vid")
            return self._deed(asked, lambda person: self._revoke(person, number))

        return await answer(request, self._clock, _VID_STATUS, serve)

    def _revoke(self, person: Person, number: str) -> None:
        alias = self._holdings.alias(number)
        if alias is None or alias.person is not person or not self._holdings.live(alias):
            raise Refused("RES-SER-453")
        self._holdings.revoke(alias)

    def _deed(self, asked: Proven, deed: Callable[[Person], None]) -> dict[str, object]:
        person = self._proven(asked)
        deed(person)
        self._tell(person)
        return dict(_DONE)

    def _proven(self, asked: Proven) -> Person:
        """The holder whose code it is; the code is spent."""
        kind = next((kind for kind in ("UIN", "VID") if valid(kind, asked.individualId)), None)
        if kind is None:
            raise Refused("RES-SER-410", "individualId")
        alias = self._holdings.alias(asked.individualId)
        person = alias.person if alias and self._holdings.live(alias) else self._records.find(kind, asked.individualId)
        if person is None:
            raise Refused("RES-SER-408")
        otp(lambda: self._codes.check(person, txn=asked.transactionID, id_type=kind, code=asked.otp, by=SERVICE))
        return person

    def _tell(self, person: Person) -> None:
        self._codes.tell(person, f"RNP : votre demande {self._holdings.file('done')} est faite.")


def _factors(names: Iterable[str]) -> list[Factor]:
    found = [_FACTORS.get(name) for name in names]
    if not found or None in found:
        raise Refused("RES-SER-410", "authType")
    return [factor for factor in found if factor]


def _count(text: str, code: str, about: str = "") -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise Refused(code, about)
    return int(text)


def _line(number: int, use: Use) -> dict[str, object]:
    at = datetime.fromtimestamp(use.at, UTC)
    return {
        "serialNumber": number,
        "idUsed": "UIN",
        "authModality": "OTP-REQUEST" if use.asked else _MODALITIES[use.factor],
        "date": at.date().isoformat(),
        "time": at.time().isoformat(),
        "partnerName": use.by,
        "partnerTransactionId": use.txn,
        "authResponse": "Success" if use.passed else "Failed",
        "responseCode": "Y" if use.passed else "N",
    }
