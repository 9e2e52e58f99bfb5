"""The status words of MOSIP's Resident service, and what they mean to a citizen."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from dialogs.model import Masked
from dialogs.ports import Factor, Stage, Usage
from dialogs.refusals import ProtocolViolation

__all__ = ["OUTCOMES", "STAGES", "Transaction", "outcome", "stage", "stage_of_step", "uses"]

# RegistrationExternalStatusCode, and the words of 1.1 ("UNDER PROCESSING - PLEASE …"), squeezed to letters.
# To be enrolled again is to be refused: the citizen must come back to the office in all three cases.
STAGES: Mapping[str, Stage] = {
    "RECEIVED": Stage.RECEIVED,
    "UPLOADPENDING": Stage.RECEIVED,
    "PROCESSING": Stage.PROCESSING,
    "UNDERPROCESSING": Stage.PROCESSING,
    "RESEND": Stage.PROCESSING,  # the office sends the packet again; nothing is asked of the citizen
    "AWAITINGINFORMATION": Stage.AWAITING,
    "PROCESSED": Stage.ISSUED,
    "UINGENERATED": Stage.ISSUED,
    "REJECTED": Stage.REJECTED,
    "REREGISTER": Stage.REJECTED,
    "REPROCESSFAILED": Stage.REJECTED,
}

# `/aid-stage`: the step that was reached, and how far it got (SUCCESS, IN-PROGRESS, FAILURE).
_STEPS: Mapping[tuple[str, str], Stage] = {
    ("REQUESTRECEIVED", "INPROGRESS"): Stage.RECEIVED,
    ("REQUESTRECEIVED", "SUCCESS"): Stage.RECEIVED,
    ("VALIDATIONSTAGE", "INPROGRESS"): Stage.PROCESSING,
    ("VALIDATIONSTAGE", "SUCCESS"): Stage.PROCESSING,
    ("VERIFICATIONSTAGE", "INPROGRESS"): Stage.PROCESSING,
    ("VERIFICATIONSTAGE", "SUCCESS"): Stage.PROCESSING,
    ("UINGENERATIONSTAGE", "INPROGRESS"): Stage.PROCESSING,
    ("UINGENERATIONSTAGE", "SUCCESS"): Stage.ISSUED,
    ("CARDREADYTODOWNLOAD", "INPROGRESS"): Stage.ISSUED,
    ("CARDREADYTODOWNLOAD", "SUCCESS"): Stage.ISSUED,
}
_FAILED = {"FAILURE", "FAILED"}

OUTCOMES: Mapping[str, str] = {"SUCCESS": "done", "INPROGRESS": "under-way", "FAILED": "failed", "FAILURE": "failed"}

_MODALITIES = {
    "OTP": Factor.OTP,
    "DEMO": Factor.DEMOGRAPHIC,
    "FINGER": Factor.FINGER,
    "IRIS": Factor.IRIS,
    "FACE": Factor.FACE,
}
_ASKED = "OTP-REQUEST"


class Transaction(Masked, msgspec.Struct, rename="camel"):
    """One line of `authHistory`: date and time are ISO 8601, in UTC; `response_code` is Y or N."""

    date: str
    time: str
    auth_modality: str | None = None
    partner_name: str | None = None
    response_code: str | None = None


def stage(status: str | None) -> Stage:
    """The stage of an application by its external status; raises `ProtocolViolation` for one that nobody explained to us."""
    code = _squeezed(status)
    if code not in STAGES:
        raise ProtocolViolation("status", upstream="resident")
    return STAGES[code]


def stage_of_step(step: str | None, status: str | None) -> Stage:
    """The stage by `transactionStage` and `aidStatus` of `/aid-stage`; some versions tell the external status there."""
    group = _squeezed(status)
    if group in STAGES:
        return STAGES[group]
    if group in _FAILED:
        return Stage.REJECTED
    found = _STEPS.get((_squeezed(step), group))
    if found is None:
        raise ProtocolViolation("stage", upstream="resident")
    return found


def outcome(status: str | None) -> str:
    """`done`, `under-way` or `failed`."""
    code = _squeezed(status)
    if code not in OUTCOMES:
        raise ProtocolViolation("event-status", upstream="resident")
    return OUTCOMES[code]


def uses(told: Iterable[Transaction]) -> list[Usage]:
    """Uses of a number, newest first."""
    return sorted((_use(one) for one in told if one.auth_modality != _ASKED), key=lambda use: use.at, reverse=True)


def _use(told: Transaction) -> Usage:
    try:
        at = datetime.fromisoformat(f"{told.date}T{told.time}")
    except ValueError:
        raise ProtocolViolation("history-time", upstream="resident") from None
    modality = (told.auth_modality or "").upper()
    factor = next((factor for word, factor in _MODALITIES.items() if word in modality), None)
    return Usage(at.replace(tzinfo=at.tzinfo or UTC).timestamp(), told.partner_name or "", factor, told.response_code == "Y")


def _squeezed(status: str | None) -> str:
    """The letters of a status, up to the explanation that 1.1 puts behind a spaced dash."""
    return re.sub(r"[^A-Z]", "", re.split(r"\s+-\s+", status or "")[0].upper())
