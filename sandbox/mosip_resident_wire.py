"""The words of MOSIP Resident 1.2 on the wire: requests, error codes, refusals and the wrapper of every answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec
from aiohttp import web

from sandbox.faults import LIE, told_code
from sandbox.mosip_otp import OtpFault, OtpRefused
from sandbox.mosip_records import Clock, stamp

T = TypeVar("T")
_HOUR = 3600.0

ERRORS: Final[Mapping[str, str]] = MappingProxyType({
    "RES-SER-405": "As many VIDs as allowed are active",
    "RES-SER-408": "RID not found",
    "RES-SER-410": "Input parameter is not valid - {}",
    "RES-SER-413": "RID is not valid",
    "RES-SER-422": "OTP validation failed",
    "RES-SER-425": "OTP could not be sent",
    "RES-SER-440": "Identity has no phone",
    "RES-SER-446": "Page start is not valid",
    "RES-SER-447": "Page fetch is not valid",
    "RES-SER-449": "AID is not ready",
    "RES-SER-453": "The VID is not of this individual",
    "RES-SER-459": "Event is not known",
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
    OtpFault.OTHER_SERVICE: "RES-SER-422",
    OtpFault.EXPIRED: "RES-SER-469",
    OtpFault.WRONG: "RES-SER-422",
}


class Refused(Exception):
    """Resident says no with one code of `ERRORS`; `about` fills the message."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about

    def wire(self) -> dict[str, str]:
        return {"errorCode": self.code, "message": ERRORS.get(self.code, "Refused").format(self.about)}


class ReqOtp(msgspec.Struct):
    """`/req/otp`: flat, with a capital D in `transactionID`."""

    id: str
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


class Proven(msgspec.Struct):
    """What every call by a holder's code carries."""

    transactionID: str
    individualId: str
    otp: str


class Lock(Proven):
    authType: list[str]


class Unlock(Lock):
    """`unlockForSeconds` is a number in a string; without it the factors stay unlocked."""

    unlockForSeconds: str | None = None


class NewVid(Proven):
    vidType: str


class VidStatus(Proven):
    individualIdType: str
    vidStatus: str


class Page(Proven):
    """`pageStart` counts from 1; both are numbers in strings."""

    pageStart: str
    pageFetch: str


class Wrapper(msgspec.Struct):
    """`{id, version, requesttime, request}`."""

    id: str
    version: str
    requesttime: str
    request: msgspec.Raw


def unwrapped(data: bytes, id: str, shape: type[T]) -> T:
    """The `request` of a wrapper that has the right `id`, or RES-SER-410."""
    wrapper = decode(data, Wrapper)
    check_id(wrapper.id, id)
    return decode(wrapper.request, shape)


def check_id(given: str, expected: str) -> None:
    if given != expected:
        raise Refused("RES-SER-410", "id")


def decode(data: bytes | msgspec.Raw, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.DecodeError as broken:
        raise Refused("RES-SER-410", "request") from broken


def otp(step: Callable[[], None]) -> None:
    """A step of the one-time codes, with its refusal in Resident's words."""
    try:
        step()
    except OtpRefused as refused:
        raise Refused(_OTP_FAULTS[refused.fault]) from refused


async def answer(request: web.Request, clock: Clock, id: str, serve: Callable[[bytes], Mapping[str, object]]) -> web.Response:
    """What `serve` makes of the body, wrapped; a refusal is HTTP 200 too."""
    now = clock.now() + (_HOUR if request[LIE] == "time" else 0.0)
    wire: dict[str, object] = {"id": id, "version": "1.0", "responsetime": stamp(now), "metadata": None}
    try:
        if code := told_code(request[LIE]):
            raise Refused(code)
        wire |= {"response": serve(await request.read()), "errors": None}
    except Refused as refused:
        wire |= {"response": None, "errors": [refused.wire()]}
    return web.json_response(wire)
