"""The calls of MOSIP's Resident service that need no login: by the number on the enrolment receipt."""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from dialogs.model import IdRef
from dialogs.ports import Clock, Stage
from dialogs.refusals import NotReady, OtpInvalid, ProtocolViolation
from registry_client.http import Upstream
from registry_client.mosip.errors import resident_error
from registry_client.mosip.wire import Wrapped, read, timestamp

__all__ = ["STAGES", "Resident"]

R = TypeVar("R")

# RegistrationExternalStatusCode, and the words of 1.1 ("UNDER PROCESSING - PLEASE …"), squeezed to letters.
# To be enrolled again is to be refused: the citizen must come back to the office in all three cases.
STAGES: Mapping[str, Stage] = {
    "RECEIVED": Stage.RECEIVED,
    "UPLOADPENDING": Stage.RECEIVED,
    "PROCESSING": Stage.PROCESSING,
    "UNDERPROCESSING": Stage.PROCESSING,
    "RESEND": Stage.PROCESSING,  # the office sends the packet again; nothing is asked of the citizen
    "AWAITINGINFORMATION": Stage.PROCESSING,
    "PROCESSED": Stage.ISSUED,
    "UINGENERATED": Stage.ISSUED,
    "REJECTED": Stage.REJECTED,
    "REREGISTER": Stage.REJECTED,
    "REPROCESSFAILED": Stage.REJECTED,
}


class _Masked(msgspec.Struct, rename="camel"):
    masked_mobile: str | None = None


class _Aid(msgspec.Struct, rename="camel"):
    individual_id: str | None = None
    individual_id_type: str | None = None
    aid_status: str | None = None


class _Rid(msgspec.Struct, rename="camel"):
    rid_status: str | None = None


class Resident:
    """MOSIP Resident 1.2; deadlines in seconds; raises the tree of `dialogs.refusals`. Its answers are not signed."""

    def __init__(self, upstream: Upstream, clock: Clock) -> None:
        self._upstream = upstream
        self._clock = clock

    async def send_otp(self, aid: IdRef, txn: str, *, deadline: float) -> str:
        """Send a code to the phone of an application; returns the phone as masked there, or an empty string."""
        body = {
            "id": "mosip.identity.otp.internal",
            "version": "1.0",
            "transactionId": txn,  # written so here, and transactionID everywhere else
            "requestTime": timestamp(self._clock.now()),
            "individualId": aid.value,
            "otpChannel": ["PHONE"],
            "metadata": {},
        }
        masked = await self._call("/individualId/otp", body, Wrapped[_Masked], deadline, safe=False)
        return masked.masked_mobile or ""

    async def number_of(self, aid: IdRef, txn: str, code: str, *, deadline: float) -> IdRef:
        """The VID or UIN that an application led to, against the code.

        The service may answer without errors and without a number when the code did not pass: only a number is success.
        """
        asked = {"individualId": aid.value, "otp": code, "transactionId": txn}
        found = await self._call("/aid/status", self._wrap(asked, "1.0"), Wrapped[_Aid], deadline, safe=False)
        if found.individual_id:
            return IdRef(found.individual_id_type or _scheme(found.individual_id), found.individual_id)
        if _stage(found.aid_status) is Stage.ISSUED:
            raise OtpInvalid("no-individual-id", upstream="resident")
        raise NotReady("no-individual-id", upstream="resident")

    async def stage(self, aid: IdRef, *, deadline: float) -> Stage:
        """Where an application stands. A read: tried again when it fails."""
        asked = {"individualId": aid.value, "individualIdType": "RID"}
        found = await self._call("/rid/check-status", self._wrap(asked, "v1"), Wrapped[_Rid], deadline, safe=True)
        return _stage(found.rid_status)

    def _wrap(self, request: Mapping[str, str], version: str) -> Mapping[str, object]:
        now = timestamp(self._clock.now())
        return {"id": "mosip.resident.checkstatus", "version": version, "requesttime": now, "request": request}

    async def _call(self, path: str, body: Mapping[str, object], kind: type[Wrapped[R]], deadline: float, *, safe: bool) -> R:
        answer = await self._upstream.call(
            "POST",
            path,
            body=msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
            deadline=deadline,
            safe=safe,
        )
        wrapped = read(answer, kind, "resident")
        if wrapped.errors:
            raise resident_error(path, wrapped.errors)
        if wrapped.response is None:
            raise ProtocolViolation("response", upstream="resident")
        return wrapped.response


def _stage(status: str | None) -> Stage:
    code = re.sub(r"[^A-Z]", "", re.split(r"\s+-\s+", status or "")[0].upper())
    if code not in STAGES:
        raise ProtocolViolation("status", upstream="resident")
    return STAGES[code]


def _scheme(number: str) -> str:
    return "VID" if len(number) == 16 else "UIN"
